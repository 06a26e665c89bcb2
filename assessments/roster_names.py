"""The names a school's de-identifier takes out: its students and its teachers.

Opening every name of a school for every job would cost more than the assessment, so a process
remembers a school's de-identifier for a minute, and no longer than the names stay as they were: a new
student, a changed name, a nickname or a new teacher is seen at once, by every process (one small query asks).
An erased student's name is gone at once from the process that erased it, and is not used again by any other.
"""

import time
import uuid

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from privacy import keys
from privacy.deidentify import Deidentifier, Person
from students.models import School, Student, TeachingAssignment, User

REMEMBERED_SECONDS = 60

_remembered: dict[uuid.UUID, tuple[float, tuple[int, int], Deidentifier]] = {}


def deidentifier_of(school: School) -> Deidentifier:
    state = _state(school)
    until, known, deidentifier = _remembered.get(school.pk, (0.0, (-1, -1), None))
    if deidentifier is None or time.monotonic() > until or state != known:
        deidentifier = Deidentifier(people_of(school))
        _remembered[school.pk] = (time.monotonic() + REMEMBERED_SECONDS, state, deidentifier)
    return deidentifier


def forget(school_id: uuid.UUID) -> None:
    _remembered.pop(school_id, None)


def _state(school: School) -> tuple[int, int]:
    """What moves when anybody's name does: the version of the names, and how many students there are."""
    students = Student.objects.filter(school=OuterRef("pk")).order_by().values("school")
    size = Subquery(students.annotate(number=Count("pk")).values("number"))
    return School.objects.filter(pk=school.pk).values_list("names_version", Coalesce(size, 0)).get()


def people_of(school: School) -> list[Person]:
    students = list(Student.objects.filter(school=school))
    opened = keys.open_keys(student.pk for student in students)
    teachers = User.objects.filter(pk__in=TeachingAssignment.objects.filter(school=school).values("teacher"))
    return [
        Person(key=str(student.pk), names=student.all_names, kind="classmate")
        for student in students
        if student.pk in opened  # a student under erasure has no key and no names any more
    ] + [Person(key=str(teacher.pk), names=(teacher.display_name,), kind="teacher") for teacher in teachers]
