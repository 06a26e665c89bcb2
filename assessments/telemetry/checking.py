"""What becomes of each run: new, a longer copy, added before, left out for want of consent, or of nobody known."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.telemetry.moments import end_of
from assessments.telemetry.records import Plan, Tally
from assessments.telemetry.runs import Run, Runs
from assessments.telemetry.standing import Known, NewSession
from assessments.uploading.people import ClassList
from assessments.uploading.table import shortened
from assessments.uploading.values import RowProblem
from students.models import School, Student


class Status(StrEnum):
    READY = "ready"
    LONGER = "longer"
    ADDED = "added"
    NO_CONSENT = "no_consent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Around:
    """What the school knows, fetched once for the whole file."""

    school: School
    people: ClassList
    agreed: frozenset[uuid.UUID]
    zone: tzinfo
    today: date

    @property
    def until(self) -> float:
        """The end of the school's day: nothing was played after it."""
        return end_of(self.today, self.zone)


@dataclass(frozen=True)
class Stranger:
    """An id of the file that no student of the class has."""

    said: str
    runs: int
    events: int
    sentence: str


@dataclass(frozen=True)
class CheckedRun:
    run: Run
    status: Status
    student: str
    day: str
    sentences: tuple[str, ...] = ()
    new: NewSession | None = None

    @property
    def events(self) -> int:
        return len(self.run.events)

    @property
    def left_out(self) -> int:
        return self.run.tally.left_out

    @property
    def needs_a_look(self) -> bool:
        return self.status in (Status.NO_CONSENT, Status.UNKNOWN) or bool(self.sentences)


@dataclass
class Checked:
    """A whole file: its runs, whom it names that nobody knows, and what could not be given to a run."""

    runs: list[CheckedRun]
    strangers: list[Stranger] = field(default_factory=list)
    words: Counter = field(default_factory=Counter)  # not understood
    tally: Tally = field(default_factory=Tally)
    only_seconds: bool = False  # some run has no date of its own

    @property
    def counts(self) -> Counter:
        return Counter(run.status for run in self.runs)

    @property
    def ready(self) -> list[CheckedRun]:
        return [run for run in self.runs if run.status in (Status.READY, Status.LONGER)]

    @property
    def to_look_at(self) -> list[CheckedRun]:
        return [run for run in self.runs if run.needs_a_look]

    @property
    def taken(self) -> int:
        return sum(run.events for run in self.ready)

    @property
    def left_out(self) -> int:
        """Runs that would be lost to the class."""
        return self.counts[Status.NO_CONSENT] + self.counts[Status.UNKNOWN]


def check(found: Runs, plan: Plan, at: Around) -> Checked:
    """Every run with its status, in the file's order."""
    people = _people(found, plan, at)
    rows = {id(run): _session(run, people[run.student], plan, at) for run in found.runs if _known(run, people)}
    known = Known([row for row in rows.values() if row.student.pk in at.agreed], school=at.school)
    return Checked(
        runs=[_checked(run, people[run.student], rows.get(id(run)), known, at) for run in found.runs],
        strangers=_strangers(found, people),
        words=found.words,
        tally=found.tally,
        only_seconds=any(run.started is None for run in found.runs),
    )


def _known(run: Run, people: Mapping) -> bool:
    return isinstance(people[run.student], Student)


def _people(found: Runs, plan: Plan, at: Around) -> dict[str, Student | RowProblem]:
    return {said: _person(said, plan, at) for said in {run.student for run in found.runs}}


def _person(said: str, plan: Plan, at: Around) -> Student | RowProblem:
    if chosen := at.people.by_pk.get(plan.students.get(said, "")):
        return chosen
    try:
        return at.people.find(external_id=said, name="")
    except RowProblem as problem:
        return problem


def _strangers(found: Runs, people: Mapping) -> list[Stranger]:
    runs = Counter(run.student for run in found.runs)
    events: Counter = Counter()
    for run in found.runs:
        events[run.student] += len(run.events)
    return [
        Stranger(said, count, events[said], people[said].sentence)
        for said, count in runs.items()
        if isinstance(people[said], RowProblem)
    ]


def _session(run: Run, student: Student, plan: Plan, at: Around) -> NewSession:
    return NewSession(
        student=student,
        events=run.events,
        started_at=_started(run, plan, at),
        run=run.session,
        task=run.task,
        response=_uuid(run.response),
        dated=run.started is not None,
        simulated=run.simulated,
    )


def _started(run: Run, plan: Plan, at: Around) -> datetime:
    if run.started is not None:
        return datetime.fromtimestamp(run.started, UTC)
    return datetime.combine(plan.day or at.today, time(), at.zone)


def _uuid(said: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def _checked(run: Run, person: Student | RowProblem, new: NewSession | None, known: Known, at: Around) -> CheckedRun:
    if isinstance(person, RowProblem):
        return CheckedRun(run, Status.UNKNOWN, shortened(run.student, 40), _day(run, new, at))
    if person.pk not in at.agreed:
        sentence = _("%s’s family has not agreed to storing this, so this run will not be kept.")
        name = person.first_name or person.name
        return CheckedRun(run, Status.NO_CONSENT, person.name, _day(run, new, at), (sentence % name,))
    standing = known.standing(new)
    status = Status.ADDED if standing.new is None else Status.LONGER if standing.instead_of else Status.READY
    sentences = tuple(_notes(run, status, new))
    return CheckedRun(run, status, person.name, _day(run, new, at), sentences, new if standing.new else None)


def _notes(run: Run, status: Status, new: NewSession):
    if status is Status.LONGER:
        yield _("A shorter copy of this run was added before. The two become one run.")
    if run.response and new.response is None:
        yield _("It names a response in a way that is not understood, so it stands by itself.")
    for count, about, lines in run.tally.sentences():
        yield told(count, about, lines)


def told(count: int, about: str, lines: list[int]) -> str:
    """ "3 events stand there twice and count once (line 4, 9, 12)."""
    events = ngettext("%s event", "%s events", count) % f"{count:,}"
    where = ", ".join(f"{line:,}" for line in lines) + (" …" if count > len(lines) else "")
    return f"{events}: {about} ({_('line')} {where})."


def _day(run: Run, new: NewSession | None, at: Around) -> str:
    if new is None and run.started is None:
        return ""
    started = new.started_at if new else datetime.fromtimestamp(run.started, UTC)
    return date_format(started.astimezone(at.zone), "j M Y")
