"""What is said about a student, before it is words: claims that cite evidence.

A claim names a template and fills its slots with ids, levels, skills and feature names; it holds no word of the
student and no name. Quotes, name and pronouns are filled in when it is shown (``render``), so that feedback
survives the words it points to and Spanish is another rendering of the same claims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mlcore.change import Change
from mlcore.results import SCORED, Evidence, SkillScore
from mlcore.schema import Skill

Cited = tuple[str, int]  # (skill, rank) of an evidence item
Slot = str | int | tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One sentence to be. ``template`` is an id of ``catalog``; ``slots["voice"]`` chooses among its phrasings."""

    template: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    evidence: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class About:
    """All a writer is told of a student: results, the roster's pronouns, and what changed since the first ones."""

    scores: Mapping[Skill, SkillScore]
    pronouns: str | None = None
    changes: Mapping[Skill, Change | None] | None = None

    def scored(self) -> list[SkillScore]:
        """The skills that have a score, in schema order."""
        return [self.scores[skill] for skill in Skill if skill in self.scores and self.scores[skill].status == SCORED]

    def unscored(self) -> list[SkillScore]:
        """The skills without enough evidence yet, in schema order."""
        return [self.scores[skill] for skill in Skill if skill in self.scores and self.scores[skill].status != SCORED]

    def find(self, cited: Cited) -> Evidence | None:
        """The evidence item of a scored skill that ``cited`` names; ``None`` when there is none."""
        skill, rank = cited
        found = (item for score in self.scored() if score.skill == skill for item in score.evidence)
        return next((item for item in found if item.rank == rank), None)

    def verdict(self, skill: Skill) -> str | None:
        """ "rise", "none" or "fall" against the first assessment; ``None`` when there is nothing to compare."""
        change = (self.changes or {}).get(skill)
        return change.verdict if change else None


def to_json(claim: Claim) -> dict:
    slots = {name: list(value) if isinstance(value, tuple) else value for name, value in claim.slots.items()}
    return {"template": claim.template, "slots": slots, "evidence": [list(cited) for cited in claim.evidence]}


def from_json(data: Mapping) -> Claim:
    slots = {name: tuple(value) if isinstance(value, list) else value for name, value in data["slots"].items()}
    return Claim(data["template"], slots, tuple((str(skill), int(rank)) for skill, rank in data["evidence"]))


def claims_to_json(claims: Iterable[Claim]) -> list[dict]:
    return [to_json(claim) for claim in claims]


def claims_from_json(data: Iterable[Mapping]) -> tuple[Claim, ...]:
    return tuple(from_json(row) for row in data)
