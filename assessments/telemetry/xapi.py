"""xAPI 1.0.3 statements: an actor, a verb, an object, mapped to our vocabulary by the verb's IRI.

A verb that is not in ``VERBS`` is understood when the last part of its IRI is one of our words
(``https://game.example/verbs/hint``); every other is reported and can be mapped by hand.
"""

import re
from collections.abc import Iterator, Mapping

from assessments.telemetry.columns import data_of
from assessments.telemetry.records import MAX_NAME, Left, Record, Tally
from assessments.telemetry.sheet import Sheet
from mlcore.events import kind_of

ADL = "http://adlnet.gov/expapi/verbs/"
VIDEO = "https://w3id.org/xapi/video/verbs/"
TINCAN = "http://id.tincanapi.com/verb/"
# Verb -> kind. ``JUDGED``: an attempt whose result says whether it worked. ``SILENT``: understood, nothing to count.
JUDGED, SILENT, VOIDED = "judged", "silent", ADL + "voided"
VERBS: Mapping[str, str] = {
    **{ADL + verb: "session_start" for verb in ("initialized", "launched", "logged-in")},
    **{ADL + verb: "session_end" for verb in ("terminated", "exited", "abandoned", "logged-out")},
    **{ADL + verb: JUDGED for verb in ("answered", "completed", "scored")},
    **{ADL + verb: "success" for verb in ("passed", "mastered", "satisfied")},
    **{ADL + verb: "message" for verb in ("asked", "commented", "responded", "shared")},
    **{ADL + verb: "choice" for verb in ("interacted", "preferred")},
    **{ADL + verb: SILENT for verb in ("attended", "experienced", "imported", "progressed", "registered", "waived")},
    ADL + "attempted": "attempt",
    ADL + "failed": "failure",
    ADL + "resumed": "resume",
    ADL + "suspended": "idle",
    VIDEO + "played": "resume",
    VIDEO + "paused": "idle",
    VIDEO + "seeked": "choice",
    "https://w3id.org/xapi/dod-isd/verbs/retried": "retry",
    "http://activitystrea.ms/schema/1.0/start": "task_start",
    "http://activitystrea.ms/schema/1.0/complete": JUDGED,
    TINCAN + "paused": "idle",
    TINCAN + "selected": "choice",
    TINCAN + "hinted": "hint",
}
SESSION = re.compile(r"session-?_?id$", re.IGNORECASE)


def fits(sheet: Sheet) -> bool:
    """Whether one of the first rows is a statement: a log may begin with something else."""
    return any(is_statement(row) for _, row in sheet.rows[:20])


def is_statement(value: object) -> bool:
    return isinstance(value, Mapping) and "verb" in value and "actor" in value


def records(sheet: Sheet) -> Iterator[Record]:
    """One or two records for each statement (an answer is an attempt and its outcome); ``sheet.tally`` counts
    those sent twice, taken back or not understood as a statement."""
    voided, seen = _voided(sheet), set()
    for line, statement in sheet.rows:
        name = statement.get("id")
        if isinstance(name, str) and name:
            if name in voided or name in seen:
                sheet.tally.add(Left.VOIDED if name in voided else Left.DOUBLE, line)
                continue
            seen.add(name)
        yield from _records(line, statement, sheet.tally)


def _voided(sheet: Sheet) -> set[str]:
    taken_back = (_part(s, "object").get("id") for _, s in sheet.rows if _part(s, "verb").get("id") == VOIDED)
    return {name for name in taken_back if isinstance(name, str)}


def _records(line: int, statement: Mapping, tally: Tally) -> Iterator[Record]:
    verb = _part(statement, "verb").get("id")
    if not is_statement(statement) or not isinstance(verb, str):
        tally.add(Left.BROKEN, line)
        return
    if verb == VOIDED:
        tally.add(Left.NOTHING_TO_COUNT, line)
        return
    kinds = _kinds(verb, statement)
    if not kinds:
        tally.add(Left.NOTHING_TO_COUNT, line)
    for student in _actors(statement):
        for kind in kinds:
            yield _record(line, student, verb, kind, statement)


def _kinds(verb: str, statement: Mapping) -> tuple[str | None, ...]:
    kind = VERBS.get(verb) or kind_of(re.split(r"[/#:]", verb.rstrip("/"))[-1])
    if kind == SILENT:
        return ()
    if kind != JUDGED:
        return (kind,)
    worked = _part(statement, "result").get("success")
    if not isinstance(worked, bool):
        return ("attempt",) if verb == ADL + "answered" else ()
    return ("attempt", "success" if worked else "failure")


def _record(line: int, student: str, verb: str, kind: str | None, statement: Mapping) -> Record:
    context = _part(statement, "context")
    return Record(
        line=line,
        student=student[:MAX_NAME],
        at=statement.get("timestamp") or statement.get("stored"),
        word=verb[:MAX_NAME],
        kind=kind,
        session=_session(context)[:MAX_NAME],
        task=_task(_part(statement, "object"))[:MAX_NAME],
        data=data_of(_part(_part(statement, "result"), "extensions")),
    )


def _actors(statement: Mapping) -> list[str]:
    """Whom the statement is about: a group's members, or the one actor; an empty name when it says none."""
    actor = _part(statement, "actor")
    members = actor.get("member")
    members = members[:100] if isinstance(members, list) else []
    named = [name for one in members if isinstance(one, Mapping) and (name := _name(one))]
    return named or [_name(actor)]


def _name(actor: Mapping) -> str:
    account = _part(actor, "account").get("name")
    found = account or actor.get("mbox") or actor.get("openid") or actor.get("mbox_sha1sum") or ""
    return found.strip().removeprefix("mailto:") if isinstance(found, str) else ""


def _session(context: Mapping) -> str:
    extensions = _part(context, "extensions")
    named = (value for name, value in extensions.items() if isinstance(name, str) and SESSION.search(name))
    found = next(named, None) or context.get("registration") or ""
    return found if isinstance(found, str) else ""


def _task(target: Mapping) -> str:
    names = _part(_part(target, "definition"), "name")
    named = next((text for text in names.values() if isinstance(text, str) and text.strip()), "")
    found = named or target.get("id") or ""
    return found.strip() if isinstance(found, str) else ""


def _part(value: Mapping, name: str) -> Mapping:
    part = value.get(name) if isinstance(value, Mapping) else None
    return part if isinstance(part, Mapping) else {}
