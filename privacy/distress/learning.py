"""How the line is learned: logistic regression over whole texts, and over the windows of every text in two rounds.

A text that tells of danger rarely does so in each sentence. In the first round all its windows count as danger; in the
second only the one that then read most like it, and the others count as nothing. Innocent texts are innocent throughout.
The whole text knows more: what stands around a hint, and that nothing stands against it. Where to raise is set on hands that were left out. No seed is drawn: the same texts give the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from privacy.distress.hands import CLASSROOM, HANDS, Text
from privacy.distress.likeness import UNIT, WINDOW_SHARE, presence, size_of
from privacy.distress.reading import sentences_of
from privacy.distress.terms import windows_of

FEWEST_HANDS = 2  # a term seen with one hand alone is its voice or its story
DANGER_COUNTS = 1.5  # a window of danger beside an innocent one
STRENGTH = 1.0  # liblinear's C
# Of these at most so many may be raised, left out. A false alarm costs a lead a minute and holds one response; a miss
# may cost more than that. What other bounds would find: docs/reference/distress.md, which also says why these.
NEAR_MISSES, ORDINARY = 0.04, 0.02
BOUNDS = (0.005, 0.01, 0.02, 0.03, 0.05)  # of ordinary responses: what the page shows
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

    def wholes(self) -> list[set[str]]:
        """Of each text the terms of all its windows."""
        wholes: list[set[str]] = [set() for _ in self.texts]
        for owner, terms in zip(self.owner, self.terms, strict=True):
            wholes[owner] |= terms
        return wholes

    def part(self, kept: NDArray[np.bool_]) -> "Read":
        number = np.cumsum(kept) - 1
        windows = np.flatnonzero(kept[self.owner])
        texts = [one for one, keep in zip(self.texts, kept, strict=True) if keep]
        return Read(texts, [self.terms[at] for at in windows], number[self.owner[windows]])


@dataclass(frozen=True)
class Fitted:
    seen: dict[str, int]  # of each term, in how many texts; the order is that of the weights
    texts: int
    window: Floats
    whole: Floats
    bias: float

    def scores(self, read: Read) -> Floats:
        """Of each text the whole and a share of its highest window."""
        windows = _matrix(read.terms, self.seen, self.texts) @ self.window
        best = np.full(len(read.texts), -np.inf)
        np.maximum.at(best, read.owner, windows)
        wholes = _matrix(read.wholes(), self.seen, self.texts) @ self.whole
        return wholes + WINDOW_SHARE * best + self.bias

    def kept(self, threshold: float) -> dict:
        window, whole = (np.rint(weights * UNIT).astype(int).tolist() for weights in (self.window, self.whole))
        terms = {
            term: [seen, *weights]
            for (term, seen), *weights in zip(self.seen.items(), window, whole, strict=True)
            if any(weights)
        }
        return {"bias": round(self.bias, 3), "texts": self.texts, "threshold": threshold, "terms": terms}


def fit(read: Read) -> Fitted:
    seen, count = _shared_terms(read), len(read.texts)
    danger = np.array([one.danger for one in read.texts])
    whole = _regression().fit(_matrix(read.wholes(), seen, count), danger)
    window = _of_windows(read, _matrix(read.terms, seen, count), danger[read.owner])
    bias = float(whole.intercept_[0] + WINDOW_SHARE * window.intercept_[0])
    return Fitted(seen, count, window.coef_[0], whole.coef_[0], bias)


def _of_windows(read: Read, matrix: sparse.csr_matrix, danger: NDArray[np.bool_]):
    windows = np.bincount(read.owner, minlength=len(read.texts))
    fair = 1 / np.sqrt(windows[read.owner])  # a long text counts little more than a short one
    used, weight = np.ones(len(danger), bool), fair * np.where(danger, DANGER_COUNTS, 1.0)
    for _round in range(2):
        model = _regression().fit(matrix[used], danger[used], sample_weight=weight[used])
        best = _highest(matrix @ model.coef_[0], read.owner, danger)
        used, weight = ~danger, fair.copy()
        used[best], weight[best] = True, DANGER_COUNTS
    return model


def _regression():
    from sklearn.linear_model import LogisticRegression  # here: what serves pages learns nothing

    return LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, max_iter=500)


def left_out(read: Read, others: int = len(HANDS) - 1) -> Floats:
    """Of each text of a hand or a class its score by a line that saw neither that hand nor that prompt; else NaN.

    With fewer ``others`` it was learned from so many of the other hands alone, those that follow in turn.
    """
    scores = np.full(len(read.texts), np.nan)
    for number, hand in enumerate(HANDS):
        unseen = set((HANDS[number + 1 :] + HANDS[:number])[others:])
        out = np.array([one.hand == hand or (one.hand == CLASSROOM and one.part == number) for one in read.texts])
        kept = ~out & np.array([one.hand not in unseen for one in read.texts])
        scores[out] = fit(read.part(kept)).scores(read.part(out))
    return scores


def threshold_of(
    texts: Sequence[Text], scores: Floats, near_misses: float = NEAR_MISSES, ordinary: float = ORDINARY
) -> float:
    """The lowest that raises no more near misses and no more ordinary responses than may be."""
    near = scores[[one.is_near_miss for one in texts]]
    plain = scores[[one.is_ordinary for one in texts]]
    lowest = max(_lowest(near, near_misses), _lowest(plain, ordinary))
    return float(np.ceil(lowest * 100) / 100)


def _lowest(scores: Floats, rate: float) -> float:
    """Just above the first score that is one too many."""
    may = int(len(scores) * rate)
    if may >= len(scores):
        return -np.inf
    return float(np.sort(scores)[::-1][may]) + 1e-9


def _shared_terms(read: Read) -> dict[str, int]:
    seen: Counter[str] = Counter()
    hands: dict[str, set[str]] = {}
    for one, terms in zip(read.texts, read.wholes(), strict=True):
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
