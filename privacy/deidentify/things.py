"""Institutions, parks, laws and teams that bear a person's name: "Washington Square Park", "Monty Python Museum"."""

from collections.abc import Iterator

from privacy.deidentify import context, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.tokens import WORD

ENDS = lexicon.context("thing ends")
SURNAMES = lexicon.context("institution nouns that are surnames") & ENDS
LONGEST = 4  # capitalized words before the last


def find(at: Neighbors, free: list[bool]) -> Iterator[tuple[int, int]]:
    """First token and the token after the last of each: a run of capitals that ends in a word for a thing."""
    for i in at.capitals:
        if at.tokens[i].fold in ENDS and at.inside(i):
            first = _first(at, i, free)
            if first < i and not _is_full_name(at, first, i):
                yield first, i + 1


def _first(at: Neighbors, i: int, free: list[bool]) -> int:
    first = i
    while first > 0 and i - first < LONGEST and free[first - 1] and _is_joined(at, first - 1):
        first -= 1
    return first


def _is_joined(at: Neighbors, j: int) -> bool:
    token = at.tokens[j]
    if token.kind != WORD or not at.cap(j) or at.tokens[j + 1].start - token.end != 1 or token.clitic:
        return False
    if token.opens and token.fold in lexicon.WORDS and token.fold not in lexicon.NAMES:
        return False  # "Then Park sat"
    return token.fold not in context.FUNCTION_WORDS


def _is_full_name(at: Neighbors, first: int, last: int) -> bool:
    """ "Emma Park", "Maria Del Lake": a given name, and a last word that is a family name too."""
    given = at.tokens[first].fold
    return (
        last - first == 1
        and given in lexicon.GIVEN
        and (at.tokens[last].fold in lexicon.FAMILY or at.tokens[last].fold in SURNAMES)
    )
