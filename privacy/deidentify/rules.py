"""Phrases and token rules run by spaCy: what to keep, known places, schools and titles.

spaCy's string store never forgets a word it has seen. A child's words must not stay in a process's memory, so the
matchers see a text in which every word that no rule knows is only a shape ("Xx", "xx", "9").
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
    from spacy.matcher import Matcher, PhraseMatcher
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
    for what, phrases in (("keep", lexicon.KEPT_PHRASES), ("place", lexicon.PLACE_PHRASES)):
        matcher.add(what, [_doc(list(phrase)) for phrase in sorted(phrases)])
    return matcher


@lru_cache(maxsize=1)
def _token_matcher() -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(_vocabulary().vocab)
    end = {"ORTH": {"IN": list(SCHOOL_ENDS)}}
    level = {"ORTH": {"IN": list(SCHOOL_LEVELS)}}
    matcher.add("school", [[level, end], [end], [{"ORTH": {"IN": ["middle", "high", "junior"]}}]])
    matcher.add("title", [[{"ORTH": {"IN": sorted(TITLES)}}]])
    return matcher


_HEADS = frozenset(phrase[:2] for phrase in lexicon.KEPT_PHRASES | lexicon.PLACE_PHRASES)
_SINGLE = TITLES | frozenset((*SCHOOL_ENDS, "middle", "high", "junior"))


def _matchers_for(folds: list[str]) -> list[PhraseMatcher | Matcher]:
    """The matchers that can find anything: most texts hold no two words that begin a phrase, so no Doc is built."""
    needed: list[PhraseMatcher | Matcher] = []
    if not _HEADS.isdisjoint(itertools.pairwise(folds)):
        needed.append(_phrase_matcher())
    if not _SINGLE.isdisjoint(folds):
        needed.append(_token_matcher())
    return needed


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    phrases = lexicon.KEPT_PHRASES | lexicon.PLACE_PHRASES
    return (
        frozenset(word for phrase in phrases for word in phrase)
        | TITLES
        | frozenset(SCHOOL_LEVELS)
        | frozenset(SCHOOL_ENDS)
    )


def _shape(token: Token) -> str:
    if token.kind == WORD:
        return "Xx" if token.cap else "xx"
    return "9" if token.kind in (NUMBER, PLACED) else "."


def find(tokens: Sequence[Token]) -> list[Found]:
    """Every phrase and rule that holds, by token positions. Signs inside a phrase ("st. louis") do not break it."""
    words = [i for i, token in enumerate(tokens) if token.kind in (WORD, NUMBER, PLACED)]
    matchers = _matchers_for([tokens[i].fold for i in words])
    if not matchers:
        return []
    known = _known_words()
    doc = _doc([tokens[i].fold if tokens[i].fold in known else _shape(tokens[i]) for i in words])
    strings = _vocabulary().vocab.strings
    return [
        (strings[rule], words[start], words[end - 1] + 1)
        for matcher in matchers
        for rule, start, end in matcher(doc)
    ]
