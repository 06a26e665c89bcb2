"""Small made-up things that several tests of the science need; none of them comes from the corpus."""

from mlcore.calibration import Calibration, Fit, key
from mlcore.results import SCORED, Contribution, Fused, SkillScore
from mlcore.schema import SKILLS, SOURCES, Skill, level_of


def a_score(*, score: float = 0.5, standard_error: float = 0.15, skill: Skill = Skill.EMPATHY) -> SkillScore:
    return SkillScore(
        skill=skill, status=SCORED, score=score, low=max(0, score - 0.2), high=min(1, score + 0.2),
        standard_error=standard_error, base=0.5, level=level_of(score), confidence=0.5, confidence_parts={},
        sources={"model": score}, shares={"model": 1.0}, readings=1, p_observed=0.9, evidence=(),
    )  # fmt: skip


def a_calibration(*, interval: float = 1.5, error: float = 1.2, mistaken: tuple[float, ...] = ()) -> Calibration:
    """The same interval and error for every skill and pattern of sources."""
    patterns = [SOURCES[:1], SOURCES[1:2], SOURCES[2:], SOURCES[:2], SOURCES[1:], SOURCES[::2], SOURCES]
    fits = {key(skill, sources): Fit(interval, error, 0.7, 0.8, 400, False) for skill in SKILLS for sources in patterns}
    spreads = {skill.value: (0.1, 0.3) for skill in SKILLS}
    return Calibration(fits, spreads, {skill.value: mistaken for skill in SKILLS} if mistaken else {})


def a_fused(
    key: str = "r1",
    *,
    base: float = 0.5,
    parts: tuple[Contribution, ...] = (),
    p: float = 0.9,
    observed: bool = True,
    spread: float = 0.2,
    words: int = 60,
    sources: dict[str, float] | None = None,
    share: float = 0.1,
) -> Fused:
    score = base + sum(part.value for part in parts)
    sources = sources or {"model": score, "linguistic": score}
    return Fused(
        key=key, p_observed=p, observed=observed, score=score, base=base, spread=spread, words=words,
        contributions=parts, sources=sources, shares=dict.fromkeys(sources, 1 / len(sources)), confidence_share=share,
    )  # fmt: skip
