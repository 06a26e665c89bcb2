"""What families see: an assessment once a teacher has shared it, and only while it stays shared.

Every surface a family reads goes through ``standing``. A newer assessment of the same weeks is not shared by itself:
the family keeps reading what the teacher looked at, and the teacher's page says that there is something newer.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, Feedback, LatestAssessment, Release
from privacy import audit, mail
from students.models import Guardianship, Student, User
from students.tenancy import now_in


class NotShareable(ValueError):
    """This cannot be shared now; the message says why."""


def standing(students: Iterable[Student] | QuerySet[Student]) -> QuerySet[Release]:
    """The releases that hold, the latest first."""
    rows = Release.objects.filter(student__in=students, withdrawn_at__isnull=True)
    return rows.select_related("assessment", "feedback", "by", "student").order_by("-at", "id")


def shareable(student: Student) -> tuple[Assessment, Feedback]:
    """The current assessment and the feedback that would be shared. Raises ``NotShareable``."""
    pointer = LatestAssessment.objects.filter(student=student).select_related("assessment").first()
    if pointer is None:
        raise NotShareable(_("There is nothing to share yet: no response has been assessed."))
    feedback = Feedback.objects.filter(assessment=pointer.assessment).order_by("-created_at").first()
    if feedback is None:
        raise NotShareable(_("The feedback is still being written. Try again in a minute."))
    return pointer.assessment, feedback


def share(*, student: Student, looked_at: str, by: User) -> Release:
    """``looked_at`` names the feedback the teacher was shown: something newer is not shared unseen."""
    assessment, feedback = shareable(student)
    if str(feedback.pk) != looked_at:
        raise NotShareable(_("There is something newer than what you looked at. Look at it first."))
    with transaction.atomic():
        former = Release.objects.filter(assessment__in=_of_the_same_weeks(assessment), withdrawn_at__isnull=True)
        if (same := former.filter(assessment=assessment, feedback=feedback).first()) is not None:
            return same
        former.update(withdrawn_at=timezone.now(), withdrawn_by=audit.actor(by))
        made = Release.objects.create(
            school=student.school, student=student, assessment=assessment, feedback=feedback, by=by
        )
        audit.record("release.share", by=by, school=student.school_id, subjects=[student.pk], obj=made)
        for guardian in guardians_of(student):
            mail.send("shared", to=guardian.email, path="/family/")
    return made


def _of_the_same_weeks(assessment: Assessment) -> list[uuid.UUID]:
    """This one and those it took the place of: a family reads one of them, not a level that was corrected beside it."""
    rows = Assessment.objects.filter(student=assessment.student_id, supersedes__isnull=False)
    former = dict(rows.values_list("pk", "supersedes"))
    found, at = [], assessment.pk
    while at is not None:
        found.append(at)
        at = former.get(at)
    return found


def withdraw(release: Release, *, by: User) -> None:
    """The family reads it no more. Taken back twice is taken back once."""
    with transaction.atomic():
        open_row = Release.objects.filter(pk=release.pk, withdrawn_at__isnull=True)
        if open_row.update(withdrawn_at=timezone.now(), withdrawn_by=audit.actor(by)):
            audit.record(
                "release.withdraw", by=by, school=release.school_id, subjects=[release.student_id], obj=release
            )


def guardians_of(student: Student) -> QuerySet[User]:
    """Those who may read today."""
    bonds = Guardianship.objects.filter(now_in(""), student=student)
    kept_away = bonds.filter(restricted=True)
    users = User.objects.filter(pk__in=bonds.values("guardian"), is_active=True)
    return users.exclude(pk__in=kept_away.values("guardian"))
