"""One pass over a text: words in one spelling, with clauses, subject, negation and whose speech it is.

Every word of a district's texts passes here. So what stands between two spaces is taken apart once and remembered,
and the loop keeps one small tuple of state, rebuilt only when a word changes it; it stops only at words that can.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
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

_KINDS = "|".join(PERSON_KINDS)
_LETTERED = re.compile(rf"\[(?:{_KINDS}) [A-Z]{{1,2}}\]")
_HELD = "\0"  # stands for their space while a text is parted at its spaces; no text that was taken in has one
_PIECE = re.compile(
    rf"\[(?:{_KINDS})(?:{_HELD}[A-Z]{{1,2}})?\]|\[[a-z]+\]"
    r"|['’]?[^\W_]+(?:['’][^\W_]+)*['’]?|[.!?\n]+|[,;:()—–]|[\"“”]|--+"
)

# What a word can be to the scanner, as bits.
_SELF, _OTHER, _THING, _PERSON, _NEGATION, _SAY, _REPORT, _OPENER, _CONJUNCTION = (1 << bit for bit in range(9))
_MINE, _THEIRS, _ARTICLE, _DROP, _PAIRED = (1 << bit for bit in range(9, 14))
_NAMED, _STOP, _PAUSE, _QUOTE = (1 << bit for bit in range(14, 18))  # may be a name; the others are no words but marks
_SUBJECT = _SELF | _OTHER | _THING | _PERSON | _MINE | _THEIRS | _ARTICLE
_PRONOUN = _SELF | _OTHER
_MARK = _STOP | _PAUSE | _QUOTE
_UNUSUAL = _DROP | _PAIRED
_AFTERWARDS = _OPENER | _NEGATION | _SAY
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
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 40
_BEFORE_PLACES = frozenset(["in", "at", "from", "near", "to", "of", "the", "on", "called", "named", "a", "an"])

_new = tuple.__new__  # a State by its name costs twice as much

Place = tuple[int, int]  # start and end
Parsed = tuple[tuple[str, int], ...]


class Chunk(NamedTuple):
    """What stands between two spaces."""

    step: int  # from its first character to the next chunk's
    spoken: int  # words as written, without marks
    words: tuple[tuple[str, int, Place], ...]  # word or mark, its bits, and where in the chunk


class State(NamedTuple):
    """What holds at a word."""

    clause: int
    sentence: int
    subject: int
    speech: int
    negations: int  # how many stand before this word


_AT_FIRST = State(0, 0, 0, 0, 0)


@dataclass(slots=True)
class Passage:
    """A text as parallel lists over its words (fillers dropped); clauses and sentences count from 0."""

    text: str
    words: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)  # where each word stands in its chunk
    chunks: list[int] = field(default_factory=list)  # where each word's chunk begins
    states: list[State] = field(default_factory=list)
    clause_starts: list[int] = field(default_factory=list)  # first word of each clause
    sentence_starts: list[int] = field(default_factory=list)  # of each sentence; the next one's if it has none left
    spoken_words: int = 0  # every word, fillers too

    def sentences(self) -> Iterator[tuple[int, int]]:
        """First word of each sentence, and the word after its last."""
        return pairwise([*self.sentence_starts, len(self.words)])

    def clause_span(self, clause: int) -> tuple[int, int]:
        """Character offsets of a clause."""
        first, last = self._bounds(clause)
        return self.chunks[first] + self.places[first][0], self.chunks[last - 1] + self.places[last - 1][1]

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
    """What one piece of text is: a mark, or its words, each with its bits."""
    if raw[0] == "[":
        person = raw.strip("[]").split(_HELD)[0] in PERSON_KINDS
        return ((PERSON, _BITS[PERSON]),) if person else ((THING, 0),)
    if raw in _MARKS:
        return ((raw, _MARKS[raw]),)
    if raw[0] in ".!?\n":
        return ((raw, _STOP),)
    if raw[0] == "-":
        return ((raw, _PAUSE),)
    named = raw[0].isupper() and len(raw) > 1 and not raw.isupper() and not raw.endswith(("ing", "ly", "ed"))
    return tuple((word, _bits(word, named)) for word in _spell(raw))


def _bits(word: str, named: bool) -> int:
    adverb = word.endswith("ly") and len(word) > 4 and word not in KEPT_IN_LY
    bits = _DROP if adverb else _BITS.get(word, 0)
    return bits | _NAMED if named and word not in _NEVER_NAMES else bits


_memory: dict[str, Chunk] = {}
_parse_again = lru_cache(maxsize=_MOST_REMEMBERED)(_parse)


def _recall(chunk: str) -> Chunk:
    """A chunk taken apart, and remembered unless it is so long that nobody writes it twice."""
    if len(chunk) > _LONGEST_REMEMBERED:
        return _take_apart(chunk, _parse)
    if len(_memory) >= _MOST_REMEMBERED:
        _memory.clear()
    _memory[chunk] = _take_apart(chunk, _parse_again)
    return _memory[chunk]


def _take_apart(chunk: str, parse: Callable[[str], Parsed]) -> Chunk:
    pieces = [(piece.span(), parse(piece[0])) for piece in _PIECE.finditer(chunk)]
    words = tuple((word, bits, place) for place, parsed in pieces for word, bits in parsed)
    spoken = sum(not any(bits & _MARK for _, bits in parsed) for _, parsed in pieces)
    return Chunk(len(chunk) + 1, spoken, words)


def _chunks(text: str) -> list[str]:
    """What stands between spaces, a placeholder with its letter in one piece."""
    return (_LETTERED.sub(_hold, text) if "[" in text else text).split(" ")


def _hold(placeholder: re.Match[str]) -> str:
    return placeholder[0].replace(" ", _HELD)


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
        self.candidate = -1  # the word before, if it opened the sentence and may be a name
        self.reported = self.quote = PLAIN
        self.speaker = OTHER
        self.state = _AT_FIRST
        self.quotes_left = text.count('"') + text.count("“") + text.count("”")

    def scan(self) -> Passage:
        passage, known, state = self.passage, _memory.get, self.state
        add_word, add_state = passage.words.append, passage.states.append
        add_place, add_chunk = passage.places.append, passage.chunks.append
        start = spoken = 0
        waiting = True  # for the next word, whatever it is
        for chunk in _chunks(passage.text):
            step, count, words = known(chunk) or _recall(chunk)
            for word, bits, place in words:
                if not bits and not waiting:
                    add_word(word)
                    add_place(place)
                    add_chunk(start)
                    add_state(state)
                elif bits & _MARK:
                    self._mark(bits)
                    waiting = True
                else:
                    waiting = self._heed(word, bits, place, start)
                    state = self.state
            start += step
            spoken += count
        passage.spoken_words = spoken
        return passage

    def _heed(self, word: str, bits: int, place: Place, chunk: int) -> bool:
        """A word that can change what holds. Whether the next must be heeded, whatever it is."""
        if bits & _UNUSUAL and (bits & _DROP or self._ends_filler(word)):
            return self.fresh or self.candidate >= 0
        passage = self.passage
        here = len(passage.words)
        if bits & _NAMED and self._is_name():
            word, bits = PERSON, _PERSON | _NAMED
        elif self.candidate >= 0:
            if word in _PERSONAL_VERBS and self.candidate == here - 1:
                self._name_opening()
            self.candidate = -1
        opens = self.fresh or (bits & _CONJUNCTION and here - passage.clause_starts[-1] >= 4)
        if opens:
            self._open_clause(here)
        if bits & _SUBJECT and (bits & _PRONOUN or here < self.reach_end):
            self._follow_subject(bits, here)
            self._renew()
        elif opens:
            self._renew()
        if bits & _NAMED and self.opened_at == here:
            self.candidate = here
        passage.words.append(word)
        passage.places.append(place)
        passage.chunks.append(chunk)
        passage.states.append(self.state)
        if bits & _AFTERWARDS:
            self._after(bits)
        return self.candidate >= 0

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
        for column in (passage.words, passage.places, passage.chunks, passage.states):
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

    def _open_clause(self, here: int) -> None:
        self.passage.clause_starts.append(here)
        self.clause += 1
        self.reach_end = here + _REACH
        self.opened_at = -1
        if self.opening:
            self.passage.sentence_starts.append(here)
            self.opened_at = here
        self.fresh = self.opening = False

    def _follow_subject(self, bits: int, here: int) -> None:
        if bits & _SELF:
            self.subject, self.reach_end = SELF, 0
            if self.reported and self._speaks_again(here):
                self.reported = PLAIN
        elif bits & _OTHER:
            self.subject, self.reach_end = OTHER, 0
        else:
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
