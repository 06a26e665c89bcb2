"""Which response a game session belongs to: the one it names, or the one that was written for the same task.

A session that belongs to none gives a reading of its own. Nothing is remembered between runs except in the
assessment that used it (``Assessment.sessions``): a response that comes in later takes its session along.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from assessments.models import GameSession, Response
from privacy import crypto

APART = timedelta(days=7)  # a reflection on a game is written within a week of it


def joins(responses: Iterable[Response], sessions: Iterable[GameSession]) -> dict[uuid.UUID, uuid.UUID]:
    """Session -> response, for the sessions of one student that belong to one of these responses."""
    by_pk = {response.pk: response for response in responses}
    by_task: dict[str, list[Response]] = defaultdict(list)
    for response in by_pk.values():
        if response.prompt_id:
            by_task[folded(response.prompt.text)].append(response)
    found = ((session.pk, _response_of(session, by_pk, by_task)) for session in sessions)
    return {session: response.pk for session, response in found if response}


def _response_of(session: GameSession, by_pk: Mapping, by_task: Mapping[str, list[Response]]) -> Response | None:
    if named := by_pk.get(session.response_id):
        return named
    near = [one for one in by_task.get(folded(session.task), ()) if abs(one.day - session.day) <= APART]
    return min(near, key=lambda one: (abs(one.day - session.day), one.received_at, one.pk), default=None)


def folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .?!")


def grouped(links: Mapping[uuid.UUID, uuid.UUID], sessions: Iterable[GameSession]) -> dict[uuid.UUID, list]:
    """Response -> its sessions, in the order they were played."""
    of: dict[uuid.UUID, list[GameSession]] = defaultdict(list)
    for session in sorted(sessions, key=lambda one: (one.started_at, one.pk)):
        if session.pk in links:
            of[links[session.pk]].append(session)
    return dict(of)


def digest_of(sessions: Sequence[GameSession]) -> str:
    """Names the telemetry that joined a reading; empty for none."""
    return crypto.digest("moves", *sorted(session.token for session in sessions)) if sessions else ""
