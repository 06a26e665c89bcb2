"""What the learned line looks at: which terms stand in one sentence or in two that follow one another.

Words and their runs of up to three; runs of up to four with words replaced by their class (``alike``); which two classes
stand together anywhere; and parts of words, so that a misspelled word is still half known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from privacy.distress.alike import CLASS_OF

WORDS, CLASSED, PART = 3, 4, (3, 4, 5)
# Alone they tell how somebody speaks, not of what: "been" and "um" are no sign. In runs of words they count.
FILLERS = frozenset(
    ["a", "the", "and", "so", "just", "um", "uh", "oh", "ok", "like", "been", "since", "before", "after"]
)
PART_MARK, BOTH = "#", "&"


@dataclass(frozen=True)
class Window:
    sentences: tuple[str, ...]

    @cached_property
    def terms(self) -> set[str]:
        return set().union(*map(terms_of, self.sentences), together(self.sentences))


def windows_of(sentences: Sequence[str]) -> list[tuple[int, int, Window]]:
    """Every sentence, and every two that follow one another: where it begins, how many, which."""
    ones = [(at, 1, Window((one,))) for at, one in enumerate(sentences)]
    return ones + [(at, 2, Window(pair)) for at, pair in enumerate(pairwise(sentences))]


def terms_of(sentence: str) -> set[str]:
    return runs_of(sentence).union(*map(parts_of, set(sentence.split()) - FILLERS))


def runs_of(sentence: str) -> set[str]:
    words = sentence.split()
    classed = [CLASS_OF.get(word, word) for word in words]
    runs = set(_runs(words, WORDS)) - FILLERS
    runs.update(run for run in _runs(classed, CLASSED) if "<" in run)
    return runs


def parts_of(word: str) -> list[str]:
    edged = f"|{word}|"
    return [PART_MARK + edged[at : at + size] for size in PART for at in range(len(edged) - size + 1)]


def _runs(symbols: Sequence[str], longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for at in range(len(symbols) - size + 1):
            yield " ".join(symbols[at : at + size])


def together(sentences: Sequence[str]) -> set[str]:
    classes = sorted({CLASS_OF[word] for sentence in sentences for word in sentence.split() if word in CLASS_OF})
    return {f"{one}{BOTH}{other}" for at, one in enumerate(classes) for other in classes[at + 1 :]}
