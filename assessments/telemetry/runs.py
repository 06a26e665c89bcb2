"""From records in any order to runs in order: one student's run of a game, and what was left out and why."""

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from assessments.telemetry.moments import Moment, is_sane, moment_of
from assessments.telemetry.records import EVERYONE, MAX_NAME, NOBODY, Left, Plan, Record, Tally
from mlcore.results import Event

PAUSE = 30 * 60.0  # seconds: without a session id, what comes later is another run
NIGHT = 12 * 3600.0  # with one, too: games use their ids again


@dataclass
class Run:
    """One student's run. ``started``: seconds since 1970, or None when the file only counts seconds."""

    student: str  # as the file names it
    session: str
    started: float | None
    events: tuple[Event, ...]
    task: str = ""
    response: str = ""
    simulated: bool = False
    first_line: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass
class Runs:
    """Everything a file holds. ``tally``: what could not be given to a student's run; ``words``: what was not
    understood, by how often."""

    runs: list[Run]
    tally: Tally
    words: Counter
    read: int

    @property
    def taken(self) -> int:
        return sum(len(run.events) for run in self.runs)


@dataclass(slots=True)
class _Placed:
    record: Record
    kind: str
    seconds: float


def build(records: Iterable[Record], plan: Plan, *, zone: tzinfo, until: float, tally: Tally | None = None) -> Runs:
    """``zone`` for times that name none; ``until``: the end of today, in seconds since 1970; ``tally`` of what the
    reader left out."""
    whole, words, count = tally or Tally(), Counter(), 0
    groups: dict[tuple[str, str], list[tuple[Record, str, Moment]]] = defaultdict(list)
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for record in records:
        count += 1
        student = plan.students.get(record.student, record.student)
        if student in ("", NOBODY):
            whole.add(Left.NO_STUDENT, record.line)
            continue
        key = (EVERYONE if student == EVERYONE else record.student, record.session)
        own = whole if student == EVERYONE else tallies[key]
        if placed := _placed(record, plan, zone, until, own, words):
            groups[key].append(placed)
    shared = _shared(groups, whole)
    runs = [run for key, own in groups.items() for run in _runs(key, own + shared.get(key[1], []), tallies[key])]
    for key in tallies.keys() - groups.keys():
        whole.merge(tallies[key])
    return Runs(sorted(runs, key=lambda run: run.first_line), whole, words, count)


def _placed(record: Record, plan: Plan, zone: tzinfo, until: float, tally: Tally, words: Counter):
    """The record with its kind and moment, or None and a reason in the tally."""
    kind = plan.kinds.get(record.word) or record.kind
    if kind is None:
        words[record.word] += 1
        tally.add(Left.NOT_UNDERSTOOD, record.line)
    elif kind == NOBODY:
        tally.add(Left.NOTHING_TO_COUNT, record.line)
    elif (moment := moment_of(record.at, zone)) is None:
        tally.add(Left.NO_TIME, record.line)
    elif not is_sane(moment, until):
        tally.add(Left.ABSURD_TIME, record.line)
    else:
        return record, kind, moment
    return None


def _shared(groups: dict, tally: Tally) -> dict[str, list]:
    """The events of everyone in a session, by session; where nobody else is in it, they belong to no student."""
    shared = {session: groups.pop((who, session)) for who, session in list(groups) if who == EVERYONE}
    known = {session for _, session in groups}
    for session in shared.keys() - known:
        for record, _, _ in shared[session]:
            tally.add(Left.NO_STUDENT, record.line)
    return shared


def _runs(key: tuple[str, str], placed: list, tally: Tally) -> Iterator[Run]:
    """One student's events of one session: on one clock, sorted, each once, and parted at long gaps."""
    dated = sum(moment[0] for _, _, moment in placed) * 2 >= len(placed)
    on_clock = []
    for record, kind, (has_date, seconds) in placed:
        if has_date == dated:
            on_clock.append(_Placed(record, kind, seconds))
        else:
            tally.add(Left.OTHER_CLOCK, record.line)
    ordered = _once(_sorted(on_clock, tally), tally)
    for number, part in enumerate(_parts(ordered, PAUSE if not key[1] else NIGHT)):
        yield _run(key, part, dated, tally if number == 0 else Tally())


def _sorted(placed: list[_Placed], tally: Tally) -> list[_Placed]:
    """By time; events of the same moment stay in the order of the file."""
    in_file = sorted(placed, key=lambda one: one.record.line)
    for before, after in itertools.pairwise(in_file):
        if after.seconds < before.seconds:
            tally.add(Left.OUT_OF_ORDER, after.record.line)
    return sorted(in_file, key=lambda one: one.seconds)


def _once(placed: list[_Placed], tally: Tally) -> list[_Placed]:
    seen = set()
    kept = []
    for one in placed:
        said = json.dumps(one.record.data, sort_keys=True, default=str) if one.record.data else ""
        sign = (one.seconds, one.kind, one.record.task, said)
        if sign in seen:
            tally.add(Left.DOUBLE, one.record.line)
        else:
            seen.add(sign)
            kept.append(one)
    return kept


def _parts(placed: list[_Placed], gap: float) -> Iterator[list[_Placed]]:
    part: list[_Placed] = []
    for one in placed:
        if part and one.seconds - part[-1].seconds > gap:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _run(key: tuple[str, str], part: list[_Placed], dated: bool, tally: Tally) -> Run:
    for one in part:
        if one.record.data is None:
            tally.add(Left.DATA_DROPPED, one.record.line)
    start = part[0].seconds if dated else 0.0
    records = [one.record for one in part]
    return Run(
        student=key[0],
        session=key[1],
        started=start if dated else None,
        events=tuple(
            Event(one.kind, round(one.seconds - start, 3), one.record.task, one.record.data or {}) for one in part
        ),
        task=_named(records),
        response=next((record.response for record in records if record.response), ""),
        simulated=any((record.data or {}).get("simulated") is True for record in records),
        first_line=min(record.line for record in records),
        tally=tally,
    )


def _named(records: list[Record]) -> str:
    """What the page calls the run: its game, or its only task."""
    game = next((record.game for record in records if record.game), "")
    tasks = {record.task for record in records if record.task}
    return (game or (tasks.pop() if len(tasks) == 1 else ""))[:MAX_NAME]


def students_named(runs: Runs) -> Mapping[str, int]:
    """The ids a file names, with how many events each."""
    counted: Counter = Counter()
    for run in runs.runs:
        counted[run.student] += len(run.events)
    return counted
