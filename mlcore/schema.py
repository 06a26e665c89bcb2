"""The words of the science in one place: skills, levels, sources and the 29 features."""

from enum import StrEnum


class Skill(StrEnum):
    EMPATHY = "empathy"
    PROBLEM_SOLVING = "problem_solving"
    SELF_REGULATION = "self_regulation"
    RESILIENCE = "resilience"


SKILLS = tuple(Skill)


class Level(StrEnum):
    EMERGING = "emerging"
    DEVELOPING = "developing"
    PROFICIENT = "proficient"
    ADVANCED = "advanced"


LEVELS = tuple(Level)

# A score reads as the level of the nearest rating: ratings 1-4 stand at (rating - 1) / 3.
LEVEL_CUTS = (1 / 6, 1 / 2, 5 / 6)

MODEL, LINGUISTIC, BEHAVIORAL = "model", "linguistic", "behavioral"
SOURCES = (MODEL, LINGUISTIC, BEHAVIORAL)


def level_of(score: float) -> Level:
    """The level whose rating lies nearest to ``score`` (0-1); a score on a cut reads as the higher level."""
    return LEVELS[sum(score >= cut for cut in LEVEL_CUTS)]
