"""The four derived columns: how far up the codebook's ladder the words of a response reach."""

import math

import numpy as np

from mlcore.schema import DERIVED, INDEX, Ladder, names_of

COLUMNS = names_of("derived")


def derive(values: np.ndarray) -> np.ndarray:
    """The derived columns (4,) of a row (29,), by the formulas in ``mlcore.schema.DERIVED``."""
    row = values.tolist()
    if math.isnan(row[0]):
        return np.full(len(COLUMNS), math.nan)
    return np.array([climb(DERIVED[name], row) for name in COLUMNS])


def climb(ladder: Ladder, row: list[float]) -> float:
    """One ladder's value on -1..1 for a row (29,) whose words are present."""
    heights = [height * min(2 * row[INDEX[name]], 1.0) for name, height in ladder.rungs]
    seen = sum(height > 0 for height in heights)
    reached = max(heights) + ladder.breadth * max(seen - 1, 0) - row[INDEX[ladder.opposite]]
    return max(min(reached, 1.0), -1.0)
