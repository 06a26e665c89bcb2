"""Invented scores for pages that explain how to read one: they are nobody's."""

from dataclasses import dataclass

from assessments import scales
from mlcore.results import NOT_ENOUGH, SCORED
from mlcore.schema import Level, Skill, level_of


@dataclass(frozen=True)
class Example:
    skill: Skill
    score: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def status(self) -> str:
        return NOT_ENOUGH if self.score is None else SCORED

    @property
    def level(self) -> Level | None:
        return None if self.score is None else level_of(self.score)

    @property
    def drawing(self) -> scales.Drawing:
        return scales.drawing(scales.LARGE, self.score, self.low, self.high)


LEGEND = Example(Skill.SELF_REGULATION, 0.5, 0.32, 0.68)
ONE_OF_EACH = (
    Example(Skill.EMPATHY, 0.41, 0.27, 0.55),
    Example(Skill.PROBLEM_SOLVING, 0.68, 0.56, 0.80),
    Example(Skill.RESILIENCE),
)
