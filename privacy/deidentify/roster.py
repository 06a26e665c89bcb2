"""Rostered people in a text: full names, parts, nicknames, possessives, and unusual names one letter off.

A plain dictionary of folded words, so a class's roster is ready in well under a millisecond.
"""

import itertools
from collections.abc import Iterable, Iterator

from privacy.deidentify import context, dictionary, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.extent import (
    PARTICLES,
    first_of_particles,
    is_known_english,
    is_trailing_initial,
    next_name_word,
)
from privacy.deidentify.people import Person
from privacy.deidentify.spans import Span
from privacy.deidentify.spelling import Near
from privacy.deidentify.tokens import WORD, Token, fold, tokenize

UNUSUAL_LENGTH = 4  # letters; a shorter name has no unmistakable misspelling
SHORTEST_BEGINNING = 3


class Roster:
    """Finds the given people. Build one per class and use it for every text."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.key: person for person in people}
        self._by_word: dict[str, list[str]] = {}
        self._last_initials: dict[str, set[str]] = {key: set() for key in self._people}
        self._pairs: set[tuple[str, str]] = set()  # words that stand side by side in one name
        for person in self._people.values():
            for name in person.names:
                self._learn(name, person.key)
        self._pairs = {(first, second.removesuffix("s")) for first, second in self._pairs}  # "joy cooks desk"
        self._given = tuple(self._by_word)
        self._learn_nicknames()
        self._near = self._one_letter_off()
        self._beginnings = self._short_beginnings()

    def __bool__(self) -> bool:
        return bool(self._people)

    def knows(self, word: str) -> bool:
        """Whether a folded word is a rostered name, a nickname of one, or an unusual one with a letter off."""
        return word in self._by_word or bool(self._near_to(word))

    def knows_all(self, at: Neighbors, start: int, end: int) -> bool:
        """Whether every word from ``start`` on is part of one person's name."""
        keys = [set(self._by_word.get(t.fold, ())) for t in at.tokens[start:end] if t.kind == WORD]
        return bool(set.intersection(*keys))

    def _learn(self, name: str, key: str) -> None:
        words = [token.fold for token in tokenize(name) if token.kind == WORD]
        self._last_initials[key].update(word[0] for word in words[1:] if word)
        useful = [word for word in words if len(word) > 1 and word not in PARTICLES]
        for word in useful or words:
            self._add(word, key)
        for joined in {fold(part.replace("-", "")) for part in name.split() if "-" in part}:
            self._add(joined, key)
        if len(words) > 1 and words[0] in PARTICLES & lexicon.GIVEN and words[1] not in PARTICLES:
            self._add(words[0], key)  # "Van Ho"
        if len(words) > 1 and words[-1] in PARTICLES & lexicon.WORDS:
            self._add(words[-1], key)  # "Kim Do"
        for first, second in itertools.pairwise(words):
            self._pairs.add((first, second))
            if first in PARTICLES or len(first) == 1:
                self._add(first + second, key)

    def _add(self, word: str, key: str) -> None:
        keys = self._by_word.setdefault(word, [])
        if key not in keys:
            keys.append(key)

    def _learn_nicknames(self) -> None:
        for word, keys in list(self._by_word.items()):
            for other in lexicon.nicknames().get(word, ()):
                if len(other) > 1:
                    for key in keys:
                        self._add(other, key)

    def _one_letter_off(self) -> Near:
        """Names that are no ordinary word and long enough to have an unmistakable misspelling."""
        return Near(
            word
            for word in self._given
            if UNUSUAL_LENGTH <= len(word) <= lexicon.LONGEST_WORD and word not in lexicon.WORDS
        )

    def keys_of(self, at: Neighbors, i: int) -> list[str]:
        """Who the word at ``i`` names. A plural or possessive s ("Tylers mom") goes with the name."""
        word = at.tokens[i].fold
        if keys := self._by_word.get(word):
            return keys if self._is_meant(at, i) else []
        if len(word) > 2 and context.is_belonging(at, i) and (keys := self._by_word.get(word[:-1])):
            return keys
        if _is_ordinary(word) or (dictionary.holds(word) and not at.inside(i)):
            return []
        if word.endswith("s") and (keys := self._by_word.get(word[:-1])) and word[:-1] not in lexicon.WORDS:
            return keys
        return self._short_form(at, i, word) or self._misspelled(at, i, word)

    def _short_form(self, at: Neighbors, i: int, word: str) -> list[str]:
        """The beginning of a long name that is no word: "xochi", and of three letters where a name may stand."""
        if word in lexicon.NAMES or (len(word) < UNUSUAL_LENGTH and not _may_be_short_name(at, i)):
            return []
        return self._beginnings.get(word, [])

    def _short_beginnings(self) -> dict[str, list[str]]:
        beginnings: dict[str, list[str]] = {}
        for word, keys in self._by_word.items():
            for length in range(SHORTEST_BEGINNING, min(len(word), lexicon.LONGEST_WORD)):
                beginnings.setdefault(word[:length], []).extend(keys)
        return beginnings

    def _is_meant(self, at: Neighbors, i: int) -> bool:
        """A name that is also a word needs a capital inside a sentence, or a name's place."""
        word = at.tokens[i].fold
        if word not in lexicon.WORDS:
            return True
        if context.is_month(at, i):
            return False
        if at.inside(i) or self._is_beside_own(at, i):
            return True
        if at.cap(i) and at.tokens[i].opens:
            return context.opens_as_rostered(at, i)
        return context.is_place_of_common_name(at, i) or context.is_place_of_rostered(at, i)

    def _is_beside_own(self, at: Neighbors, i: int) -> bool:
        """Another part of the same person's name stands beside it, in the name's order: "grace kim", "joy cook"."""
        return any(
            0 <= first < second < len(at.tokens)
            and _stand_together(at, first, second)
            and (at.tokens[first].fold, at.tokens[second].fold.removesuffix("s")) in self._pairs
            for first, second in ((i, i + 1), (i - 1, i), (i, i + 2), (i - 2, i))
        )

    def _misspelled(self, at: Neighbors, i: int, word: str) -> list[str]:
        """Unusual names one letter off, with or without a possessive s; not another name that we know."""
        if word in lexicon.GIVEN:
            return []
        names = self._near_to(word) or (self._near_to(word[:-1]) if word.endswith("s") else set())
        if not names or (min(map(len, names)) <= UNUSUAL_LENGTH and not _may_be_short_name(at, i)):
            return []
        return [key for name in sorted(names) for key in self._by_word[name]]

    def _near_to(self, word: str) -> set[str]:
        if not UNUSUAL_LENGTH - 1 <= len(word) <= lexicon.LONGEST_WORD:
            return set()
        return self._near.to(word)

    def find(self, at: Neighbors, free: list[bool], known: Iterable[str] = ()) -> Iterator[tuple[Span, list[int]]]:
        """Spans of rostered people over free tokens, each with the tokens it covers; ``known`` keys win a tie."""
        met = set(known)
        i = 0
        while i < len(at.tokens):
            keys = self.keys_of(at, i) if free[i] and at.tokens[i].kind == WORD else []
            if not keys:
                i += 1
                continue
            last, keys = self._to_the_end(at, i, free, keys)
            last = self._over_surname(at, last, free)
            key = next((k for k in keys if k in met), keys[0])
            met.add(key)
            first = first_of_particles(at, i, free)
            span = Span(at.tokens[first].start, at.tokens[last].end, self._people[key].kind, key)
            yield span, list(range(first, last + 1))
            i = last + 1

    def _to_the_end(self, at: Neighbors, i: int, free: list[bool], keys: list[str]) -> tuple[int, list[str]]:
        while not at.tokens[i].clitic and (step := self._next_part(at, i, free, keys)):
            i, keys = step
        return (i + 1 if is_trailing_initial(at, i + 1) or self._is_own_initial(at, i + 1, keys) else i), keys

    def _is_own_initial(self, at: Neighbors, j: int, keys: list[str]) -> bool:
        """The letter of "maria s said", when her last name begins with it."""
        if j >= len(at.tokens) or at.tokens[j].start - at.tokens[j - 1].end != 1 or len(at.tokens[j].fold) != 1:
            return False
        letter = at.tokens[j].fold
        return letter not in ("i", "a", "n", "w", "u", "r") and any(letter in self._last_initials[key] for key in keys)

    def _is_part(self, at: Neighbors, j: int, keys: list[str]) -> bool:
        """A particle that is the whole family name: "Kim Do"."""
        return at.cap(j) and not set(keys).isdisjoint(self._by_word.get(at.tokens[j].fold, ()))

    def _over_surname(self, at: Neighbors, i: int, free: list[bool]) -> int:
        """The family name of someone of whom the roster knows the first name alone: another Emma, "Emma Brown"."""
        while at.cap(i) and not at.tokens[i].clitic and (j := next_name_word(at, i, free)) and self._is_surname(at, j):
            i = j
        return i

    def _is_surname(self, at: Neighbors, j: int) -> bool:
        word = at.tokens[j].fold
        return at.cap(j) and not self.keys_of(at, j) and (word in lexicon.NAMES or not is_known_english(word))

    def _next_part(self, at: Neighbors, i: int, free: list[bool], keys: list[str]) -> tuple[int, list[str]] | None:
        """The next word of the same person's name, over a hyphen, an initial or a particle."""
        j = i + 1
        while (
            j < min(i + 4, len(at.tokens)) and free[j] and _may_stand_inside(at, j) and not self._is_part(at, j, keys)
        ):
            j += 1
        if j >= len(at.tokens) or not free[j] or at.tokens[j].kind != WORD:
            return None
        if j - i == 2 and at.tokens[i + 1].fold == ".":
            return None  # a full stop, not an initial
        own = set(self._by_word.get(at.tokens[j].fold, ())) & set(keys)
        return (j, [key for key in keys if key in own]) if own else None


def _may_stand_inside(at: Neighbors, j: int) -> bool:
    token = at.tokens[j]
    return (
        token.fold in PARTICLES
        or token.fold in ("-", ".")
        or (len(token.fold) == 1 and token.cap and token.fold != "i")
    )


def _stand_together(at: Neighbors, first: int, second: int) -> bool:
    """Side by side, or tied by a hyphen: "joy cook", "ha-eun"."""
    gap = at.tokens[second].start - at.tokens[first].end
    return gap == 1 and (second - first == 1 or at.tokens[first + 1].fold == "-")


def _is_ordinary(word: str) -> bool:
    return word in lexicon.KEPT_WORDS or lexicon.is_english(word)


def _may_be_short_name(at: Neighbors, i: int) -> bool:
    return at.inside(i) or context.is_introduced(at, i) or context.is_followed_as_person(at, i)


def folds_of(tokens: Iterable[Token]) -> str:
    return " ".join(token.fold for token in tokens if token.kind == WORD)
