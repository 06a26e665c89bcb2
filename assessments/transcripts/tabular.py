"""A transcript in a table: which column says who, what, when, and in which group."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from django.utils.translation import gettext_lazy as _

from assessments.transcripts.lines import Line
from assessments.uploading.columns import Field, field_of, fold, matches
from assessments.uploading.table import Table

FIELDS: tuple[Field, ...] = (
    field_of(
        "text",
        _("Words"),
        _("What was said."),
        "utterance, text, words, transcript, said, what was said, speech, caption, content, message, sentence, turn",
    ),
    field_of(
        "speaker",
        _("Speaker"),
        _("Who said it: a name, a nickname or an id."),
        "speaker, interlocutor, speaker name, speaker label, participant, name, student name, student, student id, "
        "who, person, user, user name, author, from",
    ),
    field_of(
        "group",
        _("Group"),
        _("A team or a breakout room, when one file holds several discussions."),
        "team no, team, group, group id, room, breakout room, pair, dyad, discussion, session, session id",
    ),
    field_of(
        "start",
        _("Time"),
        _("Seconds from the beginning, or a time such as 0:03."),
        "start, start time, start s, begin, timestamp, time, offset",
    ),
)
BY_NAME = {one.name: one for one in FIELDS}
NEEDED = ("text", "speaker")
SPEAKS = ("speaker", "interlocutor", "speaker name", "speaker label")


def guess(table: Table) -> dict[str, int]:
    """Columns by their names; without a name for it, the one with the longest cells is the words."""
    found = {one.name: hits[0] for one in FIELDS if (hits := matches(one, table.columns))}
    free = [index for index in range(len(table.columns)) if index not in found.values()]
    if "text" not in found and free:
        found["text"] = max(free, key=lambda index: fmean(len(cell) for cell in table.column(index)))
    return found


def is_transcript(columns: Sequence[str]) -> bool:
    """Whether the names of the columns alone say that this is talk and not a pile of essays: somebody speaks."""
    return bool(matches(BY_NAME["text"], columns)) and any(fold(name) in SPEAKS for name in columns)


def complete(columns: Mapping[str, int]) -> bool:
    return all(name in columns for name in NEEDED)


def read(table: Table, columns: Mapping[str, int]) -> Iterator[Line]:
    if not complete(columns):
        return
    for row in table.rows:
        cells = {name: row.cells[index].strip() for name, index in columns.items() if index < len(row.cells)}
        yield Line(row.number, cells["speaker"], cells["text"], _start(cells.get("start", "")), cells.get("group", ""))


def _start(cell: str) -> float | None:
    """Shown to a person who looks for the line; a cell that is no time says nothing."""
    parts = cell.replace(",", ".").split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    total = 0.0
    for number in numbers:
        total = total * 60 + number
    return total if len(parts) <= 3 and 0 <= total < 360_000 else None
