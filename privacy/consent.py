"""What a student's words may be used for: per purpose, append-only, checked at intake and again when the job runs."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit


class Purpose(models.TextChoices):
    ASSESS = "assess", _("assess what the student writes")
    LLM_FEEDBACK = "llm_feedback", _("send de-identified evidence to a language model for feedback")
    TRANSCRIBE = "transcribe", _("transcribe recordings")
    TRAIN = "train", _("train our models")
    RESEARCH = "research", _("research")
    SHARE = "share", _("share results with other programs")


class Basis(models.TextChoices):
    SCHOOL = "school", _("authorized by the school")
    PARENT = "parent", _("given by a parent")


# Every optional purpose starts off; a district that chooses parent mode drops ASSESS too.
AUTHORIZED_BY_SCHOOL = (Purpose.ASSESS,)
TEXT_VERSION = "2026-11"


class ConsentRecord(models.Model):
    """The latest row per subject and purpose counts; rows are never changed."""

    id = models.BigAutoField(primary_key=True)
    school = models.UUIDField()
    subject = models.UUIDField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    granted = models.BooleanField()
    basis = models.CharField(max_length=10, choices=Basis.choices)
    text_version = models.CharField(max_length=20)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["school", "subject", "purpose", "id"])]

    def __str__(self):
        return f"{self.subject} {self.purpose}: {self.granted}"


class ConsentMissing(Exception):
    """No agreement covers this use. ``subjects`` are the students concerned."""

    def __init__(self, purpose: str, subjects: set[uuid.UUID]):
        self.purpose, self.subjects = purpose, subjects
        super().__init__(
            f"{len(subjects)} student(s): the family has not agreed to this use ({Purpose(purpose).label}), "
            "so nothing was read or kept."
        )


def grant(*, school: uuid.UUID, subjects: Iterable[uuid.UUID], purpose: str, basis: str, by) -> None:
    _append(school=school, subjects=subjects, purpose=purpose, granted=True, basis=basis, by=by)


def withdraw(*, school: uuid.UUID, subjects: Iterable[uuid.UUID], purpose: str, basis: str, by) -> None:
    _append(school=school, subjects=subjects, purpose=purpose, granted=False, basis=basis, by=by)


def authorize_by_school(*, school: uuid.UUID, subjects: Iterable[uuid.UUID], by) -> None:
    """The district default for students new to the roster. A family's own word stands, here and from another school."""
    subjects = set(subjects)
    for purpose in AUTHORIZED_BY_SCHOOL:
        new = subjects - _settled(subjects, purpose, school=school)
        grant(school=school, subjects=new, purpose=purpose, basis=Basis.SCHOOL, by=by)


def covered(subjects: Iterable[uuid.UUID], purpose: str, *, school: uuid.UUID) -> set[uuid.UUID]:
    """Those among ``subjects`` whose latest record for ``purpose`` grants it."""
    rows = (
        ConsentRecord.objects.filter(school=school, subject__in=list(subjects), purpose=purpose)
        .order_by("id")
        .values_list("subject", "granted")
    )
    return {subject for subject, granted in dict(rows).items() if granted}


def refused(subjects: Iterable[uuid.UUID], purpose: str, *, school: uuid.UUID) -> set[uuid.UUID]:
    """Those among ``subjects`` whose latest record for ``purpose`` says no; silence is not among them."""
    rows = ConsentRecord.objects.filter(school=school, subject__in=list(subjects), purpose=purpose).order_by("id")
    return {subject for subject, granted in dict(rows.values_list("subject", "granted")).items() if not granted}


def check(subjects: Iterable[uuid.UUID], purpose: str, *, school: uuid.UUID) -> None:
    subjects = set(subjects)
    if missing := subjects - covered(subjects, purpose, school=school):
        raise ConsentMissing(purpose, missing)


def _settled(subjects: Iterable[uuid.UUID], purpose: str, *, school: uuid.UUID) -> set[uuid.UUID]:
    spoken_for = Q(school=school) | Q(basis=Basis.PARENT, granted=False)
    rows = ConsentRecord.objects.filter(spoken_for, subject__in=list(subjects), purpose=purpose)
    return set(rows.values_list("subject", flat=True))


def _append(*, school, subjects, purpose, granted, basis, by) -> None:
    subjects = list(subjects)
    if not subjects:
        return
    ConsentRecord.objects.bulk_create(
        [
            ConsentRecord(
                school=school,
                subject=subject,
                purpose=purpose,
                granted=granted,
                basis=basis,
                text_version=TEXT_VERSION,
                actor=audit.actor(by),
            )
            for subject in subjects
        ],
        batch_size=500,
    )
    audit.record(
        "consent.record", by=by, school=school, subjects=subjects, purpose=purpose, granted=granted, basis=basis
    )
