"""Measures of agreement between scores and ratings, each with the reference it comes from."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, rankdata

from mlcore.calibration import pearson
from mlcore.schema import LEVEL_CUTS

Floats = NDArray[np.float64]
DRAWS, SEED = 1000, 20261123
CLAIMED = (0.75, 0.85)  # the band around 80% that coverage must not be shown to miss
FEWEST = 30


def levels(score: Floats) -> NDArray[np.int64]:
    """0-3: the level of the nearest rating."""
    return np.searchsorted(LEVEL_CUTS, score, side="right")


def spearman(left: Floats, right: Floats) -> float | None:
    return pearson(rankdata(left), rankdata(right))


def weighted_kappa(left: Floats, right: Floats) -> float | None:
    """Quadratic-weighted kappa of levels (Cohen 1968): 1 less observed over expected squared disagreement."""
    a, b = levels(left), levels(right)
    expected = np.mean((a[:, None] - b[None, :]) ** 2)
    return None if expected == 0 else float(1 - np.mean((a - b) ** 2) / expected)


def agreement(rating: Floats, score: Floats) -> dict[str, float | int | None]:
    """Pearson, Spearman, quadratic-weighted kappa, mean absolute error and n, where both are known."""
    known = np.isfinite(rating) & np.isfinite(score)
    y, p = rating[known], score[known]
    return {
        "n": int(known.sum()),
        "pearson": pearson(y, p),
        "spearman": spearman(y, p) if len(y) > 1 else None,
        "kappa": weighted_kappa(y, p) if len(y) else None,
        "mae": float(np.mean(np.abs(y - p))) if len(y) else None,
    }


def bootstrap(
    groups: Sequence[str], measure: Callable[[NDArray[np.intp]], float | None], *, draws: int = DRAWS
) -> tuple[float, float]:
    """The 95% percentile interval of ``measure(rows)`` when whole groups are drawn with replacement."""
    random = np.random.default_rng(SEED)
    members = [np.flatnonzero(np.asarray(groups) == g) for g in sorted(set(groups))]
    values = [
        measure(np.concatenate([members[i] for i in random.integers(0, len(members), len(members))]))
        for _ in range(draws)
    ]
    known = [v for v in values if v is not None and np.isfinite(v)]
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def binomial_interval(hits: int, n: int) -> tuple[float, float]:
    """The exact 95% interval of a share (Clopper and Pearson 1934)."""
    low = float(beta.ppf(0.025, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


def coverage_verdict(hits: int, n: int) -> str:
    """``fail`` only when the 95% interval lies wholly outside 75-85%; too few rows say nothing."""
    if n < FEWEST:
        return "insufficient evidence"
    low, high = binomial_interval(hits, n)
    return "fail" if high < CLAIMED[0] or low > CLAIMED[1] else "pass"


def auc(seen: NDArray[np.bool_], p: Floats) -> float | None:
    """Area under the ROC curve: the chance that a seen row ranks above one that is not."""
    positive, negative = int(seen.sum()), int((~seen).sum())
    if not positive or not negative:
        return None
    return float((rankdata(p)[seen].sum() - positive * (positive + 1) / 2) / (positive * negative))


def confusion(rating: Floats, score: Floats) -> list[list[int]]:
    """Rows: rated level; columns: assigned level."""
    known = np.isfinite(rating) & np.isfinite(score)
    table = np.zeros((4, 4), dtype=int)
    np.add.at(table, (levels(rating[known]), levels(score[known])), 1)
    return table.tolist()
