"""Bring students onto a school's roster and change what it says of them: always many, one is a list of one.

A student's key is committed before the first name is sealed under it; names, search tokens,
enrollment, the school's authorization and the audit event are one transaction. Queries per chunk
do not grow with the number of students.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from privacy import audit, consent, keys
from privacy.update_each import update_each
from students.models import Classroom, Enrollment, ExternalId, NameToken, School, Student
from students.names import index_of

CHUNK = 200
NAMES = {"first_name", "last_name", "nicknames"}


@dataclass(frozen=True, slots=True)
class NewStudent:
    first_name: str
    last_name: str
    grade: int | None = None
    classrooms: tuple[Classroom, ...] = ()
    external_id: str | None = None
    pronouns: str | None = None
    home_language: str | None = None
    nicknames: tuple[str, ...] = ()
    starts_on: date | None = None


def enroll_student(
    *,
    school: School,
    classroom: Classroom,
    first_name: str,
    last_name: str,
    grade: int | None = None,
    external_id: str | None = None,
    pronouns: str | None = None,
    home_language: str | None = None,
    nicknames: Iterable[str] = (),
    starts_on: date | None = None,
    by,
) -> Student:
    newcomer = NewStudent(
        first_name,
        last_name,
        grade,
        (classroom,),
        external_id,
        pronouns,
        home_language,
        tuple(nicknames),
        starts_on,
    )
    return add_students([newcomer], school=school, by=by)[0]


def add_students(newcomers: Sequence[NewStudent], *, school: School, by) -> list[Student]:
    with transaction.atomic():
        students = admit(newcomers, school=school, by=by)
        audit.record("student.add", by=by, school=school, subjects=[s.pk for s in students], count=len(students))
    return students


def admit(newcomers: Sequence[NewStudent], *, school: School, by) -> list[Student]:
    """The rows of ``add_students``, for a verb that writes its own audit event."""
    students = [_student(one, school) for one in newcomers]
    keys.create(student.pk for student in students)
    with keys.keyring(), transaction.atomic():
        for chunk in chunks(list(zip(students, newcomers, strict=True))):
            _insert(chunk, school)
        consent.authorize_by_school(
            school=school.pk, district=school.district_id, subjects=[s.pk for s in students], by=by
        )
        if students:
            names_changed(school)
    return students


def change_students(changed: dict[Student, set[str]], *, school: School) -> None:
    """Save these fields of these students; the values stand on the instances. The caller writes the audit event."""
    with keys.keyring(), transaction.atomic():
        for chunk in chunks(list(changed)):
            keys.open_keys(student.pk for student in chunk)
            for field in sorted(set().union(*(changed[student] for student in chunk))):
                update_each([student for student in chunk if field in changed[student]], [field])
            _index_names([student for student in chunk if changed[student] & NAMES], school, afresh=True)
        if any(fields & NAMES for fields in changed.values()):
            names_changed(school)


def names_changed(school: School) -> None:
    """Whoever remembers the names of a school (assessments/roster_names.py) sees by this that they are old."""
    School.objects.filter(pk=school.pk).update(names_version=F("names_version") + 1)


def chunks(rows: Sequence, size: int = CHUNK):
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _student(one: NewStudent, school: School) -> Student:
    return Student(
        id=uuid.uuid4(),
        school=school,
        first_name=one.first_name,
        last_name=one.last_name,
        nicknames="\n".join(one.nicknames) or None,
        pronouns=one.pronouns or None,
        home_language=one.home_language or None,
        grade=one.grade,
    )


def _insert(chunk: Sequence[tuple[Student, NewStudent]], school: School) -> None:
    students = [student for student, _ in chunk]
    keys.open_keys(student.pk for student in students)
    Student.objects.bulk_create(students)
    _index_names(students, school)
    ExternalId.objects.bulk_create(external_id(student, one.external_id) for student, one in chunk if one.external_id)
    Enrollment.objects.bulk_create(
        Enrollment(school=school, student=student, classroom=room, starts_on=one.starts_on or timezone.localdate())
        for student, one in chunk
        for room in one.classrooms
    )


def external_id(student: Student, value: str, *, system: str = "roster", kind: str = "student") -> ExternalId:
    token = ExternalId.digest(student.school_id, system, kind, value)
    return ExternalId(school_id=student.school_id, student=student, system=system, kind=kind, value=value, token=token)


def _index_names(students: Sequence[Student], school: School, *, afresh: bool = False) -> None:
    if not students:
        return
    if afresh:
        NameToken.objects.filter(school=school, student__in=[student.pk for student in students]).delete()
    NameToken.objects.bulk_create(
        NameToken(school=school, student=student, token=NameToken.digest(school.pk, piece))
        for student in students
        for piece in sorted(index_of(student.all_names))
    )
