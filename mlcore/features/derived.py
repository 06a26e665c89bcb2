"""The four derived columns: how far up the codebook's ladder the words of a response reach."""

import math
from collections.abc import Sequence

from mlcore.schema import DERIVED, INDEX, Ladder, names_of

COLUMNS = names_of("derived")


def derive(row: Sequence[float]) -> list[float]:
    """The derived columns (4) of a row's other columns (25), by the formulas in ``mlcore.schema.DERIVED``."""
    if math.isnan(row[0]):
        return [math.nan] * len(COLUMNS)
    return [climb(DERIVED[name], row) for name in COLUMNS]


def climb(ladder: Ladder, row: Sequence[float]) -> float:
    """One ladder's value on -1..1 for a row whose words are present."""
    said = [(row[INDEX[name]], height) for name, height in ladder.rungs]
    heights = [2 * value * height if value < 0.5 else height for value, height in said]
    seen = len(heights) - heights.count(0.0)
    reached = max(heights) + ladder.breadth * max(seen - 1, 0) - row[INDEX[ladder.opposite]]
    return max(min(reached, 1.0), -1.0)
