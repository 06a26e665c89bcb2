"""An assessment whose evidence quotes a response, and feedback that a family can read."""

from dataclasses import replace

from assessments.details import to_json
from tests import factories as make

# What a family reads of it: something done well, with the words, and a step.
CLAIMS = [
    {"template": "strength.perspective_taking", "slots": {"skill": "empathy", "level": "proficient", "voice": 3},
     "evidence": [["empathy", 1]]},
    {"template": "tell.empathy", "slots": {"skill": "empathy", "level": "developing", "voice": 1},
     "evidence": [["empathy", 1]]},
    {"template": "stretch.empathy", "slots": {"skill": "empathy", "voice": 2}, "evidence": []},
]  # fmt: skip


def details(response, *, score: float = 0.62) -> dict:
    """``Assessment.details`` whose first evidence of each skill are the first five words of this response."""
    end = len(" ".join(response.deidentified.split()[:5]))
    scores = make.skill_scores(str(response.pk), score=score)
    return to_json(
        {
            skill: replace(score, evidence=tuple(replace(e, start=0, end=end) for e in score.evidence))
            for skill, score in scores.items()
        }
    )
