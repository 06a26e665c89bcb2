"""Who saw which student, when, and on what ground: the log as an administrator may read it, without words or scores.

The ground is looked up as it stood on the day of the event: who taught whom, whose child it was, which office somebody
held. Those rows are dated and closed, never deleted, so that the answer does not change afterwards.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.audit import CONFIDENTIAL, VERBS, AuditEvent, AuditSubject
from students import access, search
from students.access import Right
from students.models import (
    ApiKey,
    Enrollment,
    ExternalId,
    Guardianship,
    Membership,
    School,
    Student,
    TeachingAssignment,
    User,
)

MOST_PEOPLE = 200  # of one name


@dataclass(frozen=True)
class Asked:
    schools: tuple[School, ...]
    student: uuid.UUID | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One event and one of the students it concerns."""

    at: datetime
    school: School
    who: str
    what: str
    student: uuid.UUID
    name: str
    why: str


@dataclass(frozen=True)
class Look:
    """One event as the page shows it: its lines share everything but the student."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def why(self) -> str:
        return "; ".join(dict.fromkeys(line.why for line in self.lines))


def find_students(who, text: str) -> list[Student]:
    """Among the schools whose reports are ``who``'s: by Sightline's id, by the roster's id, or by name."""
    text = text.strip()
    try:
        rows = access.visible(who, Student, Right.COMPLIANCE).filter(pk=uuid.UUID(text))
    except ValueError:
        rows = _by_roster_id(who, text)
    return search.names_for(rows) or search.find(who, text, right=Right.COMPLIANCE)


def _by_roster_id(who, text: str) -> QuerySet[Student]:
    seen = access.visible(who, Student, Right.COMPLIANCE)
    schools = access.reach(who, Right.COMPLIANCE).values_list("pk", flat=True)
    kinds = ExternalId.objects.filter(school__in=schools).values_list("school_id", "system", "kind").distinct()
    tokens = [ExternalId.digest(school, system, kind, text) for school, system, kind in kinds]
    return seen.filter(external_ids__token__in=tokens) if text else seen.none()


def events(asked: Asked) -> QuerySet[AuditEvent]:
    """What concerns students of these schools, the latest first."""
    schools = [school.pk for school in asked.schools]
    subjects = AuditSubject.objects.filter(school__in=schools)
    rows = AuditEvent.objects.filter(school__in=schools).exclude(verb__in=CONFIDENTIAL)
    if asked.student:
        rows = rows.filter(id__in=subjects.filter(subject=asked.student).values("event_id"))
    else:
        rows = rows.filter(Exists(subjects.filter(event_id=OuterRef("id"))))
    if asked.person:
        rows = rows.filter(actor__in=_actors(asked.person))
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since, asked.schools))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1), asked.schools))
    return rows.order_by("-at", "id")


def looks(found: Iterable[AuditEvent], asked: Asked) -> list[Look]:
    """The events with names and grounds, in a number of queries that does not grow with them."""
    found = list(found)
    subjects = defaultdict(list)
    rows = AuditSubject.objects.filter(event_id__in=[event.id for event in found])
    for row in rows.filter(subject=asked.student) if asked.student else rows:
        subjects[row.event_id].append(row.subject)
    everyone = {subject for some in subjects.values() for subject in some}
    known = _Known(found, everyone)
    schools = {school.pk: school for school in asked.schools}
    made = []
    for event in found:
        school = schools[event.school]
        day = event.at.astimezone(ZoneInfo(school.time_zone))
        lines = [_line(event, subject, school, day, known) for subject in subjects[event.id]]
        made.append(Look(tuple(sorted(lines, key=lambda line: (line.name, line.student)))))
    return made


def _line(event: AuditEvent, subject: uuid.UUID, school: School, day: datetime, known: "_Known") -> Line:
    return Line(
        at=day,
        school=school,
        who=known.name_of(event.actor),
        what=VERBS.get(event.verb, event.verb),
        student=subject,
        name=known.names.get(subject, _("erased student")),
        why=str(event.detail.get("reason", "")) or known.ground(event.actor, subject, school, _counted(event.at)),
    )


def _counted(at: datetime) -> date:
    """The day that access went by at that moment (``tenancy.now_in``), which is not everywhere the school's."""
    return timezone.localdate(at)


class _Known:
    """People, names and relations of one page of events, each fetched once."""

    def __init__(self, found: Sequence[AuditEvent], subjects: set[uuid.UUID]):
        users = {uuid.UUID(rest) for kind, rest in map(_split, (e.actor for e in found)) if kind == "user"}
        keys = {rest for kind, rest in map(_split, (e.actor for e in found)) if kind == "key"}
        self.users = {user.pk: user for user in User.objects.filter(pk__in=users)}
        self.keys = {key.prefix: key for key in ApiKey.objects.filter(prefix__in=keys)}
        self.names = {s.pk: s.name for s in search.names_for(Student.objects.filter(pk__in=subjects))}
        self.teaching = _by(TeachingAssignment.objects.filter(teacher__in=users).select_related("classroom"), "teacher")
        rooms = {row.classroom_id for rows in self.teaching.values() for row in rows}
        self.enrolled = _by(Enrollment.objects.filter(student__in=subjects, classroom__in=rooms), "student")
        self.children = _by(Guardianship.objects.filter(guardian__in=users, student__in=subjects), "guardian")
        self.offices = _by(Membership.objects.filter(user__in=users), "user")

    def name_of(self, actor: str) -> str:
        kind, rest = _split(actor)
        if kind == "user":
            user = self.users.get(uuid.UUID(rest))
            return user.display_name if user else _("a person whose account is gone")
        if kind == "key":
            key = self.keys.get(rest)
            return _("Program “%s”") % (key.name if key else rest)
        return _("Sightline")

    def ground(self, actor: str, subject: uuid.UUID, school: School, day: date) -> str:
        kind, rest = _split(actor)
        if kind == "key":
            return _("holds an API key")
        if kind != "user":
            return _("automatic: %s") % rest if rest else _("nobody was signed in")
        return self._relation(uuid.UUID(rest), subject, day) or self._office(uuid.UUID(rest), school, day)

    def _relation(self, user: uuid.UUID, subject: uuid.UUID, day: date) -> str:
        rooms = {row.classroom_id for row in self.enrolled[subject] if _held(row, day)}
        for row in self.teaching[user]:
            if row.classroom_id in rooms and _held(row, day):
                return _("teaches %s") % row.classroom.name
        for row in self.children[user]:
            if row.student_id == subject and _held(row, day):
                return _("family, kept away by a court") if row.restricted else _("family")
        return ""

    def _office(self, user: uuid.UUID, school: School, day: date) -> str:
        for row in self.offices[user]:
            if _held(row, day) and (row.school_id == school.pk or row.school_id is None):
                return row.get_role_display()
        if user in self.users and self.users[user].is_superuser:
            return _("platform operator")
        return _("no relation on that day")


def _by(rows: QuerySet, attribute: str) -> dict:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, f"{attribute}_id")].append(row)
    return grouped


def _held(row, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on > day)


def _split(actor: str) -> tuple[str, str]:
    kind, _colon, rest = actor.partition(":")
    return kind, rest


def _actors(text: str) -> list[str]:
    """How the log calls the people and programs of this name. Which of them stand in it, the schools decide."""
    words = text.split()
    people, programs = Q(), Q()
    for word in words:
        people &= Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word)
        programs &= Q(name__icontains=word)
    users = User.objects.filter(people).values_list("pk", flat=True)[:MOST_PEOPLE]
    prefixes = ApiKey.objects.filter(programs).values_list("prefix", flat=True)[:MOST_PEOPLE]
    return [*(f"user:{pk}" for pk in users), *(f"key:{prefix}" for prefix in prefixes)]


def _midnight(day: date, schools: Sequence[School]) -> datetime:
    """The first school's: a district lies in one time zone, or the dates mean the first school's days."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(schools[0].time_zone))
