"""Phrases as data, compiled once, found in one walk over a passage.

A phrase is a row of elements: a word, ``a|b|c``, a verb in all its forms (``count+``), a CLASS of the
lexicon, any of these with ``?`` when it may be missing, and ``~`` for up to two (``~~`` four) words between.
``^`` before the rest: the phrase opens its clause.

Each phrase hangs at its rarest element (the anchor): what follows it is walked in a trie shared by all
phrases, what precedes it is looked at only once the rest has matched. So ``i`` and ``was`` start nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
    ends: tuple[_End, ...]
    heard: frozenset[str]  # the symbols that lead on from here; any other word counts as ""
    onward: dict[str, "_Place | None"] = field(default_factory=dict)


class Matcher:
    """All phrases in one trie, walked as an automaton that is worked out as texts need it."""

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
        self._starts: dict[str, _Place] = {}
        self._begin()

    def find(self, passage: Passage) -> list[Found]:
        """Every phrase found in ``passage``; phrases never cross a sentence's end."""
        if len(self._places) > _MOST_PLACES:
            self._begin()
        found: list[Found] = []
        active: list[tuple[_Place, int]] = []
        starts_of, known, states, sentence = self._starts.get, self._symbols, passage.states, -1
        for here, word in enumerate(passage.words):
            if active:
                inside = states[here].sentence == sentence
                active = self._advance(passage, active, word if word in known else "", here, found) if inside else []
            started = starts_of(word)
            if started is not None:
                sentence = states[here].sentence
                active.append((started, here))
                if started.ends:
                    _collect(passage, started.ends, here, here, found)
        return found

    def _advance(
        self, passage: Passage, active: list[tuple[_Place, int]], word: str, here: int, found: list[Found]
    ) -> list[tuple[_Place, int]]:
        reached = []
        for place, anchor in active:
            try:
                onward = place.onward[word]
            except KeyError:
                onward = place.onward[word] = self._onward(place, word)
            if onward is not None:
                reached.append((onward, anchor))
                if onward.ends:
                    _collect(passage, onward.ends, anchor, here, found)
        return reached

    def _onward(self, place: _Place, word: str) -> _Place | None:
        symbols = [symbol for symbol in self._symbols.get(word, ()) if symbol in place.heard]
        if not symbols and word:
            return place.onward[""] if "" in place.onward else self._onward(place, "")
        nodes = [node.edges[symbol] for node in place.nodes for symbol in symbols if symbol in node.edges]
        nodes += [node.after_any for node in place.nodes if node.after_any is not None]
        return self._place(_distinct(nodes)) if nodes else None

    def _place(self, nodes: list[_Node]) -> _Place:
        key = frozenset(map(id, nodes))
        if key not in self._places:
            ends = tuple(end for node in nodes for end in node.ends)
            self._places[key] = _Place(tuple(nodes), ends, frozenset().union(*(node.edges for node in nodes)))
        return self._places[key]

    def _begin(self) -> None:
        """Where each word starts; forgets what texts have added."""
        self._places.clear()
        edges = self._root.edges
        anchors = {word: [edges[s] for s in names if s in edges] for word, names in self._symbols.items()}
        self._starts = {word: self._place(nodes) for word, nodes in anchors.items() if nodes}

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
_NEGATION_REACH = 3
_MOST_PLACES = 200_000


def _collect(passage: Passage, ends: tuple[_End, ...], anchor: int, last: int, found: list[Found]) -> None:
    subject, words = passage.states[anchor].subject, passage.words
    for end in ends:
        if not end.subjects[subject]:
            continue
        if end.reach and end.nearest.isdisjoint(words[max(anchor - end.reach, 0) : anchor]):
            continue
        first = _look_back(passage, end.before, 0, anchor - 1) if end.before else anchor
        if first >= 0 and end.opens and passage.clause_starts[passage.states[first].clause] != first:
            continue
        if first >= 0 and (not end.kind.negatable or not _is_negated(passage, end, first, last)):
            found.append(Found(end.kind, first, last))


def _look_back(passage: Passage, before: tuple[Element, ...], place: int, at: int) -> int:
    """The first word of a phrase whose elements before the anchor end at ``at``, or -1."""
    if place == len(before):
        return at + 1
    element = before[place]
    inside = at >= 0 and passage.states[at].sentence == passage.states[at + 1].sentence
    if inside and (element.words is None or passage.words[at] in element.words):
        first = _look_back(passage, before, place + 1, at - 1)
        if first >= 0:
            return first
    return _look_back(passage, before, place + 1, at) if element.optional else -1


def _is_negated(passage: Passage, end: _End, first: int, last: int) -> bool:
    """Whether more negations stand in and shortly before the phrase than it holds itself."""
    states = passage.states
    before = max(first - _NEGATION_REACH, passage.clause_starts[states[first].clause])
    return states[last].negations - states[before].negations > end.negations
