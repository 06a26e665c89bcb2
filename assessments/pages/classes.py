"""A teacher's classes, one line each: how many students, how many were assessed lately, when words last came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from assessments.models import LatestAssessment, Response
from assessments.pages.clock import Clock
from mlcore.schema import SKILLS
from students import access
from students.access import Right
from students.models import Classroom, Enrollment
from students.tenancy import now_in

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """Where one student of a class stands; ``assessed_at`` is None before the first assessment."""

    student: object
    grade: int | None
    assessed_at: datetime | None
    lacks_evidence: bool


@dataclass(frozen=True)
class ClassLine:
    classroom: Classroom
    standings: list[Standing]
    assessed: int  # within LATELY
    last_collected: str

    @property
    def size(self) -> int:
        return len(self.standings)

    @property
    def lacking(self) -> int:
        return sum(one.lacks_evidence for one in self.standings)

    @property
    def grades(self) -> str:
        """7, or 7–8."""
        found = sorted({one.grade for one in self.standings if one.grade})
        return "–".join(str(grade) for grade in found[:1] + found[1:][-1:])

    @property
    def share_assessed(self) -> float:
        return self.assessed / self.size if self.size else 0.0


def lines(teacher, clock: Clock) -> list[ClassLine]:
    """Every class this person teaches now, by name: five queries, however many classes or students."""
    classrooms = list(access.visible(teacher, Classroom, Right.CLASSROOM).select_related("school").order_by("name"))
    enrolled = _enrolled(classrooms)
    standings = _standings({row[1] for row in enrolled})
    collected = last_collected(classrooms)
    return [
        line(
            classroom,
            [_standing(student, grade, standings.get(student)) for c, student, grade in enrolled if c == classroom.pk],
            collected.get(classroom.pk),
            clock,
        )
        for classroom in classrooms
    ]


def line(classroom: Classroom, standings: list[Standing], collected, clock: Clock) -> ClassLine:
    since = clock.now - LATELY
    assessed = sum(one.assessed_at is not None and one.assessed_at > since for one in standings)
    return ClassLine(classroom, standings, assessed, clock.weekday(collected) if collected else "")


def _enrolled(classrooms: Iterable[Classroom]) -> list[tuple]:
    """(classroom, student, grade), each student once in a class however often they are enrolled in it."""
    rows = Enrollment.objects.filter(now_in(""), classroom__in=[c.pk for c in classrooms])
    return sorted(set(rows.values_list("classroom_id", "student_id", "student__grade")), key=lambda row: str(row[1]))


def _standings(students: set) -> dict:
    columns = [f"assessment__{skill}" for skill in SKILLS]
    rows = LatestAssessment.objects.filter(student__in=students)
    return {
        student: (assessed_at, None in scores)
        for student, assessed_at, *scores in rows.values_list("student_id", "assessment__created_at", *columns)
    }


def _standing(student, grade, known: tuple | None) -> Standing:
    assessed_at, lacks = known or (None, False)
    return Standing(student, grade, assessed_at, lacks)


def last_collected(classrooms: Iterable[Classroom]) -> dict:
    rows = Response.objects.filter(
        now_in("student__enrollments"), student__enrollments__classroom__in=[c.pk for c in classrooms]
    )
    return dict(rows.values_list("student__enrollments__classroom").annotate(last=Max("written_on")).order_by())
