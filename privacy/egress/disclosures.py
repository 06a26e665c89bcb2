"""What left the building: one row per call, written before the first byte goes, and never changed.

Rows hold the purpose, the destination, whom it concerned, how many bytes and a keyed digest of them; never a word.
They know people as UUIDs without foreign keys, because they outlive the people. What came of a call is a second row.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit, crypto


class Disclosure(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    school = models.UUIDField(null=True, db_index=True)
    purpose = models.CharField(max_length=30)
    destination = models.CharField(max_length=200)  # an origin: https://api.example.com:443
    model = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    attempt = models.PositiveSmallIntegerField()
    bytes_out = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # keyed: the same payload can be recognized, none can be guessed

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.purpose} to {self.destination}"


class DisclosureSubject(models.Model):
    """One row per student a call concerned, so that "what was sent about this child" is one index look-up."""

    disclosure_id = models.UUIDField(db_index=True)
    school = models.UUIDField(null=True)
    subject = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"])]

    def __str__(self):
        return f"{self.disclosure_id} concerned {self.subject}"


class Outcome(models.TextChoices):
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("turned away there")
    RATE_LIMITED = "rate_limited", _("turned away for now")
    NOT_REACHED = "not_reached", _("not reached: nothing arrived")
    BROKE_OFF = "broke_off", _("broke off before an answer")


class DisclosureOutcome(models.Model):
    """What came of one call. Missing when the process died before it could be known."""

    disclosure_id = models.UUIDField(primary_key=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    bytes_in = models.PositiveIntegerField(default=0)
    milliseconds = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.disclosure_id}: {self.outcome}"


@dataclass(frozen=True)
class Sent:
    """One call as a family or a records officer reads it."""

    at: datetime
    purpose: str
    destination: str
    model: str
    bytes_out: int
    outcome: str | None  # an ``Outcome``; None when it is not known


def about(subject: uuid.UUID) -> list[Sent]:
    """Every call that concerned this student, the latest first."""
    ids = DisclosureSubject.objects.filter(subject=subject).values("disclosure_id")
    rows = list(Disclosure.objects.filter(pk__in=ids).order_by("-at"))
    outcomes = DisclosureOutcome.objects.filter(disclosure_id__in=[row.pk for row in rows])
    known = dict(outcomes.values_list("disclosure_id", "outcome"))
    return [Sent(r.at, r.purpose, r.destination, r.model, r.bytes_out, known.get(r.pk)) for r in rows]


def record(
    *, purpose: str, destination: str, model: str, payload: bytes, attempt: int, by, school=None,
    subjects: Iterable[uuid.UUID] = (),
) -> Disclosure:  # fmt: skip
    """Write down what is about to go, in the caller's transaction; it must be committed before the first byte goes."""
    subjects = set(subjects)
    row = Disclosure(
        school=getattr(school, "pk", school),
        purpose=purpose,
        destination=destination,
        model=model,
        actor=audit.actor(by),
        attempt=attempt,
        bytes_out=len(payload),
        digest=crypto.digest("disclosure", payload.decode()),
    )
    row.save(force_insert=True)
    DisclosureSubject.objects.bulk_create(
        [DisclosureSubject(disclosure_id=row.pk, school=row.school, subject=s, at=row.at) for s in subjects],
        batch_size=500,
    )
    if subjects:  # so that "who looked at this record" tells of it, too
        audit.record(
            "record.disclose", by=by, school=school, subjects=subjects, obj=row, purpose=purpose, to=destination
        )
    return row


def record_outcome(disclosure: Disclosure, outcome: str, *, bytes_in: int, seconds: float) -> None:
    with transaction.atomic():
        DisclosureOutcome(
            disclosure_id=disclosure.pk, outcome=outcome, bytes_in=bytes_in, milliseconds=round(seconds * 1000)
        ).save(force_insert=True)
