"""Stretches of text found to identify someone, and which of them win where they overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from privacy.deidentify.tokens import PLACED, Token


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is of ``kind`` (a placeholder kind). ``who`` names a person: a roster key or a folded name."""

    start: int
    end: int
    kind: str
    who: str = ""


class Taken:
    """The characters already spoken for; the first to claim a stretch keeps it."""

    def __init__(self, length: int, tokens: Sequence[Token] = ()) -> None:
        self._marks = bytearray(length)
        self._starts, self._ends = [token.start for token in tokens], [token.end for token in tokens]
        self._free = [token.kind != PLACED for token in tokens]
        self.spans: list[Span] = []

    def free(self) -> list[bool]:
        """Which tokens nobody has claimed or holds at this moment."""
        return self._free.copy()

    def claim(self, spans: Iterable[Span]) -> None:
        for span in spans:
            if span.end > span.start and not self.overlaps(span.start, span.end):
                self.hold(span.start, span.end)
                self.spans.append(span)

    def hold(self, start: int, end: int) -> None:
        """Keep ``start``-``end`` from being claimed, without replacing it."""
        self._marks[start:end] = b"\1" * (end - start)
        first, after = bisect_right(self._ends, start), bisect_left(self._starts, end)
        self._free[first:after] = [False] * (after - first)

    def overlaps(self, start: int, end: int) -> bool:
        return self._marks.find(1, start, end) >= 0
