"""Stable placeholders: the same person is ``[classmate A]`` in every text of one student."""

from collections.abc import Mapping
from string import ascii_uppercase

from mlcore.placeholders import PERSON_KINDS, PLACEHOLDER

LETTERS = (*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase))


class Aliases:
    """Hands out letters per kind of person. Letters that stand in the text already are never given to someone else."""

    def __init__(self, known: Mapping[str, str] | None, text: str) -> None:
        self.of = dict(known or {})
        self._used = set(self.of.values())
        if "[" in text:
            self._used.update(match[0] for match in PLACEHOLDER.finditer(text))
        self._part = {part: alias for key, alias in self.of.items() for part in key.split()}

    def placeholder(self, kind: str, who: str) -> str:
        """The placeholder for one span; asks for a letter only where the kind is a person other than the writer."""
        if kind not in PERSON_KINDS or kind == "student":
            return f"[{kind}]"
        alias = self.of.get(who) or self._part.get(who) or self._by_first_name(who)
        if alias is None:
            alias = self._next(kind)
            self._used.add(alias)
        self.of.setdefault(who, alias)
        for part in who.split():
            self._part.setdefault(part, alias)
        return alias

    def _by_first_name(self, who: str) -> str | None:
        """Someone met before by first name alone: ``maria``, and now ``maria lopez``."""
        first = who.split(" ", 1)[0]
        return self.of.get(first) if first != who else None

    def _next(self, kind: str) -> str:
        """The next free letter; after 702 people of a kind the letter is left out rather than given twice."""
        return next((alias for letter in LETTERS if (alias := f"[{kind} {letter}]") not in self._used), f"[{kind}]")
