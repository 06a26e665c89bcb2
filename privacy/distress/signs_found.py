"""What was found in one text and why, in a form that is kept: offsets into the words, never the words."""

import json
from dataclasses import asdict, dataclass

from privacy.distress import likeness, reading
from privacy.distress.passages import passage_of, spots_of

Span = tuple[int, int]


@dataclass(frozen=True)
class Likeness:
    """Raised by the learned line: the passage that reads most like danger, and the words that weighed most in it."""

    passage: Span
    words: tuple[Span, ...]
    version: str  # of the line; what is kept is never read again by another one


@dataclass(frozen=True)
class Signs:
    kinds: tuple[str, ...] = ()  # raised by rules
    likeness: Likeness | None = None

    def __bool__(self) -> bool:
        return bool(self.kinds or self.likeness)

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, kept: str) -> "Signs":
        """Alerts from before there was a line are a bare list of kinds."""
        found = json.loads(kept)
        if isinstance(found, list):
            return cls(tuple(found))
        like = found["likeness"]
        return cls(tuple(found["kinds"]), like and _likeness(**like))


def signs_in(text: str) -> Signs:
    """What rules or the line find in it; nothing for most texts."""
    sentences = reading.sentences_of(text)
    kinds = reading.kinds_in(sentences)
    line = likeness.line()
    window = line.highest(sentences)
    if window is None or window.score < line.threshold:
        return Signs(kinds)
    passage = passage_of(text, window.sentences)
    spots = spots_of(text, passage, line.strongest(window))
    return Signs(kinds, Likeness(passage, spots, line.version))


def _likeness(passage: list[int], words: list[list[int]], version: str) -> Likeness:
    return Likeness((passage[0], passage[1]), tuple((start, end) for start, end in words), version)
