"""Whether a run is new, was added before, or is a longer copy of one that was: decided in one place, for the
preview and for the way in alike."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assessments.models import GameSession
from assessments.telemetry import payload
from mlcore.results import Event
from privacy import crypto
from students.models import School, Student

NIGHT = timedelta(hours=12)  # ids that are used again after one belong to another run


@dataclass(frozen=True)
class NewSession:
    """One student's run as it is handed in. ``dated``: its times have a date of their own."""

    student: Student
    events: tuple[Event, ...]
    started_at: datetime
    run: str = ""  # its id at the sender
    task: str = ""
    response: uuid.UUID | None = None
    dated: bool = True
    simulated: bool = False

    @property
    def run_digest(self) -> str:
        return crypto.digest("run", str(self.student.pk), self.run) if self.run else ""

    @property
    def token(self) -> str:
        """What makes two runs the same one: student, id, when and what happened. Where the file only counts
        seconds, the day was chosen by a person, and the same file on another day is still the same file."""
        when = self.started_at.isoformat() if self.dated else ""
        return crypto.digest("session", str(self.student.pk), self.run, when, payload.to_text(self.events))

    @property
    def ends_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.events[-1].at)


@dataclass(frozen=True)
class Standing:
    """``new``: what is to be stored, None for nothing; ``instead_of``: the shorter copy it takes the place of."""

    new: NewSession | None
    instead_of: GameSession | None = None


class Known:
    """The sessions of a school's students that a file's runs may be copies of, fetched in one query."""

    def __init__(self, rows: Iterable[NewSession], *, school: School):
        students = {row.student.pk for row in rows}
        self.tokens: set[tuple[uuid.UUID, str]] = set()
        self.runs: Mapping[tuple[uuid.UUID, str], list[GameSession]] = defaultdict(list)
        known = GameSession.objects.filter(school=school, student__in=students).order_by("started_at", "id")
        for session in known:
            self.tokens.add((session.student_id, session.token))
            if session.run and session.set_aside_at is None:
                self.runs[session.student_id, session.run].append(session)

    def standing(self, row: NewSession) -> Standing:
        """A run stored in two parts, or once more with more events, becomes one run with the events of both."""
        if (row.student.pk, row.token) in self.tokens:
            return Standing(None)
        earlier = self._earlier(row)
        if earlier is None:
            return Standing(row)
        merged = _merged(earlier, row)
        if len(merged.events) == len(payload.events_of(earlier)):
            return Standing(None)
        self.runs[row.student.pk, row.run_digest].remove(earlier)  # its place is taken once
        return Standing(merged, instead_of=earlier)

    def _earlier(self, row: NewSession) -> GameSession | None:
        copies = self.runs.get((row.student.pk, row.run_digest), ()) if row.run else ()
        near = (one for one in copies if one.payload is not None and _is_near(one, row))
        return next(near, None)


def _is_near(session: GameSession, row: NewSession) -> bool:
    ends_at = session.started_at + timedelta(seconds=payload.events_of(session)[-1].at)
    return session.started_at - NIGHT <= row.ends_at and row.started_at <= ends_at + NIGHT


def _merged(earlier: GameSession, row: NewSession) -> NewSession:
    start = min(earlier.started_at, row.started_at)
    events = [
        *_moved(payload.events_of(earlier), earlier.started_at - start),
        *_moved(row.events, row.started_at - start),
    ]
    return replace(
        row,
        events=tuple(_once(events)),
        started_at=start,
        task=row.task or earlier.task,
        response=row.response or earlier.response_id,
        simulated=row.simulated or earlier.simulated,
    )


def _moved(events: Sequence[Event], by: timedelta) -> list[Event]:
    return [replace(event, at=round(event.at + by.total_seconds(), payload.DECIMALS)) for event in events]


def _once(events: Iterable[Event]) -> list[Event]:
    seen = {(event.at, event.kind, event.task, repr(sorted(event.data.items(), key=str))): event for event in events}
    return sorted(seen.values(), key=lambda event: event.at)
