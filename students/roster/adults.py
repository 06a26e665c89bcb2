"""Teachers and families of a file against the accounts there are.

A file may open an account and give it classes or children. It never gives an administrator's role, never makes
somebody who administers the school its teacher or a parent (that would open records the role is kept from), never
touches a user name, an email or a password of an account that exists, and never takes over an account from
outside the district.
"""

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower

from students import people
from students.models import Guardianship, Membership, Role, School, SourcedId, Student, TeachingAssignment, User
from students.roster.known import Kind, Students, as_id
from students.roster.places import PlacesPlan, PlannedClass
from students.roster.records import ENDS, AdultRecord, SchoolRoster
from students.roster.seating import Seating
from students.roster.steps import (
    ADDED,
    CHANGED,
    ENDED,
    FAMILY,
    PROBLEM,
    TEACHER,
    UNCHANGED,
    Change,
    PlannedRow,
)
from students.search import names_for
from students.tenancy import now_in, open_from

NO_TEACHER = "There is no teacher with the username '{name}' at this school, so nobody is assigned by this line."
RUNS_A_ROSTER = (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)


class Accounts:
    """The accounts a file may mean, by the id of its system or by user name."""

    def __init__(self, school: School, roster: SchoolRoster, usernames: Iterable[str], teaching: Iterable[uuid.UUID]):
        self.school, self.system = school, roster.system
        ids = SourcedId.objects.filter(school__district=school.district_id, system=roster.system, kind=Kind.PERSON)
        self.here: dict[str, uuid.UUID] = {}  # ids of this school
        self.nearby: dict[str, uuid.UUID] = {}  # of the district's other schools
        for row in ids:
            (self.here if row.school_id == school.pk else self.nearby)[row.value] = row.user_id
        members = Membership.objects.filter(now_in(""), district=school.district_id)
        self.of_district = set(members.values_list("user_id", flat=True))
        self.administers = set(members.filter(role__in=RUNS_A_ROSTER).values_list("user_id", flat=True))
        guardians = Guardianship.objects.filter(school__district=school.district_id)
        self.of_district |= set(guardians.values_list("guardian_id", flat=True))
        teachers = members.filter(role=Role.TEACHER, school=school, user__is_active=True)
        self.teachers_here = set(teachers.values_list("user_id", flat=True))
        wanted = {*self.here.values(), *self.nearby.values(), *self.of_district, *teaching}
        self.users = {user.pk: user for user in _users(wanted)}
        self.by_username = {user.username.casefold(): user for user in self.users.values()}
        self.taken = _taken({name.casefold() for name in usernames} - self.by_username.keys())

    def user(self, record: AdultRecord) -> User | None:
        pk = self.here.get(record.id) or self.nearby.get(record.id) or as_id(record.id)
        return self.users.get(pk) or self.by_username.get(username_of(record, self.system).casefold())

    def is_ours(self, user: User) -> bool:
        """Whether this school's files opened the account, or found it before."""
        return user.pk in self.here.values()


class AdultPlans:
    def __init__(self, known: Students, roster: SchoolRoster, places: PlacesPlan, children: dict[str, PlannedRow]):
        self.known, self.roster, self.places, self.children = known, roster, places, children
        school = known.school
        names = [username_of(record, roster.system) for record in (*roster.teachers, *roster.families)]
        names += [name for record in roster.students for seat in record.seats for name in seat.taught_by]
        self.needed = bool(names) or roster.absence == ENDS
        self.seating = Seating(places)
        self.named: dict[str, str] = {}  # user name -> id of the record that has it
        if self.needed:
            # An account that is switched off sees nothing, so a file has nothing to end there.
            rows = TeachingAssignment.objects.filter(
                open_from(places.places.today), school=school, teacher__is_active=True
            )
            self.held: dict[uuid.UUID, list[TeachingAssignment]] = {}
            for row in rows:
                self.held.setdefault(row.teacher_id, []).append(row)
            self.accounts = Accounts(school, roster, names, self.held)
            self.bonds = _bonds(school) if roster.families else {}

    def plan(self) -> list[PlannedRow]:
        if not self.needed:
            return []
        teachers = [self._teacher(record) for record in self.roster.teachers]
        families = [self._family(record) for record in self.roster.families]
        return [*teachers, *families, *self._not_named(teachers)]

    def assigned_by(self, rows: Iterable[PlannedRow]) -> list[tuple[User, PlannedClass]]:
        """What a simple file's teacher column asks for. A name that is no teacher's becomes a note of its line."""
        wanted: dict[tuple[User, PlannedClass], None] = {}
        for row in rows:
            for seat in getattr(row.record, "seats", ()) if row.status != PROBLEM else ():
                for name in seat.taught_by:
                    user = self.accounts.by_username.get(name.casefold())
                    if user is None or user.pk not in self.accounts.teachers_here:
                        row.notes = (*row.notes, NO_TEACHER.format(name=name))
                    elif (planned := self.places.target(seat.classroom)).takes_people:
                        wanted[user, planned] = None
        there = {(user, row.classroom_id) for user, rows in getattr(self, "held", {}).items() for row in rows}
        return [
            (user, planned)
            for user, planned in wanted
            if planned.room is None or (user.pk, planned.room.pk) not in there
        ]

    # --- one adult ------------------------------------------------------------------------------

    def _teacher(self, record: AdultRecord) -> PlannedRow:
        user = self.accounts.user(record)
        if problem := self._problem(record, user, TEACHER):
            return PlannedRow(TEACHER, PROBLEM, record, user=user, problem=problem)
        held = self.held.get(user.pk, []) if user else []
        seated = self.seating.of(record.seats, held, absence=self.roster.absence, leaves=record.ended)
        for planned, _starts, _ends in seated.plan.open:
            planned.wanted = True
        if user is None and not seated.plan.open:
            why = seated.notes[0] if seated.notes else "This teacher has no class now, so no account is opened."
            return PlannedRow(TEACHER, PROBLEM, record, problem=why)
        changes = (*self._renamed(record, user), *self.seating.changes(seated, held)) if user else ()
        returns = bool(user) and bool(seated.after) and user.pk not in self.accounts.teachers_here
        status = ADDED if user is None else _status(bool(changes) or returns, bool(held), seated.after)
        notes = (*seated.notes, "Becomes a teacher of this school.") if returns else seated.notes
        row = PlannedRow(TEACHER, status, record, user=user, seats=seated.plan, changes=changes, notes=notes)
        row.classes = tuple(sorted(seated.after))
        return row

    def _family(self, record: AdultRecord) -> PlannedRow:
        user = self.accounts.user(record)
        if problem := self._problem(record, user, FAMILY):
            return PlannedRow(FAMILY, PROBLEM, record, user=user, problem=problem)
        bonds, parted, notes = [], [], []
        standing = [one for one in self.bonds.get(user.pk, ()) if self._holds(one)] if user else []
        if record.ended:
            parted = [one for one in standing if not one.restricted]
        for bond in record.bonds if not record.ended else ():
            child, name = self._child(bond.student)
            held = [one for one in self.bonds.get(user.pk, ()) if child and one.student_id == child.pk] if user else []
            if not name:
                continue  # the child's own line says why it was left out
            if bond.ended:
                parted += [one for one in held if self._holds(one) and not one.restricted]
            elif held and not any(map(self._holds, held)):
                notes.append(
                    f"{name}: this bond was ended in Sightline, and a file does not bring it back. "
                    "Ask your operator if it holds again."
                )
            elif not held:
                bonds.append((bond, child))
        if user is None and not bonds:
            return PlannedRow(FAMILY, PROBLEM, record, problem="No child of this person is in the roster.")
        changes = self._renamed(record, user) if user else ()
        changes += tuple(Change("child", "", self._child(bond.student)[1]) for bond, _ in bonds if user)
        changes += tuple(Change("child", name, "") for name in self._names(parted))
        status = ADDED if user is None else CHANGED if changes else UNCHANGED
        return PlannedRow(
            FAMILY, status, record, user=user, bonds=bonds, parted=parted, changes=changes, notes=tuple(notes)
        )

    def _child(self, id: str) -> tuple[Student | None, str]:
        """The child by the file's id, and the name; a child that this file brings in has no row yet."""
        if row := self.children.get(id):
            return row.student, row.name
        child = self.known.by_id(id)
        names = self._names_of([child]) if child else []
        return (child, names[0]) if names else (None, "")

    def _names(self, bonds: Iterable[Guardianship]) -> list[str]:
        return self._names_of([self.known.all[one.student_id] for one in bonds if one.student_id in self.known.all])

    def _names_of(self, students: list[Student]) -> list[str]:
        return [student.name for student in names_for(students)]

    def _holds(self, bond: Guardianship) -> bool:
        return bond.ends_on is None or bond.ends_on > self.places.places.today

    def _problem(self, record: AdultRecord, user: User | None, kind: str) -> str:
        if record.problem:
            return record.problem
        if user is not None:
            return self._problem_of_account(user, kind)
        if not record.listed:
            return f"This line names the person '{record.id}', whom no line lists and whom Sightline does not know."
        return self._problem_of_username(username_of(record, self.roster.system), record.id)

    def _problem_of_username(self, username: str, id: str) -> str:
        if username.casefold() in self.accounts.taken:
            return f"The user name '{username}' belongs to somebody outside of your district. Ask your operator."
        if self.named.setdefault(username.casefold(), id) != id:
            return f"The user name '{username}' stands in the file twice, for two people."
        try:
            User.username_validator(username)
        except ValidationError:
            return f"'{username}' cannot be a user name: letters, figures and @ . + - _ only."
        return "" if len(username) <= 150 else "The user name is longer than 150 characters."

    def _problem_of_account(self, user: User, kind: str) -> str:
        if not user.is_active:
            return f"The account {user.username} is switched off. Ask your operator if it is needed again."
        if user.is_superuser or user.pk in self.accounts.administers:
            what = "a teacher" if kind == TEACHER else "a parent"
            return (
                f"{user.username} administers the school or district, so a file cannot make this person {what} here. "
                "Ask your operator."
            )
        return ""

    def _renamed(self, record: AdultRecord, user: User) -> tuple[Change, ...]:
        """Names follow the file where files of this school keep the account."""
        if not record.listed or not self.accounts.is_ours(user):
            return ()
        pairs = (("first_name", user.first_name, record.first_name), ("last_name", user.last_name, record.last_name))
        return tuple(Change(name, old, new[:150]) for name, old, new in pairs if new and new[:150] != old)

    # --- whom the file does not name ------------------------------------------------------------

    def _not_named(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        if self.roster.absence != ENDS:
            return []
        named = {row.user.pk for row in rows if row.user}
        gone = []
        for pk, held in self.held.items():
            seated = self.seating.of((), held, absence=ENDS)
            if pk in named or not seated.plan.close:
                continue
            user = self.accounts.users[pk]
            record = AdultRecord(username=user.username, first_name=user.first_name, last_name=user.last_name)
            status = CHANGED if seated.after else ENDED
            changes = self.seating.changes(seated, held)
            gone.append(PlannedRow(TEACHER, status, record, user=user, seats=seated.plan, changes=changes))
        return gone


def username_of(record: AdultRecord, system: str) -> str:
    """What the person will sign in as: the user name, else the email, else the id with its system."""
    return record.username or record.email or f"{system}-{record.id}"


def _status(changed: bool, held: bool, after: list[str]) -> str:
    if not changed:
        return UNCHANGED
    return ENDED if held and not after else CHANGED


def _bonds(school: School) -> dict[uuid.UUID, list[Guardianship]]:
    bonds: dict[uuid.UUID, list[Guardianship]] = {}
    for row in Guardianship.objects.filter(school=school):
        bonds.setdefault(row.guardian_id, []).append(row)
    return bonds


def _users(ids: Iterable[uuid.UUID]) -> Iterable[User]:
    for chunk in people.chunks(list(ids), 500):
        yield from User.objects.filter(pk__in=chunk)


def _taken(usernames: Iterable[str]) -> set[str]:
    """User names of people outside the district, in lower case."""
    taken: set[str] = set()
    for chunk in people.chunks(list(usernames), 500):
        rows = User.objects.annotate(lower=Lower("username")).filter(lower__in=chunk)
        taken |= set(rows.values_list("lower", flat=True))
    return taken
