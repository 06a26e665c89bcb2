"""Phrases as data, compiled once, found in one walk over a passage.

A phrase is a row of elements: a word, ``a|b|c``, a verb in all its forms (``count+``), a CLASS of the
lexicon, any of these with ``?`` when it may be missing, and ``~`` for up to two (``~~`` four) words between.

Each phrase hangs at its rarest element (the anchor): what follows it is walked in a trie shared by all
phrases, what precedes it is looked at only once the rest has matched. So ``i`` and ``was`` start nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Found:
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


class Matcher:
    """All phrases in one trie; ``find`` walks a passage once, whatever their number."""

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
        edges = self._root.edges
        self._starts = {word: tuple(edges[s] for s in names if s in edges) for word, names in self._symbols.items()}

    def find(self, passage: Passage) -> list[Found]:
        """Every phrase found in ``passage``; phrases never cross a sentence's end."""
        found: list[Found] = []
        active: list[tuple[_Node, int]] = []
        states, symbols_of, starts_of = passage.states, self._symbols.get, self._starts.get
        sentence = -1
        for here, word in enumerate(passage.words):
            started = starts_of(word)
            if active:
                if states[here].sentence != sentence:
                    active = []
                else:
                    active = _advance(active, symbols_of(word, ()))
            if started:
                sentence = states[here].sentence
                active += [(node, here) for node in started]
            for node, anchor in active:
                if node.ends:
                    _collect(passage, node.ends, anchor, here, found)
        return found

    def _add(self, phrase: Phrase) -> None:
        elements = list(_parse(phrase.pattern))
        anchor = min((i for i, e in enumerate(elements) if e.words and not e.optional), key=_rarity(elements))
        negations = sum(bool(e.words and not e.optional and e.words & NEGATIONS) for e in elements)
        end = _End(phrase.kind, tuple(reversed(elements[:anchor])), negations)
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


def _advance(active: list[tuple[_Node, int]], symbols: tuple[str, ...]) -> list[tuple[_Node, int]]:
    reached = []
    for node, anchor in active:
        edges = node.edges
        if edges:
            for symbol in symbols:
                if symbol in edges:
                    reached.append((edges[symbol], anchor))
        if node.after_any is not None:
            reached.append((node.after_any, anchor))
    return reached


def _collect(passage: Passage, ends: list[_End], anchor: int, last: int, found: list[Found]) -> None:
    for end in ends:
        first = _look_back(passage, end.before, 0, anchor - 1) if end.before else anchor
        if first >= 0 and _counts(passage, end, first, last):
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


def _counts(passage: Passage, end: _End, first: int, last: int) -> bool:
    """Whether a found phrase is meant: the right subject, and not negated."""
    kind, states = end.kind, passage.states
    if not _SUBJECTS[kind.subject][states[last].subject]:
        return False
    if not kind.negatable:
        return True
    clause_start = passage.clause_starts[states[first].clause]
    before = max(first - _NEGATION_REACH, clause_start)
    return states[last].negations - states[before].negations <= end.negations
