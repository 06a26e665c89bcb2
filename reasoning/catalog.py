"""Which claims exist, in any language: families of templates, what each may speak of and what it must cite.

A template's id is ``family.subject``. The subject is a feature of the schema, a skill, or (for steps) a skill and
the level it leads to. The words stand in one file per language (``templates_en``), under the same ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from mlcore.schema import BY_NAME, DERIVED, FEATURES, LEVELS, SKILLS, Level, Skill


class Kind(StrEnum):
    """What a sentence is for: pages set each kind in its own place."""

    STRENGTH = "strength"
    OBSERVATION = "observation"
    CHANGE = "change"
    NEXT_STEP = "next_step"
    INVITATION = "invitation"


class Cites(StrEnum):
    RAISING = "raising"  # at least one item, each raising the score
    LOWERING = "lowering"  # at least one item, each lowering it
    LOWERING_OR_ABSENT = "lowering or absent"  # items that lower the score, or none at all
    RAISING_OR_ABSENT = "raising or absent"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Family:
    kind: Kind
    cites: Cites
    subjects: tuple[str, ...]
    slots: frozenset[str]


OPPOSITES = tuple(ladder.opposite for ladder in DERIVED.values())
WORDS = tuple(f.name for f in FEATURES if f.family == "linguistic" and f.name not in OPPOSITES)
MOVES = tuple(f.name for f in FEATURES if f.family == "behavioral")
_SKILLS = tuple(skill.value for skill in SKILLS)
_LEVELED = tuple(f"{skill.value}.{level.value}" for skill in SKILLS for level in LEVELS[1:])

# The level from which a skill may be told of at all by its level alone, per family.
FROM_LEVEL: Mapping[str, Level] = {"strength": Level.PROFICIENT, "also": Level.DEVELOPING, "tell": Level.EMERGING}

# The lowest level at which the codebook asks for what a feature counts: a step fits when it leads there.
AIMS: Mapping[str, Level] = {
    "feeling_named": Level.DEVELOPING,
    "perspective_taking": Level.PROFICIENT,
    "feeling_reason": Level.PROFICIENT,
    "fitting_response": Level.PROFICIENT,
    "cause_found": Level.PROFICIENT,
    "steps_checked": Level.PROFICIENT,
    "options_weighed": Level.ADVANCED,
    "state_noticed": Level.DEVELOPING,
    "strategy_used": Level.PROFICIENT,
    "planned_ahead": Level.ADVANCED,
    "tried_again": Level.PROFICIENT,
    "lesson_carried": Level.ADVANCED,
}

_ALWAYS = {"skill", "voice"}
_LEVEL = _ALWAYS | {"level"}
# An opposite has no praise and no "also": what it shows can be told and can start a step, nothing else. Where the
# evidence names no move of the skill, the subject is the skill and the claim says no more than its level.
FAMILIES: Mapping[str, Family] = {
    "strength": Family(Kind.STRENGTH, Cites.RAISING, (*WORDS, *MOVES, *_SKILLS), frozenset(_LEVEL)),
    "also": Family(Kind.OBSERVATION, Cites.RAISING, (*WORDS, *MOVES, *_SKILLS), frozenset(_LEVEL)),
    "tell": Family(Kind.OBSERVATION, Cites.LOWERING, (*OPPOSITES, *_SKILLS), frozenset(_LEVEL)),
    "rise": Family(Kind.CHANGE, Cites.RAISING, _SKILLS, frozenset(_ALWAYS)),
    "fall": Family(Kind.CHANGE, Cites.LOWERING, _SKILLS, frozenset(_ALWAYS)),
    "step": Family(
        Kind.NEXT_STEP,
        Cites.LOWERING_OR_ABSENT,
        (*WORDS, *OPPOSITES, *MOVES, *_LEVELED),
        frozenset(_LEVEL),
    ),
    "stretch": Family(Kind.NEXT_STEP, Cites.RAISING_OR_ABSENT, _SKILLS, frozenset(_ALWAYS)),
    "invite": Family(Kind.INVITATION, Cites.NOTHING, _SKILLS, frozenset(_ALWAYS | {"skills", "prompt"})),
}
IDS = frozenset(f"{name}.{subject}" for name, family in FAMILIES.items() for subject in family.subjects)


def family_of(template: str) -> Family:
    """The family of a template; raises ``KeyError`` for an id that does not exist."""
    if template not in IDS:
        raise KeyError(template)
    return FAMILIES[template.partition(".")[0]]


def subject_of(template: str) -> str:
    return template.partition(".")[2]


def skill_of(template: str) -> Skill | None:
    """The skill a template is about when its subject says so; ``None`` for a feature's."""
    word = subject_of(template).partition(".")[0]
    return Skill(word) if word in _SKILLS else None


@cache
def speaks_of(feature: str, skill: Skill) -> str:
    """What a claim on this evidence may speak of: the feature where it belongs to the skill, else the skill at large.

    The trees of one skill also read the other skills' features, and the wording has no feature of its own: there
    the words count, but they show no named move of this skill.
    """
    known = BY_NAME.get(feature)
    return feature if known and known.family != "derived" and skill in known.skills else skill.value


def next_level(level: Level) -> Level | None:
    """The level after this one; ``None`` after the last."""
    return dict(pairwise(LEVELS)).get(level)
