"""The weighted mean of the sources that are present, with their weights renormalized."""

from collections.abc import Iterable, Mapping

import numpy as np


def mix(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted mean over the last axis, NaN sources left out.

    ``scores`` (n, s) on 0-1 with NaN for a missing source; ``weights`` (s,), non-negative. Returns (n,);
    NaN where no present source has weight.

    >>> mix(np.array([[0.2, 0.8, np.nan]]), np.array([0.5, 0.25, 0.25])).round(3)
    array([0.4])
    """
    present = np.where(np.isnan(scores), 0.0, np.asarray(weights, dtype=float))
    total = present.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, (np.nan_to_num(scores) * present).sum(axis=-1) / total, np.nan)


def shares_of(present: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Each present source's share, summing to 1; sources without weight are left out, and so may be all.

    >>> shares_of(["model", "linguistic"], {"model": 0.5, "linguistic": 0.25, "behavioral": 0.15})
    {'model': 0.6666666666666666, 'linguistic': 0.3333333333333333}
    """
    held = {name: weights[name] for name in present if weights.get(name, 0) > 0}
    total = sum(held.values())
    return {name: weight / total for name, weight in held.items()}
