"""What a school holds already of what a file names, in a number of queries that does not grow with the file."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from students.models import (
    Classroom,
    Enrollment,
    ExternalId,
    School,
    SourcedId,
    Student,
    Term,
)
from students.names import fold
from students.roster.records import StudentRecord
from students.search import names_for
from students.tenancy import open_from

OWN = "roster"  # the school's own student numbers; every other system has ids of its own
Kind = SourcedId.Kind


class Places:
    """The school's terms and classes, found by another system's id, by an id we gave out, or by name."""

    def __init__(self, school: School, system: str):
        self.school, self.system, self.today = school, system, timezone.localdate()
        self.terms = {term.pk: term for term in Term.objects.filter(school=school)}
        self.classrooms = {room.pk: room for room in Classroom.objects.filter(school=school)}
        for room in self.classrooms.values():
            room.term = self.terms[room.term_id]
        self.by_name = {(room.term_id, room.name): room for room in self.classrooms.values()}
        self.ids: dict[tuple[str, str], uuid.UUID] = {}  # (kind, id) of this system
        self.brought: set[uuid.UUID] = set()  # classes that this system brought
        others: set[uuid.UUID] = set()
        for row in SourcedId.objects.filter(school=school).exclude(kind=Kind.PERSON):
            if row.system == system:
                self.ids[row.kind, row.value] = row.term_id or row.classroom_id or row.school_id
                self.brought |= {row.classroom_id} - {None}
            else:
                others |= {row.classroom_id} - {None}
        self.claimed = {target for (kind, _), target in self.ids.items() if kind == Kind.CLASS}
        if system == OWN:
            self.brought = set(self.classrooms) - others

    @property
    def current(self) -> Term | None:
        """The term that runs today; of several the one that began last."""
        running = [term for term in self.terms.values() if term.starts_on <= self.today <= term.ends_on]
        return max(running, key=lambda term: term.starts_on, default=None)

    def term(self, key: str) -> Term | None:
        return self.terms.get(self.ids.get((Kind.TERM, key))) or self.terms.get(as_id(key))

    def term_called(self, name: str) -> Term | None:
        return next((term for term in self.terms.values() if term.name == name), None)

    def classroom(self, key: str) -> Classroom | None:
        return self.classrooms.get(self.ids.get((Kind.CLASS, key))) or self.classrooms.get(as_id(key))

    def unclaimed(self, term: Term | None, names: Iterable[str]) -> Classroom | None:
        """A class of this name that carries no id of this system yet, such as one brought in by a simple file."""
        rooms = (self.by_name.get((term.pk, name)) for name in names) if term else ()
        return next((room for room in rooms if room and room.pk not in self.claimed), None)


class Enrolled:
    """Who sits in which class, now or later on."""

    def __init__(self, school: School, today: date):
        self.today = today
        self.by_student: dict[uuid.UUID, list[Enrollment]] = {}
        for row in Enrollment.objects.filter(open_from(today), school=school):
            self.by_student.setdefault(row.student_id, []).append(row)

    def now(self, student_id: uuid.UUID) -> list[Enrollment]:
        return [row for row in self.by_student.get(student_id, ()) if row.starts_on <= self.today]

    @property
    def counts(self) -> tuple[int, int]:
        """Enrollments and students that hold today."""
        rows = [len(self.now(student)) for student in self.by_student]
        return sum(rows), sum(1 for one in rows if one)


class Students:
    """The school's students by every id a file may use for them."""

    def __init__(self, school: School, system: str):
        self.school, self.system = school, system
        self.all = {student.pk: student for student in Student.objects.filter(school=school)}
        rows = ExternalId.objects.filter(school=school, kind="student", system__in={system, OWN})
        self.ids = {(s, token): student for s, token, student in rows.values_list("system", "token", "student_id")}

    def has(self, system: str, value: str) -> bool:
        return (system, self._token(system, value)) in self.ids

    def by_id(self, value: str) -> Student | None:
        """By this system's id, or by an id that one of our own exports gave out."""
        return self._found(self.system, value) or self.all.get(as_id(value))

    def by_number(self, record: StudentRecord) -> Student | None:
        """By the school's own number. Other systems count otherwise, so the name has to agree, see ``same_name``."""
        if self.system == OWN:
            return None
        found = (self._found(OWN, value) for value in (record.local_id, record.id) if value)
        return next((student for student in found if student), None)

    def _found(self, system: str, value: str) -> Student | None:
        return self.all.get(self.ids.get((system, self._token(system, value)))) if value else None

    def _token(self, system: str, value: str) -> str:
        return ExternalId.digest(self.school.pk, system, "student", value)


def opened(students: Iterable[Student]) -> set[uuid.UUID]:
    """Open the names of these students; the ones whose key is gone are not among the answer."""
    return {student.pk for student in names_for(students)}


def same_name(student: Student, record: StudentRecord) -> bool:
    return fold(student.last_name) == fold(record.last_name) or fold(student.first_name) == fold(record.first_name)


def as_id(value: str) -> uuid.UUID | None:
    """Ids in our own exports are ours, so that a file that goes out comes back as itself."""
    try:
        return uuid.UUID(value) if len(value) == 36 else None
    except ValueError:
        return None
