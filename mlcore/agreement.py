"""Measures of agreement between scores and ratings, each with the reference it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mlcore.calibration import pearson
from mlcore.schema import LEVEL_CUTS

Floats = NDArray[np.float64]
DRAWS, SEED = 1000, 20261123
CLAIMED = (0.75, 0.85)  # the band around 80% that coverage must not be shown to miss
FEWEST = 30
PASS, FAIL, UNSURE = "pass", "fail", "insufficient evidence"


@cache
def _stats():
    """Loaded at first use: the web app asks this module for words only, and every command would pay a second."""
    from scipy import stats

    return stats


def levels(score: Floats) -> NDArray[np.int64]:
    """0-3: the level of the nearest rating."""
    return np.searchsorted(LEVEL_CUTS, score, side="right")


def spearman(left: Floats, right: Floats) -> float | None:
    ranked = _stats().rankdata
    return pearson(ranked(left), ranked(right))


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


@dataclass(frozen=True, slots=True)
class Drawn:
    """Whole groups (prompts, writers) drawn with replacement, ``DRAWS`` times: sums over rows cost one product.

    ``counts`` is (draws, groups): how often each group was drawn. ``number`` is (n,): the group of each row.
    """

    counts: Floats
    number: NDArray[np.intp]

    @classmethod
    def of(cls, groups: Sequence[str], *, draws: int = DRAWS) -> "Drawn":
        names, number = np.unique(np.asarray(groups), return_inverse=True)
        random = np.random.default_rng(SEED)
        return cls(
            random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws).astype(float), number
        )

    def sums(self, values: Floats) -> Floats:
        """The sum of ``values`` (n,) in each draw, shape (draws,)."""
        return self.counts @ np.bincount(self.number, values, minlength=self.counts.shape[1])

    def means(self, values: Floats) -> Floats:
        return self._over(self.sums(values), self.sums(np.ones(len(values))))

    def pearsons(self, left: Floats, right: Floats) -> Floats:
        """Pearson's r in each draw; NaN where one side does not vary."""
        x, y = left - left.mean(), right - right.mean()
        n = self.sums(np.ones(len(x)))
        between = self.sums(x * y) - self.sums(x) * self.sums(y) / np.maximum(n, 1)
        across = [self.sums(v * v) - self.sums(v) ** 2 / np.maximum(n, 1) for v in (x, y)]
        return self._over(between, np.sqrt(np.maximum(across[0] * across[1], 0)))

    @staticmethod
    def _over(top: Floats, bottom: Floats) -> Floats:
        return np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 1e-12)


def interval(drawn: Floats) -> list[float] | None:
    """The 95% percentile interval of a bootstrapped figure; ``None`` when no draw gives one."""
    known = drawn[np.isfinite(drawn)]
    return [float(q) for q in np.percentile(known, [2.5, 97.5])] if len(known) else None


def binomial_interval(hits: int, n: int) -> tuple[float, float]:
    """The exact 95% interval of a share (Clopper and Pearson 1934)."""
    low = float(_stats().beta.ppf(0.025, hits, n - hits + 1)) if hits else 0.0
    high = float(_stats().beta.ppf(0.975, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


def coverage_verdict(hits: int, n: int) -> str:
    """``fail`` only when the 95% interval lies wholly outside 75-85%; too few rows say nothing."""
    if n < FEWEST:
        return UNSURE
    low, high = binomial_interval(hits, n)
    return FAIL if high < CLAIMED[0] or low > CLAIMED[1] else PASS


def coverage(inside: NDArray[np.bool_]) -> dict[str, object]:
    """How often the 80% interval held the rating: share, its 95% interval, n and the verdict."""
    hits, n = int(inside.sum()), len(inside)
    return {
        "share": hits / n if n else None,
        "interval": list(binomial_interval(hits, n)) if n else None,
        "n": n,
        "verdict": coverage_verdict(hits, n),
    }


def auc(seen: NDArray[np.bool_], p: Floats) -> float | None:
    """Area under the ROC curve: the chance that a seen row ranks above one that is not."""
    positive, negative = int(seen.sum()), int((~seen).sum())
    if not positive or not negative:
        return None
    return float((_stats().rankdata(p)[seen].sum() - positive * (positive + 1) / 2) / (positive * negative))


def confusion(rating: Floats, score: Floats) -> list[list[int]]:
    """Rows: rated level; columns: assigned level."""
    known = np.isfinite(rating) & np.isfinite(score)
    table = np.zeros((4, 4), dtype=int)
    np.add.at(table, (levels(rating[known]), levels(score[known])), 1)
    return table.tolist()
