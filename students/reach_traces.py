"""What is left behind when a request asked, over the second wall, which schools somebody reaches.

Every request asks. The trace is left when the answer is news: once in each signed-in session and again when the schools
have changed since; for a program's key once a day. Written in the request's
transaction: where it cannot be written there is no answer.
"""

import hashlib
import uuid
from collections.abc import Iterable

from django.utils import timezone

from privacy.wall import tracing
from privacy.wall.duties import Duty

REACHES = "reaches"  # in the session: a digest of the schools that were told last


def of_session(request, schools: Iterable[uuid.UUID]) -> None:
    now = digest(schools)
    if request.session.get(REACHES) != now:
        _leave(request.user, schools)
        request.session[REACHES] = now


def of_key(key, schools: Iterable[uuid.UUID]) -> None:
    """A key's schools are those of its own row, so that a day's first use tells them."""
    if key.last_used_at is None or key.last_used_at.date() != timezone.now().date():
        _leave(key, schools)


def digest(schools: Iterable[uuid.UUID]) -> str:
    return hashlib.sha256(",".join(sorted(map(str, schools))).encode()).hexdigest()[:16]


def _leave(who, schools) -> None:
    tracing.leave(Duty.SIGN_IN, by=who, place="reach", schools=len(set(schools)), reach=digest(schools))
