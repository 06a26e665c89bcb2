"""Where a family's case meets what erases and purges (``privacy.erasure``, ``privacy.holds``)."""

from privacy import cases, erasure, holds
from privacy.cases import Case


class CannotErase(RuntimeError):
    """Nothing was deleted; the message says why."""


def order_erasure(case: Case, *, by):
    """Within the transaction that closes the case: a worker carries it out within a minute, and what dies in between
    is resumed. Raises ``CannotErase``."""
    try:
        return erasure.order(student_id=case.subject, school_id=case.school, reason="family", by=by, case=case.pk)
    except erasure.RecordHeld as held:
        raise CannotErase(f"{held} Nothing was deleted.") from held


def hold_what_is_asked_for() -> None:
    """Retention asks before it purges: an open access request keeps a record whole."""
    holds.register_hold(cases.open_access_requests)
