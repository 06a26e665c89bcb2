"""Who signs: the line after "Sincerely,"."""

from collections.abc import Iterator

from privacy.deidentify import lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.extent import PARTICLES
from privacy.deidentify.rules import TITLES
from privacy.deidentify.tokens import BREAK, WORD

CLOSINGS = lexicon.context("closings")
SIGNATURE_SIGNS = frozenset((".", "-", '"', "\u201c", "\u201d", "(", ")", ","))
LONGEST_SIGNATURE = 9  # tokens


def find(at: Neighbors, free: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last token of the line after "Sincerely,": 'Ignatius "Iggy" Moreau', "Destiny R."."""
    for i, token in enumerate(at.tokens):
        if not token.opens or token.fold not in CLOSINGS:
            continue
        first = i + 1
        while first < min(i + 8, len(at.tokens)) and at.tokens[first].kind != BREAK:
            first += 1
        if first >= len(at.tokens) or at.tokens[first].kind != BREAK:
            continue
        while first < len(at.tokens) and at.tokens[first].kind == BREAK:
            first += 1
        last = first
        while last < len(at.tokens) and at.tokens[last].kind != BREAK:
            last += 1
        if first < last <= first + LONGEST_SIGNATURE and _is_signature(at, first, last, free):
            yield first, last - 1


def _is_signature(at: Neighbors, first: int, after: int, free: list[bool]) -> bool:
    words = [j for j in range(first, after) if at.tokens[j].kind == WORD]
    signs = {at.sign(j) for j in range(first, after) if at.tokens[j].kind != WORD}
    if not words or words[0] != first or not all(free[first:after]) or not signs <= SIGNATURE_SIGNS:
        return False
    if not all(at.tokens[j].cap or at.tokens[j].fold in PARTICLES for j in words):
        return False
    folds = [at.tokens[j].fold for j in words if len(at.tokens[j].fold) > 1]
    return any(f in lexicon.NAMES for f in folds) and not any(f in lexicon.NAMELESS or f in TITLES for f in folds)
