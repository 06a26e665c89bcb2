"""The one vocabulary of telemetry: what an event may be called, and what it stands for.

Every format that comes in (JSON Lines, CSV, xAPI, a game's own log) is translated into these kinds and no
others; ``mlcore.features.behavioral`` reads them. ``python -m mlcore.events`` writes the page about them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "events.md"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event. ``also``: what other systems call it, folded (lower case, words joined by _)."""

    name: str
    label: str
    meaning: str
    counts: str
    also: tuple[str, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind(
        "session_start",
        "Session starts",
        "The student opens the game or task. Its data may name the game (`game`) and a response (`response_id`).",
        "the session's length",
        ("start", "started", "session_started", "initialized", "launched", "login", "logged_in", "begin"),
    ),
    Kind(
        "task_start",
        "Task starts",
        "The student begins one task, level or puzzle, named in `task`.",
        "tasks begun",
        ("task_started", "level_start", "level_started", "puzzle_start", "task_begin"),
    ),
    Kind(
        "attempt",
        "Attempt",
        "A try at the task that the game will judge: a solution handed in, a bridge tested.",
        "attempts per task; the try that follows a failure",
        ("attempted", "try", "tried", "submit", "submitted", "submits"),
    ),
    Kind(
        "success",
        "Success",
        "The game judged the last attempt as solved.",
        "successes; a failed task solved later",
        ("succeeded", "solved", "passed", "mastered", "correct", "win", "won"),
    ),
    Kind(
        "failure",
        "Failure",
        "The game judged the last attempt as not solved.",
        "failures, and everything that follows one",
        ("failed", "fail", "incorrect", "wrong", "lost", "error"),
    ),
    Kind(
        "retry",
        "Retry",
        "An attempt that starts the same task over. Counts as an attempt: send it or `attempt`, not both.",
        "attempts per task; the try that follows a failure",
        ("retried", "restart", "restarted", "try_again", "retry_started"),
    ),
    Kind(
        "hint",
        "Hint",
        "The student asks for help of the game.",
        "hints per task",
        ("hint_requested", "hinted", "requested_hint", "help", "help_opened"),
    ),
    Kind(
        "idle",
        "Pause",
        "The student turns away: no input, window hidden, game paused.",
        "time away, until the next event",
        ("pause", "paused", "suspended", "inactive", "blur"),
    ),
    Kind(
        "resume",
        "Resumes",
        "The student is back after a pause.",
        "the end of time away",
        ("resumed", "unpaused", "active", "focus", "played"),
    ),
    Kind(
        "choice",
        "Choice",
        "A choice within the task that nobody judges: a piece placed, a way taken, a place looked up.",
        "nothing by itself; it ends a pause and shows in the timeline",
        ("chose", "selected", "select", "interacted", "move", "moved", "action", "seeked", "preferred"),
    ),
    Kind(
        "message",
        "Message",
        "The student writes or says something to others. Its words (`data.text`) are sealed and never read.",
        "that others were there",
        ("chat", "commented", "said", "sent_message", "shared", "asked", "responded"),
    ),
    Kind(
        "turn",
        "Turn",
        "The student's turn in a shared game begins.",
        "that others were there",
        ("turn_start", "turn_started", "turn_taken"),
    ),
    Kind(
        "help_given",
        "Gives help",
        "The student helps somebody: hands over a piece, answers a call, explains.",
        "help given per ten minutes",
        ("helped", "gave_help", "assist", "assisted"),
    ),
    Kind(
        "help_received",
        "Gets help",
        "Somebody helps the student.",
        "that others were there",
        ("got_help", "was_helped", "help_accepted"),
    ),
    Kind(
        "lead",
        "Leads",
        "The student takes on a role for the group: divides the work, calls the next step.",
        "that others were there",
        ("led", "leads", "coordinated"),
    ),
    Kind(
        "session_end",
        "Session ends",
        "The student leaves the game or task.",
        "the session's length",
        ("end", "ended", "session_ended", "terminated", "exited", "abandoned", "logout", "logged_out"),
    ),
)
NAMES: tuple[str, ...] = tuple(kind.name for kind in KINDS)
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
_KNOWN: Mapping[str, str] = {word: kind.name for kind in KINDS for word in (kind.name, *kind.also)}


def kind_of(word: str) -> str | None:
    """The kind a word stands for, whatever its case and joints; None when it is not known.

    >>> kind_of("Hint requested"), kind_of("help-given"), kind_of("teleported")
    ('hint', 'help_given', None)
    """
    return _KNOWN.get("_".join(word.casefold().replace("-", " ").replace("_", " ").split()))


def page() -> str:
    """``docs/reference/events.md``, whole."""
    rows = "".join(f"| `{k.name}` | {k.meaning} | {k.counts} | {', '.join(k.also)} |\n" for k in KINDS)
    return _HEAD + rows + _TAIL


_HEAD = """# Telemetry events

Written from `mlcore/events.py` by `python -m mlcore.events`; a test keeps it in step. What becomes of events on their
way in (times, duplicates, xAPI, mapping of columns) stands in [telemetry](telemetry.md), what is counted from them in
[features](features.md#from-the-moves).

An event is one line of JSON, or one row of a CSV file:

```json
{"student_id": "S-1", "session_id": "run-7", "at": "2026-11-12T09:30:05-08:00", "kind": "attempt", "task": "bridge 2"}
```

| field | needed | holds |
|---|---|---|
| `student_id` | yes | the student's id in your roster |
| `session_id` | no | which run it belongs to; without it a pause of 30 minutes begins a new run |
| `at` | yes | when it happened, see below |
| `kind` | yes | one of the kinds below, or a word in its last column |
| `task` | no | which task, level or puzzle |
| `game` | no | what the run is called on the page, such as Bridge Builder |
| `response_id` | no | the response this run belongs to |
| `data` | no | an object with anything else; `game` and `response_id` may stand in it, too |

`at` is ISO 8601 (with its offset, or in the school's own time), Unix seconds or milliseconds, or seconds since the run
began. A run that names no response joins one whose prompt is the run's game (or its only task) and that was written
within a week of it; if there is none, it gives a reading of its own.

`data` is sealed under the student's key and shown to nobody. One event may hold up to 2,000 characters of it as JSON;
what is longer is dropped, and the report says so. Words in it are the student's words: they are never read or scored.
A text to be scored is brought in as a response.

## The kinds

| kind | when to send it | what is counted from it | also understood |
|---|---|---|---|
"""

_TAIL = """
What a game cannot record it does not send. A column whose moves cannot have happened is *missing*, never zero: without
a failure there is no recovery, and without another person there is no help.
"""

if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
