"""From one response to its 29 columns; the only definition, for training and serving alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.features import behavioral, derived, linguistic
from mlcore.results import Item
from mlcore.schema import FEATURES


@dataclass(frozen=True, slots=True)
class Extracted:
    """``values`` (29,) in schema order, NaN where missing; ``spans``: column -> (start, end) offsets into the text."""

    values: np.ndarray
    spans: dict[str, tuple[tuple[int, int], ...]]
    words: int


def extract(item: Item) -> Extracted:
    """The 29 columns of one response: words and moves each missing as a family when there are none.

    >>> extract(Item("r1", "She felt sad because nobody asked her to play.")).words
    9
    """
    said, spans, words = linguistic.read(item.text, item.prompt)
    row = [*said, *behavioral.read(item.events)]
    return Extracted(np.array([*row, *derived.derive(row)]), spans, words)


def extract_batch(items: Sequence[Item]) -> tuple[np.ndarray, list[Extracted]]:
    """A matrix (n, 29) and the rows it was made of."""
    rows = [extract(item) for item in items]
    matrix = np.vstack([row.values for row in rows]) if rows else np.empty((0, len(FEATURES)))
    return matrix, rows
