"""Whether two scores of one student differ by more than their errors would make them differ."""

from dataclasses import dataclass
from math import ceil, hypot, sqrt

from mlcore.results import SkillScore
from mlcore.schema import BEHAVIORAL, LEVEL_CUTS

Z80 = 1.2815515655446004  # two-sided 80% of a normal distribution
OWN_SHARE = 0.5  # of one reading's error variance: assumed to be the student's own, so that more readings leave it
ONE_LEVEL = LEVEL_CUTS[1] - LEVEL_CUTS[0]
RISE, NONE, FALL = "rise", "none", "fall"


@dataclass(frozen=True, slots=True)
class Change:
    """``delta`` is after less before; it counts only beyond ``threshold``."""

    verdict: str
    delta: float
    threshold: float


def error_factor(readings: float) -> float:
    """SE_k / SE_1 for k readings: sqrt(.5 + .5/k)."""
    return sqrt(OWN_SHARE + (1 - OWN_SHARE) / readings)


def verdict(before: SkillScore, after: SkillScore) -> Change | None:
    """Reliable rise, no reliable change, or reliable fall; ``None`` unless both carry a score and its error.

    Where one of them rests on moves alone, its error is assumed and not measured: no difference counts then.
    """
    if None in (before.score, after.score, before.standard_error, after.standard_error):
        return None
    delta = after.score - before.score
    threshold = Z80 * hypot(before.standard_error, after.standard_error)
    if any(set(score.sources) == {BEHAVIORAL} for score in (before, after)):
        threshold = max(threshold, 1.0)
    return Change(NONE if abs(delta) <= threshold else RISE if delta > 0 else FALL, delta, threshold)


def responses_for_one_level(se1: float) -> int | None:
    """Responses needed on each side for a change of one level to be visible; ``None`` when no number suffices.

    Solves Z80 * sqrt(2) * se1 * sqrt(.5 + .5/k) <= one level for k.
    """
    room = (ONE_LEVEL / (Z80 * sqrt(2) * se1)) ** 2 - OWN_SHARE
    return None if room <= 0 else max(1, ceil((1 - OWN_SHARE) / room))
