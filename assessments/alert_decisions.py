"""What the safeguarding lead decides: a response goes on to be assessed, or is kept apart."""

from django.db import transaction
from django.utils import timezone

from assessments import intake
from assessments.alerts import Alert
from privacy import audit, keys

State = Alert.State


class DecidedBefore(Exception):
    """Somebody else, or another click, was first."""


def note_read(alert: Alert) -> None:
    """Within the look's own transaction: what somebody has opened is not told again."""
    Alert.objects.filter(pk=alert.pk, read_at__isnull=True).update(read_at=timezone.now())


def release(alert: Alert, *, by, reason: str = "") -> None:
    """It becomes a response like any other, and a job assesses it. Also what was kept apart may be released later.

    Raises DecidedBefore or consent.ConsentMissing; then nothing is changed.
    """
    keys.open_keys([alert.student_id])
    with transaction.atomic():
        words, prompt = alert.words, alert.prompt.text if alert.prompt else ""
        _decide(alert, State.RELEASED, of=(State.WAITING, State.KEPT), by=by, words=None, reason=reason)
        row = intake.NewResponse(alert.student, words, prompt, alert.written_on, alert.mode, alert.grade)
        # As whoever handed it in: an addition of the lead's would tell every reader of the log what this was.
        handed_in_by = alert.added_by
        intake.accept_many([row], school=alert.school, by=handed_in_by, upload=alert.upload, read_by_a_person=True)
        audit.record("alert.release", by=by, school=alert.school_id, subjects=[alert.student_id], obj=alert)


def keep_apart(alert: Alert, *, by) -> None:
    with transaction.atomic():
        _decide(alert, State.KEPT, of=(State.WAITING,), by=by)
        audit.record("alert.keep", by=by, school=alert.school_id, subjects=[alert.student_id], obj=alert)


def _decide(alert: Alert, state: str, *, of: tuple[str, ...], by, **changes) -> None:
    still = Alert.objects.filter(pk=alert.pk, state__in=of)
    decided = {"state": state, "decided_at": timezone.now(), "decided_by": audit.actor(by), **changes}
    if not still.update(**decided):
        raise DecidedBefore
