"""Where in the words as written a window of read sentences stands; looked up only for what is raised."""

import re
from collections.abc import Sequence

from privacy.distress.reading import ENDS, sentences_of, spelled, words_of

SPACED = re.compile(r"\b(?:[a-z][ .\-*]){3,}[a-z]\b", re.IGNORECASE)  # k.i.l.l.: its dots end no sentence
SPOKEN = re.compile(rf"{SPACED.pattern}|\S+", re.IGNORECASE)

Span = tuple[int, int]


def passage_of(text: str, window: tuple[str, ...]) -> Span:
    """From the first sentence of the window to its last; the whole text where an idiom that was read past spans them."""
    read = [(span, tuple(sentences_of(text[slice(*span)]))) for span in _sentences(text)]
    read = [(span, sentences) for span, sentences in read if sentences]
    for first in range(len(read)):
        held: tuple[str, ...] = ()
        for span, sentences in read[first:]:
            held += sentences
            if held == window:
                return read[first][0][0], span[1]
            if len(held) >= len(window):
                break
    return 0, len(text)


def sentences_at(text: str, sentences: Sequence[str], numbers: set[int]) -> tuple[Span, ...]:
    """Where those of the read ``sentences`` stand as written; the whole text where an idiom that was read past hides it."""
    spans, at = [], 0
    for span in _sentences(text):
        if at > max(numbers, default=-1):
            break
        here = sentences_of(text[slice(*span)])
        if at in numbers and here[:1] == [sentences[at]]:  # between two ends stands one sentence, or none
            spans.append(span)
        at += len(here)
    return tuple(spans) or ((0, len(text)),)


def spots_of(text: str, passage: Span, words: set[str]) -> tuple[Span, ...]:
    """Where in the passage ``words``, as read, stand as written; each once."""
    spots: list[Span] = []
    left = set(words)
    for found in SPOKEN.finditer(text, *passage):
        if here := left.intersection(words_of(spelled(found[0]))):
            left -= here
            spots.append(_bare(found[0], found.start()))
    return tuple(spots)


def _sentences(text: str) -> list[Span]:
    spelt = [found.span() for found in SPACED.finditer(text)]
    ends = [end.span() for end in ENDS.finditer(text) if not any(a < end.end() and end.start() < b for a, b in spelt)]
    starts = [0, *(end for _, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(text)], strict=True))


def _bare(word: str, at: int) -> Span:
    """Without the quotes and commas around it."""
    kept = re.search(r"[\w@$].*[\w@$]|[\w@$]", word, re.DOTALL)
    return (at + kept.start(), at + kept.end()) if kept else (at, at + len(word))
