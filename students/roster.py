"""A school's roster from a file: compare, show, confirm. Who is missing from the file stays as they are.

``compare`` makes a plan without writing; ``confirm`` makes the plan again inside its transaction and
carries it out, so that what changed since the preview is seen, and the same file twice changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from privacy import audit, keys
from students import people
from students.models import Classroom, Enrollment, ExternalId, Role, School, Student, TeachingAssignment, Term, User
from students.people import NewStudent
from students.roster_csv import RosterRow
from students.search import names_for
from students.tenancy import now_in

ADDED, CHANGED, UNCHANGED, PROBLEM = "added", "changed", "unchanged", "problem"
LABELS = {
    "first_name": "first name",
    "last_name": "last name",
    "grade": "grade",
    "nicknames": "nickname",
    "pronouns": "pronouns",
    "home_language": "home language",
    "classrooms": "class",
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
class PlannedRow:
    row: RosterRow
    status: str
    student: Student | None = None
    changes: tuple[Change, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    school: School
    rows: list[PlannedRow]
    new_classrooms: list[tuple[str | None, str]]  # (term as the file says, class)
    new_term: str  # the school year to be opened, when the school has no current term
    teaching: list[tuple[User, tuple[str | None, str]]]
    absent: int  # students of the school whom the file does not name; nothing happens to them
    counts: dict[str, int] = field(init=False)

    def __post_init__(self):
        self.counts = dict.fromkeys((ADDED, CHANGED, UNCHANGED, PROBLEM), 0)
        for planned in self.rows:
            self.counts[planned.status] += 1

    @property
    def changes_anything(self) -> bool:
        return bool(self.counts[ADDED] or self.counts[CHANGED] or self.new_classrooms or self.teaching)

    def of(self, status: str) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.status == status]


def compare(rows: Sequence[RosterRow], *, school: School) -> Plan:
    """What this file would do to this school. Writes nothing."""
    with keys.keyring():
        known = _Known(school, rows)
        planned = [known.plan(row) for row in rows]
    good = [one.row for one in planned if one.status != PROBLEM]
    wanted = dict.fromkeys((row.term, name) for row in good for name in row.classrooms)
    return Plan(
        school=school,
        rows=planned,
        new_classrooms=[key for key in wanted if key not in known.classrooms],
        new_term=known.new_term if wanted else "",
        teaching=known.teaching_missing(good),
        absent=known.absent(planned),
    )


def confirm(rows: Sequence[RosterRow], *, school: School, by) -> Plan:
    """Compare once more and carry it out: all of it or nothing, with one audit event."""
    with keys.keyring(), transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)  # two files for one school take turns
        plan = compare(rows, school=school)
        if plan.changes_anything:
            classrooms = _classrooms_of(plan)
            students = [*_add(plan, classrooms, by), *_change(plan, classrooms)]
            _assign_teachers(plan, classrooms)
            audit.record("roster.import", by=by, school=school, subjects=[s.pk for s in students], **plan.counts)
    return plan


class _Known:
    """What the school knows already about whom and what the file names, in a fixed number of queries per chunk."""

    def __init__(self, school: School, rows: Sequence[RosterRow]):
        self.school = school
        self.terms = list(Term.objects.filter(school=school))
        self.term = _current(self.terms)
        self.new_term = "" if self.term else _school_year(timezone.localdate())[0]
        self.students = self._students(rows)
        self.rooms_of = self._rooms()
        self.classrooms = self._classrooms()
        self.teachers = self._teachers(rows)

    def plan(self, row: RosterRow) -> PlannedRow:
        problem = row.problem or self._term_problem(row) or self._erasure_problem(row)
        if problem:
            return PlannedRow(row, PROBLEM, problem=problem)
        notes = tuple(
            f"There is no teacher with the username '{name}' at this school, so nobody is assigned by this line."
            for name in row.teachers
            if name.casefold() not in self.teachers
        )
        student = self.students.get(row.external_id)
        if student is None:
            return PlannedRow(row, ADDED, notes=notes)
        changes = (*_changed_fields(student, row), *self._moved(student, row))
        return PlannedRow(row, CHANGED if changes else UNCHANGED, student, changes, notes=notes)

    def teaching_missing(self, rows: Iterable[RosterRow]) -> list[tuple[User, tuple[str | None, str]]]:
        wanted = dict.fromkeys(
            (self.teachers[name.casefold()], (row.term, room))
            for row in rows
            for name in row.teachers
            if name.casefold() in self.teachers
            for room in row.classrooms
        )
        rows_now = TeachingAssignment.objects.filter(now_in(""), school=self.school)
        there = set(rows_now.values_list("teacher_id", "classroom_id"))
        return [
            (teacher, room)
            for teacher, room in wanted
            if room not in self.classrooms or (teacher.pk, self.classrooms[room].pk) not in there
        ]

    def absent(self, planned: Iterable[PlannedRow]) -> int:
        enrolled = Enrollment.objects.filter(now_in(""), school=self.school)
        named = {one.student.pk for one in planned if one.student}
        return len(set(enrolled.values_list("student_id", flat=True)) - named)

    def _students(self, rows: Sequence[RosterRow]) -> dict[str, Student]:
        tokens = {
            ExternalId.digest(self.school.pk, "roster", "student", row.external_id): row.external_id
            for row in rows
            if row.external_id
        }
        found = {}
        for chunk in people.chunks(list(tokens)):
            ids = ExternalId.objects.filter(school=self.school, system="roster", kind="student", token__in=chunk)
            for known in ids.select_related("student"):
                found[tokens[known.token]] = known.student
        readable = {student.pk for student in names_for(found.values())}
        self.under_erasure = {value for value, student in found.items() if student.pk not in readable}
        return found

    def _rooms(self) -> dict:
        rooms: dict = {}
        current = Enrollment.objects.filter(now_in(""), school=self.school).select_related("classroom")
        for enrollment in current:
            rooms.setdefault(enrollment.student_id, []).append(enrollment.classroom)
        return rooms

    def _classrooms(self) -> dict[tuple[str | None, str], Classroom]:
        """By (term as a file may say it, class name); without a term the current one is meant."""
        rooms: dict[tuple[str | None, str], Classroom] = {}
        for room in Classroom.objects.filter(school=self.school).select_related("term"):
            rooms[room.term.name, room.name] = room
            if room.term == self.term:
                rooms[None, room.name] = room
        return rooms

    def _teachers(self, rows: Sequence[RosterRow]) -> dict[str, User]:
        if not any(row.teachers for row in rows):
            return {}
        staff = User.objects.filter(
            now_in("memberships"), is_active=True, memberships__role=Role.TEACHER, memberships__school=self.school
        )
        return {user.username.casefold(): user for user in staff}

    def _term_problem(self, row: RosterRow) -> str:
        names = [term.name for term in self.terms]
        if row.term is None or row.term in names:
            return ""
        known = f"It knows: {', '.join(names)}." if names else "It has no terms yet; leave the column out."
        return f"The school has no term called '{row.term}'. {known}"

    def _erasure_problem(self, row: RosterRow) -> str:
        if row.external_id not in self.under_erasure:
            return ""
        return "The record of the student with this id is being erased at the family's request."

    def _moved(self, student: Student, row: RosterRow) -> tuple[Change, ...]:
        held = self.rooms_of.get(student.pk, [])
        wanted = {self.classrooms.get((row.term, name)) for name in row.classrooms}
        if {room.pk for room in held} == {room.pk if room else None for room in wanted}:
            return ()
        return (Change("classrooms", ", ".join(sorted(r.name for r in held)), ", ".join(row.classrooms)),)


def _changed_fields(student: Student, row: RosterRow) -> tuple[Change, ...]:
    """What the file says otherwise. An empty cell or a missing column says nothing."""
    pairs = (
        ("first_name", student.first_name, row.first_name),
        ("last_name", student.last_name, row.last_name),
        ("grade", student.grade, row.grade),
        ("nicknames", student.nicknames, None if row.nicknames is None else "\n".join(row.nicknames)),
        ("pronouns", student.pronouns, row.pronouns),
        ("home_language", student.home_language, row.home_language),
    )
    return tuple(
        Change(name, _shown(before), _shown(after))
        for name, before, after in pairs
        if after is not None and after != before
    )


def _shown(value) -> str:
    return "" if value is None else str(value).replace("\n", ", ")


def _add(plan: Plan, classrooms: dict, by) -> list[Student]:
    return people.admit([_newcomer(one.row, classrooms) for one in plan.of(ADDED)], school=plan.school, by=by)


def _newcomer(row: RosterRow, classrooms: dict) -> NewStudent:
    return NewStudent(
        first_name=row.first_name,
        last_name=row.last_name,
        grade=row.grade,
        classrooms=tuple(classrooms[row.term, name] for name in row.classrooms),
        external_id=row.external_id,
        pronouns=row.pronouns,
        home_language=row.home_language,
        nicknames=row.nicknames or (),
    )


def _change(plan: Plan, classrooms: dict) -> list[Student]:
    fields: dict[Student, set[str]] = {}
    places: dict[Student, list[Classroom]] = {}
    for one in plan.of(CHANGED):
        for change in one.changes:
            if change.field == "classrooms":
                places[one.student] = [classrooms[one.row.term, name] for name in one.row.classrooms]
            else:
                fields.setdefault(one.student, set()).add(change.field)
                setattr(one.student, change.field, _value(one.row, change.field))
    people.change_students(fields, school=plan.school)
    people.place(places, school=plan.school)
    return [one.student for one in plan.of(CHANGED)]


def _value(row: RosterRow, name: str):
    value = getattr(row, name)
    return "\n".join(value) if name == "nicknames" else value


def _classrooms_of(plan: Plan) -> dict[tuple[str | None, str], Classroom]:
    """Every class of the school as a file may name it, the new ones included."""
    terms = {term.name: term for term in Term.objects.filter(school=plan.school)}
    current = _current(list(terms.values())) or (_open_school_year(plan.school) if plan.new_term else None)
    Classroom.objects.bulk_create(
        Classroom(school=plan.school, term=terms[term] if term else current, name=name)
        for term, name in {(terms[t].name if t else current.name, n): (t, n) for t, n in plan.new_classrooms}.values()
    )
    rooms = Classroom.objects.filter(school=plan.school).select_related("term")
    named: dict[tuple[str | None, str], Classroom] = {(room.term.name, room.name): room for room in rooms}
    return named | {(None, room.name): room for room in rooms if room.term == current}


def _assign_teachers(plan: Plan, classrooms: dict) -> None:
    TeachingAssignment.objects.bulk_create(
        TeachingAssignment(school=plan.school, teacher=teacher, classroom=classroom)
        for teacher, classroom in {(teacher, classrooms[room]) for teacher, room in plan.teaching}
    )


def _current(terms: Sequence[Term]) -> Term | None:
    """The term that runs today; of several the one that began last."""
    today = timezone.localdate()
    running = [term for term in terms if term.starts_on <= today <= term.ends_on]
    return max(running, key=lambda term: term.starts_on, default=None)


def _open_school_year(school: School) -> Term:
    name, starts_on, ends_on = _school_year(timezone.localdate())
    return Term.objects.get_or_create(school=school, name=name, defaults={"starts_on": starts_on, "ends_on": ends_on})[
        0
    ]


def _school_year(today: date) -> tuple[str, date, date]:
    year = today.year if today.month >= 8 else today.year - 1
    return f"School year {year}-{(year + 1) % 100:02}", date(year, 8, 1), date(year + 1, 7, 31)
