"""Phrases as data, compiled to one trie, found in one walk over a passage.

A phrase is a row of elements: a word, ``a|b|c``, a verb in all its forms (``count+``), a CLASS of the
lexicon, any of these with ``?`` when it may be missing, and ``~`` for up to two (``~~`` four) words between.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mlcore.features.inflection import forms_of
from mlcore.features.lexicon import CLASSES
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


@dataclass(slots=True)
class _Node:
    edges: dict[str, "_Node"] = field(default_factory=dict)
    after_any: "_Node | None" = None
    ends: list[tuple[Kind, int]] = field(default_factory=list)  # kind and the negations its own words hold

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
        self._used: set[str] = set()
        for phrase in table:
            self._add(phrase)
        self._symbols = self._symbols_by_word()
        self._starts = {word: self._roots(symbols) for word, symbols in self._symbols.items()}

    def find(self, passage: Passage) -> list[Found]:
        """Every phrase found in ``passage``, longest not preferred; phrases never cross a sentence's end."""
        found: list[Found] = []
        active: list[tuple[_Node, int]] = []
        symbols_of, starts_of, sentence = self._symbols.get, self._starts.get, -1
        for here, word in enumerate(passage.words):
            if passage.sentences[here] != sentence:
                sentence, active = passage.sentences[here], []
            reached = self._advance(active, symbols_of(word, ())) if active else []
            for node in starts_of(word, ()):
                reached.append((node, here))
            for node, first in reached:
                for kind, own_negations in node.ends:
                    if _counts(passage, kind, own_negations, first, here):
                        found.append(Found(kind, first, here))
            active = reached
        return found

    @staticmethod
    def _advance(active: list[tuple[_Node, int]], symbols: tuple[str, ...]) -> list[tuple[_Node, int]]:
        reached = []
        for node, first in active:
            edges = node.edges
            for symbol in symbols:
                if symbol in edges:
                    reached.append((edges[symbol], first))
            if node.after_any is not None:
                reached.append((node.after_any, first))
        return reached

    def _add(self, phrase: Phrase) -> None:
        frontier = [self._root]
        negations = 0
        for element in phrase.pattern.split():
            if set(element) == {"~"}:
                frontier = _with_gap(frontier, 2 * len(element))
                continue
            symbols, optional = self._parse(element)
            negations += any(symbol in NEGATIONS or symbol == "NOT" for symbol in symbols) and not optional
            reached = [node.step(symbol) for node in frontier for symbol in symbols]
            frontier = frontier + reached if optional else reached
        for node in {id(node): node for node in frontier}.values():
            node.ends.append((phrase.kind, negations))

    def _parse(self, element: str) -> tuple[tuple[str, ...], bool]:
        optional = element.endswith("?")
        choices = tuple(dict.fromkeys(element.removesuffix("?").split("|")))
        if len(choices) == 1 and (choices[0] in CLASSES or choices[0] == choices[0].rstrip("+")):
            symbols = choices
        else:
            symbols = (self._group(choices),)
        self._used.update(symbols)
        return symbols, optional

    def _group(self, choices: tuple[str, ...]) -> str:
        """A nameless class for ``a|b|c``, so that alternatives cost no branches."""
        words: set[str] = set()
        for choice in choices:
            words |= CLASSES.get(choice) or (forms_of(choice[:-1]) if choice.endswith("+") else {choice})
            if choice in _PERSON_CLASSES:
                words.add(PERSON)
        name = "|".join(sorted(words))
        self._groups[name] = frozenset(words)
        return name

    def _symbols_by_word(self) -> dict[str, tuple[str, ...]]:
        by_word: dict[str, list[str]] = {}
        classes = {**CLASSES, **self._groups}
        for symbol in sorted(self._used):
            for word in classes.get(symbol, {symbol}):
                by_word.setdefault(word, []).append(symbol)
            if symbol in _PERSON_CLASSES:
                by_word.setdefault(PERSON, []).append(symbol)
        return {word: tuple(symbols) for word, symbols in by_word.items()}

    def _roots(self, symbols: Iterable[str]) -> tuple[_Node, ...]:
        edges = self._root.edges
        return tuple(edges[symbol] for symbol in symbols if symbol in edges)

    def nodes(self) -> Iterator[_Node]:
        """Every node, for the size the bench shows."""
        stack = [self._root]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(node.edges.values())
            if node.after_any is not None:
                stack.append(node.after_any)


_PERSON_CLASSES = frozenset({"PERSON", "P", "HIM"})

_SUBJECTS = {
    ANY_SUBJECT: (True, True, True, True),
    SELF_ONLY: (True, True, False, False),
    OTHER_ONLY: (False, False, True, False),
    NOT_OTHER: (True, True, False, True),
    NOT_SELF: (True, False, True, True),
}
_NEGATION_REACH = 3


def _with_gap(frontier: list[_Node], longest: int) -> list[_Node]:
    reached = list(frontier)
    for _ in range(longest):
        frontier = [node.skip() for node in frontier]
        reached += frontier
    return reached


def _counts(passage: Passage, kind: Kind, own_negations: int, first: int, last: int) -> bool:
    """Whether a found phrase is meant: the right subject, and not negated."""
    if not _SUBJECTS[kind.subject][passage.subjects[last]]:
        return False
    if not kind.negatable:
        return True
    clause_start = passage.clause_starts[passage.clauses[first]]
    before = max(first - _NEGATION_REACH, clause_start)
    return passage.negations[last] - passage.negations[before] <= own_negations
