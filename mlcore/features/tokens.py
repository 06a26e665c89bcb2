"""One pass over a text: words in one spelling, with clauses, subject, negation and whose speech it is.

Every word of a district's texts passes here, so the loop is written flat and keeps one small tuple of state,
rebuilt only when a word changes it.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mlcore.features import lexicon
from mlcore.features.spelling import ENDINGS, FILLER_PAIRS, FILLERS, KEPT_IN_LY, NEGATIONS, SPELLINGS, TAKES_IS
from mlcore.placeholders import PERSON_KINDS

PERSON = "[person]"  # what every person placeholder and every name reads as: one neutral word
THING = "[thing]"  # any other placeholder

# Whose clause it is.
UNSAID, SELF, OTHER, IT = 0, 1, 2, 3

# Whose speech a word stands in.
PLAIN, REPORTED, QUOTED, OWN_QUOTE = 0, 1, 2, 3

_PIECE = re.compile(
    rf"\[(?:{'|'.join(PERSON_KINDS)})(?: [A-Z]{{1,2}})?\]|\[[a-z]+\]"
    r"|['’]?[^\W_]+(?:['’][^\W_]+)*['’]?|[.!?\n]+|[,;:()—–]|[\"“”]|--+"
)

# What a word can be to the scanner, as bits.
_SELF, _OTHER, _THING, _PERSON, _NEGATION, _SAY, _REPORT, _OPENER, _CONJUNCTION = (1 << bit for bit in range(9))
_MINE, _THEIRS, _ARTICLE, _DROP, _PAIRED = (1 << bit for bit in range(9, 14))
_SUBJECT = _SELF | _OTHER | _THING | _PERSON | _MINE | _THEIRS | _ARTICLE
_BEFOREHAND = _SUBJECT | _CONJUNCTION
_UNUSUAL = _DROP | _PAIRED
_AFTERWARDS = _OPENER | _NEGATION | _SAY
_STOP, _PAUSE, _QUOTE = range(3)
_REACH = 4  # words after an opener within which a noun can be its subject

_BITS: dict[str, int] = {}
for _bit, _words in (
    (_SELF, lexicon.SELF_SUBJECTS),
    (_OTHER, lexicon.OTHER_SUBJECTS),
    (_THING, lexicon.THING_SUBJECTS),
    (_PERSON, lexicon.PERSON_NOUNS | {PERSON}),
    (_NEGATION, NEGATIONS),
    (_SAY, lexicon.SAY),
    (_REPORT, lexicon.REPORTING),
    (_OPENER, lexicon.OPENERS),
    (_CONJUNCTION, lexicon.CONJUNCTIONS),
    (_MINE, {"my", "our"}),
    (_THEIRS, {"his", "her", "their"}),
    (_ARTICLE, {"the", "a", "an"}),
    (_DROP, FILLERS),
    (_PAIRED, {second for _, second in FILLER_PAIRS}),
):
    for _word in _words:
        _BITS[_word] = _BITS.get(_word, 0) | _bit

_PERSONAL_VERBS = lexicon.PERSONAL_VERBS
_NEVER_NAMES = frozenset().union(*lexicon.CLASSES.values(), lexicon.NOT_PEOPLE, lexicon.COMMON, FILLERS, _BITS)
_MARKS = dict.fromkeys(",;:()—–", _PAUSE) | dict.fromkeys('"“”', _QUOTE)
_MEMORY_LIMIT = 20_000
_BEFORE_PLACES = frozenset(["in", "at", "from", "near", "to", "of", "the", "on", "called", "named", "a", "an"])

_new = tuple.__new__  # a State by its name costs twice as much

Parsed = int | tuple[tuple[str, int, bool], ...]


class State(NamedTuple):
    """What holds at a word."""

    clause: int
    sentence: int
    subject: int
    speech: int
    negations: int  # how many stand before this word


@dataclass(slots=True)
class Passage:
    """A text as parallel lists over its words (fillers dropped); clauses and sentences count from 0."""

    text: str
    words: list[str] = field(default_factory=list)
    pieces: list[re.Match[str]] = field(default_factory=list)  # where each word stands in the text
    states: list[State] = field(default_factory=list)
    clause_starts: list[int] = field(default_factory=list)  # first word of each clause
    spoken_words: int = 0  # every word, fillers too

    def clause_span(self, clause: int) -> tuple[int, int]:
        """Character offsets of a clause."""
        first, last = self._bounds(clause)
        return self.pieces[first].start(), self.pieces[last - 1].end()

    def clause_words(self, clause: int) -> tuple[str, ...]:
        first, last = self._bounds(clause)
        return tuple(self.words[first:last])

    def _bounds(self, clause: int) -> tuple[int, int]:
        starts = self.clause_starts
        return starts[clause], starts[clause + 1] if clause + 1 < len(starts) else len(self.words)

    def sentence_of(self, clause: int) -> int:
        return self.states[self.clause_starts[clause]].sentence


def _spell(raw: str) -> tuple[str, ...]:
    """The words one written word stands for: ``didn't`` -> did not, ``cuz`` -> because."""
    lower = raw.lower().replace("’", "'")
    bare = lower.strip("'")
    meant = SPELLINGS.get(lower) or SPELLINGS.get(bare)
    if meant:
        return meant
    if "'" in bare:
        return _open_contraction(bare)
    if lower.endswith("in'") or (bare.endswith("in") and bare + "g" in _NEVER_NAMES):
        return (bare + "g",)
    return (bare,) if bare else ()


def _open_contraction(word: str) -> tuple[str, ...]:
    for ending, meaning in ENDINGS.items():
        if word.endswith(ending):
            return (*_spell(word[: -len(ending)]), meaning)
    if word.endswith("'s"):
        return word[:-2], ("is" if word[:-2] in TAKES_IS else "'s")
    return (word.replace("'", ""),)


def _parse(raw: str) -> Parsed:
    """What one piece of text is: a mark's number, or its words, each with its bits and whether it may be a name."""
    if raw[0] == "[":
        person = raw.strip("[]").split()[0] in PERSON_KINDS
        return ((PERSON, _BITS[PERSON], False),) if person else ((THING, 0, False),)
    if raw in _MARKS:
        return _MARKS[raw]
    if raw[0] in ".!?\n":
        return _STOP
    if raw[0] == "-":
        return _PAUSE
    named = raw[0].isupper() and len(raw) > 1 and not raw.isupper() and not raw.endswith(("ing", "ly", "ed"))
    return tuple((word, _bits(word), named and word not in _NEVER_NAMES) for word in _spell(raw))


def _bits(word: str) -> int:
    adverb = word.endswith("ly") and len(word) > 4 and word not in KEPT_IN_LY
    return _DROP if adverb else _BITS.get(word, 0)


_memory: dict[str, Parsed] = {}


def _recall(raw: str) -> Parsed:
    if len(_memory) >= _MEMORY_LIMIT:
        _memory.clear()
    parsed = _memory[raw] = _parse(raw)
    return parsed


class _Scanner:
    """Walks a text once, keeping what the next word needs to know."""

    def __init__(self, text: str) -> None:
        self.passage = Passage(text)
        self.sentence = self.subject = self.negated = 0
        self.clause = -1
        self.reach_end = 0  # up to this word a noun can be the clause's subject
        self.fresh = True  # the next word opens a clause
        self.opening = True  # the next word opens a sentence
        self.opened_at = -1  # the word that opened the sentence, if it was the last to open a clause
        self.reported = self.quote = PLAIN
        self.speaker = OTHER
        self.state = State(0, 0, 0, 0, 0)
        self.quotes_left = text.count('"') + text.count("“") + text.count("”")

    def scan(self) -> Passage:
        passage, memory = self.passage, _memory
        add_word, add_piece, add_state = passage.words.append, passage.pieces.append, passage.states.append
        spoken, candidate = 0, -1
        for piece in _PIECE.finditer(passage.text):
            parsed = memory.get(piece[0])
            if parsed is None:
                parsed = _recall(piece[0])
            if parsed.__class__ is int:
                self._mark(parsed)
                continue
            spoken += 1
            for word, bits, named in parsed:
                if bits & _UNUSUAL and (bits & _DROP or self._ends_filler(word)):
                    continue
                if named and self._is_name():
                    word, bits = PERSON, _PERSON  # noqa: PLW2901
                elif candidate >= 0:
                    if word in _PERSONAL_VERBS and candidate == len(passage.words) - 1:
                        self._name_opening()
                    candidate = -1
                if bits & _BEFOREHAND or self.fresh:
                    self._before(bits)
                if named and self.opened_at == len(passage.words):
                    candidate = self.opened_at
                add_word(word)
                add_piece(piece)
                add_state(self.state)
                if bits & _AFTERWARDS:
                    self._after(bits)
        passage.spoken_words = spoken
        return passage

    def _mark(self, mark: int) -> None:
        if mark == _QUOTE:
            self._toggle_quote()
        elif mark == _STOP:
            self.sentence += 1
            self.opening = True
            self.subject, self.reported = UNSAID, PLAIN
        else:
            self._drop_filler_like()
        self.fresh = True

    def _toggle_quote(self) -> None:
        self.quotes_left -= 1
        if self.quote:
            self.quote = PLAIN
        elif self.quotes_left > 0:
            self.quote = OWN_QUOTE if self.speaker == SELF else QUOTED

    def _drop_filler_like(self) -> None:
        """``so, like, I counted``: the word between the commas says nothing."""
        passage = self.passage
        if passage.words and passage.words[-1] == "like" and passage.clause_starts[-1] == len(passage.words) - 1:
            self._forget_last()

    def _ends_filler(self, word: str) -> bool:
        """``i guess``, ``kind of``: both words go."""
        words = self.passage.words
        if self.fresh or not words or (words[-1], word) not in FILLER_PAIRS:
            return False
        self._forget_last()
        return True

    def _forget_last(self) -> None:
        passage = self.passage
        for column in (passage.words, passage.pieces, passage.states):
            column.pop()
        if passage.clause_starts[-1] == len(passage.words):
            passage.clause_starts.pop()
            self.clause -= 1
            self.fresh = True

    def _name_opening(self) -> None:
        """The sentence's first word turns out to be a name."""
        passage = self.passage
        passage.words[-1] = PERSON
        self.subject = OTHER
        self._renew()
        passage.states[-1] = self.state

    def _is_name(self) -> bool:
        """A capital inside a sentence that is no place; at a sentence's start nobody can tell."""
        if self.opening:
            return False
        words = self.passage.words
        return not words or words[-1] not in _BEFORE_PLACES

    def _before(self, bits: int) -> None:
        """Bring the state up to this word."""
        here, starts = len(self.passage.words), self.passage.clause_starts
        if self.fresh or (bits & _CONJUNCTION and here - starts[-1] >= 4):
            starts.append(here)
            self.clause += 1
            self.reach_end = here + _REACH
            self.opened_at = here if self.opening else -1
            self.fresh = self.opening = False
        if bits & _SUBJECT:
            self._follow_subject(bits, here)
        self._renew()

    def _follow_subject(self, bits: int, here: int) -> None:
        if bits & _SELF:
            self.subject, self.reach_end = SELF, 0
            if self.reported and self._speaks_again(here):
                self.reported = PLAIN
        elif bits & _OTHER:
            self.subject, self.reach_end = OTHER, 0
        elif here < self.reach_end:
            self.subject = OTHER if bits & (_PERSON | _THEIRS) else SELF if bits & _MINE else IT

    def _speaks_again(self, here: int) -> bool:
        """``she said run, and i ran``: the writer is back after a conjunction or a pause, not right after ``said``."""
        before = _BITS.get(self.passage.words[-1], 0)
        return bool(before & _CONJUNCTION) or (self.passage.clause_starts[-1] == here and not before & _SAY)

    def _after(self, bits: int) -> None:
        """What this word changes for the next."""
        if bits & _OPENER:
            self.reach_end = len(self.passage.words) + _REACH
        if bits & _NEGATION:
            self.negated += 1
        if bits & _SAY:
            self.speaker = SELF if self.subject in (SELF, UNSAID) else OTHER
            if bits & _REPORT and self.subject == OTHER and not self.quote:
                self.reported = REPORTED
        if bits & (_NEGATION | _SAY):
            self._renew()

    def _renew(self) -> None:
        speech = self.quote or self.reported
        self.state = _new(State, (self.clause, self.sentence, self.subject, speech, self.negated))


def read_passage(text: str) -> Passage:
    """Scan ``text`` once."""
    return _Scanner(text).scan()
