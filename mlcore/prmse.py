"""Agreement with the *true* rating when two raters read each response: PRMSE, and how far the raters agree.

Two raters differ, so even a perfect reader of responses cannot agree with one of them fully. PRMSE asks how much of
the variance of true ratings a score explains: Loukina, Madnani, Cahill, Yao, Johnson, Riordan and McCaffrey 2020,
"Using PRMSE to evaluate automated scoring systems in the presence of label noise" (BEA 2020); the estimators, which
allow unequal numbers of ratings, are those documented in ETS's RSMTool (``rsmtool.utils.prmse``):

    V_e = sum_i (c_i - 1) var_i / sum_i (c_i - 1)                    the raters' error variance, from c_i > 1 ratings
    V_t = [sum_i c_i (h_i - h)^2 - (N - 1) V_e] / [C - sum_i c_i^2 / C]        the variance of true ratings
    MSE = [sum_i c_i (h_i - m_i)^2 - N V_e] / C                      the score's squared error about true ratings
    PRMSE = 1 - MSE / V_t

with h_i the mean of response i's ratings, h the mean of all ratings, m_i the score, C the number of ratings. It may
leave 0-1 when errors are larger than the variance, or by chance in small samples.
"""

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement
from mlcore.calibration import pearson

Floats = NDArray[np.float64]


def error_variance(ratings: Floats) -> float | None:
    """V_e from ``ratings`` (n, raters), NaN where a rater gave none; ``None`` without any pair."""
    count = np.isfinite(ratings).sum(axis=1)
    several = ratings[count > 1]
    if not len(several):
        return None
    return float(np.average(np.nanvar(several, ddof=1, axis=1), weights=count[count > 1] - 1))


def prmse(score: Floats, ratings: Floats) -> float | None:
    """PRMSE of ``score`` (n,) against ``ratings`` (n, raters).

    ``None`` where it cannot be said: no response has two ratings, or the true ratings show no variance.
    """
    rated = np.isfinite(ratings).any(axis=1) & np.isfinite(score)
    score, ratings = score[rated], ratings[rated]
    noise = error_variance(ratings) if len(ratings) else None
    if noise is None:
        return None
    count, mean = np.isfinite(ratings).sum(axis=1), np.nanmean(ratings, axis=1)
    total = count.sum()
    spread = (count * (mean - np.nanmean(ratings)) ** 2).sum() - (len(score) - 1) * noise
    true = spread / (total - (count**2).sum() / total)
    wrong = ((count * (mean - score) ** 2).sum() - len(score) * noise) / total
    return None if true <= 1e-12 else float(1 - wrong / true)


def two_raters(score: Floats, first: Floats, second: Floats) -> dict[str, object]:
    """How the raters agree with one another, and PRMSE of the score, over responses that both rated on 0-1."""
    both = np.isfinite(first) & np.isfinite(second)
    pairs = np.column_stack([first, second])
    return {
        "n": int(both.sum()),
        "raters_pearson": pearson(first[both], second[both]),
        "raters_kappa": agreement.weighted_kappa(first[both], second[both]) if both.any() else None,
        "raters_exact": float(np.mean(first[both] == second[both])) if both.any() else None,
        "observed_alike": float(np.mean(np.isfinite(first) == np.isfinite(second))),
        "prmse": prmse(score[both], pairs[both]) if both.any() else None,
    }
