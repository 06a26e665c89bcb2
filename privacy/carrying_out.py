"""What a granted deletion calls: the one seam between a case and the erasure.

Until ``privacy.erasure`` is part of the house the call fails loudly and the case stays where it is.
"""

import importlib
import uuid


class CannotErase(RuntimeError):
    """Nothing was deleted."""


def erase(*, student_id: uuid.UUID, school_id: uuid.UUID, reason: str, by):
    try:
        erasure = importlib.import_module("privacy.erasure")
    except ModuleNotFoundError as missing:
        raise CannotErase("This installation cannot delete a record yet, so nothing was deleted.") from missing
    return erasure.erase(student_id=student_id, school_id=school_id, reason=reason, by=by)
