"""A student's score in one skill: the mean of the observed readings, weighted by P(observed).

One reading in gives that reading unchanged. Contributions combine with the same weights, so that base and
contributions sum to the score before it is clipped to 0-1.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from mlcore import confidence
from mlcore.calibration import Calibration
from mlcore.change import error_factor
from mlcore.evidence import evidence
from mlcore.results import NOT_ENOUGH, SCORED, Contribution, Fused, SkillScore
from mlcore.schema import BEHAVIORAL, Skill, level_of


def combine(fused: Sequence[Fused], *, skill: Skill, calibration: Calibration, every_score: bool = False) -> SkillScore:
    """The skill's score over a window, or *not enough evidence* when no more is observed than chance would give.

    With ``every_score`` the numbers are given whatever the status; if no reading is observed, all are used.
    """
    status = SCORED if beyond_chance(fused, skill=skill, calibration=calibration) else NOT_ENOUGH
    best = max((f.p_observed for f in fused), default=0.0)
    if status == NOT_ENOUGH and not every_score:
        return _nothing(skill, best)
    used = [f for f in fused if f.observed] or list(fused)
    return _score(used, skill, calibration, status, best) if used else _nothing(skill, best)


def beyond_chance(fused: Sequence[Fused], *, skill: Skill, calibration: Calibration) -> bool:
    """Whether more readings are observed than mistakes alone would give among as many.

    One response in a hundred that shows nothing may look sure; of a student who talked all day, some will. So a
    window is scored when, for some sureness, more of its observed readings reach it than the share of mistakes that
    do (out of fold, ``Calibration.mistakes``) times the number of readings: the reasoning of Benjamini and Hochberg
    (1995) with the expected number itself for a bound. One observed reading alone is always enough. Moves are
    counted by a rule and not by likeness; where they show the skill, nothing is left to chance.
    """
    if any(f.observed and set(f.sources) == {BEHAVIORAL} for f in fused):
        return True
    told = sum(f.p_observed > 0 for f in fused)
    surest = sorted((f.p_observed for f in fused if f.observed), reverse=True)
    return any(rank > told * calibration.mistakes(skill, p) for rank, p in enumerate(surest, 1))


def weights_of(fused: Sequence[Fused]) -> list[float]:
    """Shares by P(observed), summing to 1; equal when every P(observed) is zero."""
    raw = np.array([f.p_observed for f in fused])
    return (raw / raw.sum() if raw.sum() > 0 else np.full(len(raw), 1 / len(raw))).tolist()


def _score(used: Sequence[Fused], skill: Skill, calibration: Calibration, status: str, best: float) -> SkillScore:
    weights = weights_of(used)
    contributions = list(_combined(used, weights))
    base = sum(w * f.base for w, f in zip(weights, used, strict=True))
    score = min(1.0, max(0.0, base + sum(c.value for _, c in contributions)))
    half, error = _errors(used, weights, skill, calibration)
    spread = sum(w * f.spread for w, f in zip(weights, used, strict=True)) * error_factor(len(used))
    parts = confidence.parts(used, weights, spread, calibration.spreads[skill.value])
    sources, shares = _sources(used, weights)
    return SkillScore(
        skill=skill,
        status=status,
        score=score,
        low=max(0.0, score - half),
        high=min(1.0, score + half),
        standard_error=error,
        base=base,
        level=level_of(score),
        confidence=confidence.overall(parts, used[0].confidence_share),
        confidence_parts=parts,
        sources=sources,
        shares=shares,
        readings=len(used),
        p_observed=best,
        evidence=evidence(contributions, skill),
    )


def _combined(used: Sequence[Fused], weights: Sequence[float]) -> Iterator[tuple[str, Contribution]]:
    for weight, reading in zip(weights, used, strict=True):
        for c in reading.contributions:
            yield reading.key, Contribution(c.source, c.feature, weight * c.value, c.spans)


def _errors(
    used: Sequence[Fused], weights: Sequence[float], skill: Skill, calibration: Calibration
) -> tuple[float, float]:
    """Half-width of the 80% interval and standard error, for the patterns of sources the readings have."""
    fits = [calibration.of(skill, tuple(f.sources)) for f in used]
    factor = error_factor(len(used))
    half = sum(w * fit.interval * f.spread for w, fit, f in zip(weights, fits, used, strict=True))
    error = sum(w * fit.error * f.spread for w, fit, f in zip(weights, fits, used, strict=True))
    return half * factor, error * factor


def _sources(used: Sequence[Fused], weights: Sequence[float]) -> tuple[dict[str, float], dict[str, float]]:
    """Each source's mean score where it is present, clipped to 0-1, and its share of the whole."""
    shares: dict[str, float] = {}
    sums: dict[str, float] = {}
    held: dict[str, float] = {}
    for weight, reading in zip(weights, used, strict=True):
        for source, score in reading.sources.items():
            shares[source] = shares.get(source, 0.0) + weight * reading.shares[source]
            sums[source] = sums.get(source, 0.0) + weight * score
            held[source] = held.get(source, 0.0) + weight
    return {s: min(1.0, max(0.0, sums[s] / (held[s] or 1.0))) for s in sums}, shares


def _nothing(skill: Skill, best: float) -> SkillScore:
    return SkillScore(skill, NOT_ENOUGH, *[None] * 7, {}, {}, {}, 0, best, ())
