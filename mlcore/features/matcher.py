"""Phrases as data, compiled once, found in one walk over a passage.

A phrase is a row of elements: a word, ``a|b|c``, a verb in all its forms (``count+``), a CLASS of the
lexicon, any of these with ``?`` when it may be missing, and ``~`` for up to two (``~~`` four) words between.
``^`` before the rest: the phrase opens its clause.

Each phrase hangs at its rarest element (the anchor): what follows it is walked in a trie shared by all
phrases, what precedes it is looked at only once the rest has matched. So ``i`` and ``was`` start nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from mlcore.features.inflection import forms_of
from mlcore.features.lexicon import CLASSES, COMMON
from mlcore.features.spelling import NEGATIONS
from mlcore.features.tokens import PERSON, Passage

ANY_SUBJECT, SELF_ONLY, OTHER_ONLY, NOT_OTHER, NOT_SELF = "any", "self", "other", "not_other", "not_self"


@dataclass(frozen=True)
class Kind:
    """What a found phrase stands for, and under which conditions it counts."""

    sign: str  # a feature's name, or a sign that features are composed of
    strength: float = 1.0
    subject: str = ANY_SUBJECT
    negatable: bool = True  # a negation before it takes it away


@dataclass(frozen=True)
class Phrase:
    kind: Kind
    pattern: str


class Found(NamedTuple):
    kind: Kind
    first: int  # index of the first word
    last: int


def phrases(
    sign: str, patterns: str, *, strength: float = 1.0, subject: str = ANY_SUBJECT, negatable: bool = True
) -> tuple[Phrase, ...]:
    """One phrase a line; blank lines and lines that begin with # are skipped."""
    kind = Kind(sign, strength, subject, negatable)
    lines = (line.strip() for line in patterns.splitlines())
    return tuple(Phrase(kind, line) for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase; no words: any word."""

    words: frozenset[str] | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    kind: Kind
    before: tuple[Element, ...]  # nearest to the anchor first
    negations: int  # how many the phrase itself holds
    subjects: tuple[bool, ...]  # by the passage's subject numbers
    opens: bool  # the phrase must open its clause
    nearest: frozenset[str]  # the last word that must stand before the anchor; empty: none
    reach: int  # how far before the anchor it may stand


@dataclass(slots=True)
class _Node:
    edges: dict[str, "_Node"] = field(default_factory=dict)
    after_any: "_Node | None" = None
    ends: list[_End] = field(default_factory=list)

    def step(self, symbol: str) -> "_Node":
        return self.edges.setdefault(symbol, _Node())

    def skip(self) -> "_Node":
        if self.after_any is None:
            self.after_any = _Node()
        return self.after_any


@dataclass(slots=True)
class _Place:
    """All nodes one anchor has reached by now; ``onward`` remembers where each next word led."""

    nodes: tuple[_Node, ...]
    ends: tuple[tuple[_End, ...], ...]  # what may end here, by the anchor's subject
    heard: frozenset[str]  # the symbols that lead on from here; any other word counts as ""
    onward: dict[str, "_Place | None"] = field(default_factory=dict)


class Matcher:
    """All phrases in one trie, walked from each anchor as an automaton that is worked out as texts need it."""

    def __init__(self, table: Iterable[Phrase]) -> None:
        self._root = _Node()
        self._groups: dict[str, frozenset[str]] = {}
        for phrase in table:
            self._add(phrase)
        symbols: dict[str, list[str]] = {}
        for symbol, words in sorted(self._groups.items()):
            for word in words:
                symbols.setdefault(word, []).append(symbol)
        self._symbols = {word: tuple(names) for word, names in symbols.items()}
        self._places: dict[frozenset[int], _Place] = {}
        self._met: dict[str, tuple[str, _Place | None]] = {}  # of each known word: itself, and what it starts
        self._begin()

    def find(self, passage: Passage) -> list[Found]:
        """Every phrase found in ``passage``; phrases never cross a sentence's end."""
        if len(self._places) > _MOST_PLACES:
            self._begin()
        met, states = [*map(self._met.get, passage.words, repeat(_NOTHING))], passage.states
        found: list[Found] = []
        for first, end in passage.sentences():
            for anchor in range(first, end):
                place, here = met[anchor][1], anchor
                if place is None:
                    continue
                subject = states[anchor].subject
                while place is not None:
                    if place.ends[subject]:
                        _collect(passage, place.ends[subject], first, anchor, here, found)
                    here += 1
                    if here == end:
                        break
                    word = met[here][0]
                    try:
                        place = place.onward[word]
                    except KeyError:
                        place = self._onward(place, word)
        return sorted(found, key=_LAST)  # as a reader meets them: what they add up to depends on the order

    def _onward(self, place: _Place, word: str) -> _Place | None:
        """Where ``word`` leads from ``place``, worked out once."""
        symbols = [symbol for symbol in self._symbols.get(word, ()) if symbol in place.heard]
        if word and not symbols:
            onward = place.onward[""] if "" in place.onward else self._onward(place, "")
        else:
            nodes = [node.edges[symbol] for node in place.nodes for symbol in symbols if symbol in node.edges]
            nodes += [node.after_any for node in place.nodes if node.after_any is not None]
            onward = self._place(_distinct(nodes)) if nodes else None
        place.onward[word] = onward
        return onward

    def _place(self, nodes: list[_Node]) -> _Place:
        key = frozenset(map(id, nodes))
        if key not in self._places:
            ends = [end for node in nodes for end in node.ends]
            by_subject = (tuple(end for end in ends if end.subjects[subject]) for subject in range(_SUBJECT_NUMBERS))
            heard = frozenset().union(*(node.edges for node in nodes))
            self._places[key] = _Place(tuple(nodes), tuple(by_subject), heard)
        return self._places[key]

    def _begin(self) -> None:
        """Where each word starts; forgets what texts have added."""
        self._places.clear()
        edges = self._root.edges
        anchors = {word: [edges[s] for s in names if s in edges] for word, names in self._symbols.items()}
        self._met = {word: (word, self._place(nodes) if nodes else None) for word, nodes in anchors.items()}

    def _add(self, phrase: Phrase) -> None:
        elements = list(_parse(phrase.pattern.removeprefix("^ ")))
        anchor = min((i for i, e in enumerate(elements) if e.words and not e.optional), key=_rarity(elements))
        negations = sum(bool(e.words and not e.optional and e.words <= NEGATIONS) for e in elements)
        before = tuple(reversed(elements[:anchor]))
        reach, nearest = next(((n, e.words) for n, e in enumerate(before, 1) if e.words and not e.optional), (0, None))
        subjects = _SUBJECTS[phrase.kind.subject]
        opens = phrase.pattern[0] == "^"
        end = _End(phrase.kind, before, negations, subjects, opens, nearest or frozenset(), reach)
        frontier = [self._root.step(self._symbol(elements[anchor]))]
        for element in elements[anchor + 1 :]:
            reached = [node.step(self._symbol(element)) if element.words else node.skip() for node in frontier]
            frontier = _distinct(frontier + reached) if element.optional else reached
        for node in frontier:
            node.ends.append(end)

    def _symbol(self, element: Element) -> str:
        """A name for the element's words, so that a hundred alternatives cost no branches."""
        name = "|".join(sorted(element.words or ()))
        self._groups[name] = element.words or frozenset()
        return name

    def nodes(self) -> Iterator[_Node]:
        """Every node, to see how large the trie is."""
        stack = [self._root]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(node.edges.values())
            if node.after_any is not None:
                stack.append(node.after_any)


def _parse(pattern: str) -> Iterator[Element]:
    for element in pattern.split():
        if set(element) == {"~"}:
            yield from [Element(None, optional=True)] * (2 * len(element))
        else:
            choices = element.removesuffix("?").split("|")
            yield Element(frozenset().union(*map(_words_of, choices)), element.endswith("?"))


def _words_of(choice: str) -> frozenset[str]:
    if choice in _PERSON_CLASSES:
        return CLASSES[choice] | {PERSON}
    if choice in CLASSES:
        return CLASSES[choice]
    return forms_of(choice[:-1]) if choice.endswith("+") else frozenset({choice})


def _rarity(elements: list[Element]):
    """Fewest occurrences first (common words weigh by their count in a thousand words); later on ties."""

    def weight(place: int) -> tuple[float, int]:
        words = elements[place].words or frozenset()
        return sum(COMMON.get(word, 0.05) for word in words), -place

    return weight


def _distinct(nodes: list[_Node]) -> list[_Node]:
    return list({id(node): node for node in nodes}.values())


_PERSON_CLASSES = frozenset({"PERSON", "P", "HIM"})

_SUBJECTS = {
    ANY_SUBJECT: (True, True, True, True),
    SELF_ONLY: (True, True, False, False),
    OTHER_ONLY: (False, False, True, False),
    NOT_OTHER: (True, True, False, True),
    NOT_SELF: (True, False, True, True),
}
_SUBJECT_NUMBERS = 4
_NOTHING = ("", None)
_LAST = attrgetter("last")
_new = tuple.__new__  # a Found by its name costs twice as much
_NEGATION_REACH = 3
_MOST_PLACES = 200_000


def _collect(
    passage: Passage, ends: tuple[_End, ...], opening: int, anchor: int, last: int, found: list[Found]
) -> None:
    """Those of ``ends`` that what stands before the anchor bears out; ``opening`` is the sentence's first word."""
    words = passage.words
    before = words[anchor - 1] if anchor else ""
    for end in ends:
        if end.reach == 1:
            if before not in end.nearest:
                continue
        elif end.reach and end.nearest.isdisjoint(words[max(anchor - end.reach, 0) : anchor]):
            continue
        first = _look_back(words, end.before, opening, anchor - 1) if end.before else anchor
        if first >= 0 and end.opens and passage.clause_starts[passage.states[first].clause] != first:
            continue
        if first >= 0 and (not end.kind.negatable or not _is_negated(passage, end, first, last)):
            found.append(_new(Found, (end.kind, first, last)))


def _look_back(words: list[str], before: tuple[Element, ...], opening: int, at: int) -> int:
    """The first word of a phrase whose elements before the anchor end at ``at``, or -1."""
    for place, element in enumerate(before, 1):
        if at >= opening and (element.words is None or words[at] in element.words):
            if element.optional:
                first = _look_back(words, before[place:], opening, at - 1)
                if first >= 0:
                    return first
            else:
                at -= 1
        elif not element.optional:
            return -1
    return at + 1


def _is_negated(passage: Passage, end: _End, first: int, last: int) -> bool:
    """Whether more negations stand in and shortly before the phrase than it holds itself."""
    states = passage.states
    before = max(first - _NEGATION_REACH, passage.clause_starts[states[first].clause])
    return states[last].negations - states[before].negations > end.negations
