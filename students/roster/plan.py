"""Records against a school: what would be added, changed, ended and left alone. Writes nothing.

``applying.confirm`` makes the plan again inside its transaction and carries it out, so that what changed since
the preview is seen, and the same file twice changes nothing.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from privacy import keys
from students.models import School, Student
from students.roster.adults import AdultPlans
from students.roster.known import Enrolled, Places, Students, opened, same_name
from students.roster.places import PlacesPlan
from students.roster.records import ENDS, SchoolRoster, StudentRecord
from students.roster.seating import Seating
from students.roster.steps import (
    ADDED,
    CHANGED,
    ENDED,
    LINE,
    PROBLEM,
    STATUSES,
    STUDENT,
    UNCHANGED,
    Change,
    PlannedRow,
)
from students.roster.zones import zone_of

BRAKE = 0.05  # of the enrollments, or of the students, that hold today


@dataclass(slots=True)
class Brake:
    """What would end. A move from one class to another is not counted: nobody goes missing by it."""

    enrollments: int
    students: int
    of_enrollments: int
    of_students: int

    @property
    def holds(self) -> bool:
        return self.enrollments > BRAKE * self.of_enrollments or self.students > BRAKE * self.of_students

    @property
    def percent(self) -> int:
        shares = ((self.enrollments, self.of_enrollments), (self.students, self.of_students))
        return round(100 * max(part / whole for part, whole in shares if whole)) if self.holds else 0


@dataclass(slots=True)
class Plan:
    school: School
    roster: SchoolRoster
    places: PlacesPlan
    students: list[PlannedRow]
    adults: list[PlannedRow]
    lines: list[PlannedRow]  # lines of the file that became no record
    assigned: list  # (teacher, class) that a simple file asks for: nothing ends by it
    absent: int  # students of the school whom the file does not name and who stay as they are
    brake: Brake
    links: list[tuple[Student, str, str]]  # (student, system, id) that were not known before
    counts: dict[str, int] = field(init=False)
    adult_counts: dict[str, int] = field(init=False)

    def __post_init__(self):
        self.counts = _counted([*self.students, *self.lines])
        self.adult_counts = _counted(self.adults)

    @property
    def rows(self) -> list[PlannedRow]:
        return [*self.students, *self.adults, *self.lines]

    @property
    def time_zone(self) -> str:
        """Taken over from the file when it names a real one that is not the school's already."""
        zone = zone_of(self.roster.time_zone)
        return zone if zone != self.school.time_zone else ""

    @property
    def changes_anything(self) -> bool:
        moved = any(row.status in (ADDED, CHANGED, ENDED) for row in (*self.students, *self.adults))
        places = self.places.changed_terms or self.places.changed_classes or self.places.new_classes
        return bool(moved or places or self.assigned or self.time_zone)

    @property
    def notes(self) -> list[str]:
        zone = self.roster.time_zone
        unknown = [f"The file names the time zone '{zone}', which is none. {self.school.name} keeps its own."]
        return list(
            dict.fromkeys((*self.roster.notes, *self.places.notes, *(unknown if zone and not zone_of(zone) else ())))
        )

    def of(self, status: str) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.status == status]

    def students_of(self, status: str) -> list[PlannedRow]:
        return [planned for planned in self.students if planned.status == status]


def compare(roster: SchoolRoster, *, school: School) -> Plan:
    """What this file would do to this school."""
    with keys.keyring():
        known = Students(school, roster.system)
        places = PlacesPlan(Places(school, roster.system), roster)
        enrolled = Enrolled(school, places.places.today)
        planner = _Planner(roster, places, known, enrolled)
        students = planner.plan()
        adults = AdultPlans(known, roster, places, planner.by_file_id)
        rows = adults.plan()
        planned_lines = [PlannedRow(LINE, PROBLEM, one, problem=one.text) for one in roster.problems]
        return Plan(
            school=school,
            roster=roster,
            places=places,
            students=students,
            adults=rows,
            lines=planned_lines,
            assigned=adults.assigned_by(students),
            absent=planner.absent,
            brake=planner.brake(students),
            links=planner.links,
        )


class _Planner:
    """One pass over a file's students, then over those it does not name."""

    def __init__(self, roster: SchoolRoster, places: PlacesPlan, known: Students, enrolled: Enrolled):
        self.roster, self.places, self.known, self.enrolled = roster, places, known, enrolled
        self.seating = Seating(places)
        self.by_file_id: dict[str, PlannedRow] = {}
        self.claimed: dict[uuid.UUID, StudentRecord] = {}
        self.links: list[tuple[Student, str, str]] = []
        self.numbers: set[tuple[str, str]] = set()

    def plan(self) -> list[PlannedRow]:
        matched = [(record, self._match(record)) for record in self.roster.students]
        self.readable = opened(dict.fromkeys(student for _, student in matched if student))
        rows = [self._row(record, student) for record, student in matched]
        for row in rows:
            if row.id and row.status != PROBLEM:
                self.by_file_id.setdefault(row.id, row)
        return [*rows, *self._not_named(rows)]

    def brake(self, rows: Iterable[PlannedRow]) -> Brake:
        lost, left, today = 0, 0, self.enrolled.today
        for row in rows:
            closing = sum(1 for one in row.seats.close if one.starts_on <= today)
            lost += max(0, closing - len(row.seats.open))
            held = len(self.enrolled.now(row.student.pk)) if row.student else 0
            left += bool(held and held == closing and not row.seats.open)
        return Brake(lost, left, *self.enrolled.counts)

    # --- one student ----------------------------------------------------------------------------

    def _match(self, record: StudentRecord) -> Student | None:
        if record.problem or not record.id:
            return None
        return self.known.by_id(record.id) or self.known.by_number(record)

    def _row(self, record: StudentRecord, student: Student | None) -> PlannedRow:
        if problem := record.problem or self._problem(record, student):
            return PlannedRow(STUDENT, PROBLEM, record, student, problem=problem)
        held = self.enrolled.by_student.get(student.pk, []) if student else []
        absence = "keeps" if record.spared else self.roster.absence
        seated = self.seating.of(record.seats, held, absence=absence, leaves=record.ended)
        if seated.problem:
            return PlannedRow(STUDENT, PROBLEM, record, student, problem=seated.problem)
        if student is None and not seated.plan.open:
            return PlannedRow(STUDENT, PROBLEM, record, problem=_in_no_class(record, seated.notes))
        for planned, _starts, _ends in seated.plan.open:
            planned.wanted = True
        notes, after = (*record.notes, *seated.notes), tuple(sorted(seated.after))
        if student is None:
            return PlannedRow(STUDENT, ADDED, record, seats=seated.plan, notes=notes, classes=after)
        self._link(record, student)
        changes = (*_changed_fields(student, record, merge=not self.seating.own), *self.seating.changes(seated, held))
        status = (CHANGED if changes else UNCHANGED) if seated.after or not seated.plan.close else ENDED
        row = PlannedRow(STUDENT, status, record, student, seats=seated.plan, changes=changes, notes=notes)
        row.classes = after
        return row

    def _problem(self, record: StudentRecord, student: Student | None) -> str:
        if student is None:
            return "" if record.listed else self._unknown(record)
        if student.pk not in self.readable:
            return "The record of the student with this id is being erased at the family's request."
        other = self.claimed.setdefault(student.pk, record)
        if other is not record:
            return f"This is the same student as in line {other.line}. Only that line counts."
        if record.listed and not self.known.by_id(record.id) and not same_name(student, record):
            return (
                f"The number {record.local_id or record.id} belongs to {student.name} in Sightline. "
                "Two people cannot share it: mend the number in your student information system."
            )
        return ""

    def _unknown(self, record: StudentRecord) -> str:
        if record.spared:
            return "This line enrolls a student whose own line could not be read."
        return (
            f"This line enrolls the student '{record.id}', whom no line of the export lists and whom Sightline does "
            "not know. Export the list of people again, together with the enrollments."
        )

    def _link(self, record: StudentRecord, student: Student) -> None:
        """Ids by which the next file will find this student."""
        for system, value in ((self.roster.system, record.id), ("roster", record.local_id)):
            if value and (system, value) not in self.numbers and not self.known.has(system, value):
                self.numbers.add((system, value))
                self.links.append((student, system, value))

    # --- whom the file does not name ------------------------------------------------------------

    def _not_named(self, rows: Iterable[PlannedRow]) -> list[PlannedRow]:
        """In a complete export a missing student's classes end; elsewhere nothing happens to anybody missing."""
        named = {row.student.pk for row in rows if row.student}
        missing = [pk for pk in self.enrolled.by_student if pk not in named]
        ending: list[tuple[Student, list, object]] = []
        if self.roster.absence == ENDS:
            for pk in missing:
                held = self.enrolled.by_student[pk]
                if pk in self.known.all and (seated := self.seating.of((), held, absence=ENDS)).plan.close:
                    ending.append((self.known.all[pk], held, seated))
        readable = opened(student for student, _, _ in ending)
        gone = [self._gone(*one) for one in ending if one[0].pk in readable]
        self.absent = sum(bool(self.enrolled.now(pk)) for pk in missing) - len(gone)
        return gone

    def _gone(self, student: Student, held: list, seated) -> PlannedRow:
        record = StudentRecord(grade=student.grade)
        changes = self.seating.changes(seated, held)
        status = CHANGED if seated.after else ENDED
        return PlannedRow(STUDENT, status, record, student, seats=seated.plan, changes=changes)


def _in_no_class(record: StudentRecord, notes: tuple[str, ...]) -> str:
    return notes[0] if notes else "This student is in no class now, so nobody could see the record. It is not made."


def nicknames_of(student: Student, record: StudentRecord, *, merge: bool) -> str | None:
    """A simple file lists them all; a student information system knows one, and the others stay."""
    if record.nicknames is None:
        return None
    kept = (student.nicknames or "").splitlines() if merge else []
    return "\n".join(dict.fromkeys((*kept, *record.nicknames)))


def _changed_fields(student: Student, record: StudentRecord, *, merge: bool) -> tuple[Change, ...]:
    """What the file says otherwise. An empty cell or a missing column says nothing."""
    pairs = (
        ("first_name", student.first_name, record.first_name or None),
        ("last_name", student.last_name, record.last_name or None),
        ("grade", student.grade, record.grade),
        ("nicknames", student.nicknames, nicknames_of(student, record, merge=merge)),
        ("pronouns", student.pronouns, record.pronouns),
        ("home_language", student.home_language, record.home_language),
    )
    return tuple(
        Change(name, _shown(before), _shown(after))
        for name, before, after in pairs
        if after is not None and after != before
    )


def _shown(value) -> str:
    return "" if value is None else str(value).replace("\n", ", ")


def _counted(rows: Iterable[PlannedRow]) -> dict[str, int]:
    counts = dict.fromkeys(STATUSES, 0)
    for row in rows:
        counts[row.status] += 1
    return counts
