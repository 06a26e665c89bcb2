"""What any figure must be read beside: the mean, length alone, and TF-IDF with ridge, on the same folds.

Each baseline learns from the very rows that our sources learn from in a fold, the exemplars included, so that a
gain over it cannot come from more data. TF-IDF is the strongest of those tried on these folds, chosen by the figure
it is reported with, which favors the baseline (``docs/reference/baselines.md``).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mlcore.folds import Fold

Floats = NDArray[np.float64]
MEAN, LENGTH, TFIDF = "mean", "length", "tfidf_ridge"
PENALTY = 1.0
WORD = r"(?u)\b\w+\b"
LEAST = 2  # texts of the training part that a term must stand in
# From a cell, the predictor of any target over chosen rows of its training part.
Predict = Callable[[NDArray[np.intp], Floats], Floats]
Baseline = Callable[[NDArray[np.intp], NDArray[np.intp]], Predict]


def held_out(
    texts: Sequence[str],
    targets: Floats,
    cells: Sequence[Fold],
    *,
    extra: tuple[Sequence[str], Floats] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Floats]:
    """Each baseline's predictions for the rows of each cell, from the rated rows of its training part.

    Parameters
    ----------
    texts : n texts.
    targets : (n, heads) what to predict, NaN where unknown.
    extra : further texts and their targets (m, heads), learned from in every cell and never predicted.

    Returns
    -------
    Baseline -> (n, heads); NaN for rows in no cell, and where nothing in a cell's training part is known.
    """
    more, known = extra or ((), np.empty((0, targets.shape[1])))
    everything, goal = [*texts, *more], np.vstack([targets, known])
    always = np.arange(len(texts), len(everything))
    baselines = {name: make(everything) for name, make in BASELINES.items()}
    result = {name: np.full(targets.shape, np.nan) for name in BASELINES}
    for cell in cells:
        learn = np.concatenate([cell.train, always])
        for name, baseline in baselines.items():
            result[name][cell.test] = _heads(baseline(learn, cell.test), goal[learn], len(cell.test))
        tick()
    return result


def _heads(predict: Predict, goal: Floats, tested: int) -> Floats:
    predicted = np.full((tested, goal.shape[1]), np.nan)
    for head in range(goal.shape[1]):
        rows = np.flatnonzero(np.isfinite(goal[:, head]))
        if len(rows):
            predicted[:, head] = predict(rows, goal[rows, head])
    return predicted


def _mean(_: Sequence[str]) -> Baseline:
    return lambda learn, test: lambda rows, target: np.full(len(test), target.mean())


def _length(texts: Sequence[str]) -> Baseline:
    words = np.array([np.log1p(len(text.split())) for text in texts])

    def fitted(learn: NDArray[np.intp], test: NDArray[np.intp]) -> Predict:
        def predict(rows: NDArray[np.intp], target: Floats) -> Floats:
            known = words[learn][rows]
            away = known - known.mean()
            slope = float(away @ target) / max(float(away @ away), 1e-12)
            return target.mean() + slope * (words[test] - known.mean())

        return predict

    return fitted


def _tfidf(texts: Sequence[str]) -> Baseline:
    """Words of one to three ("I" and "a" among them) and characters of four to six, also across words.

    Terms are counted once over all texts; which of them count, and how much, is learned in each cell from its
    training part alone. Ridge in its dual form.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # here: the web app reads cards and fits nothing

    counts = [
        CountVectorizer(ngram_range=(1, 3), token_pattern=WORD, dtype=np.float64).fit_transform(texts).tocsr(),
        CountVectorizer(analyzer="char", ngram_range=(4, 6), dtype=np.float64).fit_transform(texts).tocsr(),
    ]

    def fitted(learn: NDArray[np.intp], test: NDArray[np.intp]) -> Predict:
        parts = [_weighted(count, learn, test) for count in counts]
        kernel = sum((train @ train.T).toarray() for train, _ in parts)
        across = sum((asked @ train.T).toarray() for train, asked in parts)

        def predict(rows: NDArray[np.intp], target: Floats) -> Floats:
            mean, inside = target.mean(), kernel[np.ix_(rows, rows)]
            dual = np.linalg.solve(inside + PENALTY * np.eye(len(rows)), target - mean)
            return mean + across[:, rows] @ dual

        return predict

    return fitted


def _weighted(
    counts: sparse.csr_matrix, learn: NDArray[np.intp], test: NDArray[np.intp]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Training and test rows as (1 + ln count) x idf, each of length 1; what the training part knows alone counts."""
    train = counts[learn]
    present = np.bincount(train.indices, minlength=counts.shape[1])
    kept = present >= LEAST
    idf = 1 + np.log((1 + len(learn)) / (1 + present[kept]))
    return _scaled(train[:, kept], idf), _scaled(counts[test][:, kept], idf)


def _scaled(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    from sklearn.preprocessing import normalize

    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * idf[weighted.indices]
    return normalize(weighted)


BASELINES: dict[str, Callable[[Sequence[str]], Baseline]] = {MEAN: _mean, LENGTH: _length, TFIDF: _tfidf}
