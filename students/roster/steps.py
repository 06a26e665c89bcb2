"""The rows of a plan: what becomes of each person, and the few words a page needs for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from students.models import Enrollment, Guardianship, Student, TeachingAssignment, User
from students.roster.records import AdultRecord, Bond, Problem, StudentRecord

if TYPE_CHECKING:
    from students.roster.places import PlannedClass

ADDED, CHANGED, UNCHANGED, ENDED, PROBLEM = "added", "changed", "unchanged", "ended", "problem"
STATUSES = (ADDED, CHANGED, UNCHANGED, ENDED, PROBLEM)
STUDENT, TEACHER, FAMILY, LINE = "student", "teacher", "family", "line"
LABELS = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "grade": _("grade"),
    "nicknames": _("nickname"),
    "pronouns": _("pronouns"),
    "home_language": _("home language"),
    "classrooms": _("class"),
    "child": _("child"),
    "class_name": _("name of the class"),
    "term": _("term"),
    "term_name": _("name of the term"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
}


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return LABELS[self.field]


@dataclass(slots=True)
class SeatPlan:
    """What happens to one person's places in classes. The rows are enrollments, or for a teacher assignments."""

    open: list[tuple["PlannedClass", date, date | None]] = field(default_factory=list)
    close: list[Enrollment | TeachingAssignment] = field(default_factory=list)
    until: list[tuple[Enrollment | TeachingAssignment, date]] = field(default_factory=list)  # another last day

    def __bool__(self) -> bool:
        return bool(self.open or self.close or self.until)


@dataclass(slots=True)
class PlannedRow:
    kind: str
    status: str
    record: StudentRecord | AdultRecord | Problem
    student: Student | None = None
    user: User | None = None
    seats: SeatPlan = field(default_factory=SeatPlan)
    bonds: list[tuple[Bond, Student | None]] = field(default_factory=list)  # to be made; None: a child of this file
    parted: list[Guardianship] = field(default_factory=list)  # to be ended
    changes: tuple[Change, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()  # afterwards

    @property
    def name(self) -> str:
        if isinstance(self.record, Problem):
            return self.record.who
        if self.record.name or self.student is None:
            return self.record.name
        return self.student.name

    @property
    def id(self) -> str:
        return getattr(self.record, "id", "")

    @property
    def grade(self) -> int | None:
        grade = getattr(self.record, "grade", None)
        return self.student.grade if grade is None and self.student else grade

    @property
    def place(self) -> str:
        """Where it stands, for a person who has the file open."""
        if not self.record.line:
            return ""
        return f"{self.record.file}, {self.record.line}" if self.record.file else str(self.record.line)
