"""The seam between a case and what erases and purges (``privacy.erasure``, ``privacy.holds``).

Where these are not part of the house, a deletion fails loudly and the case stays where it is.
"""

import importlib

from privacy import cases
from privacy.cases import Case


class CannotErase(RuntimeError):
    """Nothing was deleted; the message says why."""


def order_erasure(case: Case, *, by):
    """Within the transaction that closes the case: a worker carries it out within a minute, and what dies in between
    is resumed. Raises ``CannotErase``."""
    erasure = _part("privacy.erasure")
    if erasure is None:
        raise CannotErase("This installation cannot delete a record yet, so nothing was deleted.")
    try:
        return erasure.order(student_id=case.subject, school_id=case.school, reason="family", by=by, case=case.pk)
    except erasure.RecordHeld as held:
        raise CannotErase(f"{held} Nothing was deleted.") from held


def hold_what_is_asked_for() -> None:
    """Retention asks before it purges: an open access request keeps a record whole."""
    if holds := _part("privacy.holds"):
        holds.register_hold(cases.open_access_requests)


def _part(name: str):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None
