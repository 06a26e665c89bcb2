"""A game session's events as the sealed JSON they are stored as, and back."""

import json
from collections.abc import Iterable, Sequence

from assessments.models import GameSession
from mlcore.features.behavioral import LONGEST_GAP, tidy
from mlcore.results import Event

DECIMALS = 3  # of a second


def to_text(events: Iterable[Event]) -> str:
    """``[[seconds, kind, task, data], ...]``; an empty end of a row is left out."""
    return json.dumps([_row(event) for event in events], ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> tuple[Event, ...]:
    rows = ((*row, *("", {})[len(row) - 2 :]) for row in json.loads(text))
    return tuple(Event(kind, at, task, data) for at, kind, task, data in rows)


def events_of(session: GameSession) -> tuple[Event, ...]:
    """The events of one session; none when its payload is gone."""
    return from_text(session.payload) if session.payload is not None else ()


def one_after_another(sessions: Iterable[GameSession]) -> tuple[Event, ...]:
    """Several sessions as one stream. Between two of them passes the time that did, at most ``LONGEST_GAP``:
    who comes back to a task after lunch has come back to it, and lunch is no thinking time."""
    stream: list[Event] = []
    before: GameSession | None = None
    for session in sorted(sessions, key=lambda one: (one.started_at, one.pk)):
        events = tidy(events_of(session))
        shift = _shift(stream, before, session) if stream and before else 0.0
        stream += [Event(event.kind, event.at + shift, event.task, event.data) for event in events]
        before = session if events else before
    return tuple(stream)


def _shift(stream: Sequence[Event], before: GameSession, session: GameSession) -> float:
    apart = (session.started_at - before.started_at).total_seconds() - events_of(before)[-1].at
    return stream[-1].at + min(max(apart, 0.0), LONGEST_GAP)


def _row(event: Event) -> list:
    row = [round(event.at, DECIMALS), event.kind, event.task, dict(event.data)]
    while not row[-1]:
        row.pop()
    return row
