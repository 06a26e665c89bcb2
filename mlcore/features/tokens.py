"""One pass over a text: words in one spelling, with offsets, clauses, subject, negation and whose speech it is.

The result is a set of parallel lists, one entry a word, because a reading visits every word of a
district's texts and objects per word would cost more than the work itself.
"""

import re
from dataclasses import dataclass, field

from mlcore.features import lexicon
from mlcore.features.spelling import ENDINGS, FILLER_PAIRS, FILLERS, NEGATIONS, SPELLINGS, TAKES_IS

PERSON = "[person]"  # what every person placeholder and every name reads as: one neutral word
THING = "[thing]"  # any other placeholder

# Whose clause it is.
UNSAID, SELF, OTHER, IT = 0, 1, 2, 3

# Whose speech a word stands in.
PLAIN, REPORTED, QUOTED, OWN_QUOTE = 0, 1, 2, 3

_PIECE = re.compile(
    r"\[(?:classmate|person|teacher|student|family)(?: [A-Z]{1,2})?\]|\[[a-z]+\]"
    r"|['’]?[^\W_]+(?:['’][^\W_]+)*['’]?|[.!?\n]+|[,;:()—–]|[\"“”]|-+"
)

# What a word can be to the scanner, as bits.
_SELF, _OTHER, _THING, _PERSON, _NEGATION, _SAY, _OPENER, _CONJUNCTION, _MINE, _THEIRS, _ARTICLE, _KNOWN = (
    1 << bit for bit in range(12)
)
_STOP, _COMMA, _QUOTE, _DASH = range(4)

_BITS: dict[str, int] = {}
for _bit, _words in (
    (_SELF, lexicon.SELF_SUBJECTS),
    (_OTHER, lexicon.OTHER_SUBJECTS),
    (_THING, lexicon.THING_SUBJECTS),
    (_PERSON, lexicon.PERSON_NOUNS | {PERSON}),
    (_NEGATION, NEGATIONS),
    (_SAY, lexicon.SAY),
    (_OPENER, lexicon.OPENERS),
    (_CONJUNCTION, lexicon.CONJUNCTIONS),
    (_MINE, {"my", "our"}),
    (_THEIRS, {"his", "her", "their"}),
    (_ARTICLE, {"the", "a", "an"}),
    (_KNOWN, set().union(*lexicon.CLASSES.values()) | lexicon.NOT_PEOPLE | FILLERS),
):
    for _word in _words:
        _BITS[_word] = _BITS.get(_word, 0) | _bit

_MARKS = {",": _COMMA, ";": _COMMA, ":": _COMMA, "(": _COMMA, ")": _COMMA, "—": _COMMA, "–": _COMMA}
_MARKS |= {'"': _QUOTE, "“": _QUOTE, "”": _QUOTE}
_MEMORY_LIMIT = 20_000
_PLACE_WORDS = frozenset("in at from near to of the on called named a an play plays played".split())


@dataclass(slots=True)
class Passage:
    """A text as parallel lists over its words (fillers dropped); clause and sentence numbers count from 0."""

    text: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    speech: list[int] = field(default_factory=list)
    negations: list[int] = field(default_factory=list)  # how many negations stand before this word
    clause_starts: list[int] = field(default_factory=list)  # first word of each clause
    spoken_words: int = 0  # every word, fillers too

    def clause_span(self, clause: int) -> tuple[int, int]:
        """Character offsets of a clause."""
        first = self.clause_starts[clause]
        last = self.clause_starts[clause + 1] if clause + 1 < len(self.clause_starts) else len(self.words)
        return self.starts[first], self.ends[last - 1]


def _spell(raw: str) -> tuple[str, ...]:
    """The words one written word stands for: ``didn't`` -> did not, ``cuz`` -> because."""
    lower = raw.lower().replace("’", "'")
    meant = SPELLINGS.get(lower) or SPELLINGS.get(bare := lower.strip("'"))
    if meant:
        return meant
    if "'" in bare:
        return _open_contraction(bare)
    if lower.endswith("in'"):
        return (bare + "g",)
    if bare.endswith("in") and bare + "g" in _BITS:
        return (bare + "g",)
    return (bare,) if bare else ()


def _open_contraction(word: str) -> tuple[str, ...]:
    for ending, meaning in ENDINGS.items():
        if word.endswith(ending):
            return _spell(word[: -len(ending)]) + (meaning,)
    if word.endswith("'s"):
        return word[:-2], ("is" if word[:-2] in TAKES_IS else "'s")
    return (word.replace("'", ""),)


def _parse(raw: str) -> int | tuple[tuple[str, int], ...]:
    """What one piece of text is: a mark's number, or its words, each with its bits."""
    if raw[0] == "[":
        person = raw.strip("[]").split()[0] in {"classmate", "person", "teacher", "student", "family"}
        word = PERSON if person else THING
        return ((word, _BITS.get(word, 0) | _KNOWN),)
    if raw in _MARKS:
        return _MARKS[raw]
    if raw[0] in ".!?\n":
        return _STOP
    if raw[0] == "-":
        return _DASH if len(raw) > 1 else _COMMA + 10
    return tuple((word, _BITS.get(word, 0)) for word in _spell(raw))


_memory: dict[str, int | tuple[tuple[str, int], ...]] = {}


def _recall(raw: str) -> int | tuple[tuple[str, int], ...]:
    if len(_memory) >= _MEMORY_LIMIT:
        _memory.clear()
    parsed = _memory[raw] = _parse(raw)
    return parsed


class _Scanner:
    """Walks a text once, keeping what the next word needs to know."""

    def __init__(self, text: str) -> None:
        self.passage = Passage(text)
        self.sentence = self.clause = self.subject = self.reach = self.negated = 0
        self.fresh = True  # the next word opens a clause
        self.opening = True  # the next word opens a sentence
        self.reported = self.quote = PLAIN
        self.speaker = OTHER
        self.quotes_left = text.count('"') + text.count("“") + text.count("”")

    def scan(self) -> Passage:
        memory = _memory
        for match in _PIECE.finditer(self.passage.text):
            raw = match[0]
            parsed = memory.get(raw)
            if parsed is None:
                parsed = _recall(raw)
            if parsed.__class__ is int:
                self._mark(parsed)
            else:
                self._take(parsed, raw, match.start(), match.end())
        return self.passage

    def _mark(self, mark: int) -> None:
        if mark == _QUOTE:
            self._toggle_quote()
        elif mark == _STOP:
            self.sentence += 1
            self.fresh = self.opening = True
            self.subject, self.reported = UNSAID, PLAIN
        elif mark in (_COMMA, _DASH):
            self._drop_filler_like()
            self.fresh = True

    def _toggle_quote(self) -> None:
        self.quotes_left -= 1
        if self.quote:
            self.quote = PLAIN
        elif self.quotes_left > 0:
            self.quote = OWN_QUOTE if self.speaker == SELF else QUOTED
        self.fresh = True

    def _drop_filler_like(self) -> None:
        """``so, like, I counted``: the word between the commas says nothing."""
        words = self.passage.words
        if words and words[-1] == "like" and (len(words) == 1 or self.passage.clause_starts[-1] == len(words) - 1):
            for column in self._columns():
                column.pop()
            self.passage.clause_starts.pop()

    def _columns(self) -> tuple[list, ...]:
        p = self.passage
        return p.words, p.starts, p.ends, p.clauses, p.sentences, p.subjects, p.speech, p.negations

    def _take(self, parsed: tuple[tuple[str, int], ...], raw: str, start: int, end: int) -> None:
        passage = self.passage
        passage.spoken_words += 1
        for word, bits in parsed:
            if word in FILLERS:
                continue
            if not bits and raw[0].isupper() and self._is_name(raw):
                word, bits = PERSON, _PERSON | _KNOWN
            self._place(word, bits, start, end)

    def _is_name(self, raw: str) -> bool:
        """A capital inside a sentence that is no place or subject; at a sentence's start nobody can tell."""
        if self.opening or len(raw) < 2 or raw.isupper():
            return False
        words = self.passage.words
        return not words or words[-1] not in _PLACE_WORDS

    def _place(self, word: str, bits: int, start: int, end: int) -> None:
        passage = self.passage
        words = passage.words
        if words and (words[-1], word) in FILLER_PAIRS and not self.fresh:
            self._forget_last()
            return
        self._open_clause(bits, len(words))
        if bits & (_SELF | _OTHER | _THING | _PERSON | _MINE | _THEIRS | _ARTICLE):
            self._follow_subject(bits)
        words.append(word)
        passage.starts.append(start)
        passage.ends.append(end)
        passage.clauses.append(len(passage.clause_starts) - 1)
        passage.sentences.append(self.sentence)
        passage.subjects.append(self.subject)
        passage.negations.append(self.negated)
        passage.speech.append(self.quote or self.reported)
        self._look_ahead(bits)

    def _forget_last(self) -> None:
        for column in self._columns():
            column.pop()
        if self.passage.clause_starts[-1] == len(self.passage.words):
            self.passage.clause_starts.pop()
            self.fresh = True

    def _open_clause(self, bits: int, here: int) -> None:
        clause_starts = self.passage.clause_starts
        if self.fresh or (bits & _CONJUNCTION and here - clause_starts[-1] >= 4):
            clause_starts.append(here)
            self.fresh = False
            self.reach = 4

    def _follow_subject(self, bits: int) -> None:
        if bits & _SELF:
            self.subject, self.reach = SELF, 0
            if self.reported and self.passage.words and _BITS.get(self.passage.words[-1], 0) & _CONJUNCTION:
                self.reported = PLAIN
        elif bits & _OTHER:
            self.subject, self.reach = OTHER, 0
        elif self.reach > 0:
            self.subject = self._subject_in_reach(bits)

    def _subject_in_reach(self, bits: int) -> int:
        if bits & (_PERSON | _THEIRS):
            return OTHER
        return SELF if bits & _MINE else IT

    def _look_ahead(self, bits: int) -> None:
        self.opening = False
        self.reach -= 1
        if bits & _OPENER:
            self.reach = 4
        if bits & _NEGATION:
            self.negated += 1
        if bits & _SAY:
            self.speaker = SELF if self.subject in (SELF, UNSAID) else OTHER
            if self.subject == OTHER and not self.quote:
                self.reported = REPORTED


def read_passage(text: str) -> Passage:
    """Scan ``text`` once."""
    return _Scanner(text).scan()
