"""Terms of many responses at once: n-grams and gapped pairs as a sparse TF-IDF matrix that knows its places.

A *table* is learned from training rows: which terms are kept (seen with several writers and several
prompts, so that no topic and no voice is learned by heart) and their weight. Encoding is integer
arithmetic over the whole batch: a term of n symbols is (term of its first n-1, last symbol), looked up
by binary search in a sorted array of keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mlcore.tokens import Token

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Places:
    """Where each term of a batch occurs: parallel arrays over occurrences.

    ``first`` and ``last`` count tokens over the whole batch; a gapped pair touches only those two.
    """

    document: Ints
    term: Ints
    first: Ints
    last: Ints
    gapped: NDArray[np.bool_]

    def shifted(self, terms: int) -> "Places":
        """The same occurrences with term numbers that start ``terms`` later."""
        return Places(self.document, self.term + terms, self.first, self.last, self.gapped)


@dataclass(frozen=True, slots=True)
class Stream:
    """A batch's symbols as one array of ids (``UNKNOWN`` where never seen) with each token's document."""

    ids: Ints
    document: Ints
    end: Ints  # for each token, the index after its document's last token

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]], ids: dict[str, int]) -> "Stream":
        lengths = np.array([len(d) for d in documents], dtype=np.int64)
        flat = np.fromiter((ids.get(s, UNKNOWN) for d in documents for s in d), np.int64, int(lengths.sum()))
        return cls(flat, np.repeat(np.arange(len(documents)), lengths), np.repeat(np.cumsum(lengths), lengths))


@dataclass(frozen=True, slots=True)
class Table:
    """Kept terms: sorted keys for each length and for gapped pairs; terms are numbered in that order."""

    symbols: tuple[str, ...]
    chains: tuple[Ints, ...]  # chains[n-1]: keys of the terms of n symbols
    pairs: Ints
    window: int  # a gapped pair stands 2 to ``window`` symbols apart; under 2 there are none
    ids: dict[str, int] = field(init=False, repr=False, compare=False)  # of the symbols; made once, used by every batch

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", {symbol: number for number, symbol in enumerate(self.symbols)})

    @property
    def size(self) -> int:
        return sum(map(len, self.chains)) + len(self.pairs)

    def places(self, documents: Sequence[Sequence[str]]) -> Places:
        """Every kept term's occurrences in ``documents``."""
        stream = Stream.of(documents, self.ids)
        found, start, current = [], 0, None
        for length, keys in enumerate(self.chains, 1):
            current = _extend(stream, current, len(self.symbols), length)
            current = _lookup(*current, keys)
            found.append(_as_places(stream, current, start, length))
            start += len(keys)
        found += [
            _as_places(stream, _lookup(*_pair(stream, gap, len(self.symbols)), self.pairs), start, gap + 1, gapped=True)
            for gap in range(2, self.window + 1)
        ]
        return joined(found)


def learn(
    documents: Sequence[Sequence[str]],
    writers: Sequence[str],
    prompts: Sequence[str],
    *,
    longest: int,
    window: int,
    least: int = 2,
) -> Table:
    """The terms of up to ``longest`` symbols seen with at least ``least`` writers and ``least`` prompts."""
    symbols = tuple(sorted({s for d in documents for s in d}))
    stream = Stream.of(documents, {s: i for i, s in enumerate(symbols)})
    groups = [np.unique(np.asarray(g), return_inverse=True)[1] for g in (writers, prompts)]
    chains, current = [], None
    for length in range(1, longest + 1):
        at, keys = _extend(stream, current, len(symbols), length)
        kept = _spread_out(keys, stream.document[at], groups, least)
        current = _lookup(at, keys, kept)
        chains.append(kept)
    gapped = [_pair(stream, gap, len(symbols)) for gap in range(2, window + 1)]
    pairs = np.concatenate([keys for _, keys in gapped]) if gapped else np.empty(0, np.int64)
    where = np.concatenate([stream.document[at] for at, _ in gapped]) if gapped else np.empty(0, np.int64)
    return Table(symbols, tuple(chains), _spread_out(pairs, where, groups, least), window)


def _extend(stream: Stream, current: tuple[Ints, Ints] | None, base: int, length: int) -> tuple[Ints, Ints]:
    """Start positions and keys of the terms one symbol longer than ``current`` (positions, term numbers)."""
    if current is None:
        at = np.flatnonzero(stream.ids >= 0)
        return at, stream.ids[at]
    at, terms = current
    inside = at + length - 1 < stream.end[at]
    at, terms = at[inside], terms[inside]
    following = stream.ids[at + length - 1]
    known = following >= 0
    return at[known], terms[known] * base + following[known]


def _pair(stream: Stream, gap: int, base: int) -> tuple[Ints, Ints]:
    at = np.arange(len(stream.ids))
    at = at[at + gap < stream.end]
    left, right = stream.ids[at], stream.ids[at + gap]
    known = (left >= 0) & (right >= 0)
    return at[known], left[known] * base + right[known]


def _lookup(at: Ints, keys: Ints, kept: Ints) -> tuple[Ints, Ints]:
    """Positions whose key is kept, and the number of that key among the kept."""
    if not len(kept):
        return at[:0], keys[:0]
    number = np.minimum(np.searchsorted(kept, keys), len(kept) - 1)
    hit = kept[number] == keys
    return at[hit], number[hit]


def _spread_out(keys: Ints, documents: Ints, groups: Sequence[Ints], least: int) -> Ints:
    """Sorted distinct ``keys`` that occur in at least ``least`` members of every grouping."""
    distinct, number = np.unique(keys, return_inverse=True)
    keep = np.ones(len(distinct), bool)
    for group in groups:
        members = np.unique(number * (group.max(initial=0) + 1) + group[documents]) // (group.max(initial=0) + 1)
        keep &= np.bincount(members, minlength=len(distinct)) >= least
    return distinct[keep]


def _as_places(stream: Stream, found: tuple[Ints, Ints], start: int, length: int, *, gapped: bool = False) -> Places:
    at, number = found
    return Places(stream.document[at], number + start, at, at + length - 1, np.full(len(at), gapped))


def joined(parts: Sequence[Places]) -> Places:
    return Places(*(np.concatenate([getattr(p, name) for p in parts]) for name in Places.__slots__))


def counts(places: Places, documents: int, terms: int) -> sparse.csr_matrix:
    """How often each term occurs in each document, shape (documents, terms)."""
    ones = np.ones(len(places.term))
    return sparse.csr_matrix((ones, (places.document, places.term)), shape=(documents, terms))


def rarity(counted: sparse.csr_matrix) -> Floats:
    """Smoothed inverse document frequency of each term, shape (terms,): 1 + ln((1 + n) / (1 + df))."""
    present = np.bincount(counted.indices, minlength=counted.shape[1])
    return 1 + np.log((1 + counted.shape[0]) / (1 + present))


def weighted(counted: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """(1 + ln count) x idf, each document scaled to length 1, so that writing more does not pay."""
    values = (1 + np.log(counted.data)) * idf[counted.indices]
    at, size = (counted.indices, counted.indptr), counted.shape
    lengths = np.sqrt(np.asarray(sparse.csr_matrix((values * values, *at), shape=size).sum(axis=1)).ravel())
    times = np.diff(counted.indptr)
    scaled = values * np.repeat(1 / np.maximum(lengths, 1e-12), times)
    # Each row from its last term to its first: sums take them in this order, to the last bit of the trained models.
    back = np.repeat(counted.indptr[:-1] + counted.indptr[1:] - 1, times) - np.arange(len(values))
    return sparse.csr_matrix((scaled[back], counted.indices[back], counted.indptr), shape=size)


def symbols_of(tokens: Sequence[Token]) -> list[str]:
    return [token.symbol for token in tokens]
