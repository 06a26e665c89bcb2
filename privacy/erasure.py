"""A student's record goes: the key first, then every row, file and remembered name, with a receipt.

    plan(...)    what would go, and what stays and why
    order(...)   within the caller's transaction: it will be carried out by the worker, within a minute
    erase(...)   now, from no transaction: two databases are not one, and the key must be gone for good before the rows

Whatever dies in between is resumed (``resume``): the row of an erasure says how far it came. That row is the receipt
and the tombstone: UUIDs, counts and times, nothing personal. A copy of it outside the database (``tombstones``) is
replayed after a backup was restored.
"""

import logging
import uuid
from dataclasses import dataclass, field

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit, keys, storage, tombstones
from privacy.audit import AuditSubject
from privacy.cases import Case
from privacy.consent import ConsentRecord
from privacy.egress.disclosures import DisclosureSubject
from privacy.holders import all_holdings, all_traces
from privacy.holds import held
from privacy.tombstones import Tombstone

log = logging.getLogger("sightline.erasure")

KEY = "privacy.SubjectKey"
# These know the student as a UUID alone, and outlive the record: what was done with it must stay told.
OUTLIVING = {
    "privacy.AuditSubject": AuditSubject,
    "privacy.Case": Case,
    "privacy.ConsentRecord": ConsentRecord,
    "privacy.DisclosureSubject": DisclosureSubject,
}

# Sent within the transaction that deletes the rows, with school and subject: whoever remembers a name forgets it.
erased = Signal()


class Reason(models.TextChoices):
    FAMILY = "family", _("the family asked for it")
    SCHOOL = "school", _("the school asked for it")
    COURT = "court", _("a court or an authority ordered it")
    MISTAKE = "mistake", _("the record was made by mistake")
    RETENTION = "retention", _("its time was over")
    RESTORED = "restored", _("a restored backup had brought it back")


class RecordHeld(Exception):
    """Somebody asked to see this record and has not seen it yet: until then nothing of it may go."""

    def __init__(self):
        super().__init__("A request to see this record is open, so nothing of it may go yet. Answer the request first.")


class NotAllGone(Exception):
    """Rows were there after the deletion: the receipt would not be true. The erasure stays open."""


class Erasure(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.UUIDField()
    subject = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    actor = models.CharField(max_length=80)
    case = models.UUIDField(null=True)  # the family's request it answers
    replays = models.UUIDField(null=True)  # the erasure that a restore had undone
    ordered_at = models.DateTimeField(default=timezone.now)
    key_destroyed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True, db_index=True)
    before = models.JSONField(default=dict)  # table -> how many
    after = models.JSONField(default=dict)
    traces = models.JSONField(default=dict)  # ids of what was found beside the rows; empty once it is gone

    class Meta:
        indexes = [models.Index(fields=["school", "ordered_at"])]

    def __str__(self):
        return f"erasure {self.pk}"


@dataclass(frozen=True)
class Plan:
    """``goes`` and ``stays``: table -> how many rows."""

    school: uuid.UUID
    subject: uuid.UUID
    goes: dict[str, int]
    stays: dict[str, int]
    held: bool
    traces: dict[str, list] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not any(self.goes.values())


def plan(*, student_id: uuid.UUID, school_id: uuid.UUID) -> Plan:
    """What an erasure would do. Changes nothing."""
    subject, school = keys.as_uuid(student_id), keys.as_uuid(school_id)
    with keys.keyring():
        traces = {name: list(trace.find(subject, school)) for name, trace in all_traces().items()}
    return Plan(
        school,
        subject,
        goes=_counts(subject, traces),
        stays=_staying(subject),
        held=bool(held([subject])),
        traces=traces,
    )


def order(
    *, student_id: uuid.UUID, school_id: uuid.UUID, reason: str, by, case: uuid.UUID | None = None,
    despite_hold: bool = False, replays: uuid.UUID | None = None,
) -> Erasure:  # fmt: skip
    """Write down what will go, in the caller's transaction. Raises RecordHeld. A second order is the first one."""
    reason = Reason(reason)
    with transaction.atomic():
        open_one = Erasure.objects.filter(subject=keys.as_uuid(student_id), finished_at__isnull=True).first()
        if open_one:
            return open_one
        found = plan(student_id=student_id, school_id=school_id)
        if found.held and not despite_hold:
            raise RecordHeld
        erasure = Erasure.objects.create(
            school=found.school,
            subject=found.subject,
            reason=reason,
            actor=audit.actor(by),
            case=case,
            replays=replays,
            before=found.goes,
            traces={name: [str(one) for one in ids] for name, ids in found.traces.items()},
        )
        audit.record(
            "erasure.order", by=by, school=found.school, subjects=[found.subject], obj=erasure, reason=str(reason)
        )
    return erasure


def erase(
    *, student_id: uuid.UUID, school_id: uuid.UUID, reason: str, by, case: uuid.UUID | None = None,
    despite_hold: bool = False, replays: uuid.UUID | None = None,
) -> Erasure:  # fmt: skip
    """Now; returns the receipt. Raises RecordHeld, and RuntimeError within a transaction (use ``order`` there)."""
    with transaction.atomic(durable=True):
        erasure = order(
            student_id=student_id,
            school_id=school_id,
            reason=reason,
            by=by,
            case=case,
            despite_hold=despite_hold,
            replays=replays,
        )
    return carry_out(erasure)


def carry_out(erasure: Erasure) -> Erasure:
    """From wherever it stopped. Each step may be taken again."""
    tombstones.append(Tombstone.of(erasure))
    keys.destroy([erasure.subject])
    if not erasure.key_destroyed_at:
        erasure.key_destroyed_at = timezone.now()
        erasure.save(update_fields=["key_destroyed_at"])
    for name, ids in erasure.traces.items():
        if ids and name in all_traces():
            all_traces()[name].erase(ids)
    with transaction.atomic(durable=True):
        _delete_rows(erasure.subject)
        erased.send(sender=Erasure, school=erasure.school, subject=erasure.subject)
        _finish(erasure)
    storage.let_go()
    return erasure


def resume() -> int:
    """Carry out what was ordered and is not done. One that fails does not keep the others waiting."""
    done = 0
    for erasure in Erasure.objects.filter(finished_at__isnull=True).order_by("ordered_at"):
        try:
            carry_out(erasure)
            done += 1
        except Exception:  # logged with its id, tried again by the next run
            log.exception("erasure %s did not come to its end", erasure.pk)
    return done


def replay(*, by="system:replay_tombstones") -> list[Erasure]:
    """Erase again whoever a restored backup brought back. Raises TombstoneUnsound before anything is done."""
    for one in list(tombstones.lines()):
        Erasure.objects.get_or_create(
            id=one.fields["id"], defaults={**one.fields, "actor": "system:tombstone", "finished_at": timezone.now()}
        )
    resume()
    again = []
    for erasure in Erasure.objects.filter(replays__isnull=True).order_by("ordered_at"):
        who = {"student_id": erasure.subject, "school_id": erasure.school}
        if any(_counts(erasure.subject, {}).values()):
            again.append(erase(**who, reason=Reason.RESTORED, by=by, despite_hold=True, replays=erasure.pk))
    return again


def _counts(subject: uuid.UUID, traces: dict[str, list]) -> dict[str, int]:
    going = {name: one for name, one in sorted(all_holdings().items()) if not one.outlives}
    rows = {name: one.rows_of(subject).count() for name, one in going.items()}
    beside = {name: all_traces()[name].left(ids) for name, ids in traces.items() if ids and name in all_traces()}
    return {KEY: len(keys.existing([subject])), **rows, **beside}


def _staying(subject: uuid.UUID) -> dict[str, int]:
    rows = {name: model.objects.filter(subject=subject).count() for name, model in OUTLIVING.items()}
    declared = {name: one.rows_of(subject).count() for name, one in sorted(all_holdings().items()) if one.outlives}
    return {**rows, **declared}


def _delete_rows(subject: uuid.UUID) -> None:
    """The student's own row last: whatever another app protects must be gone by then."""
    for holding in sorted(all_holdings().values(), key=lambda one: (not one.path, one.model)):
        if not holding.outlives:
            holding.rows_of(subject).delete()


def _finish(erasure: Erasure) -> None:
    if Erasure.objects.select_for_update().get(pk=erasure.pk).finished_at:
        return  # another worker carried it out beside this one
    erasure.after = _counts(erasure.subject, erasure.traces)
    if left := {name: count for name, count in erasure.after.items() if count}:
        raise NotAllGone(f"erasure {erasure.pk}: still there: {left}")
    erasure.traces, erasure.finished_at = {}, timezone.now()
    erasure.save(update_fields=["after", "traces", "finished_at"])
    audit.record(
        "record.erase",
        by=erasure.actor,
        school=erasure.school,
        subjects=[erasure.subject],
        obj=erasure,
        reason=erasure.reason,
        rows=sum(erasure.before.values()),
    )
