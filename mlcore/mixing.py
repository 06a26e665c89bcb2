"""The weighted mean of the sources that are present, renormalized: fusion's arithmetic, in one place."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def shares(scores: ArrayLike, weights: ArrayLike) -> Floats:
    """Each source's part of each mean.

    Parameters
    ----------
    scores : (n, s) source scores; NaN where a source is missing.
    weights : (s,) non-negative weights; they need not sum to 1.

    Returns
    -------
    (n, s), zero where missing. A row sums to 1; it is all NaN where no weighted source is present.

    >>> shares([[0.5, np.nan], [0.5, 1.0]], [0.6, 0.2])
    array([[1.  , 0.  ],
           [0.75, 0.25]])
    """
    present = np.isfinite(np.asarray(scores, dtype=np.float64))
    held = present * np.asarray(weights, dtype=np.float64)
    total = held.sum(axis=1, keepdims=True)
    return np.divide(held, total, out=np.full(held.shape, np.nan), where=total > 0)


def mix(scores: ArrayLike, weights: ArrayLike) -> Floats:
    """The mean of each row of ``scores`` (n, s) under ``weights`` (s,); NaN where nothing is present."""
    known = np.asarray(scores, dtype=np.float64)
    return (shares(known, weights) * np.nan_to_num(known)).sum(axis=1)
