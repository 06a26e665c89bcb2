"""What was found in one text and why, in a form that is kept: offsets into the words, never the words."""

import json
from dataclasses import asdict, dataclass

from privacy.distress import likeness, reading
from privacy.distress.passages import passage_of, sentences_at, spots_of

Span = tuple[int, int]


@dataclass(frozen=True)
class Likeness:
    """Raised by the learned line: the passage in it that reads most like danger, and the words that weighed most in it."""

    passage: Span
    words: tuple[Span, ...]
    version: str  # of the line; what is kept is never read again by another one


@dataclass(frozen=True)
class Signs:
    kinds: tuple[str, ...] = ()  # raised by rules
    likeness: Likeness | None = None
    ruled: tuple[Span, ...] = ()  # the sentences in which rules found something

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
        ruled = tuple((start, end) for start, end in found.get("ruled", ()))  # older alerts have none
        return cls(tuple(found["kinds"]), like and _likeness(**like), ruled)


def signs_in(text: str) -> Signs:
    """What rules or the line find in it; nothing for most texts."""
    sentences = reading.sentences_of(text)
    kinds = reading.kinds_in(sentences)
    ruled = sentences_at(text, sentences, reading.raised_by_rules(sentences)) if kinds else ()
    line = likeness.line()
    read = line.read(sentences)
    if read is None or read.score < line.threshold:
        return Signs(kinds, ruled=ruled)
    passage = passage_of(text, read.sentences)
    spots = spots_of(text, passage, line.strongest(read))
    return Signs(kinds, Likeness(passage, spots, line.version), ruled)


def _likeness(passage: list[int], words: list[list[int]], version: str) -> Likeness:
    return Likeness((passage[0], passage[1]), tuple((start, end) for start, end in words), version)
