"""From contributions to at most five things a teacher can look at: words, behavior, and what is not seen.

Contributions arrive in fused-score units, so that sums across sources mean something. Spans of one response
that overlap become one place, whose contribution is the sum of theirs.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mlcore.results import Contribution, Evidence
from mlcore.schema import BEHAVIORAL, BY_NAME, LINGUISTIC, MODEL, Skill

MOST, MOST_UNSEEN = 5, 2
SMALLEST = 0.01  # of the score; anything smaller is no reason
WORDING, REST = "wording", "rest"
WORDS, BEHAVIOR, NOT_SEEN = "words", "behavior", "not_seen"
Place = tuple[str, int, int]  # response key, start, end


class Piece(NamedTuple):
    """One contribution's part at one place."""

    key: str
    start: int
    end: int
    feature: str
    source: str
    value: float


def evidence(contributions: Iterable[tuple[str, Contribution]], skill: Skill) -> tuple[Evidence, ...]:
    """Up to five items, largest first, from (response key, contribution) pairs of the combined score."""
    pairs = [(key, c) for key, c in contributions if c.feature != REST]
    found = [*_words(pairs, skill), *_behavior(pairs)]
    found += _unseen(pairs, skill)
    ranked = sorted((e for e in found if abs(e.contribution) >= SMALLEST), key=_by_size)[:MOST]
    return tuple(_ranked(rank, item) for rank, item in enumerate(ranked, 1))


def _by_size(item: Evidence) -> tuple[float, str, int, str]:
    return (-abs(item.contribution), item.key, item.start or 0, item.feature)


def _ranked(rank: int, item: Evidence) -> Evidence:
    return Evidence(rank, item.kind, item.feature, item.source, item.contribution, item.key, item.start, item.end)


def _words(pairs: Iterable[tuple[str, Contribution]], skill: Skill) -> list[Evidence]:
    pieces = [
        Piece(key, start, end, c.feature, c.source, c.value / len(c.spans))
        for key, c in pairs
        for start, end in c.spans
    ]
    weighed = ((group, sum(piece.value for piece in group)) for group in _grouped(pieces))
    return [_place(group, total, skill) for group, total in weighed if abs(total) >= SMALLEST]


def _grouped(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that share a place. The wording's clauses part a text without overlap, so each is a place of its
    own, and a feature's span joins the clause it overlaps most; spans over no clause join one another."""
    groups = {(p.key, p.start, p.end): [p] for p in pieces if p.source == LINGUISTIC}
    for piece in pieces:
        if piece.source != LINGUISTIC:
            groups.setdefault(_home(piece, groups), []).append(piece)
    return list(groups.values())


def _home(piece: Piece, places: Iterable[Place]) -> Place:
    """The place that a piece overlaps most, of equals the first of the text; else its own."""
    own, first, last = piece.key, piece.start, piece.end
    touched = (
        (min(last, end) - max(first, start), -start, end)
        for key, start, end in places
        if start < last and first < end and key == own
    )
    _, start, end = max(touched, default=(0, -first, last))
    return own, -start, end


def _place(group: Sequence[Piece], total: float, skill: Skill) -> Evidence:
    """One item, tagged with the source that weighs most in it."""
    largest = max(group, key=_weight)
    start, end = min(p.start for p in group), max(p.end for p in group)
    return Evidence(0, WORDS, _name(group, total, skill), largest.source, total, largest.key, start, end)


def _name(group: Sequence[Piece], total: float, skill: Skill) -> str:
    """The codebook feature of this skill that carries most of the place's contribution, in its direction."""
    fitting = [p for p in group if p.value * total > 0 and _belongs(p.feature, skill)]
    return max(fitting, key=_weight).feature if fitting else WORDING


def _weight(piece: Piece) -> float:
    return abs(piece.value)


def _belongs(name: str, skill: Skill) -> bool:
    feature = BY_NAME.get(name)
    return bool(feature and feature.family == "linguistic" and skill in feature.skills)


def _behavior(pairs: Iterable[tuple[str, Contribution]]) -> list[Evidence]:
    return [Evidence(0, BEHAVIOR, c.feature, c.source, c.value, key) for key, c in pairs if c.source == BEHAVIORAL]


def _unseen(pairs: Iterable[tuple[str, Contribution]], skill: Skill) -> list[Evidence]:
    """What none of the responses shows, where its absence lowers the score; the two that lower it most."""
    total: dict[str, float] = {}
    seen = {c.feature for _, c in pairs if c.spans}
    for _, c in pairs:
        if c.feature not in seen and _can_be_missed(c, skill):
            total[c.feature] = total.get(c.feature, 0.0) + c.value
    missed = [Evidence(0, NOT_SEEN, name, MODEL, value) for name, value in total.items() if value < 0]
    return sorted(missed, key=_by_size)[:MOST_UNSEEN]


def _can_be_missed(c: Contribution, skill: Skill) -> bool:
    return _belongs(c.feature, skill) and bool(BY_NAME[c.feature].unseen)
