"""The roster of a school as a file: OneRoster 1.2 as a zip, or our simple CSV. What goes out comes back unchanged.

Ids are those of the school's own system where it gave any, and ours where not; the importer knows both.
Cells that a spreadsheet would take for a formula are neutralized. The audit row is written in the transaction
that reads, and names every student listed.
"""

import csv
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from privacy import audit, keys
from students.guardians import without_kept_away
from students.models import (
    Classroom,
    Enrollment,
    ExternalId,
    Guardianship,
    School,
    SourcedId,
    Student,
    TeachingAssignment,
    Term,
    User,
)
from students.roster.known import OWN
from students.roster.tables import neutral
from students.search import names_for
from students.tenancy import open_from

SYSTEM = "oneroster"
MANIFEST_FILES = (
    *("academicSessions", "categories", "classes", "classResources", "courses", "courseResources", "demographics"),
    *("enrollments", "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "orgs", "resources"),
    *("resultLearningObjectiveIds", "results", "resultScoreScales", "roles", "scoreScales", "userProfiles"),
    *("userResources", "users"),
)
HEADERS: Mapping[str, str] = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,metadata.timeZone",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,"
    "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate",
}
FORMATS = ("oneroster", "csv")
SIMPLE = (
    *("student_id", "first_name", "last_name", "grade", "classroom"),
    *("nicknames", "pronouns", "home_language", "teacher", "term"),
)


@dataclass(frozen=True)
class Made:
    """A file ready to be handed over."""

    content: bytes
    name: str
    content_type: str


Rows = list[dict[str, object]]


def roster(school: School, *, kind: str, by) -> Made:
    """The whole roster of a school as it stands today."""
    with keys.keyring(), transaction.atomic():
        held = Held(school, Classroom.objects.filter(school=school))
        made = _as_oneroster(held) if kind == "oneroster" else _as_simple(held)
        subjects = [student.pk for student in held.students]
        audit.record("roster.export", by=by, school=school, subjects=subjects, format=kind, students=len(subjects))
    return made


class Held:
    """What stands in these classes today, and by which ids it goes out."""

    def __init__(self, school: School, classrooms: QuerySet):
        self.school, self.today = school, timezone.localdate()
        terms = {term.pk: term for term in Term.objects.filter(school=school)}
        rooms = {room.pk: room for room in classrooms.order_by("name")}
        for room in rooms.values():
            room.term = terms[room.term_id]
        self.enrollments = list(_open(Enrollment, self.today).filter(school=school, classroom__in=rooms))
        teaching = _open(TeachingAssignment, self.today).filter(school=school, classroom__in=rooms)
        self.teaching = list(teaching.filter(teacher__is_active=True))
        used = {row.classroom_id for row in (*self.enrollments, *self.teaching)}
        self.classrooms = {pk: room for pk, room in rooms.items() if pk in used}
        self.terms = {room.term_id: room.term for room in self.classrooms.values()}
        seated = Student.objects.filter(
            pk__in=_open(Enrollment, self.today).filter(school=school, classroom__in=rooms).values("student")
        )
        self.students = sorted(names_for(seated), key=lambda student: (*student.sort_key, str(student.pk)))
        self.only({student.pk for student in self.students})
        self.bonds = [
            bond
            for bond in without_kept_away(_open(Guardianship, self.today)).filter(
                school=school, guardian__is_active=True
            )
            if bond.student_id in self.subjects
        ]
        adults = {row.teacher_id for row in self.teaching} | {bond.guardian_id for bond in self.bonds}
        self.users = {user.pk: user for user in User.objects.filter(pk__in=adults).order_by("username")}
        self._ids()

    def only(self, subjects: set[uuid.UUID]) -> None:
        """Nobody but these students: one under erasure has no name any more, a teacher sees fewer than the school."""
        self.subjects = subjects
        self.students = [student for student in self.students if student.pk in subjects]
        self.enrollments = [row for row in self.enrollments if row.student_id in subjects]

    def id_of(self, pk: uuid.UUID) -> str:
        return self.ids.get(pk, str(pk))

    def number_of(self, student: Student) -> str:
        """The school's own number for a student, or our id; a file with either comes back to the same student."""
        return self.numbers.get(student.pk) or str(student.pk)

    def _ids(self) -> None:
        rows = SourcedId.objects.filter(school=self.school, system=SYSTEM)
        self.ids = {row.term_id or row.classroom_id or row.user_id or row.school_id: row.value for row in rows}
        self.numbers: dict[uuid.UUID, str] = {}  # the school's own
        for row in ExternalId.objects.filter(school=self.school, kind="student", system__in=(SYSTEM, OWN)):
            if row.student_id in self.subjects:
                (self.ids if row.system == SYSTEM else self.numbers)[row.student_id] = row.value


def _open(model, today: date) -> QuerySet:
    return model.objects.filter(open_from(today))


# --- OneRoster ------------------------------------------------------------------------------------


def _as_oneroster(held: Held) -> Made:
    tables = tables_of(held)
    modes = dict.fromkeys(tables, "bulk")
    return Made(zipped(tables, modes), f"roster-oneroster-{held.today.isoformat()}.zip", "application/zip")


def tables_of(held: Held, *, families: bool = True) -> dict[str, Rows]:
    """The rostering files of OneRoster 1.2 for what ``held`` holds."""
    org = held.id_of(held.school.pk)
    bonds = held.bonds if families else []
    agents: dict[uuid.UUID, list[str]] = {}
    for bond in bonds:
        agents.setdefault(bond.student_id, []).append(held.id_of(bond.guardian_id))
    teachers = {row.teacher_id for row in held.teaching}
    relations = {bond.guardian_id: bond.relation for bond in bonds}
    adults = [user for user in held.users.values() if user.pk in teachers or user.pk in relations]
    roles = [_role(held.id_of(student.pk), "student", org) for student in held.students]
    roles += [_role(held.id_of(user.pk), "teacher", org) for user in adults if user.pk in teachers]
    roles += [
        _role(held.id_of(user.pk), RELATION_ROLES[relations[user.pk]], org) for user in adults if user.pk in relations
    ]
    return {
        "orgs": [
            {"sourcedId": org, "name": held.school.name, "type": "school", "metadata.timeZone": held.school.time_zone}
        ],
        "academicSessions": [_session(held, term) for term in held.terms.values()],
        "courses": [_course(held, room, org) for room in held.classrooms.values()],
        "classes": [_class(held, room, org) for room in held.classrooms.values()],
        "users": [
            *(_student(held, student, agents.get(student.pk, ()), org) for student in held.students),
            *(_adult(held, user, org) for user in adults),
        ],
        "roles": roles,
        "enrollments": [
            *(_enrollment(held, row, row.student_id, "student", org) for row in held.enrollments),
            *(_enrollment(held, row, row.teacher_id, "teacher", org) for row in held.teaching),
        ],
    }


RELATION_ROLES = {"parent": "parent", "guardian": "guardian", "other": "relative"}


def zipped(tables: Mapping[str, Rows], modes: Mapping[str, str], headers: Mapping[str, str] = HEADERS) -> bytes:
    """A OneRoster 1.2 zip with its manifest. Rows of a bulk file carry no status and no date, as the format asks."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", as_csv(("propertyName", "value"), _manifest(modes)))
        for name, rows in tables.items():
            columns = headers[name].split(",")
            filled = [{**_delta(modes[name]), **row} for row in rows]
            archive.writestr(f"{name}.csv", as_csv(columns, ([row.get(c) for c in columns] for row in filled)))
    return content.getvalue()


def _manifest(modes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    yield from (("manifest.version", "1.0"), ("oneroster.version", "1.2"))
    yield from ((f"file.{name}", modes.get(name, "absent")) for name in MANIFEST_FILES)
    yield from (("source.systemName", "Sightline"), ("source.systemCode", "sightline"))


def _delta(mode: str) -> dict[str, str]:
    if mode == "bulk":
        return {}
    return {"status": "active", "dateLastModified": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")}


def _session(held: Held, term: Term) -> dict:
    return {
        "sourcedId": held.id_of(term.pk),
        "title": term.name,
        "type": "term",
        "startDate": term.starts_on,
        "endDate": term.ends_on,
        "schoolYear": term.ends_on.year if term.ends_on.month < 8 else term.ends_on.year + 1,
    }


def _course(held: Held, room: Classroom, org: str) -> dict:
    return {"sourcedId": f"course-{held.id_of(room.pk)}", "title": room.name, "orgSourcedId": org}


def _class(held: Held, room: Classroom, org: str) -> dict:
    return {
        "sourcedId": held.id_of(room.pk),
        "title": room.name,
        "courseSourcedId": f"course-{held.id_of(room.pk)}",
        "classType": "scheduled",
        "schoolSourcedId": org,
        "termSourcedIds": held.id_of(room.term_id),
    }


def _student(held: Held, student: Student, agents: Sequence[str], org: str) -> dict:
    return {
        "sourcedId": held.id_of(student.pk),
        "enabledUser": "true",
        "username": held.numbers.get(student.pk) or held.id_of(student.pk),
        "givenName": student.first_name,
        "familyName": student.last_name,
        "identifier": held.numbers.get(student.pk),
        "agentSourcedIds": ",".join(agents),
        "grades": grade_code(student.grade),
        "preferredGivenName": next(iter((student.nicknames or "").splitlines()), None),
        "primaryOrgSourcedId": org,
        "pronouns": student.pronouns,
    }


def _adult(held: Held, user: User, org: str) -> dict:
    return {
        "sourcedId": held.id_of(user.pk),
        "enabledUser": "true",
        "username": user.username,
        "givenName": user.first_name,
        "familyName": user.last_name,
        "email": user.email,
        "primaryOrgSourcedId": org,
    }


def _role(user: str, role: str, org: str) -> dict:
    return {
        "sourcedId": f"{user}-{role}",
        "userSourcedId": user,
        "roleType": "primary",
        "role": role,
        "orgSourcedId": org,
    }


def _enrollment(held: Held, row, person: uuid.UUID, role: str, org: str) -> dict:
    return {
        "sourcedId": str(row.pk),
        "classSourcedId": held.id_of(row.classroom_id),
        "schoolSourcedId": org,
        "userSourcedId": held.id_of(person),
        "role": role,
        "primary": "true" if role == "teacher" else "false",
        "beginDate": row.starts_on,
        "endDate": row.ends_on,
    }


def grade_code(grade: int | None) -> str:
    return "" if grade is None else "KG" if grade == 0 else f"{grade:02}"


# --- simple CSV -----------------------------------------------------------------------------------


def _as_simple(held: Held) -> Made:
    content = as_csv(SIMPLE, simple_rows(held))
    return Made(content, f"roster-{held.today.isoformat()}.csv", "text/csv; charset=utf-8")


def simple_rows(held: Held) -> Iterable[list]:
    """One line for each student and class."""
    rooms: dict[uuid.UUID, list[Classroom]] = {}
    for row in held.enrollments:
        rooms.setdefault(row.student_id, []).append(held.classrooms[row.classroom_id])
    teachers: dict[uuid.UUID, list[str]] = {}
    for row in held.teaching:
        teachers.setdefault(row.classroom_id, []).append(held.users[row.teacher_id].username)
    for student in held.students:
        for room in sorted(rooms[student.pk], key=lambda one: one.name):
            yield [
                held.number_of(student),
                student.first_name,
                student.last_name,
                student.grade,
                room.name,
                "; ".join((student.nicknames or "").splitlines()),
                student.pronouns,
                student.home_language,
                "; ".join(sorted(teachers.get(room.pk, ()))),
                room.term.name,
            ]


def as_csv(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets need to read accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
