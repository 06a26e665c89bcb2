"""Several sources -> one score per skill of a reading. Pure arithmetic: no database, no clock.

The score is the weighted mean of the sources that are present, with their weights renormalized to
sum to 1 (``mlcore.mixing`` does the same for whole columns). The weights' *confidence share* does not
enter the score or its interval: adding confidence to a score would reward students who write more. It
is handed on and acts on the confidence number alone (``mlcore.confidence``).
"""

from collections.abc import Iterable, Mapping

from mlcore.results import Contribution, Fused, Reading, SkillReading
from mlcore.schema import SKILLS, SOURCES, Skill

CONFIDENCE = "confidence"
SkillWeights = Mapping[str, float]  # source (and "confidence") -> weight, summing to 1


class WeightsInvalid(ValueError):
    """The weights cannot be used; the message says which rule they break."""


def check_weights(weights: Mapping[str, SkillWeights]) -> None:
    """Every skill has every source and a confidence share, each 0-1, summing to 1 (to 1e-6), with at
    least one written source above 0. Raises WeightsInvalid."""
    names = {*SOURCES, CONFIDENCE}
    if set(weights) != set(SKILLS):
        raise WeightsInvalid(f"Weights are needed for each of {', '.join(SKILLS)}.")
    for skill, row in weights.items():
        if set(row) != names:
            raise WeightsInvalid(f"{skill}: weights are needed for each of {', '.join(sorted(names))}.")
        if any(not 0 <= value <= 1 for value in row.values()):
            raise WeightsInvalid(f"{skill}: every weight lies between 0 and 1.")
        if abs(sum(row.values()) - 1) > 1e-6:
            raise WeightsInvalid(f"{skill}: the weights sum to {sum(row.values()):.4g}, they must sum to 1.")
        if row["model"] + row["linguistic"] <= 0:
            raise WeightsInvalid(f"{skill}: model and linguistic cannot both be 0, or most responses have no score.")


def fuse(reading: SkillReading, weights: SkillWeights, *, key: str, words: int, written_on=None) -> Fused | None:
    """One skill of one reading, fused.

    Contributions are scaled by their source's share, so that ``base + sum`` is the fused score before
    clipping; sources are mixed unclipped, as calibration mixes them, and the mean alone is clipped to 0-1.
    None when no present source has weight: there is nothing to say, and nothing is invented.
    """
    shares = shares_of(list(reading.sources), weights)
    if not shares:
        return None
    used = {name: reading.sources[name] for name in shares}
    base = sum(shares[name] * source.base for name, source in used.items())
    contributions = tuple(
        _scaled(contribution, shares[name]) for name, source in used.items() for contribution in source.contributions
    )
    return Fused(
        key=key,
        p_observed=reading.p_observed,
        observed=reading.observed,
        score=min(1.0, max(0.0, base + sum(contribution.value for contribution in contributions))),
        base=base,
        spread=reading.spread,
        words=words,
        contributions=contributions,
        sources={name: source.score for name, source in used.items()},
        shares=shares,
        confidence_share=weights[CONFIDENCE],
        written_on=written_on,
    )


def fuse_reading(reading: Reading, weights: Mapping[str, SkillWeights]) -> dict[Skill, Fused]:
    """Every skill of one reading that has a weighted source."""
    fused = {
        skill: fuse(skill_reading, weights[skill], key=reading.key, words=reading.words, written_on=reading.written_on)
        for skill, skill_reading in reading.skills.items()
    }
    return {skill: one for skill, one in fused.items() if one is not None}


def shares_of(present: Iterable[str], weights: SkillWeights) -> dict[str, float]:
    """Each present source's share, summing to 1; sources without weight are left out, and so may be all.

    >>> shares_of(["model", "linguistic"], {"model": 0.5, "linguistic": 0.5, "behavioral": 0.2})
    {'model': 0.5, 'linguistic': 0.5}
    """
    held = {name: weights[name] for name in present if weights.get(name, 0) > 0}
    total = sum(held.values())
    return {name: weight / total for name, weight in held.items()}


def _scaled(one: Contribution, share: float) -> Contribution:
    return Contribution(one.source, one.feature, one.value * share, one.spans)
