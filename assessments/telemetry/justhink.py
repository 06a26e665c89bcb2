"""The log of one real game, in its own shape: JUSThink, in which two children build a rail network with a robot.

An example of how a game's log is brought in: rows in, ``Record``s out, one entry in ``shapes.SHAPES``. Its columns
are, among others, time (seconds since the beginning), subject (A, B, the team T or the robot R), verb and object.
The children are known as team and letter, such as ``7A``.
"""

import re
from collections.abc import Iterator

from assessments.telemetry.records import EVERYONE, Left, Record
from assessments.telemetry.sheet import Sheet

COLUMNS = frozenset({"team_no", "attempt_no", "turn_no", "event_no", "time", "subject", "verb", "object"})
CHILDREN, TEAM = ("A", "B"), "T"
GAME, TASK = "JUSThink", "rail network"
COSTS = re.compile(r"cost=(\d+) \(opt_cost=(\d+)\)")
# What a child does, by verb and the beginning of its object; first match counts. Laying or removing a track is a choice
# nobody judges. A turn says who sees which view, and nobody can be seen helping: so it is not sent as an event with
# other people, and help stays missing.
MOVES = (
    ("presses", "help", "hint"),
    ("presses", "submit", "choice"),
    ("adds", "", "choice"),
    ("removes", "", "choice"),
)


def fits(columns: tuple[str, ...]) -> bool:
    return set(columns) >= COLUMNS


def records(sheet: Sheet) -> Iterator[Record]:
    """The robot's rows say nothing of a child; a team's submission is an attempt of both, and its outcome."""
    for line, row in sheet.rows:
        subject, said = row.get("subject", ""), f"{row.get('verb', '')} {row.get('object', '')}"
        kinds = _of_team(said) if subject == TEAM else _of_child(row) if subject in CHILDREN else ()
        if not kinds:
            sheet.tally.add(Left.NOTHING_TO_COUNT, line)
        team = row.get("team_no", "")
        for kind in kinds:
            yield Record(
                line=line,
                student=EVERYONE if subject == TEAM else f"{team}{subject}",
                at=row.get("time"),
                word=said.split(" ", maxsplit=1)[0],
                kind=kind,
                session=f"team {team}",
                task=TASK,
                game=GAME,
                data={},
            )


def _of_team(said: str) -> tuple[str, ...]:
    """The cheapest network is the solution; any other was not it."""
    costs = COSTS.search(said) if said.startswith("submits") else None
    if costs is None:
        return ()
    return ("attempt", "success" if costs[1] == costs[2] else "failure")


def _of_child(row: dict) -> tuple[str, ...]:
    verb, target = row.get("verb", ""), row.get("object", "")
    return tuple(kind for name, start, kind in MOVES if verb == name and target.startswith(start))[:1]
