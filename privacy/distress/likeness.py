"""A line learned from sentences of several hands, beside the rules: how much does a passage read like danger?

A text is read window by window and is as alarming as its highest window. A window's score is a weighted sum of the terms
that stand in it; nothing else is in the file, so that it can be read, and said of each alert what weighed. Learned by
``manage.py train_distress``; served with numpy and a dictionary. A file that is missing or is not the sealed one stops
whoever asks: a child whose words nobody read is worse than an error.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from privacy.distress.alike import CLASS_OF
from privacy.distress.terms import BOTH, PART_MARK, Window, parts_of, terms_of, together, windows_of

FILE = Path(__file__).parent / "data" / "likeness.json"
PART_SHARE = 0.4  # what a part of a word counts beside a whole one
SHOWN = 5  # words that are said to have weighed most
UNIT = 1000  # weights are kept as whole thousandths


class LineError(Exception):
    """The learned line cannot be trusted or is not there."""


@dataclass(frozen=True)
class Scored:
    window: Window
    score: float

    @property
    def sentences(self) -> tuple[str, ...]:
        return self.window.sentences


@dataclass(frozen=True)
class Line:
    version: str  # the first twelve digits of the file's SHA-256
    threshold: float
    bias: float
    number: dict[str, int]  # of each term in the arrays
    square: NDArray[np.float64]  # of a term's presence: rarer terms stand out more
    pull: NDArray[np.float64]  # presence x weight

    def highest(self, sentences: Sequence[str]) -> Scored | None:
        """The window that reads most like danger; none where there are no words."""
        known = [self._known(terms_of(sentence)) for sentence in sentences]
        scored = [
            Scored(window, self._score(known[at] | known[at + size - 1] | self._known(together(window.sentences))))
            for at, size, window in windows_of(sentences)
        ]
        return max(scored, key=lambda one: one.score, default=None)

    def strongest(self, scored: Scored) -> set[str]:
        """The words of a window that weighed most, whichever terms they stand in."""
        share: Counter[str] = Counter()
        words = {word for sentence in scored.sentences for word in sentence.split()}
        for word in words:
            share[word] += sum(self.pull[one] for one in self._known(parts_of(word)))
        for term in scored.window.terms:
            if not term.startswith(PART_MARK) and term in self.number:
                symbols = term.split(BOTH if BOTH in term else " ")
                for word in words:
                    if word in symbols or CLASS_OF.get(word) in symbols:
                        share[word] += self.pull[self.number[term]] / len(symbols)
        return {word for word, pull in share.most_common(SHOWN) if pull > 0}

    def _known(self, terms: Sequence[str] | set[str]) -> set[int]:
        number = self.number
        return {number[term] for term in terms if term in number}

    def _score(self, known: set[int]) -> float:
        at = np.fromiter(known, np.int64, len(known))
        return float(self.pull[at].sum() / size_of(self.square[at].sum()) + self.bias)


def size_of(squares: float) -> float:
    """What a window's sum is divided by: the square root of its length, so that long windows gain a little."""
    return max(squares, 1.0) ** 0.25


def presence(term: str, seen: int, texts: int) -> float:
    """How much a term's presence counts: 1 + ln((1 + texts) / (1 + texts it was seen in)), less for parts of words."""
    return (PART_SHARE if term.startswith(PART_MARK) else 1.0) * (1 + np.log((1 + texts) / (1 + seen)))


@cache
def line() -> Line:
    """The committed one; read once in each process."""
    return load(FILE)


def load(path: Path) -> Line:
    seal = path.with_suffix(".sha256")
    for needed in (path, seal):
        if not needed.exists():
            raise LineError(f"{needed} is missing: restore it from the repository, or run `manage.py train_distress`.")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != seal.read_text(encoding="ascii").strip():
        raise LineError(
            f"{path} is not the file that was sealed (SHA-256 {digest[:12]}): restore it from the repository, or run "
            "`manage.py train_distress`. No response is read for signs of danger with it."
        )
    return _parsed(json.loads(content), digest[:12])


def save(path: Path, kept: dict) -> None:
    """The same line gives the same bytes."""
    content = json.dumps(kept, separators=(",", ":"), sort_keys=True).encode() + b"\n"
    path.write_bytes(content)
    path.with_suffix(".sha256").write_text(hashlib.sha256(content).hexdigest() + "\n", encoding="ascii")


def _parsed(kept: dict, version: str) -> Line:
    terms = kept["terms"]  # term -> [texts it was seen in, weight in thousandths]
    value = np.array([presence(term, seen, kept["texts"]) for term, (seen, _) in terms.items()])
    weight = np.array([weight for _, weight in terms.values()]) / UNIT
    return Line(
        version=version,
        threshold=kept["threshold"],
        bias=kept["bias"],
        number={term: number for number, term in enumerate(terms)},
        square=value**2,
        pull=value * weight,
    )
