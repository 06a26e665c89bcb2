"""The ways a transcript may be written, in one table. The text decides, not the file's name; a person may correct."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.transcripts import cues, named, tabular
from assessments.transcripts.lines import Line, checked
from assessments.uploading import reading
from assessments.uploading.table import FileRefused, Table

SNIFFED = 200  # lines
MAX_FILE_LINES = 30_000  # of the file: 5,000 captions with their times, numbers and blank lines


@dataclass(frozen=True)
class Format:
    name: str
    label: str
    shape: str  # what it looks like, for whoever has to correct it
    fits: Callable[[list[str]], bool]
    read: Callable[[str], Iterator[Line]] | None  # None: a table, read by its columns


def _is_webvtt(lines: list[str]) -> bool:
    return bool(lines) and lines[0].lstrip("\ufeff").startswith("WEBVTT")


def _voiced(lines: list[str]) -> bool:
    return any(cues.VOICE.search(line) for line in lines)


def _numbered(lines: list[str]) -> bool:
    return len(lines) > 1 and lines[0].strip().isdecimal() and bool(cues.TIMES.match(lines[1]))


FORMATS = (
    Format(
        "teams",
        gettext_lazy("Microsoft Teams (WebVTT)"),
        gettext_lazy("times, then <v Name>words</v>"),
        lambda lines: _is_webvtt(lines) and _voiced(lines),
        cues.read,
    ),
    Format(
        "zoom",
        gettext_lazy("Zoom (WebVTT)"),
        gettext_lazy("times, then Name: words"),
        lambda lines: _is_webvtt(lines) and bool(named.labels_in(lines[1:])),
        cues.read,
    ),
    Format("webvtt", gettext_lazy("Captions (WebVTT)"), gettext_lazy("begins with WEBVTT"), _is_webvtt, cues.read),
    Format(
        "srt", gettext_lazy("Subtitles (SRT)"), gettext_lazy("a number, times, then Name: words"), _numbered, cues.read
    ),
    Format(
        "teams_document",
        gettext_lazy("Text of a Teams document"),
        gettext_lazy("times, the name below, then the words"),
        lambda lines: bool(lines) and bool(cues.TIMES.match(lines[0])),
        cues.read_document,
    ),
    Format(
        "headed",
        gettext_lazy("Text with a name and time above the words"),
        gettext_lazy("Name 0:03, the words below"),
        named.looks_headed,
        named.read_headed,
    ),
    Format(
        "named",
        gettext_lazy("Text with names"),
        gettext_lazy("Name: words"),
        named.looks_named,
        named.read,
    ),
    Format(
        "table",
        gettext_lazy("A table"),
        gettext_lazy("CSV, TSV or JSON with a column for who speaks"),
        lambda lines: True,
        None,
    ),
)
BY_NAME = {one.name: one for one in FORMATS}
TABLE = BY_NAME["table"]


def sniff(text: str) -> Format:
    """The format the text itself shows. Raises FileRefused when it shows none."""
    lines = [line for line in text.lstrip().split("\n", SNIFFED)[:SNIFFED] if line.strip()]
    if _reads_as_talk(text):
        return TABLE
    found = next(one for one in FORMATS if one.fits(lines))
    if found is TABLE and len(_table(text).columns) < 2:
        raise FileRefused(_unknown())
    return found


def is_captions(text: str) -> bool:
    """Whether it can be nothing but a transcript, whichever door it came in by."""
    lines = [line for line in text.lstrip().split("\n", SNIFFED)[:SNIFFED] if line.strip()]
    return any(one.fits(lines) for one in FORMATS if one.read in (cues.read, cues.read_document))


def read(text: str, format_name: str, columns: Mapping[str, int]) -> tuple[Line, ...]:
    """The lines, in the order they were said. Raises FileRefused."""
    if text.count("\n") > MAX_FILE_LINES:
        raise FileRefused(_("This file has more than %s lines. Split it and upload the parts.") % f"{MAX_FILE_LINES:,}")
    chosen = BY_NAME[format_name]
    if chosen.read:
        return checked(chosen.read(text))
    table = _table(text)
    if not tabular.complete(columns) or max(columns.values()) >= len(table.columns):
        raise FileRefused(_("Choose the column with the words, and the one that says who spoke."))
    return checked(tabular.read(table, columns))


def table_of(text: str) -> Table | None:
    """The text as a table; None when it is none."""
    try:
        return _table(text)
    except FileRefused:
        return None


def _table(text: str) -> Table:
    return reading.read(text)


def _reads_as_talk(text: str) -> bool:
    table = table_of(text)
    return table is not None and len(table.columns) > 1 and tabular.is_transcript(table.columns)


def _unknown() -> str:
    return _(
        "No line of this file says who spoke. A transcript is WebVTT, SRT, lines such as Name: words, or a table "
        "with a column for the speaker. Nothing was added."
    )
