"""What a search found: a student, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from students import access
from students.access import Right
from students.models import Classroom, Enrollment, Student
from students.tenancy import now_in


@dataclass(frozen=True)
class Found:
    student: Student
    classes: str


def lines(who, students: Sequence[Student]) -> list[Found]:
    """Each student with the classes through which ``who`` knows them."""
    own = access.visible(who, Classroom, Right.CLASSROOM)
    rows = Enrollment.objects.filter(now_in(""), student__in=[s.pk for s in students], classroom__in=own.values("pk"))
    names: dict = {}
    for student, name in rows.values_list("student_id", "classroom__name").order_by("classroom__name"):
        names.setdefault(student, []).append(name)
    return [Found(student, ", ".join(dict.fromkeys(names.get(student.pk, [])))) for student in students]
