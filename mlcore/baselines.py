"""What any figure must be read beside: the mean, length alone, and TF-IDF with ridge, on the same folds."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from mlcore.folds import Fold

Floats = NDArray[np.float64]
MEAN, LENGTH, TFIDF = "mean", "length", "tfidf_ridge"


def held_out(texts: Sequence[str], target: Floats, cells: Sequence[Fold]) -> dict[str, Floats]:
    """Each baseline's predictions for the rows of each cell, from the rated rows of its training part."""
    result = {name: np.full(len(texts), np.nan) for name in (MEAN, LENGTH, TFIDF)}
    for cell in cells:
        train = cell.train[np.isfinite(target[cell.train])]
        for name, predict in BASELINES.items():
            learn, test = [texts[i] for i in train], [texts[i] for i in cell.test]
            result[name][cell.test] = predict(learn, target[train], test)
    return result


def _mean(_: Sequence[str], target: Floats, tested: Sequence[str]) -> Floats:
    return np.full(len(tested), target.mean())


def _length(texts: Sequence[str], target: Floats, tested: Sequence[str]) -> Floats:
    slope, offset = np.polyfit(_words(texts), target, 1)
    return offset + slope * _words(tested)


def _words(texts: Sequence[str]) -> Floats:
    return np.array([np.log1p(len(text.split())) for text in texts])


def _tfidf(texts: Sequence[str], target: Floats, tested: Sequence[str]) -> Floats:
    """Words of one and two, characters of three to five within words, sublinear counts, ridge."""
    parts = (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    )
    train = sparse.hstack([part.fit_transform(texts) for part in parts]).tocsr()
    test = sparse.hstack([part.transform(tested) for part in parts]).tocsr()
    return Ridge(alpha=1.0, solver="sparse_cg", tol=1e-4).fit(train, target).predict(test)


BASELINES: dict[str, Callable[[Sequence[str], Floats, Sequence[str]], Floats]] = {
    MEAN: _mean,
    LENGTH: _length,
    TFIDF: _tfidf,
}
