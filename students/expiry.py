"""How this app lets go of what is over: imports that can no longer be undone, records of students who left."""

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from privacy import erasure, retention
from privacy.retention import Gone, Run
from students.models import District, RosterChange, RosterRun, Student

LAST_DAY = Max(Coalesce("enrollments__ends_on", "enrollments__classroom__term__ends_on"))


@retention.expires("roster_undo")
def roster_runs(run: Run) -> list[Gone]:
    old = RosterRun.objects.filter(done_at__lt=run.before("roster_undo"))
    gone = [
        Gone("students.RosterRun", old.count()),
        Gone("students.RosterChange", RosterChange.objects.filter(run__in=old).count()),
    ]
    if not run.dry:
        old.delete()
    return gone


@retention.expires("scores")
def records(run: Run) -> list[Gone]:
    """The whole record of whoever has been in no class for the time: ordered here, erased by the same run."""
    gone = []
    for student in _left(run):
        gone.append(Gone("students.Student", 1, student.school_id, frozenset({student.pk})))
        if not run.dry:
            erasure.order(
                student_id=student.pk, school_id=student.school_id, reason=erasure.Reason.RETENTION, by="system:retain"
            )
    return gone


def _left(run: Run) -> list[Student]:
    found = []
    for district in District.objects.all():
        day = run.day_before("scores", district.pk)
        students = Student.objects.filter(school__district=district).annotate(last_day=LAST_DAY)
        never_seated = Q(last_day__isnull=True, created_at__date__lt=day)
        found += students.filter(Q(last_day__lt=day) | never_seated).only("pk", "school_id")
    held = retention.held(student.pk for student in found)
    return [student for student in found if student.pk not in held]
