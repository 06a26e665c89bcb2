"""The names a school's de-identifier takes out: its students and its teachers.

Opening every name of a school for every job would cost more than the assessment, so a process
remembers a school's de-identifier for a minute. An erased student's name is gone from there, too,
within that minute.
"""

import time
import uuid

from privacy import keys
from privacy.deidentify import Deidentifier, Person
from students.models import School, Student, TeachingAssignment, User

REMEMBERED_SECONDS = 60

_remembered: dict[uuid.UUID, tuple[float, int, Deidentifier]] = {}


def deidentifier_of(school: School) -> Deidentifier:
    size = Student.objects.filter(school=school).count()
    until, known_size, deidentifier = _remembered.get(school.pk, (0.0, -1, None))
    if deidentifier is None or time.monotonic() > until or size != known_size:
        deidentifier = Deidentifier(people_of(school))
        _remembered[school.pk] = (time.monotonic() + REMEMBERED_SECONDS, size, deidentifier)
    return deidentifier


def people_of(school: School) -> list[Person]:
    students = list(Student.objects.filter(school=school))
    opened = keys.open_keys(student.pk for student in students)
    teachers = User.objects.filter(pk__in=TeachingAssignment.objects.filter(school=school).values("teacher"))
    return [
        Person(key=str(student.pk), names=student.all_names, kind="classmate")
        for student in students
        if student.pk in opened  # a student under erasure has no key and no names any more
    ] + [Person(key=str(teacher.pk), names=(teacher.display_name,), kind="teacher") for teacher in teachers]
