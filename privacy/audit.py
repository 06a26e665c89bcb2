"""Who looked at, wrote or changed a student's record: append-only, written inside the act itself.

``record`` joins the caller's transaction: if the event cannot be written, the act does not happen.
``afterwards`` is for what must outlive a rollback, a refusal above all: ``privacy.middleware.audit_afterwards``
writes it once the answer is made, in a transaction of its own, and answers 503 if that fails.

Events know people as UUIDs without foreign keys, because they outlive the people. Each carries a keyed digest
of everything it says, so that nobody without the master key can add one or change one; ``audit_chain`` binds
them to one another.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from decimal import Decimal

from django.db import models, transaction
from django.utils import timezone

from privacy import crypto
from privacy.keys import as_uuid

VERBS = {
    "response.add": "added a response",
    "session.add": "added a game session",
    "response.original": "opened the original words",
    "record.view": "looked at the record",
    "record.names": "saw the name in a list",
    "record.disclose": "sent something de-identified to an outside service",
    "class.view": "looked at the class list",
    "assessment.run": "assessed",
    "assessment.replay": "replayed an assessment",
    "roster.keep": "handed in a roster file",
    "roster.check": "looked at a roster file before it was confirmed",
    "roster.import": "changed the roster from a file",
    "roster.cancel": "threw a roster file away",
    "upload.keep": "handed in a file of responses",
    "upload.check": "looked at a file of responses before it was confirmed",
    "upload.change": "decided what stands in a file of responses",
    "roster.undo": "took back an import of the roster",
    "roster.export": "exported the roster",
    "scores.export": "exported scores",
    "import.start": "brought in many files at once",
    "import.confirm": "confirmed many files at once",
    "import.file": "added one of many files",
    "upload.confirm": "added what a file holds",
    "upload.cancel": "threw a file of responses away",
    "upload.export": "downloaded the rows of a file that were left out",
    "compliance.view": "looked at who saw the record",
    "compliance.export": "downloaded who saw the record",
    "weights.version": "set fusion weights",
    "consent.record": "recorded consent",
    "consent.mode": "chose who gives consent in a district",
    "access.refused": "was refused",
    "access.not_found": "asked for what is not there for them",
    "sign_in": "signed in",
    "sign_in.failed": "failed to sign in",
    "sign_in.locked": "has to wait after wrong tries to sign in",
    "sign_in.again": "said once more who they are",
    "sign_out": "signed out",
    "second_step.failed": "gave a wrong code for the second step",
    "second_step.set_up": "set up a second step",
    "second_step.taken_away": "took away a second step",
    "second_step.new_codes": "made new recovery codes",
    "password.change": "changed the password",
    "password.ask": "asked for a link to choose a new password",
    "password.reset": "chose a new password by a link",
    "session.end": "signed out another device",
    "sso.link": "signed in by the school's own service for the first time",
    "key.refused": "was turned away with an API key",
    "alert.raise": "set a response aside for a person to read",
    "alert.tell": "was told that something waits",
    "alert.escalate": "was told that something has not been opened for hours",
    "alert.unreachable": "could be told to nobody",
    "alert.list": "looked at the list of what was set aside",
    "alert.view": "read a response that was set aside",
    "alert.release": "released a response that was set aside",
    "alert.keep": "kept a response apart",
    "job.retry": "tried failed work again",
    "job.cancel": "stopped queued work",
    "key.issue": "issued an API key",
    "key.revoke": "revoked an API key",
    "school.add": "opened a school",
    "student.add": "added to the roster",
    "erasure.order": "ordered the record to be erased",
    "record.erase": "erased the record",
    "retention.run": "let go of what was over",
    "retention.period": "chose how long something is kept",
    "training.keep": "kept a de-identified text for training",
    "training.read": "read the texts kept for training",
    "system.use": "acted across schools, as a part of the system",
    "training.export": "exported the texts kept for training",
    "keys.rotate": "wrapped the keys under a new master key",
    "release.preview": "looked at what would be shared with the family",
    "release.share": "shared feedback with the family",
    "release.withdraw": "took back what was shared with the family",
    "family.view": "looked at what is shared with the family",
    "family.looked": "looked at who looked at the record",
    "family.agreements": "looked at what is agreed to",
    "family.copy": "downloaded a copy of the record",
    "guardian.list": "looked at which adults belong to a student",
    "guardian.invite": "invited an adult of the family",
    "guardian.accept": "accepted an invitation",
    "guardian.restrict": "kept an adult from the record by a court's order",
    "guardian.lift": "lifted a court's restriction",
    "guardian.end": "ended an adult's relationship to a student",
    "staff.list": "looked at who works at a school",
    "staff.view": "looked at what a colleague may do",
    "staff.invite": "invited a colleague",
    "staff.accept": "accepted an invitation as a colleague",
    "role.give": "gave a role",
    "role.end": "ended a role",
    "statement.add": "added a family's statement to a score",
    "statement.withdraw": "took back a statement about a score",
    "request.ask": "asked about the record",
    "request.list": "looked at the list of families' requests",
    "request.view": "looked at a family's request",
    "request.identity": "checked who asked",
    "request.grant": "granted a family's request",
    "request.refuse": "refused a family's request",
    "request.done": "carried out a family's request",
    "request.withdraw": "took back a request",
}
# Kept like any event and left out of what administrators and families read: that a child was thought in danger is
# itself what only the safeguarding lead may know.
CONFIDENTIAL = tuple(verb for verb in VERBS if verb.startswith("alert."))
NOBODY = "nobody"  # the actor who has not said who they are

_noted: ContextVar[list[dict] | None] = ContextVar("noted", default=None)


class AuditEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    school = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)  # "user:<uuid>", "key:<prefix>", "system:<task>"
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=120, blank=True)  # "assessment:<uuid>"
    detail = models.JSONField(default=dict)  # counts, versions, reasons; never words or names
    mac = models.CharField(max_length=64)  # what only a holder of the master key can write

    class Meta:
        indexes = [models.Index(fields=["school", "at"])]

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
    """Write one event. ``by`` is a user, an API key or a "system:<task>" text; ``obj`` a model instance or its name."""
    if verb not in VERBS:
        raise ValueError(f"{verb} is not in audit.VERBS: add it there with its words")
    event = AuditEvent(verb=verb, actor=actor(by), school=_uuid(school), object=_named(obj), detail=detail)
    concerned = sorted({as_uuid(subject) for subject in subjects})
    event.mac = mac_of(event, concerned)
    with transaction.atomic(savepoint=False):  # alone or within the caller's act: both or neither
        event.save(force_insert=True)
        AuditSubject.objects.bulk_create(
            [AuditSubject(event_id=event.id, school=event.school, subject=s, at=event.at) for s in concerned],
            batch_size=500,
        )
    return event


# --- what a rollback must not take with it --------------------------------------------------------


def afterwards(verb: str, **event) -> None:
    """Like ``record``, but once the request's own transaction is over. Outside a request: now."""
    noted = _noted.get()
    if noted is None:
        record(verb, **event)
    else:
        noted.append({"verb": verb, **event})


@contextmanager
def noting() -> Iterator[list[dict]]:
    """Within it, what is said ``afterwards`` is kept in the list it gives, for ``write_noted``."""
    token = _noted.set([])
    try:
        yield _noted.get()
    finally:
        _noted.reset(token)


def write_noted(noted: list[dict]) -> None:
    with transaction.atomic():
        for event in noted:
            record(**event)


# --- what an event says, to the byte ---------------------------------------------------------------


def canonical(event: AuditEvent, subjects: Iterable[uuid.UUID]) -> bytes:
    """The same bytes before it is written and after it was read from either database."""
    said = {
        "id": str(event.id),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "school": str(event.school or ""),
        "actor": event.actor,
        "verb": event.verb,
        "object": event.object,
        "detail": _plain(event.detail),
        "subjects": sorted(str(subject) for subject in subjects),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def mac_of(event: AuditEvent, subjects: Iterable[uuid.UUID]) -> str:
    return crypto.digest("audit-event", canonical(event, subjects).decode())


def _plain(value):
    """PostgreSQL writes a number its own way (1e3 comes back as 1000): here each has one spelling."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(Decimal(str(value)).normalize(), "f")
    return value if value is None or isinstance(value, bool) else str(value)


# --- names ---------------------------------------------------------------------------------------


def actor(by) -> str:
    if isinstance(by, str):
        return by
    return f"{by.audit_kind}:{_id(by)}"


def _uuid(school) -> uuid.UUID | None:
    school = getattr(school, "pk", school)
    return None if school is None else as_uuid(school)


def _named(obj) -> str:
    if obj is None or isinstance(obj, str):
        return obj or ""
    return f"{obj._meta.model_name}:{_id(obj)}"


def _id(row) -> str:
    """A program's row id holds its key's hash, so it states another name for the log."""
    return str(getattr(row, "audit_id", row.pk))
