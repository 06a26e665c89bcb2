"""Who may be named in a text, and what is left of the text once they are masked."""

from dataclasses import dataclass, field
from typing import Literal

PersonKind = Literal["classmate", "teacher", "student", "family"]


@dataclass(frozen=True)
class Person:
    """Someone on the roster. ``names`` holds every form the roster knows, full or partial; ``student`` is the writer."""

    key: str
    names: tuple[str, ...]
    kind: PersonKind = "classmate"


@dataclass(frozen=True, slots=True)
class Replacement:
    """``text[start:end]`` of the original became ``masked[new_start:new_end]``. ``kind`` as in ``mlcore.placeholders``."""

    kind: str
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True)
class Masked:
    """De-identified text.

    ``aliases`` maps a roster key, or the folded name of someone unrostered, to a placeholder. It holds names:
    keep it where the names are kept, and hand it back with the same student's next text so that letters stay.
    """

    text: str
    aliases: dict[str, str] = field(default_factory=dict)
    replacements: tuple[Replacement, ...] = ()
