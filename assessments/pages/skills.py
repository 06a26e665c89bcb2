"""One skill of one assessment, as the student page and the class table say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessments.pages import labels
from mlcore.change import Change
from mlcore.results import SCORED, SkillScore
from mlcore.schema import SKILLS, Skill


@dataclass(frozen=True)
class SkillRow:
    score: SkillScore
    change: Change | None = None
    prompt: str = ""  # one that usually shows this skill, offered when there is not enough evidence
    statements: tuple = ()  # what the family says about this score

    @property
    def skill(self) -> Skill:
        return self.score.skill

    @property
    def label(self) -> str:
        return labels.SKILLS[self.skill]

    @property
    def scored(self) -> bool:
        return self.score.status == SCORED

    @property
    def would_help(self) -> str:
        """What would raise confidence most: advice for its lowest part."""
        parts = self.score.confidence_parts
        return labels.WOULD_HELP[min(parts, key=parts.__getitem__)] if parts else ""


def rows(
    scores: Mapping[Skill, SkillScore],
    changes: Mapping[Skill, Change | None],
    prompts: Mapping[Skill, str],
    statements: Mapping[str, list] = MappingProxyType({}),
) -> list[SkillRow]:
    """The four skills in schema order."""
    return [
        SkillRow(scores[skill], changes.get(skill), prompts.get(skill, ""), tuple(statements.get(skill.value, ())))
        for skill in SKILLS
        if skill in scores
    ]
