"""Rostered people in a text: full names, parts, nicknames, possessives, and unusual names one letter off.

A plain dictionary of folded words, so a class's roster is ready in well under a millisecond.
"""

from collections.abc import Iterable, Iterator

from privacy.deidentify import context, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.people import Person
from privacy.deidentify.spans import Span
from privacy.deidentify.tokens import WORD, Token, fold, tokenize

# Words inside a name that name no one alone.
PARTICLES = frozenset(
    [
        "de",
        "la",
        "las",
        "los",
        "del",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "du",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "bin",
        "binti",
        "ibn",
        "al",
        "el",
        "ul",
        "mc",
        "mac",
        "st",
        "san",
        "santa",
        "y",
        "e",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
    ]
)
UNUSUAL_LENGTH = 4
MONTH_DAY = frozenset(("may", "june", "april", "august"))


class Roster:
    """Finds the given people. Build one per class and use it for every text."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.key: person for person in people}
        self._by_word: dict[str, list[str]] = {}
        for person in self._people.values():
            for name in person.names:
                self._learn(name, person.key)
        self._learn_nicknames()
        self._near = self._one_letter_off()

    def __bool__(self) -> bool:
        return bool(self._people)

    def _learn(self, name: str, key: str) -> None:
        words = [token.fold for token in tokenize(name) if token.kind == WORD]
        useful = [word for word in words if len(word) > 1 and word not in PARTICLES]
        for word in useful or words:
            self._add(word, key)
        for joined in {fold(part.replace("-", "")) for part in name.split() if "-" in part}:
            self._add(joined, key)
        for first, second in zip(words, words[1:], strict=False):
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

    def _one_letter_off(self) -> dict[str, list[str]]:
        """Every name with one letter taken out, for names that are no ordinary word: the two meet when one is off."""
        near: dict[str, list[str]] = {}
        for word in self._by_word:
            if len(word) >= UNUSUAL_LENGTH and word not in lexicon.WORDS:
                for shorter in {word, *_without_one(word)}:
                    near.setdefault(shorter, []).append(word)
        return near

    def keys_of(self, at: Neighbors, i: int) -> tuple[list[str], int]:
        """Who the word at ``i`` names, and how many of its characters (a plural or possessive s stays outside)."""
        token = at.tokens[i]
        word, length = token.fold, token.end - token.start
        if keys := self._by_word.get(word):
            return (keys, length) if self._is_meant(at, i) else ([], 0)
        if word.endswith("s") and (keys := self._by_word.get(word[:-1])) and not _is_known(word):
            return keys, length - 1
        if keys := self._misspelled(at, i, word):
            return keys, length
        return [], 0

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
            return at.word(i + 1) not in context.FUNCTION_WORDS or context.is_common_name_at_head(at, i)
        return context.is_place_of_common_name(at, i)

    def _is_beside_own(self, at: Neighbors, i: int) -> bool:
        """The other part of the same person's name stands beside it: "grace kim"."""
        own = set(self._by_word[at.tokens[i].fold])
        return any(
            0 <= j < len(at.tokens)
            and at.tokens[j].fold not in lexicon.WORDS
            and own & set(self._by_word.get(at.tokens[j].fold, ()))
            for j in (i - 1, i + 1)
        )

    def _misspelled(self, at: Neighbors, i: int, word: str) -> list[str]:
        if len(word) < UNUSUAL_LENGTH - 1 or lexicon.is_english(word) or word in lexicon.KEPT_WORDS:
            return []
        names = {name for shorter in (word, *_without_one(word)) for name in self._near.get(shorter, ())}
        names = {name for name in names if _is_one_off(word, name)}
        if not names or (min(map(len, names)) <= UNUSUAL_LENGTH and not _may_be_short_name(at, i)):
            return []
        return [key for name in sorted(names) for key in self._by_word[name]]

    def find(self, at: Neighbors, free: list[bool], known: Iterable[str] = ()) -> Iterator[tuple[Span, list[int]]]:
        """Spans of rostered people over free tokens, each with the tokens it covers; ``known`` keys win a tie."""
        known = set(known)
        i = 0
        while i < len(at.tokens):
            keys, length = self.keys_of(at, i) if free[i] and at.tokens[i].kind == WORD else ([], 0)
            if not keys:
                i += 1
                continue
            covered, end = [i], at.tokens[i].start + length
            j = i
            while length == at.tokens[j].end - at.tokens[j].start and not at.tokens[j].clitic:
                step = self._next_part(at, j, free, keys)
                if step is None:
                    break
                covered.extend(range(j + 1, step[0] + 1))
                j, keys, length = step
                end = at.tokens[j].start + length
            key = next((k for k in keys if k in known), keys[0])
            known.add(key)
            yield Span(at.tokens[i].start, end, self._people[key].kind, key), covered
            i = j + 1

    def _next_part(self, at: Neighbors, i: int, free: list[bool], keys: list[str]) -> tuple[int, list[str], int] | None:
        """The next word of the same person's name, over a hyphen, an initial or a particle."""
        j = i + 1
        while (
            j < min(i + 4, len(at.tokens))
            and free[j]
            and (
                at.tokens[j].fold in PARTICLES
                or at.tokens[j].fold in "-."
                or (len(at.tokens[j].fold) == 1 and at.tokens[j].cap and at.tokens[j].fold != "i")
            )
        ):
            j += 1
        if j >= len(at.tokens) or not free[j] or at.tokens[j].kind != WORD:
            return None
        if at.tokens[j - 1].fold == "." and j - i == 2:
            return None  # a full stop, not an initial
        own = set(self._by_word.get(at.tokens[j].fold, ())) & set(keys)
        if own:
            return j, [key for key in keys if key in own], at.tokens[j].end - at.tokens[j].start
        return None


def _is_known(word: str) -> bool:
    return word in lexicon.WORDS or word in lexicon.NAMES


def _may_be_short_name(at: Neighbors, i: int) -> bool:
    return at.inside(i) or context.is_introduced(at, i) or context.is_followed_as_person(at, i)


def _without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _is_one_off(a: str, b: str) -> bool:
    """One letter added, left out, changed, or two neighbors swapped."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]


def folds_of(tokens: Iterable[Token]) -> str:
    return " ".join(token.fold for token in tokens if token.kind == WORD)
