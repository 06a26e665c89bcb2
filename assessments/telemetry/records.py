"""One event as a file names it, before anybody is looked up; and what may keep it from being taken."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

MAX_EVENTS = 50_000
MAX_DATA = 2_000  # characters of one event's data as JSON
MAX_NAME = 120  # of ids, tasks and games
EVERYONE, NOBODY = "*", "-"  # in place of a student: an event of the whole group, or of no student
LINES_SHOWN = 5


class Left(StrEnum):
    """Why an event was left out, or what was mended about it."""

    BROKEN = "broken"
    NO_STUDENT = "no_student"
    NO_TIME = "no_time"
    ABSURD_TIME = "absurd_time"
    OTHER_CLOCK = "other_clock"
    NOT_UNDERSTOOD = "not_understood"
    NOTHING_TO_COUNT = "nothing_to_count"
    DOUBLE = "double"
    VOIDED = "voided"
    DATA_DROPPED = "data_dropped"
    OUT_OF_ORDER = "out_of_order"


SENTENCES: Mapping[Left, str] = {
    Left.BROKEN: _("could not be read as an event"),
    Left.NO_STUDENT: _("belong to no student"),
    Left.NO_TIME: _("have no time, or one that cannot be read"),
    Left.ABSURD_TIME: _("have a time that cannot be right (before 2000, in the future, or beyond a day)"),
    Left.OTHER_CLOCK: _("count from another clock than the rest of their run"),
    Left.NOT_UNDERSTOOD: _("use a word for the event that is not understood"),
    Left.NOTHING_TO_COUNT: _("say nothing that is counted"),
    Left.DOUBLE: _("stand there twice and count once"),
    Left.VOIDED: _("were taken back by their sender"),
    Left.DATA_DROPPED: _("were taken without their data, which is too long or cannot be kept"),
    Left.OUT_OF_ORDER: _("came out of order and were sorted"),
}
TAKEN = frozenset({Left.DATA_DROPPED, Left.OUT_OF_ORDER})  # mended, not left out


@dataclass(slots=True)
class Record:
    """One event. ``word`` is what the file calls it, ``kind`` what it stands for in the vocabulary, if known."""

    line: int
    student: str
    at: object  # as it stands in the file
    word: str
    kind: str | None
    session: str = ""
    task: str = ""
    game: str = ""
    response: str = ""
    data: Mapping | None = None


@dataclass
class Tally:
    """How many events of each sort, and on which lines the first of them stand."""

    counts: Counter = field(default_factory=Counter)
    lines: dict[Left, list[int]] = field(default_factory=dict)

    def add(self, left: Left, line: int) -> None:
        self.counts[left] += 1
        lines = self.lines.setdefault(left, [])
        if len(lines) < LINES_SHOWN:
            lines.append(line)

    def merge(self, other: "Tally") -> None:
        self.counts.update(other.counts)
        for left, lines in other.lines.items():
            self.lines[left] = (self.lines.get(left, []) + lines)[:LINES_SHOWN]

    @property
    def left_out(self) -> int:
        return sum(count for left, count in self.counts.items() if left not in TAKEN)

    def sentences(self) -> list[tuple[int, str, list[int]]]:
        """(how many, what about them, first lines), in the order of ``Left``."""
        return [(self.counts[left], str(SENTENCES[left]), self.lines[left]) for left in Left if self.counts[left]]


@dataclass(frozen=True)
class Plan:
    """What a person decided about a file; kept in ``Upload.mapping``."""

    columns: Mapping[str, str] = field(default_factory=dict)  # a field's name -> the column's
    kinds: Mapping[str, str] = field(default_factory=dict)  # a word of the file -> a kind, or NOBODY to leave it out
    students: Mapping[str, str] = field(default_factory=dict)  # an id of the file -> a student, EVERYONE or NOBODY
    day: date | None = None  # for runs that only count seconds

    def to_json(self) -> dict:
        return {
            "columns": dict(self.columns),
            "kinds": dict(self.kinds),
            "students": dict(self.students),
            "day": self.day.isoformat() if self.day else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping) -> "Plan":
        day = stored.get("day")
        return cls(stored["columns"], stored["kinds"], stored["students"], day=date.fromisoformat(day) if day else None)
