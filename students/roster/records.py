"""What any roster file says, in one shape: every reader ends here, and the importer knows nothing else.

``None`` (or an empty text where a field is no name) means the file does not say, so nothing changes.
``file`` and ``line`` are where it stands, for the person who has to mend it.
"""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in one class. ``classroom`` is the key of a class of the file, or of one the school has already."""

    classroom: str
    starts_on: date | None = None
    ends_on: date | None = None
    ended: bool = False
    taught_by: tuple[str, ...] = ()  # usernames of teachers who have an account already
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Bond:
    """An adult and a child. ``student`` is the child's id."""

    student: str
    relation: str = "guardian"
    ended: bool = False


@dataclass(frozen=True, slots=True)
class TermRecord:
    key: str
    name: str
    starts_on: date
    ends_on: date
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """``names`` are what the class may be called, the best first: a longer one settles two classes of one title."""

    key: str
    names: tuple[str, ...]
    term: str | None = None  # a term's key, or in a simple file its name; None is the current one
    ended: bool = False
    file: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class StudentRecord:
    id: str = ""
    local_id: str = ""
    first_name: str = ""
    last_name: str = ""
    grade: int | None = None
    nicknames: tuple[str, ...] | None = None
    pronouns: str | None = None
    home_language: str | None = None
    seats: tuple[Seat, ...] = ()
    ended: bool = False
    listed: bool = True  # False: only an enrollment speaks of this student
    spared: bool = False  # a line about a class could not be read, so absence proves nothing
    notes: tuple[str, ...] = ()
    problem: str = ""
    file: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class AdultRecord:
    """A teacher with classes, or somebody of a family with children."""

    id: str = ""
    username: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    seats: tuple[Seat, ...] = ()
    bonds: tuple[Bond, ...] = ()
    ended: bool = False
    listed: bool = True
    problem: str = ""
    file: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that became no record."""

    text: str
    file: str = ""
    line: int = 0
    who: str = ""


# What a student's or a class's absence from a file means.
KEEPS, MOVES, ENDS = "keeps", "moves", "ends"


@dataclass(frozen=True, slots=True)
class SchoolRoster:
    """What a file says of one school."""

    system: str  # whose ids these are: "roster" (a school's own), "oneroster", "sds"
    absence: str  # KEEPS: only what is marked ends. MOVES: a named student's other classes end. ENDS: everybody's
    key: str = ""
    name: str = ""
    time_zone: str = ""
    terms: tuple[TermRecord, ...] = ()
    classes: tuple[ClassRecord, ...] = ()
    students: tuple[StudentRecord, ...] = ()
    teachers: tuple[AdultRecord, ...] = ()
    families: tuple[AdultRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return len(self.students) + len(self.teachers) + len(self.families) + len(self.problems)


@dataclass(frozen=True)
class RosterFile:
    """A whole upload: what it says of each school, and what belongs to none."""

    format: str
    title: str
    schools: tuple[SchoolRoster, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)


_NESTED = {
    "terms": TermRecord,
    "classes": ClassRecord,
    "students": StudentRecord,
    "teachers": AdultRecord,
    "families": AdultRecord,
    "problems": Problem,
    "seats": Seat,
    "bonds": Bond,
}
_DATES = {"starts_on", "ends_on"}


def to_json(roster: SchoolRoster) -> str:
    return json.dumps(asdict(roster), default=date.isoformat, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> SchoolRoster:
    return _built(SchoolRoster, json.loads(text))


def _built(cls, data: dict[str, Any]):
    return cls(**{one.name: _value(one.name, data[one.name]) for one in fields(cls) if one.name in data})


def _value(name: str, value: Any) -> Any:
    if name in _NESTED:
        return tuple(_built(_NESTED[name], one) for one in value)
    if name in _DATES and value:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
