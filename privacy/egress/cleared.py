"""Text that may leave: a type that no plain string turns into.

A ``Cleared`` is made in few ways: from a student's words by masking them here and now, from a file of instructions
that ships with the code, from a word of one of our own lists, or by putting such parts together.
The door takes nothing else, so that forgetting to de-identify is a ``TypeError`` and not a leak.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from config import env
from privacy.deidentify import Deidentifier

_MADE_HERE = object()
INSTRUCTIONS = "instructions"
OTHERS = frozenset({env.ROOT / "ml_artifacts" / "corpus" / "CODEBOOK.md"})  # ours, and at home elsewhere


class Cleared:
    """Text that may leave the building. See the functions below: there is no other way to make one."""

    __slots__ = ("_text",)

    def __init__(self, text: str, *, made_by: object = None):
        if made_by is not _MADE_HERE:
            raise TypeError("Cleared text is made by the functions beside it, not from a string")
        self._text = text

    def __init_subclass__(cls, **_):
        raise TypeError("Cleared is final: a subclass could be made from a plain string")

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Cleared({len(self._text)} characters)"  # a traceback or a log holds no words


def deidentified(text: str, deidentifier: Deidentifier) -> Cleared:
    """A student's words (or a school's prompt), masked at the door whatever was done to them before.

    Placeholders that are there already stay, so that masking a de-identified text again costs nothing.
    """
    if not isinstance(deidentifier, Deidentifier):
        raise TypeError(f"{type(deidentifier).__name__} is no Deidentifier: nothing else may clear a student's words")
    return Cleared(deidentifier.mask(text).text, made_by=_MADE_HERE)


def shipped(path: Path) -> Cleared:
    """Our own words from a file in a folder ``instructions/`` of this installation, or the codebook."""
    path = path.resolve()
    if path not in OTHERS and (env.ROOT not in path.parents or path.parent.name != INSTRUCTIONS):
        raise TypeError(f"{path.name} does not stand in an {INSTRUCTIONS}/ folder of this installation")
    return Cleared(path.read_text(encoding="utf-8"), made_by=_MADE_HERE)


def listed(word: str, among: Collection[str]) -> Cleared:
    """A word of one of our own lists, such as a feature's name; raises ``ValueError`` for any other."""
    if word not in among:
        raise ValueError("this word stands in no list of ours")
    return Cleared(str(word), made_by=_MADE_HERE)


def numbered(word: Cleared, number: int) -> Cleared:
    """A cleared word with a number: ``empathy.2``."""
    if type(word) is not Cleared or type(number) is not int:
        raise TypeError("only cleared text may be numbered, and only by a whole number")
    return Cleared(f"{word}.{number}", made_by=_MADE_HERE)


def paragraphs(*parts: Cleared) -> Cleared:
    """Cleared parts one below the other."""
    if not all(type(part) is Cleared for part in parts):
        raise TypeError("only cleared text may be put below cleared text")
    return Cleared("\n\n".join(str(part).strip() for part in parts), made_by=_MADE_HERE)


def together(value: object) -> Cleared:
    """Cleared parts and numbers as JSON. A plain string among the values is refused, wherever it stands."""
    return Cleared(json.dumps(_plain(value), ensure_ascii=False, indent=1), made_by=_MADE_HERE)


def _plain(value: object) -> object:
    if isinstance(value, Cleared):
        return str(value)
    if isinstance(value, Mapping):
        return {_name(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise TypeError(f"a plain {type(value).__name__} may not leave: clear it first")


def _name(key: object) -> str:
    """The names of fields are ours: short, lower case, without a space. A sentence or a name is not one."""
    if isinstance(key, str) and key.isidentifier() and key.islower() and len(key) <= 30:
        return key
    raise TypeError("a field of what leaves is named by a short lower-case word of ours")
