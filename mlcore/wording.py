"""The wording of a response as numbers a line can weigh, and the way back from numbers to clauses.

Each *channel* looks at the same words under its own names (``stem``: light stems; ``concept``: the idea a word
stands for). A channel's terms are chains of up to four names and gapped pairs; see ``ngrams``. Everything is
linear in the matrix made here, so what a clause adds to a score is an exact sum over the terms that stand in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
    clause: Ints  # (tokens,) the clause of each token, numbered over the whole batch
    channels: tuple[tuple[int, Floats], ...]  # each channel's first term and its rarities


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
        parts, start, described = [], 0, []
        for channel in self.channels:
            documents = [CHANNELS[channel.name](document) for document in symbols]
            parts.append(_weigh(channel, documents, start))
            described.append((start, channel.idf))
            start += channel.table.size
        matrix = sparse.csr_matrix(sparse.hstack([matrix for matrix, _, _ in parts]))
        share = np.concatenate([share for _, _, share in parts])
        places = ngrams.joined([p for _, p, _ in parts])
        known, numbers = self._known(symbols), _numbered(tokens)
        return Encoded(tuple(tokens), matrix, places, share, known, numbers, tuple(described))

    def _known(self, symbols: Sequence[Sequence[str]]) -> Floats:
        """Share of each text's words in the vocabulary: low for another language or for keys hit at random."""
        vocabulary = self.channels[0].table.ids
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
    matrix = ngrams.weighted(counted, channel.idf) * _root(channel.name)
    cell = places.document * channel.table.size + places.term
    _, number, times = np.unique(cell, return_inverse=True, return_counts=True)
    matrix.sort_indices()
    share = (matrix.data / times)[number]
    return matrix, places.shifted(start), share


def _numbered(tokens: Sequence[list[Token]]) -> Ints:
    """The clause of every token of the batch; a document's first clause follows the last of the one before."""
    result, start = [], 0
    for document in tokens:
        numbers = np.array(clauses(document), dtype=np.int64)
        result.append(numbers + start)
        start += int(numbers[-1]) + 1 if len(numbers) else 0
    return np.concatenate(result) if result else np.empty(0, np.int64)


def clause_documents(encoded: Encoded) -> Ints:
    """The document of each clause of the batch, shape (clauses,)."""
    documents = np.repeat(np.arange(len(encoded.tokens)), [len(tokens) for tokens in encoded.tokens])
    return documents[np.flatnonzero(np.diff(encoded.clause, prepend=-1))]


def clause_matrix(encoded: Encoded) -> sparse.csr_matrix:
    """Each clause weighed as if it were a document of its own: (clauses, terms)."""
    size = int(encoded.clause[-1]) + 1 if len(encoded.clause) else 0
    at, parts = encoded.places, []
    for name, (start, idf) in zip(CHANNELS, encoded.channels, strict=True):
        here = (at.term >= start) & (at.term < start + len(idf))
        cells = (encoded.clause[at.first[here]], at.term[here] - start)
        counted = sparse.csr_matrix((np.ones(len(cells[0])), cells), shape=(size, len(idf)))
        parts.append(ngrams.weighted(counted, idf) * _root(name))
    return sparse.csr_matrix(sparse.hstack(parts))


def of_documents(encoded: Encoded, chosen: Ints) -> Encoded:
    """The documents ``chosen`` (ascending) of a batch as a batch of their own, without encoding them again."""
    keep = np.isin(np.arange(len(encoded.tokens)), chosen)
    lengths = np.array([len(tokens) for tokens in encoded.tokens], dtype=np.int64)
    token = np.repeat(keep, lengths)
    at, place = encoded.places, keep[encoded.places.document]
    number, position = np.cumsum(keep) - 1, np.cumsum(token) - 1
    places = ngrams.Places(
        number[at.document[place]],
        at.term[place],
        position[at.first[place]],
        position[at.last[place]],
        at.gapped[place],
    )
    clause = np.unique(encoded.clause[token], return_inverse=True)[1]
    return replace(
        encoded,
        tokens=tuple(encoded.tokens[i] for i in chosen),
        matrix=encoded.matrix[chosen],
        places=places,
        share=encoded.share[place],
        known=encoded.known[chosen],
        clause=clause,
    )


def weighed(encoded: Encoded, part: Floats) -> Encoded:
    """The batch with each term read at its clause's ``part`` (clauses,), every channel scaled to its length again."""
    at, documents = encoded.places, encoded.matrix.shape[0]
    value = encoded.share * part[encoded.clause[at.first]]
    terms = encoded.matrix.shape[1]
    cells = sparse.csr_matrix((value, (at.document, at.term)), shape=(documents, terms))
    lengths = np.zeros((len(encoded.channels), documents))
    channel = np.searchsorted([start for start, _ in encoded.channels], cells.indices, side="right") - 1
    row = np.repeat(np.arange(documents), np.diff(cells.indptr))
    np.add.at(lengths, (channel, row), cells.data**2)
    roots = np.array([_root(name) for name in CHANNELS])[:, None]
    scale = roots / np.maximum(np.sqrt(lengths), 1e-12)
    cells.data = cells.data * scale[channel, row]
    where = np.searchsorted([start for start, _ in encoded.channels], at.term, side="right") - 1
    return replace(encoded, matrix=cells, share=value * scale[where, at.document])


def _root(name: str) -> float:
    return float(np.sqrt(PARTS[name] / sum(PARTS.values())))


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
    values: Sequence[float]  # (heads,)


def by_clause(encoded: Encoded, weights: Floats) -> list[list[Clause]]:
    """For each response its clauses in order; their values sum to ``matrix @ weights`` exactly."""
    return cut(encoded, by_token(encoded, weights))


def cut(encoded: Encoded, values: Floats) -> list[list[Clause]]:
    """What each token adds, ``values`` (tokens, heads), summed over the clauses of each response."""
    result, start = [], 0
    for tokens in encoded.tokens:
        here = slice(start, start + len(tokens))
        result.append(_clauses(tokens, encoded.clause[here], values[here]))
        start += len(tokens)
    return result


def _clauses(tokens: Sequence[Token], numbers: Ints, values: Floats) -> list[Clause]:
    if not tokens:
        return []
    firsts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    sums = np.add.reduceat(values, firsts, axis=0)
    lasts = np.append(firsts[1:], len(tokens)) - 1
    return [
        Clause(tokens[first].start, _trimmed(tokens, first, last), total)
        for first, last, total in zip(firsts.tolist(), lasts.tolist(), sums.tolist(), strict=True)
    ]


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> int:
    """The clause's end without the punctuation that closes it."""
    while last > first and not tokens[last].symbol[-1].isalnum() and tokens[last].symbol[0] in ".,!?;:":
        last -= 1
    return tokens[last].end
