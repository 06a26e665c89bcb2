"""Who looked at, wrote or changed a student's record: append-only, written inside the act itself.

``record`` joins the caller's transaction: if the event cannot be written, the act does not happen.
Events know people as UUIDs without foreign keys, because they outlive the people.
"""

import uuid
from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone

VERBS = {
    "response.add": "added a response",
    "session.add": "added a game session",
    "response.original": "opened the original words",
    "record.view": "looked at the record",
    "record.disclose": "sent something de-identified to an outside service",
    "class.view": "looked at the class list",
    "assessment.run": "assessed",
    "assessment.replay": "replayed an assessment",
    "roster.import": "changed the roster from a file",
    "roster.undo": "took back an import of the roster",
    "roster.export": "exported the roster",
    "scores.export": "exported scores",
    "import.start": "brought in many files at once",
    "import.confirm": "confirmed many files at once",
    "import.file": "added one of many files",
    "upload.confirm": "added what a file holds",
    "weights.version": "set fusion weights",
    "consent.record": "recorded consent",
    "access.refused": "was refused",
    "job.retry": "tried failed work again",
    "job.cancel": "stopped queued work",
    "key.issue": "issued an API key",
    "key.revoke": "revoked an API key",
    "student.add": "added to the roster",
}


class AuditEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    school = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=80)  # "user:<uuid>", "key:<prefix>", "system:<task>"
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=120, blank=True)  # "assessment:<uuid>"
    detail = models.JSONField(default=dict)  # counts, versions, reasons; never words or names

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb}"


class AuditSubject(models.Model):
    """One row per student an event concerns, so that "who looked at this record" is one index look-up."""

    event_id = models.UUIDField(db_index=True)
    school = models.UUIDField(null=True)
    subject = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"])]

    def __str__(self):
        return f"{self.event_id} concerns {self.subject}"


def record(verb: str, *, by, school=None, subjects: Iterable[uuid.UUID] = (), obj=None, **detail) -> AuditEvent:
    """Write one event. ``by`` is a user, an API key or a "system:<task>" text; ``obj`` a model instance."""
    if verb not in VERBS:
        raise ValueError(f"{verb} is not in audit.VERBS: add it there with its words")
    event = AuditEvent(verb=verb, actor=actor(by), school=_uuid(school), object=_named(obj), detail=detail)
    with transaction.atomic(savepoint=False):  # alone or within the caller's act: both or neither
        event.save(force_insert=True)
        AuditSubject.objects.bulk_create(
            [AuditSubject(event_id=event.id, school=event.school, subject=s, at=event.at) for s in subjects],
            batch_size=500,
        )
    return event


def actor(by) -> str:
    if isinstance(by, str):
        return by
    return f"{by.audit_kind}:{_id(by)}"


def _uuid(school) -> uuid.UUID | None:
    return getattr(school, "pk", school)


def _named(obj) -> str:
    return "" if obj is None else f"{obj._meta.model_name}:{_id(obj)}"


def _id(row) -> str:
    """A program's row id holds its key's hash, so it states another name for the log."""
    return str(getattr(row, "audit_id", row.pk))
