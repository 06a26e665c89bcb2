"""Sharing with the families of a whole class at once: who is ready, who is left out and why, one act for all chosen.

Each student's share is the same act as alone (``releases.share``), with its own event and mail. Whoever is left out can
still be shared with one by one, where a teacher may after looking closely.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments import releases, statements
from assessments.alerts import Alert
from assessments.models import Assessment, AssessmentJob, Feedback, FeedbackJob, LatestAssessment, Release
from config.jobs import Job
from privacy import keys
from students.models import Student, User

Chosen = Mapping[uuid.UUID, str]  # student -> the feedback that was looked at


@dataclass(frozen=True)
class Candidate:
    """``why_not`` is empty for whoever can be shared with now."""

    student: Student
    assessment: Assessment | None = None
    feedback: Feedback | None = None
    why_not: str = ""

    @property
    def ready(self) -> bool:
        return not self.why_not

    def as_looked_at(self, looked_at: str) -> "Candidate":
        if self.ready and looked_at != str(self.feedback.pk):
            return Candidate(self.student, why_not=_("There is something newer than what you looked at."))
        return self


@dataclass(frozen=True)
class Outcome:
    shared: list[Student] = field(default_factory=list)
    left_out: list[Candidate] = field(default_factory=list)


def candidates(students: QuerySet[Student]) -> list[Candidate]:
    """By name, in a number of queries that does not grow with the class."""
    people = {one.pk: one for one in students.select_related("school")}
    keys.open_keys(people)
    facts = _Facts.of(set(people))
    found = [facts.candidate(person) for person in people.values()]
    return sorted(found, key=lambda one: one.student.sort_key)


def share(chosen: Chosen, *, students: QuerySet[Student], by: User) -> Outcome:
    """All in one transaction; who is not ready any more, or has something newer than was looked at, is left out."""
    done = Outcome()
    with transaction.atomic():
        for found in candidates(students.filter(pk__in=chosen)):
            one = found.as_looked_at(chosen[found.student.pk])
            if one.ready:
                releases.share(student=one.student, looked_at=chosen[one.student.pk], by=by)
                done.shared.append(one.student)
            else:
                done.left_out.append(one)
    return done


@dataclass(frozen=True)
class _Facts:
    latest: dict[uuid.UUID, Assessment]
    feedback: dict[uuid.UUID, Feedback]  # by assessment, the newest
    shared: set[uuid.UUID]  # feedback that a standing release shows
    set_aside: set[uuid.UUID]
    under_way: set[uuid.UUID]
    contested: set[uuid.UUID]  # assessments

    @classmethod
    def of(cls, students: set[uuid.UUID]) -> "_Facts":
        rows = LatestAssessment.objects.filter(student__in=students).select_related("assessment")
        latest = {row.student_id: row.assessment for row in rows}
        assessments = list(latest.values())
        written = Feedback.objects.filter(assessment__in=assessments).order_by("created_at")
        shown = Release.objects.filter(assessment__in=assessments, withdrawn_at__isnull=True)
        waiting = Alert.objects.filter(student__in=students, state=Alert.State.WAITING)
        return cls(
            latest=latest,
            feedback={row.assessment_id: row for row in written},
            shared=set(shown.values_list("feedback", flat=True)),
            set_aside=set(waiting.values_list("student", flat=True)),
            under_way=_outstanding(AssessmentJob, students) | _outstanding(FeedbackJob, students),
            contested=set(statements.beside(assessments)),
        )

    def candidate(self, student: Student) -> Candidate:
        assessment = self.latest.get(student.pk)
        feedback = self.feedback.get(assessment.pk) if assessment else None
        return Candidate(student, assessment, feedback, self._why_not(student, assessment, feedback))

    def _why_not(self, student: Student, assessment: Assessment | None, feedback: Feedback | None) -> str:
        """The first that holds; the order is that of what a teacher can do about it."""
        holds = (
            (student.pk in self.set_aside, _("A response was set aside: a person of your school reads it first.")),
            (student.pk in self.under_way, _("Work is under way: the feedback may still change.")),
            (assessment is None, _("No response has been assessed yet.")),
            (assessment is not None and feedback is None, _("The feedback is still being written.")),
            (
                assessment is not None and assessment.pk in self.contested,
                _("The family contests a score: look at it with the statement beside it, and share it alone."),
            ),
            (feedback is not None and feedback.pk in self.shared, _("Shared already; there is nothing newer.")),
        )
        return next((said for true, said in holds if true), "")


def _outstanding(model: type[Job], students: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    rows = model.objects.filter(student__in=students, state__in=Job.OUTSTANDING)
    return set(rows.values_list("student", flat=True))
