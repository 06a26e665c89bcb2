"""Ridge regression on a linear kernel: exact, deterministic, and its held-out predictions nearly free.

With fewer rows than terms the dual is the small problem: (K + D) a = y, where D holds the penalty over
each row's weight. Predictions for a group left out follow without refitting (Rifkin and Lippert 2007,
"Notes on regularized least squares"): e_G = (H_GG)^-1 a_G with H = (K + D)^-1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PENALTIES = (0.05, 0.3, 1.5)
BIAS = 10.0  # added to the kernel: an intercept beside the weighted mean, lightly penalized


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fitted line: ``intercept + rows @ (kept_rows.T @ dual)``."""

    dual: Floats  # (n,)
    intercept: float
    penalty: float
    held_out: Floats  # (n,) predictions for each training row by a model that never saw its group


def fit(
    kernel: Floats,
    target: Floats,
    *,
    groups: Sequence[str],
    weight: Floats | None = None,
    penalties: Sequence[float] = PENALTIES,
) -> Ridge:
    """The penalty with the least weighted squared error on left-out groups, fitted to all rows.

    Parameters
    ----------
    kernel : (n, n) inner products of the rows.
    target : (n,) what to predict, NaN-free.
    groups : (n,) whom to leave out together.
    weight : (n,) trust in each row, 1 unless given.
    """
    weight = np.ones(len(target)) if weight is None else weight
    mean = float(np.average(target, weights=weight))
    members = [np.flatnonzero(np.asarray(groups) == g) for g in sorted(set(groups))]
    tried = [_solve(kernel, target, weight, mean, members, penalty) for penalty in penalties]
    return min(tried, key=lambda ridge: float(np.average((ridge.held_out - target) ** 2, weights=weight)))


def _solve(
    kernel: Floats, target: Floats, weight: Floats, mean: float, members: list[NDArray[np.intp]], penalty: float
) -> Ridge:
    inverse = np.linalg.inv(kernel + BIAS + np.diag(penalty / weight))
    dual = inverse @ (target - mean)
    held_out = target.copy()
    for group in members:
        held_out[group] -= np.linalg.solve(inverse[np.ix_(group, group)], dual[group])
    return Ridge(dual, mean + BIAS * float(dual.sum()), penalty, held_out)
