"""How the line is learned: logistic regression over the windows of every text, in two rounds.

A text that tells of danger rarely does so in each sentence. In the first round all its windows count as danger; in the
second only the one that then read most like it, and the others count as nothing. Innocent texts are innocent throughout.
Where to raise is set on hands that were left out. No seed is drawn: the same texts give the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from privacy.distress.hands import CLASSROOM, HANDS, Text
from privacy.distress.likeness import UNIT, presence, size_of
from privacy.distress.reading import sentences_of
from privacy.distress.terms import windows_of

FEWEST_HANDS = 2  # a term seen with one hand alone is its voice or its story
DANGER_COUNTS = 1.5  # a window of danger beside an innocent one
STRENGTH = 1.0  # liblinear's C
NEAR_MISSES, ORDINARY = 0.04, 0.01  # of which at most so many may be raised, left out
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Read:
    """Texts cut into windows: ``owner[i]`` is the text that window i belongs to."""

    texts: Sequence[Text]
    terms: Sequence[set[str]]
    owner: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[Text]) -> "Read":
        cut = [[window.terms for *_, window in windows_of(sentences_of(one.text))] for one in texts]
        owner = np.repeat(np.arange(len(texts)), [len(windows) for windows in cut])
        return cls(texts, [terms for windows in cut for terms in windows], owner)

    def part(self, kept: NDArray[np.bool_]) -> "Read":
        number = np.cumsum(kept) - 1
        windows = np.flatnonzero(kept[self.owner])
        texts = [one for one, keep in zip(self.texts, kept, strict=True) if keep]
        return Read(texts, [self.terms[at] for at in windows], number[self.owner[windows]])


@dataclass(frozen=True)
class Fitted:
    seen: dict[str, int]  # of each term, in how many texts; the order is that of the weights
    texts: int
    weights: Floats
    bias: float

    def scores(self, read: Read) -> Floats:
        """Of each text its highest window."""
        windows = _matrix(read.terms, self.seen, self.texts) @ self.weights + self.bias
        best = np.full(len(read.texts), -np.inf)
        np.maximum.at(best, read.owner, windows)
        return best

    def kept(self, threshold: float) -> dict:
        thousandths = np.rint(self.weights * UNIT).astype(int).tolist()
        terms = {
            term: [seen, weight] for (term, seen), weight in zip(self.seen.items(), thousandths, strict=True) if weight
        }
        return {"bias": round(self.bias, 3), "texts": self.texts, "threshold": threshold, "terms": terms}


def fit(read: Read) -> Fitted:
    from sklearn.linear_model import LogisticRegression  # here: what serves pages learns nothing

    seen, count = _shared_terms(read), len(read.texts)
    matrix = _matrix(read.terms, seen, count)
    danger = np.array([one.danger for one in read.texts])[read.owner]
    fair = 1 / np.sqrt(
        np.bincount(read.owner, minlength=count)[read.owner]
    )  # a long text counts little more than a short one
    used, weight = np.ones(len(danger), bool), fair * np.where(danger, DANGER_COUNTS, 1.0)
    for _round in range(2):
        model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, max_iter=500)
        model.fit(matrix[used], danger[used], sample_weight=weight[used])
        best = _highest(matrix @ model.coef_[0], read.owner, danger)
        used, weight = ~danger, fair.copy()
        used[best], weight[best] = True, DANGER_COUNTS
    return Fitted(seen, count, model.coef_[0], float(model.intercept_[0]))


def left_out(read: Read) -> Floats:
    """Of each text of a hand or a class its score by a line that saw neither that hand nor that prompt; else NaN."""
    scores = np.full(len(read.texts), np.nan)
    for number, hand in enumerate(HANDS):
        out = np.array([one.hand == hand or (one.hand == CLASSROOM and one.third == number) for one in read.texts])
        scores[out] = fit(read.part(~out)).scores(read.part(out))
    return scores


def threshold_of(texts: Sequence[Text], scores: Floats) -> float:
    """The lowest that raises no more near misses and no more ordinary responses than may be."""
    near = scores[[one.is_near_miss for one in texts]]
    ordinary = scores[[one.is_ordinary for one in texts]]
    lowest = max(_lowest(near, NEAR_MISSES), _lowest(ordinary, ORDINARY))
    return float(np.ceil(lowest * 100) / 100)


def _lowest(scores: Floats, rate: float) -> float:
    """Just above the first score that is one too many."""
    may = int(len(scores) * rate)
    return float(np.sort(scores)[::-1][may]) + 1e-9


def _shared_terms(read: Read) -> dict[str, int]:
    seen: Counter[str] = Counter()
    hands: dict[str, set[str]] = {}
    of_text: list[set[str]] = [set() for _ in read.texts]
    for owner, terms in zip(read.owner, read.terms, strict=True):
        of_text[owner] |= terms
    for one, terms in zip(read.texts, of_text, strict=True):
        seen.update(terms)
        for term in terms:
            hands.setdefault(term, set()).add(one.hand)
    return {term: seen[term] for term in sorted(hands) if len(hands[term]) >= FEWEST_HANDS}


def _matrix(windows: Sequence[set[str]], seen: dict[str, int], texts: int) -> sparse.csr_matrix:
    number = {term: at for at, term in enumerate(seen)}
    value = np.array([presence(term, count, texts) for term, count in seen.items()])
    rows = [sorted(number[term] for term in terms if term in number) for terms in windows]
    columns = np.array([at for row in rows for at in row], np.int32)
    ends = np.cumsum([0, *map(len, rows)])
    sizes = np.repeat([size_of((value[row] ** 2).sum()) for row in rows], np.diff(ends))
    return sparse.csr_matrix((value[columns] / sizes, columns, ends), shape=(len(rows), len(seen)))


def _highest(scores: Floats, owner: NDArray[np.int64], danger: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Of each text of danger the number of its highest window, the first of equals."""
    order = np.lexsort((-scores, owner))
    order = order[danger[order]]
    return order[np.unique(owner[order], return_index=True)[1]]
