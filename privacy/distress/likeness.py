"""A line learned from sentences of several hands, beside the rules: how much does a passage read like danger?

A text is read as a whole and window by window: its score is that of the whole and a share of its highest window's, which
is the passage that is shown. Either score is a weighted sum of the terms that stand there; nothing else is in the file,
so that it can be read, and said of each alert what weighed. Learned by
``manage.py train_distress``; served with numpy and a dictionary. A file that is missing or is not the sealed one stops
whoever asks: a child whose words nobody read is worse than an error.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from privacy.distress.alike import CLASS_OF
from privacy.distress.terms import BOTH, FILLERS, PART_MARK, Window, parts_of, runs_of, together, windows_of

FILE = Path(__file__).parent / "data" / "likeness.json"
PART_SHARE = 0.4  # what a part of a word counts beside a whole one
SHOWN = 5  # words that are said to have weighed most
WINDOW_SHARE = 0.3  # what the highest window counts beside the whole
UNIT = 1000  # weights are kept as whole thousandths


class LineError(Exception):
    """The learned line cannot be trusted or is not there."""


@dataclass(frozen=True)
class Scored:
    window: Window  # the one that reads most like danger
    score: float  # of the whole text

    @property
    def sentences(self) -> tuple[str, ...]:
        return self.window.sentences


@dataclass(frozen=True)
class Line:
    version: str  # the first twelve digits of the file's SHA-256
    threshold: float
    bias: float  # of the whole and the window's share
    number: dict[str, int]  # of each term in the arrays
    square: NDArray[np.float64]  # of a term's presence: rarer terms stand out more
    pull: NDArray[np.float64]  # of a term in a window: presence x weight
    whole: NDArray[np.float64]  # of a term in the whole text
    parts: dict[str, frozenset[int]] = field(default_factory=dict)  # of words that the line knows, once looked up

    def read(self, sentences: Sequence[str]) -> Scored | None:
        """The whole text's score and its most alarming window; none where there are no words."""
        if not sentences:
            return None
        known = [self._of_sentence(sentence) for sentence in sentences]
        spread: set[int] = set().union(*known)
        best, highest = None, -np.inf
        for at, size, window in windows_of(sentences):
            both = self._known(together(window.sentences))
            spread |= both
            score = self._score(known[at] | known[at + size - 1] | both, self.pull)
            if score > highest:
                best, highest = window, score
        return Scored(best, self._score(spread, self.whole) + WINDOW_SHARE * highest + self.bias) if best else None

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

    def _of_sentence(self, sentence: str) -> set[int]:
        known = self._known(runs_of(sentence))
        for word in set(sentence.split()) - FILLERS:
            known |= self._parts(word)
        return known

    def _parts(self, word: str) -> frozenset[int]:
        """Kept for words of the line alone: what else a student writes, names among it, stays in no memory."""
        found = self.parts.get(word)
        if found is None:
            found = frozenset(self._known(parts_of(word)))
            if word in self.number:
                self.parts[word] = found
        return found

    def _known(self, terms: Iterable[str]) -> set[int]:
        number = self.number
        return {number[term] for term in terms if term in number}

    def _score(self, known: set[int], pull: NDArray[np.float64]) -> float:
        at = np.fromiter(known, np.int64, len(known))
        return float(pull[at].sum() / size_of(self.square[at].sum()))


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
    terms = kept["terms"]  # term -> [texts it was seen in, weight in a window, in the whole: both in thousandths]
    value = np.array([presence(term, seen, kept["texts"]) for term, (seen, *_) in terms.items()])
    weights = np.array([weights for _, *weights in terms.values()]).reshape(-1, 2) / UNIT
    return Line(
        version=version,
        threshold=kept["threshold"],
        bias=kept["bias"],
        number={term: number for number, term in enumerate(terms)},
        square=value**2,
        pull=value * weights[:, 0],
        whole=value * weights[:, 1],
    )
