"""Phrases found by spaCy: what to keep, known places, schools and titles.

spaCy's string store never forgets a word it has seen. A child's words must not stay in a process's memory, so the
matcher sees a text in which every word that no rule knows is only a shape ("Xx", "xx", "9").
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from privacy.deidentify import lexicon
from privacy.deidentify.tokens import NUMBER, PLACED, WORD, Token

if TYPE_CHECKING:
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

Found = tuple[str, int, int]  # what, first token, token after the last

SCHOOL_TITLES = lexicon.context("school titles")
OTHER_TITLES = lexicon.context("other titles")
TITLES = SCHOOL_TITLES | OTHER_TITLES
SCHOOL_LEVELS = (
    "middle",
    "high",
    "elementary",
    "primary",
    "secondary",
    "charter",
    "magnet",
    "intermediate",
    "prep",
    "preparatory",
    "grammar",
    "christian",
    "catholic",
    "international",
    "technical",
    "vocational",
    "day",
    "public",
    "junior",
    "senior",
)
SCHOOL_ENDS = (
    "school",
    "academy",
    "preparatory",
    "conservatory",
    "seminary",
    "elementary",
    "university",
    "college",
    "montessori",
    "isd",
)
SCHOOL_ALONE = (*SCHOOL_ENDS, "middle", "high", "junior", "magnet", "tech", "prep", "charter")


@lru_cache(maxsize=1)
def _vocabulary() -> spacy.Language:
    """spaCy is loaded at the first text: most commands read none."""
    import spacy

    return spacy.blank("en")


def _doc(words: list[str]) -> Doc:
    from spacy.tokens import Doc

    return Doc(_vocabulary().vocab, words=words)


@lru_cache(maxsize=1)
def _phrase_matcher() -> PhraseMatcher:
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(_vocabulary().vocab, attr="ORTH")
    for what, phrases in PHRASES.items():
        matcher.add(what, [_doc(list(phrase)) for phrase in sorted(phrases)])
    return matcher


PHRASES: dict[str, frozenset[tuple[str, ...]]] = {
    "keep": lexicon.KEPT_PHRASES | frozenset(title for title in lexicon.FIGURES if len(title) > 1),
    "place": lexicon.PLACE_PHRASES,
    "school": frozenset((*itertools.product(SCHOOL_LEVELS, SCHOOL_ENDS), *((word,) for word in SCHOOL_ALONE))),
    "title": frozenset((title,) for title in TITLES),
}
_ALL = frozenset[tuple[str, ...]]().union(*PHRASES.values())
_KNOWN_WORDS = frozenset(word for phrase in _ALL for word in phrase)
_SINGLE = frozenset(phrase[0] for phrase in _ALL if len(phrase) == 1)
_HEADS = frozenset(phrase[:2] for phrase in _ALL if len(phrase) > 1)


def _may_hold_a_phrase(folds: list[str]) -> bool:
    """Many texts hold no word and no two words that begin one: for them spaCy is not asked."""
    return not (_SINGLE.isdisjoint(folds) and _HEADS.isdisjoint(itertools.pairwise(folds)))


def _shape(token: Token) -> str:
    if token.kind == WORD:
        return "Xx" if token.cap else "xx"
    return "9" if token.kind in (NUMBER, PLACED) else "."


def find(tokens: Sequence[Token]) -> list[Found]:
    """Every phrase and rule that holds, by token positions. Signs inside a phrase ("st. louis") do not break it."""
    words = [i for i, token in enumerate(tokens) if token.kind in (WORD, NUMBER, PLACED)]
    if not _may_hold_a_phrase([tokens[i].fold for i in words]):
        return []
    doc = _doc([tokens[i].fold if tokens[i].fold in _KNOWN_WORDS else _shape(tokens[i]) for i in words])
    strings = _vocabulary().vocab.strings
    return [(strings[rule], words[start], words[end - 1] + 1) for rule, start, end in _phrase_matcher()(doc)]
