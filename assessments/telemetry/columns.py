"""Files of our own vocabulary, or with columns that a person maps to it: which column is which field."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.telemetry.records import MAX_DATA, MAX_NAME, Plan, Record
from assessments.telemetry.sheet import Sheet
from mlcore.events import kind_of


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    help: str
    headers: tuple[str, ...]  # folded; earlier ones are the better match
    needed: bool = False


def _field(name: str, label: str, help_text: str, headers: str, *, needed: bool = False) -> Field:
    return Field(name, label, help_text, tuple(headers.split(", ")), needed)


FIELDS = (
    _field(
        "student_id",
        _("Student id"),
        _("The id from your roster."),
        "student id, student, sis id, user id, userid, user, learner id, learner, player id, player, actor, subject, "
        "participant, participant id, email",
        needed=True,
    ),
    _field(
        "at",
        _("Time"),
        _("A date with a time, Unix time, or seconds since the run began."),
        "at, timestamp, time, datetime, date time, event time, occurred at, created at, when, date",
        needed=True,
    ),
    _field(
        "kind",
        _("Event"),
        _("What happened: attempt, failure, success."),
        "kind, event, event type, event name, type, action, verb",
        needed=True,
    ),
    _field(
        "session_id",
        _("Run"),
        _("Which run of the game it belongs to. Without it, a pause of 30 minutes begins a new one."),
        "session id, session, sessionid, run id, run, playthrough, team no",
    ),
    _field("task", _("Task"), _("The level, puzzle or task."), "task, task id, level, puzzle, item, activity, object"),
    _field("game", _("Game"), _("What the run is called on the page."), "game, game name, app, application"),
    _field("response_id", _("Response"), _("The response a run belongs to."), "response id"),
    _field("data", _("Details"), _("Anything else; it is sealed and not shown."), "data, details, payload, properties"),
)
NEEDED = frozenset(one.name for one in FIELDS if one.needed)


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Field -> column, as far as the names say; each column for one field."""
    folded = {_folded(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for one in FIELDS:
        named = (folded[header] for header in one.headers if header in folded)
        if column := next((column for column in named if column not in found.values()), None):
            found[one.name] = column
    return found


def _folded(header: str) -> str:
    return re.sub(r"[\W_]+", " ", header).casefold().strip()


def records(sheet: Sheet, plan: Plan) -> Iterator[Record]:
    """One record for each row."""
    column = plan.columns.get

    def text(row: Mapping, name: str) -> str:
        value = row.get(column(name))
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()

    for line, row in sheet.rows:
        word, data = text(row, "kind"), data_of(row.get(column("data")))
        inner = data if isinstance(data, Mapping) else {}
        yield Record(
            line=line,
            student=text(row, "student_id")[:MAX_NAME],
            at=row.get(column("at")),
            word=word[:MAX_NAME],
            kind=kind_of(word),
            session=text(row, "session_id")[:MAX_NAME],
            task=text(row, "task")[:MAX_NAME],
            game=(text(row, "game") or _said(inner, "game"))[:MAX_NAME],
            response=text(row, "response_id") or _said(inner, "response_id"),
            data=data,
        )


def data_of(value: object) -> Mapping | None:
    """An event's details as an object: empty for none, None when they are too long to be kept."""
    if value is None or value in ("", {}):
        return {}
    if isinstance(value, str) and value.lstrip().startswith("{"):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    found = value if isinstance(value, dict) else {"value": value}
    try:
        return found if len(json.dumps(found, ensure_ascii=False, allow_nan=False).encode()) <= MAX_DATA else None
    except (ValueError, RecursionError):  # not a number, half a character, or nested without end
        return None


def _said(data: Mapping, name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""
