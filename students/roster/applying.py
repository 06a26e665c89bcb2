"""A plan carried out: all of it or nothing, with one audit event that names every student concerned."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from privacy import audit, keys
from students import people
from students.models import (
    Classroom,
    Enrollment,
    ExternalId,
    Guardianship,
    Membership,
    Role,
    RosterRun,
    School,
    SourcedId,
    Student,
    TeachingAssignment,
    Term,
    User,
)
from students.people import NewStudent
from students.roster import seats
from students.roster.adults import username_of
from students.roster.known import OWN, Kind
from students.roster.ledger import Ledger, moved
from students.roster.places import PlannedClass, PlannedTerm
from students.roster.plan import Plan, compare, nicknames_of
from students.roster.records import SchoolRoster
from students.roster.steps import ADDED, FAMILY, PROBLEM, TEACHER, PlannedRow
from students.tenancy import now_in


class Braked(Exception):
    """More would end than a school loses in a day. The message names the number; a second confirmation repeats it."""

    def __init__(self, plan: Plan):
        self.plan = plan
        super().__init__(f"{plan.brake.enrollments} enrollments would end ({plan.brake.percent}%)")


@dataclass(frozen=True)
class Source:
    """Which upload a run comes from, for the list of imports."""

    batch: uuid.UUID
    file_name: str = ""
    format: str = ""


def confirm(
    roster: SchoolRoster, *, school: School, by, source: Source | None = None, accepting: int | None = None
) -> Plan:
    """Compare once more and carry it out. ``accepting`` is the number of enrollments that a person agreed to end.

    Raises Braked, before anything is written, when more would end than that.
    """
    with keys.keyring(), transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)  # two files for one school take turns
        plan = compare(roster, school=school)
        if plan.brake.holds and accepting != plan.brake.enrollments:
            raise Braked(plan)
        if plan.changes_anything:
            _Work(plan, by).carry_out(source or Source(uuid.uuid4()))
    return plan


class _Work:
    """One run: the order is places, students, adults, then what remembers it."""

    def __init__(self, plan: Plan, by):
        self.plan, self.by, self.school, self.system = plan, by, plan.school, plan.roster.system
        self.ledger = Ledger()
        self.terms: dict[PlannedTerm, Term] = {}
        self.rooms: dict[PlannedClass, Classroom] = {}
        self.admitted: dict[str, Student] = {}  # by the file's id

    def carry_out(self, source: Source) -> None:
        self._take_over_time_zone()
        self._make_terms()
        self._make_classes()
        self._admit()
        self._change_fields()
        self._seat_students()
        self._link()
        self._make_accounts()
        self._seat_teachers()
        self._bind_families()
        self._remember(source)

    # --- places ---------------------------------------------------------------------------------

    def _take_over_time_zone(self) -> None:
        if zone := self.plan.time_zone:
            self.ledger.place("time_zone", self.school.time_zone, zone)
            self.school.time_zone = zone
            self.school.save(update_fields=["time_zone"])

    def _make_terms(self) -> None:
        for slot in self.plan.places.new_terms:
            self.terms[slot] = Term(school=self.school, name=slot.name, starts_on=slot.starts_on, ends_on=slot.ends_on)
        Term.objects.bulk_create(self.terms.values())
        self.ledger.place("terms", *(str(term.pk) for term in self.terms.values()))
        for slot in self.plan.places.changed_terms:
            before = [slot.term.name, slot.term.starts_on.isoformat(), slot.term.ends_on.isoformat()]
            slot.term.name, slot.term.starts_on, slot.term.ends_on = slot.name, slot.starts_on, slot.ends_on
            slot.term.save()
            after = [slot.name, slot.starts_on.isoformat(), slot.ends_on.isoformat()]
            self.ledger.place("terms_changed", [str(slot.term.pk), before, after])
        pairs = {**{slot: slot.term for slot in self.plan.places.changed_terms}, **self.terms}
        self._remember_ids(Kind.TERM, [(slot.key, {"term": term}) for slot, term in pairs.items() if slot.key])

    def _make_classes(self) -> None:
        places = self.plan.places
        for planned in places.new_classes:
            self.rooms[planned] = Classroom(school=self.school, term=self._term(planned), name=planned.name)
        Classroom.objects.bulk_create(self.rooms.values(), batch_size=seats.BATCH)
        self.ledger.place("classes", *(str(room.pk) for room in self.rooms.values()))
        for planned in places.changed_classes:
            before = [planned.room.name, str(planned.room.term_id)]
            planned.room.name, planned.room.term = planned.name, self._term(planned)
            planned.room.save()
            after = [planned.name, str(planned.room.term_id)]
            self.ledger.place("classes_changed", [str(planned.room.pk), before, after])
        if self.system != OWN:
            rooms = [(p.key, {"classroom": self._room(p)}) for p in places.classes if p.room or p.is_new]
            self._remember_ids(Kind.CLASS, rooms)
            self._remember_ids(Kind.SCHOOL, [(self.plan.roster.key, {})])

    def _term(self, planned: PlannedClass) -> Term:
        return planned.slot.term or self.terms[planned.slot]

    def _room(self, planned: PlannedClass) -> Classroom:
        return planned.room or self.rooms[planned]

    def _remember_ids(self, kind: str, pairs: list[tuple[str, dict]]) -> None:
        """Ids of the file's system, unless they are known."""
        if self.system == OWN:
            return
        known = set(
            SourcedId.objects.filter(school=self.school, system=self.system, kind=kind).values_list("value", flat=True)
        )
        rows = [
            SourcedId(school=self.school, system=self.system, kind=kind, value=value, **target)
            for value, target in pairs
            if value and value not in known
        ]
        SourcedId.objects.bulk_create(rows, batch_size=seats.BATCH)
        self.ledger.place("ids", *(str(row.pk) for row in rows))

    # --- students -------------------------------------------------------------------------------

    def _admit(self) -> None:
        rows = self.plan.students_of(ADDED)
        students = people.admit([_newcomer(row) for row in rows], school=self.school, by=self.by)
        taken: set[tuple[str, str]] = set()
        ids = []
        for row, student in zip(rows, students, strict=True):
            row.student = student
            self.admitted[row.id] = student
            self.ledger.of(student.pk, "added", True)
            for system, value in {(self.system, row.record.id), (OWN, row.record.local_id)}:
                if value and (system, value) not in taken:
                    taken.add((system, value))
                    ids.append(people.external_id(student, value, system=system))
        ExternalId.objects.bulk_create(ids, batch_size=seats.BATCH)

    def _change_fields(self) -> None:
        fields: dict[Student, set[str]] = {}
        for row in self.plan.students:
            for change in row.changes if row.student else ():
                if change.field not in ("classrooms", "ends_on"):
                    before = getattr(row.student, change.field)
                    after = _value(row, change.field, own=self.system == OWN)
                    self.ledger.of(row.student.pk, "fields", [change.field, before, after])
                    fields.setdefault(row.student, set()).add(change.field)
                    setattr(row.student, change.field, after)
        people.change_students(fields, school=self.school)

    def _seat_students(self) -> None:
        rows = [row for row in self.plan.students if row.student and row.status != PROBLEM]
        opening = [
            Enrollment(
                school=self.school,
                student_id=row.student.pk,
                classroom=self._room(planned),
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for row in rows
            for planned, starts_on, ends_on in row.seats.open
        ]
        self.ledger.ended("closed", seats.close_rows(one for row in rows for one in row.seats.close))
        self.ledger.ended("until", seats.set_ends([pair for row in rows for pair in row.seats.until]))
        self.ledger.enrolled(*seats.open_rows(opening, school=self.school))

    def _link(self) -> None:
        rows = [people.external_id(student, value, system=system) for student, system, value in self.plan.links]
        keys.open_keys(row.student_id for row in rows)
        ExternalId.objects.bulk_create(rows, batch_size=seats.BATCH)
        for row in rows:
            self.ledger.of(row.student_id, "ids", str(row.pk))

    # --- adults ---------------------------------------------------------------------------------

    def _make_accounts(self) -> None:
        """Accounts that nobody can sign in to yet: an operator sets a password, or single sign-on finds them."""
        rows = [row for row in self.plan.adults if row.status != PROBLEM]
        new: dict[str, User] = {}
        for row in rows:
            if row.user is None:
                username = username_of(row.record, self.system)
                row.user = new.setdefault(username.casefold(), _account(row, username))
        User.objects.bulk_create(new.values(), batch_size=seats.BATCH)
        self.ledger.place("accounts", *(str(user.pk) for user in new.values()))
        self._rename_accounts(rows)
        self._remember_ids(Kind.PERSON, list({row.id: {"user": row.user} for row in rows if row.id}.items()))
        self._make_members({row.user for row in rows if row.kind == TEACHER and row.seats.open})
        leaving = {row.user.pk for row in rows if row.kind == TEACHER and row.record.ended}
        self._end_memberships(leaving)
        if new or any(row.changes or row.seats for row in rows if row.kind == TEACHER):
            people.names_changed(self.school)

    def _rename_accounts(self, rows: list[PlannedRow]) -> None:
        for row in rows:
            names = [change for change in row.changes if change.field in ("first_name", "last_name")]
            for change in names:
                setattr(row.user, change.field, change.after)
                self.ledger.place("accounts_changed", [str(row.user.pk), change.field, change.before, change.after])
            if names:
                row.user.save(update_fields=["first_name", "last_name"])

    def _make_members(self, users: set[User]) -> None:
        held = Membership.objects.filter(now_in(""), school=self.school, role=Role.TEACHER)
        missing = {user.pk: user for user in users}.keys() - set(held.values_list("user_id", flat=True))
        rows = [
            Membership(
                user_id=pk,
                role=Role.TEACHER,
                school=self.school,
                district=self.school.district,
                given_by=audit.actor(self.by),
            )
            for pk in sorted(missing)
        ]
        created, again = seats.open_rows(rows, school=self.school)
        self.ledger.place("members", *(str(row.pk) for row in created))
        self.ledger.place("members_closed", *map(moved, again))

    def _end_memberships(self, users: set[uuid.UUID]) -> None:
        held = Membership.objects.filter(now_in(""), school=self.school, role=Role.TEACHER, user_id__in=users)
        self.ledger.place("members_closed", *map(moved, seats.close_rows(list(held))))

    def _seat_teachers(self) -> None:
        rows = [row for row in self.plan.adults if row.kind == TEACHER and row.status != PROBLEM]
        opening = [
            TeachingAssignment(
                school=self.school,
                teacher_id=row.user.pk,
                classroom=self._room(planned),
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for row in rows
            for planned, starts_on, ends_on in row.seats.open
        ]
        opening += [
            TeachingAssignment(school=self.school, teacher_id=user.pk, classroom=self._room(planned))
            for user, planned in self.plan.assigned
        ]
        ended = seats.close_rows([one for row in rows for one in row.seats.close])
        until = seats.set_ends([pair for row in rows for pair in row.seats.until])
        created, again = seats.open_rows(opening, school=self.school)
        self.ledger.place("teaching", *(str(row.pk) for row in created))
        self.ledger.place("teaching_moved", *map(moved, (*ended, *until, *again)))

    def _bind_families(self) -> None:
        rows = [row for row in self.plan.adults if row.kind == FAMILY and row.status != PROBLEM]
        new = [
            Guardianship(
                school=self.school,
                guardian_id=row.user.pk,
                student_id=(child or self.admitted[bond.student]).pk,
                relation=bond.relation,
            )
            for row in rows
            for bond, child in row.bonds
        ]
        created, again = seats.open_rows(new, school=self.school)
        for row in created:
            self.ledger.of(row.student_id, "bonds", str(row.pk))
        self.ledger.ended("bonds_moved", [*again, *seats.close_rows([one for row in rows for one in row.parted])])

    # --- what remembers it ----------------------------------------------------------------------

    def _remember(self, source: Source) -> None:
        counts = {**self.plan.counts, "adults": self.plan.adult_counts[ADDED]}
        run = RosterRun(
            school=self.school,
            batch=source.batch,
            file_name=source.file_name,
            format=source.format,
            by=audit.actor(self.by),
            counts=counts,
        )
        keys.open_keys(self.ledger.students)
        self.ledger.write(run)
        subjects = list(self.ledger.students)
        audit.record("roster.import", by=self.by, school=self.school, subjects=subjects, obj=run, **counts)


def _newcomer(row: PlannedRow) -> NewStudent:
    record = row.record
    return NewStudent(
        first_name=record.first_name,
        last_name=record.last_name,
        grade=record.grade,
        pronouns=record.pronouns,
        home_language=record.home_language,
        nicknames=record.nicknames or (),
    )


def _value(row: PlannedRow, name: str, *, own: bool):
    if name == "nicknames":
        return nicknames_of(row.student, row.record, merge=not own)
    return getattr(row.record, name)


def _account(row: PlannedRow, username: str) -> User:
    record = row.record
    email = record.email if "@" in record.email and len(record.email) <= 254 else ""
    return User(
        username=username,
        first_name=record.first_name[:150],
        last_name=record.last_name[:150],
        email=email,
        password=make_password(None),
    )
