"""What any figure must be read beside: the mean, length alone, and TF-IDF with ridge, on the same folds.

Each baseline learns from the very rows that our sources learn from in a fold, the exemplars included, so that a
gain over it cannot come from more data. TF-IDF is as strong as we could make it on these folds: words and characters
together beat either, and neither rarer terms, longer characters nor other penalties gain anything
(``docs/reference/baselines.md``).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from mlcore.folds import Fold

Floats = NDArray[np.float64]
MEAN, LENGTH, TFIDF = "mean", "length", "tfidf_ridge"
PENALTY = 2.0
WORD = r"(?u)\b\w+\b"
# From texts to learn from and texts to predict, the predictor of any target over the former.
Predict = Callable[[NDArray[np.intp], Floats], Floats]
Baseline = Callable[[Sequence[str], Sequence[str]], Predict]


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
    result = {name: np.full(targets.shape, np.nan) for name in BASELINES}
    for cell in cells:
        learn, test = [*(texts[i] for i in cell.train), *more], [texts[i] for i in cell.test]
        goal = np.vstack([targets[cell.train], known])
        for name, baseline in BASELINES.items():
            result[name][cell.test] = _heads(baseline(learn, test), goal, len(test))
        tick()
    return result


def _heads(predict: Predict, goal: Floats, tested: int) -> Floats:
    predicted = np.full((tested, goal.shape[1]), np.nan)
    for head in range(goal.shape[1]):
        rows = np.flatnonzero(np.isfinite(goal[:, head]))
        if len(rows):
            predicted[:, head] = predict(rows, goal[rows, head])
    return predicted


def _mean(_: Sequence[str], tested: Sequence[str]) -> Predict:
    return lambda rows, target: np.full(len(tested), target.mean())


def _length(learn: Sequence[str], tested: Sequence[str]) -> Predict:
    words, asked = _words(learn), _words(tested)

    def predict(rows: NDArray[np.intp], target: Floats) -> Floats:
        away = words[rows] - words[rows].mean()
        slope = float(away @ target) / max(float(away @ away), 1e-12)
        return target.mean() + slope * (asked - words[rows].mean())

    return predict


def _words(texts: Sequence[str]) -> Floats:
    return np.array([np.log1p(len(text.split())) for text in texts])


def _tfidf(learn: Sequence[str], tested: Sequence[str]) -> Predict:
    """Words of one and two ("I" and "a" among them), characters of two to five within words, each seen in two texts,
    sublinear counts; ridge in its dual form."""
    parts = (
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, token_pattern=WORD, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
    )
    train = sparse.hstack([part.fit_transform(learn) for part in parts]).tocsr()
    test = sparse.hstack([part.transform(tested) for part in parts]).tocsr()
    kernel, across = np.asarray((train @ train.T).todense()), np.asarray((test @ train.T).todense())

    def predict(rows: NDArray[np.intp], target: Floats) -> Floats:
        mean, inside = target.mean(), kernel[np.ix_(rows, rows)]
        dual = np.linalg.solve(inside + PENALTY * np.eye(len(rows)), target - mean)
        return mean + across[:, rows] @ dual

    return predict


BASELINES: dict[str, Baseline] = {MEAN: _mean, LENGTH: _length, TFIDF: _tfidf}
