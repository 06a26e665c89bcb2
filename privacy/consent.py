"""What a student's words may be used for: per purpose, append-only, checked at intake and again when the job runs.

A district chooses who gives the one agreement that nothing works without, to assess: the school, as the law lets it
for its own teaching (*school-authorized*), or each family (*parent*). Everything else starts off and is the family's.
What each purpose says, word for word and by version, stands in ``consent_texts``.
"""

import uuid
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit, consent_texts
from privacy.wall.duties import Duty
from privacy.wall.standing import system


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


class Mode(models.TextChoices):
    SCHOOL = "school", _("The school authorizes it for its own teaching")
    PARENT = "parent", _("Each family is asked first")


# What a school may authorize. Every other purpose starts off, and in parent mode this one does, too.
AUTHORIZED_BY_SCHOOL = (Purpose.ASSESS,)

# Sent within the transaction of a withdrawal, with school, subjects and purpose: whoever holds queued work stops it.
withdrawn = Signal()


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


class ConsentMode(models.Model):
    """Who gives the agreement to assess in a district: the latest row counts, rows are never changed."""

    id = models.BigAutoField(primary_key=True)
    district = models.UUIDField(db_index=True)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.district}: {self.mode}"


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
    """No more from now on: what is queued for it is stopped in the same transaction."""
    subjects = list(subjects)
    with transaction.atomic():
        _append(school=school, subjects=subjects, purpose=purpose, granted=False, basis=basis, by=by)
        withdrawn.send(sender=ConsentRecord, school=school, subjects=subjects, purpose=purpose)


def mode_of(district: uuid.UUID) -> Mode:
    """School-authorized until a district chooses otherwise."""
    chosen = ConsentMode.objects.filter(district=district).order_by("-id").values_list("mode", flat=True).first()
    return Mode(chosen or Mode.SCHOOL)


def authorize_by_school(*, school: uuid.UUID, district: uuid.UUID, subjects: Iterable[uuid.UUID], by) -> None:
    """The default for students new to the roster, where the district lets the school give it. A family's own word
    stands, here and from another school."""
    if mode_of(district) is not Mode.SCHOOL:
        return
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


def standing(subject: uuid.UUID, *, school: uuid.UUID) -> dict[Purpose, "ConsentRecord | None"]:
    """The latest record of each purpose, for a family's page; None where nobody ever said anything: off."""
    rows = ConsentRecord.objects.filter(school=school, subject=subject).order_by("id")
    latest = {row.purpose: row for row in rows}
    return {purpose: latest.get(purpose) for purpose in Purpose}


def authorized_by_school_alone(subjects: Iterable[uuid.UUID], purpose: str, *, school: uuid.UUID) -> set[uuid.UUID]:
    """Those among ``subjects`` who are covered, and by the school's word only."""
    rows = ConsentRecord.objects.filter(school=school, subject__in=list(subjects), purpose=purpose).order_by("id")
    latest = {row.subject: row for row in rows}
    return {subject for subject, row in latest.items() if row.granted and row.basis == Basis.SCHOOL}


def _settled(subjects: Iterable[uuid.UUID], purpose: str, *, school: uuid.UUID) -> set[uuid.UUID]:
    """Whom a school's word would change nothing about, or must not: it stands already, or a family spoke."""
    family = Q(basis=Basis.PARENT, granted=False) | Q(basis=Basis.PARENT, school=school)
    rows = ConsentRecord.objects.filter(family, subject__in=list(subjects), purpose=purpose)
    with system(Duty.CONSENT):
        spoken = set(rows.values_list("subject", flat=True))
    return spoken | covered(subjects, purpose, school=school)


def set_mode(*, district: uuid.UUID, mode: str, by) -> None:
    """The row and its event; what it means for the students there is ``students.consent_modes.choose``."""
    with transaction.atomic():
        ConsentMode.objects.create(district=district, mode=Mode(mode), actor=audit.actor(by))
        audit.record("consent.mode", by=by, obj=f"district:{district}", mode=str(Mode(mode)))


@transaction.atomic
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
                text_version=consent_texts.current(purpose).version,
                actor=audit.actor(by),
            )
            for subject in subjects
        ],
        batch_size=500,
    )
    audit.record(
        "consent.record", by=by, school=school, subjects=subjects, purpose=purpose, granted=granted, basis=basis
    )
