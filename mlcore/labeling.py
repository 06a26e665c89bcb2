"""Blind ratings by the codebook: two readings of each text by instructions that differ, and what they disagree on goes.

A reader sees the codebook, the prompt and the text; never what was ordered, nor the other reading. Agreement of the
two shows that the codebook can be followed; both are a machine's, so it shows nothing about people.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from mlcore.asking import Rejected, Request, as_json
from mlcore.corpus import NOT_OBSERVED
from mlcore.schema import SKILLS, Skill
from mlcore.synthesis import CODEBOOK

HOME = Path(__file__).resolve().parent / "instructions"
PASSES: Mapping[str, Path] = {"first": HOME / "label.md", "second": HOME / "label_again.md"}
MOST_TOKENS = 80
Ratings = Mapping[Skill, int | str]


def request(key: str, prompt: str, text: str, *, reading: str, tries: int) -> Request:
    """One text to be rated. Nothing but the prompt and the text goes in."""
    return Request(
        key=key,
        instructions=(PASSES[reading], CODEBOOK),
        text=json.dumps({"prompt": prompt, "text": text}, ensure_ascii=False),
        max_tokens=MOST_TOKENS,
        seed=tries,
    )


def ratings(answer: str) -> dict[str, int | str]:
    """The four ratings of an answer, by skill; raises ``Rejected`` for anything but 1, 2, 3, 4 or NO for each."""
    said = as_json(answer)
    if set(said) != {skill.value for skill in SKILLS}:
        raise Rejected("not the four skills")
    return {skill.value: _rating(said[skill.value]) for skill in SKILLS}


def _rating(value: object) -> int | str:
    if value == NOT_OBSERVED:
        return NOT_OBSERVED
    if isinstance(value, str) and value in {"1", "2", "3", "4"}:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 4:
        return value
    raise Rejected("a rating that is none")


def agreed(first: Ratings, second: Ratings) -> bool:
    """Whether both readings gave all four skills the same rating; a row with one doubtful rating is not a row."""
    return dict(first) == dict(second)
