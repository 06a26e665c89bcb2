"""Change since the first score of each skill: one rule for the class table, the student page and the home page."""

from collections.abc import Iterable, Mapping

from assessments.scoring import changes_between
from mlcore.change import Change
from mlcore.results import SCORED, SkillScore
from mlcore.schema import Skill

Scores = Mapping[Skill, SkillScore]


def since_first(history: Iterable[Scores], latest: Scores) -> dict[Skill, Change]:
    """``history`` oldest first. A skill first scored in the latest assessment has nothing to be compared with."""
    first: dict[Skill, SkillScore] = {}
    for scores in history:
        for skill, score in scores.items():
            if score.status == SCORED:
                first.setdefault(skill, score)
    compared = {skill: first.get(skill, score) for skill, score in latest.items()}
    found = changes_between(compared, latest)
    return {skill: change for skill, change in found.items() if change and compared[skill] is not latest[skill]}
