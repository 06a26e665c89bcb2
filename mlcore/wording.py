"""The wording of a response as numbers a line can weigh, and the way back from numbers to clauses.

Each *channel* looks at the same words under its own names (``stem``: light stems; ``concept``: the idea a word
stands for). A channel's terms are chains of up to four names and gapped pairs; see ``ngrams``. Everything is
linear in the matrix made here, so what a clause adds to a score is an exact sum over the terms that stand in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mlcore import ngrams
from mlcore.concepts import concepts
from mlcore.results import Item
from mlcore.tokens import Token, clauses, stem, tokenize

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Namer = Callable[[Sequence[str]], list[str]]


def _stems(symbols: Sequence[str]) -> list[str]:
    return [stem(symbol) for symbol in symbols]


CHANNELS: dict[str, Namer] = {"stem": _stems, "concept": concepts}
PARTS = {"stem": 1.0, "concept": 0.4}  # of the kernel; chosen on the crossed folds
LONGEST, WINDOW = 4, 4


@dataclass(frozen=True, slots=True)
class Channel:
    name: str
    table: ngrams.Table
    idf: Floats  # (terms,)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch as terms. ``matrix`` is (n, terms); ``places`` and ``share`` say what each occurrence carries of it."""

    tokens: tuple[list[Token], ...]
    matrix: sparse.csr_matrix
    places: ngrams.Places
    share: Floats  # (occurrences,) the part of its matrix cell that one occurrence carries
    known: Floats  # (n,) share of the words that training has seen at all


@dataclass(frozen=True, slots=True)
class Wording:
    channels: tuple[Channel, ...]

    @property
    def terms(self) -> int:
        return sum(channel.table.size for channel in self.channels)

    def encode(self, items: Sequence[Item]) -> Encoded:
        return self.encode_tokens(tokens_of(items))

    def encode_tokens(self, tokens: Sequence[list[Token]]) -> Encoded:
        symbols = [ngrams.symbols_of(document) for document in tokens]
        parts, start = [], 0
        for channel in self.channels:
            documents = [CHANNELS[channel.name](document) for document in symbols]
            parts.append(_weigh(channel, documents, start))
            start += channel.table.size
        matrix = sparse.csr_matrix(sparse.hstack([matrix for matrix, _, _ in parts]))
        share = np.concatenate([share for _, _, share in parts])
        return Encoded(tuple(tokens), matrix, ngrams.joined([p for _, p, _ in parts]), share, self._known(symbols))

    def _known(self, symbols: Sequence[Sequence[str]]) -> Floats:
        """Share of each text's words in the vocabulary: low for another language or for keys hit at random."""
        vocabulary = set(self.channels[0].table.symbols)
        words = [[stem(s) in vocabulary for s in document if s[0].isalpha()] for document in symbols]
        return np.array([np.mean(seen) if seen else 0.0 for seen in words])


def tokens_of(items: Sequence[Item]) -> list[list[Token]]:
    return [tokenize(item.text) for item in items]


def learn(tokens: Sequence[list[Token]], writers: Sequence[str], prompts: Sequence[str]) -> Wording:
    """The channels' terms and their rarity, from the tokens of training rows."""
    symbols = [ngrams.symbols_of(document) for document in tokens]
    return Wording(tuple(_learn(name, symbols, writers, prompts) for name in CHANNELS))


def _learn(name: str, symbols: Sequence[Sequence[str]], writers: Sequence[str], prompts: Sequence[str]) -> Channel:
    documents = [CHANNELS[name](document) for document in symbols]
    table = ngrams.learn(documents, writers, prompts, longest=LONGEST, window=WINDOW)
    counted = ngrams.counts(table.places(documents), len(documents), table.size)
    return Channel(name, table, ngrams.rarity(counted))


def _weigh(
    channel: Channel, documents: Sequence[Sequence[str]], start: int
) -> tuple[sparse.csr_matrix, ngrams.Places, Floats]:
    places = channel.table.places(documents)
    counted = ngrams.counts(places, len(documents), channel.table.size)
    matrix = ngrams.weighted(counted, channel.idf) * np.sqrt(PARTS[channel.name] / sum(PARTS.values()))
    cell = places.document * channel.table.size + places.term
    _, number, times = np.unique(cell, return_inverse=True, return_counts=True)
    matrix.sort_indices()
    share = (matrix.data / times)[number]
    return matrix, places.shifted(start), share


def by_token(encoded: Encoded, weights: Floats) -> Floats:
    """What each token of the batch adds under ``weights`` (terms, heads): shape (tokens, heads).

    A chain's contribution is shared equally by its symbols, a gapped pair's by its two ends.
    """
    size = sum(map(len, encoded.tokens))
    at, heads = encoded.places, weights.shape[1]
    result = np.empty((size, heads))
    span = np.where(at.gapped, 2, at.last - at.first + 1)
    for head in range(heads):
        value = encoded.share * weights[at.term, head] / span
        chain, gapped = ~at.gapped, at.gapped
        steps = np.bincount(at.first[chain], value[chain], size + 1) - np.bincount(
            at.last[chain] + 1, value[chain], size + 1
        )
        ends = np.bincount(at.first[gapped], value[gapped], size) + np.bincount(at.last[gapped], value[gapped], size)
        result[:, head] = np.cumsum(steps)[:size] + ends
    return result


@dataclass(frozen=True, slots=True)
class Clause:
    """A readable stretch of one response and what its words add to each head."""

    start: int
    end: int
    values: Floats  # (heads,)


def by_clause(encoded: Encoded, weights: Floats) -> list[list[Clause]]:
    """For each response its clauses in order; their values sum to ``matrix @ weights`` exactly."""
    values = by_token(encoded, weights)
    result, start = [], 0
    for tokens in encoded.tokens:
        result.append(_clauses(tokens, values[start : start + len(tokens)]))
        start += len(tokens)
    return result


def _clauses(tokens: Sequence[Token], values: Floats) -> list[Clause]:
    if not tokens:
        return []
    numbers = np.array(clauses(tokens))
    firsts = np.flatnonzero(np.diff(numbers, prepend=-1))
    sums = np.add.reduceat(values, firsts, axis=0)
    lasts = np.append(firsts[1:], len(tokens)) - 1
    return [
        Clause(tokens[first].start, _trimmed(tokens, first, last), total)
        for first, last, total in zip(firsts, lasts, sums, strict=True)
    ]


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> int:
    """The clause's end without the punctuation that closes it."""
    while last > first and not tokens[last].symbol[-1].isalnum() and tokens[last].symbol[0] in ".,!?;:":
        last -= 1
    return tokens[last].end
