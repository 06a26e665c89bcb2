"""How far to trust a score, in three parts that a page can show; it ranks errors, it never moves the score.

*agreement*: how close the sources stand to one another. *amount*: how much was written that bears on the
skill. *certainty*: how small the model expects its error to be. Formula and measurement: ``docs/evidence.md``.
"""

from collections.abc import Mapping, Sequence
from math import exp

from mlcore.results import Fused

AGREEMENT, AMOUNT, CERTAINTY = "agreement", "amount", "certainty"
FAR_APART = 0.5  # sources this far from their mean share nothing
ALONE = 0.5  # one source has nobody to agree with
ENOUGH_WORDS = 60.0  # words at which amount reaches 1 - 1/e


def parts(
    fused: Sequence[Fused], weights: Sequence[float], spread: float, ends: tuple[float, float]
) -> dict[str, float]:
    """The three parts, each 0-1, for readings combined with ``weights`` (sum 1).

    ``spread`` is the expected error of the combination in score units; ``ends`` are the 10th and 90th
    percentile of the spread out of fold.
    """
    low, high = ends
    agreement = sum(w * _agreement(f) for w, f in zip(weights, fused, strict=True))
    amount = 1 - exp(-sum(f.p_observed * f.words for f in fused) / ENOUGH_WORDS)
    certainty = min(1.0, max(0.0, (high - spread) / max(high - low, 1e-9)))
    return {AGREEMENT: agreement, AMOUNT: amount, CERTAINTY: certainty}


def _agreement(fused: Fused) -> float:
    if len(fused.sources) < 2:
        return ALONE
    apart = sum(fused.shares[source] * abs(score - fused.score) for source, score in fused.sources.items())
    return max(0.0, 1 - apart / FAR_APART)


def overall(part: Mapping[str, float], share: float) -> float:
    """One number 0-1: the amount carries ``share`` (the weights' confidence share), certainty three quarters of
    what remains and agreement one quarter."""
    return share * part[AMOUNT] + (1 - share) * (0.75 * part[CERTAINTY] + 0.25 * part[AGREEMENT])
