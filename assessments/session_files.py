"""Telemetry for the command line: a log in any shape -> each student's runs beside the responses of a file.

No database, no school, nobody to ask: students are those the log names, a time without a zone is UTC, and an id
that means a whole group is what the log's own shape says it is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assessments import days
from assessments.response_files import FileRefused, Row
from assessments.scoring import ResponseIn, StudentIn
from assessments.telemetry import shapes
from assessments.telemetry.joining import folded
from assessments.telemetry.moments import end_of
from assessments.telemetry.records import NOBODY, Plan
from assessments.telemetry.runs import Run, Runs, build
from assessments.uploading import decoding
from assessments.uploading.table import FileRefused as TableRefused
from mlcore.events import NAMES
from mlcore.features.behavioral import LONGEST_GAP, tidy
from mlcore.results import Event


def read_runs(path: Path, *, mapping: Mapping[str, str] | None = None) -> Runs:
    """``mapping``: a field's name -> the log's column, or ``kind:WORD`` -> a kind. Raises FileRefused."""
    try:
        read = shapes.read(decoding.decode(path.read_bytes()).text)
    except FileNotFoundError:
        raise FileRefused(f"There is no file {path}.") from None
    except TableRefused as refused:
        raise FileRefused(f"{path.name}: {refused}") from None
    plan = _plan(read.plan, mapping or {})
    read = replace(read, plan=plan)
    if not read.certain:
        columns = ", ".join(read.sheet.columns)
        raise FileRefused(
            f"{path.name}: no column says who, when and what. It has: {columns}. "
            "Use --map-sessions student_id=COLUMN,at=COLUMN,kind=COLUMN."
        )
    until = end_of(days.today_anywhere(), UTC)
    return build(read.records(), plan, zone=UTC, until=until, tally=read.sheet.tally)


def _plan(plan: Plan, mapping: Mapping[str, str]) -> Plan:
    kinds = {name.removeprefix("kind:"): kind for name, kind in mapping.items() if name.startswith("kind:")}
    if unknown := sorted(set(kinds.values()) - {*NAMES, NOBODY}):
        raise FileRefused(f"{unknown[0]} is not a kind of event. The kinds are: {', '.join(NAMES)}.")
    columns = {name: column for name, column in mapping.items() if not name.startswith("kind:")}
    return replace(plan, columns={**plan.columns, **columns}, kinds=kinds)


def beside(students: Sequence[StudentIn], rows: Sequence[Row], runs: Runs) -> list[StudentIn]:
    """The students with their runs: each joins the response it names or whose prompt is its task, or stands alone."""
    of: dict[str, list[Run]] = defaultdict(list)
    for run in sorted(runs.runs, key=lambda one: (one.started or 0.0, one.first_line)):
        of[run.student].append(run)
    named = {(row.student_id, row.response_id): str(row.line) for row in rows if row.response_id}
    known = {student.key for student in students}
    only_played = [StudentIn(key, (), ((),)) for key in of if key not in known]
    return [_with_runs(student, of[student.key], named) for student in (*students, *only_played)]


def _with_runs(student: StudentIn, runs: Sequence[Run], named: Mapping[tuple[str, str], str]) -> StudentIn:
    by_task = {folded(response.prompt): response.key for response in student.responses if response.prompt}
    events: dict[str, tuple[Event, ...]] = {}
    alone = []
    for number, run in enumerate(runs, start=1):
        key = named.get((student.key, run.response)) or by_task.get(folded(run.task))
        if key:
            events[key] = _after(events.get(key, ()), run.events)
        else:
            alone.append(_alone(f"run {number}", run))
    responses = tuple(replace(response, events=events.get(response.key, ())) for response in student.responses)
    window = (*student.windows[0], *(one.key for one in alone))
    return replace(student, responses=(*responses, *alone), windows=(window,))


def _after(before: tuple[Event, ...], events: Sequence[Event]) -> tuple[Event, ...]:
    """One run after another, with the longest gap that counts between them."""
    shift = before[-1].at + LONGEST_GAP if before else 0.0
    return (*before, *(replace(event, at=event.at + shift) for event in tidy(events)))


def _alone(key: str, run: Run) -> ResponseIn:
    played = datetime.fromtimestamp(run.started, UTC).date() if run.started is not None else None
    return ResponseIn(key=key, masked="", written_on=played, events=run.events)
