"""Who was met once in a text is known when named again: "my dog Biscuit died ... I miss Biscuit", "Brad Key sang ... and Key bowed"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privacy.deidentify import context, dictionary, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.tokens import WORD, Token


@dataclass(frozen=True, slots=True)
class NameFound:
    first: int
    last: int
    kind: str


class Met:
    """The words that named someone beyond doubt in this text: parts of full names, and words a relation led to."""

    def __init__(self) -> None:
        self._capitalized: set[str] = set()
        self._unusual: set[str] = set()  # no English word: known in lower case too

    def learn(self, at: Neighbors, found: NameFound, titled: dict[int, int]) -> None:
        words = [t for t in at.tokens[found.first : found.last + 1] if t.kind == WORD and len(t.fold) > 2]
        full = found.last > found.first
        if not (full or found.first in titled or _is_led_to(at, found.first)):
            return
        self._capitalized.update(t.fold for t in words if t.cap)
        self._unusual.update(t.fold for t in words if len(t.fold) > 3 and not _is_word(t.fold))

    def again(self, at: Neighbors, free: list[bool]) -> Iterator[NameFound]:
        if not self._capitalized and not self._unusual:
            return
        for i, token in enumerate(at.tokens):
            if free[i] and not at.is_person(i) and self._is_same(at, i, token):
                yield NameFound(i, i, "person")

    def _is_same(self, at: Neighbors, i: int, token: Token) -> bool:
        if token.fold in self._unusual:
            return True
        if token.fold not in self._capitalized or not at.cap(i) or token.upper or token.fold in context.FUNCTION_WORDS:
            return False
        if at.word(i - 1) in ("the", "a", "an") or context.is_month(at, i):
            return False
        return not token.opens or context.is_common_name_at_head(at, i)


def _is_led_to(at: Neighbors, i: int) -> bool:
    """ "my dog Biscuit", "a girl named Sunshine"."""
    before = at.word(i - 1)
    return before in context.NAMED or (before in context.RELATIONS and at.word(i - 2) in context.OWNERS)


def _is_word(word: str) -> bool:
    return lexicon.is_english(word) or dictionary.holds(word) or word in lexicon.KEPT_WORDS
