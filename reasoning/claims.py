"""What is said about a student, before it is words: claims that cite evidence.

A claim names a template and fills its slots with ids, levels, skills and feature names; it holds no word of the
student and no name. Quotes, name and pronouns are filled in when it is shown (``render``), so that feedback
survives the words it points to and Spanish is another rendering of the same claims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

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

    @cached_property
    def scored(self) -> tuple[SkillScore, ...]:
        """The skills that have a score, in schema order."""
        return tuple(self.scores[skill] for skill in Skill if skill in self.scores and _has_score(self.scores[skill]))

    @cached_property
    def unscored(self) -> tuple[SkillScore, ...]:
        """The skills without enough evidence yet, in schema order."""
        return tuple(self.scores[s] for s in Skill if s in self.scores and not _has_score(self.scores[s]))

    @cached_property
    def _evidence(self) -> dict[Cited, Evidence]:
        return {(score.skill.value, item.rank): item for score in self.scored for item in score.evidence}

    def find(self, cited: Cited) -> Evidence | None:
        """The evidence item of a scored skill that ``cited`` names; ``None`` when there is none."""
        return self._evidence.get(cited)

    def verdict(self, skill: Skill) -> str | None:
        """ "rise", "none" or "fall" against the first assessment; ``None`` when there is nothing to compare."""
        change = (self.changes or {}).get(skill)
        return change.verdict if change else None


def _has_score(score: SkillScore) -> bool:
    return score.status == SCORED


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
