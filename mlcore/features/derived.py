"""The four derived columns: how far up the codebook's ladder the words of a response reach."""

import numpy as np

from mlcore.schema import DERIVED, INDEX, Ladder, names_of

COLUMNS = names_of("derived")


def derive(values: np.ndarray) -> np.ndarray:
    """The derived columns (4,) of a row (29,), by the formulas in ``mlcore.schema.DERIVED``."""
    return np.array([climb(DERIVED[name], values) for name in COLUMNS])


def climb(ladder: Ladder, values: np.ndarray) -> float:
    """One ladder's value on -1..1, NaN when the words are missing."""
    heights = [height * 2 * min(values[INDEX[name]], 0.5) for name, height in ladder.rungs]
    seen = sum(height > 0 for height in heights)
    reached = max(heights) + ladder.breadth * max(seen - 1, 0) - values[INDEX[ladder.opposite]]
    return float(np.clip(reached, -1.0, 1.0))
