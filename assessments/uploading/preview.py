"""What a waiting file would add, row by row; and adding it: every ready row or none, once."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db import transaction
from django.db.models import QuerySet

from assessments import intake
from assessments.intake import Accepted
from assessments.models import Response, Upload
from assessments.uploading import waiting
from assessments.uploading.checking import CheckedRow, Known, Status, check
from assessments.uploading.confirming import let_go
from assessments.uploading.people import ClassList
from assessments.uploading.values import Candidate
from privacy import audit, consent, keys
from students import access
from students.access import Right
from students.models import Classroom, ExternalId, School, Student
from students.tenancy import now_in


@dataclass(frozen=True)
class Preview:
    rows: list[CheckedRow]
    students: tuple[Candidate, ...] = ()  # who may be chosen for a row

    @property
    def counts(self) -> Counter:
        return Counter(row.status for row in self.rows)

    @property
    def ready(self) -> list[CheckedRow]:
        return [row for row in self.rows if row.status is Status.READY]

    @property
    def to_look_at(self) -> list[CheckedRow]:
        return [row for row in self.rows if row.needs_a_look]

    @property
    def left_out(self) -> int:
        """Rows that would be lost to the class if nobody mends them; what was added before is not lost."""
        return self.counts[Status.PROBLEM] + self.counts[Status.NO_CONSENT]


def of(upload: Upload, user) -> Preview:
    """Every row of the file with what becomes of it, in six queries however many rows."""
    known = known_for(upload.classroom, user)
    return Preview(check(waiting.table_of(upload), waiting.plan_of(upload), known), known.people.everybody())


def look_at(upload: Upload, user, *, verb: str = "upload.check") -> Preview:
    """The same for a person's eyes: it shows the words of the file and the names of the class."""
    preview = of(upload, user)
    subjects = [uuid.UUID(candidate.value) for candidate in preview.students]
    audit.record(verb, by=user, school=upload.school_id, subjects=subjects, obj=upload, rows=len(preview.rows))
    return preview


def known_for(classroom: Classroom, user) -> Known:
    return known_of(students_of(classroom, user), school=classroom.school, called=classroom.name)


def known_of(students: Sequence[Student], *, school: School, called: str) -> Known:
    """What the school knows of these students. ``called`` is the place in which they are looked for, in words."""
    ids = [student.pk for student in students]
    return Known(
        people=ClassList(called, students, _finder(school, ids)),
        agreed=frozenset(consent.covered(ids, consent.Purpose.ASSESS, school=school.pk)),
        responses=_responses_of(school, ids),
        today=intake.today_at(school),
    )


def students_of(classroom: Classroom, user) -> list[Student]:
    """The students in this class today whom ``user`` may collect for, by name; their keys opened in one query."""
    enrolled = classroom.enrollments.filter(now_in("")).values("student")
    return readable(access.visible(user, Student, Right.COLLECT).filter(pk__in=enrolled))


def readable(students: QuerySet[Student]) -> list[Student]:
    """Those whose key is there, by name; in one query for all keys."""
    students = list(students)
    opened = keys.open_keys(student.pk for student in students)
    return sorted((one for one in students if one.pk in opened), key=lambda one: one.sort_key)


def add(pk: uuid.UUID, user) -> tuple[Upload, Accepted, Preview]:
    """Add the ready rows and let the file go, in one transaction. A second click finds no file: Http404.

    Raises waiting.Undecided, or consent.ConsentMissing when an agreement was withdrawn this very moment.
    """
    with transaction.atomic():
        upload = waiting.get_or_404(user, pk, lock=True)
        if not waiting.is_planned(upload):
            raise waiting.Undecided
        preview = of(upload, user)
        rows = [row.new for row in preview.ready]
        accepted = intake.accept_many(rows, school=upload.school, by=user, upload=upload.pk)
        before = accepted.already_there + preview.counts[Status.ADDED]
        let_go(upload, by=user, added=len(accepted.added), already_there=before, left_out=preview.left_out)
    return upload, accepted, preview


def _finder(school: School, students: list[uuid.UUID]) -> Callable[[str], Iterable[uuid.UUID]]:
    """Looks an external id up by its digest, in every system the class has ids of."""
    owners = defaultdict(set)
    systems = set()
    for row in ExternalId.objects.filter(school=school, student__in=students).defer("value"):
        owners[row.token].add(row.student_id)
        systems.add((row.system, row.kind))

    @cache
    def find(value: str) -> frozenset[uuid.UUID]:
        spellings = {value, value.lower()} if "@" in value else {value}
        tokens = [ExternalId.digest(school.pk, *system, spelling) for system in systems for spelling in spellings]
        return frozenset().union(*(owners.get(token, ()) for token in tokens))

    return find


def _responses_of(school: School, students: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, date]]:
    found: dict[uuid.UUID, dict[str, date]] = defaultdict(dict)
    rows = Response.objects.filter(school=school, student__in=students)
    for student, token, day in rows.values_list("student_id", "token", "written_on"):
        found[student][token] = day
    return found
