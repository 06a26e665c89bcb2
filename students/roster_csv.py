"""A roster as CSV, as a school office exports it: bytes in, rows out, or a sentence that says what to mend.

One of several readers to come (OneRoster, SDS): each ends in ``RosterRow``, which ``roster.py``
compares with the school. Nothing here knows the database.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, replace

from students.roster_columns import FIELDS, REQUIRED, Columns, columns_of

MAX_ROWS = 20_000
MAX_CELL = 200
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOTHING = ("-", "--", "–", "—")  # how many exports write an empty cell
SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
CONTAINERS = {
    b"PK": "This is an Excel workbook or a zip file. Open it, choose Save As, then 'CSV UTF-8', and upload that file.",
    b"\xd0\xcf\x11\xe0": "This is an older Excel workbook. Choose Save As, then 'CSV UTF-8', and upload that file.",
    b"%PDF": "This is a PDF. Export the list from your student information system as CSV instead.",
    b"\x1f\x8b": "This file is compressed. Unpack it and upload the CSV file inside.",
}


class RosterUnreadable(ValueError):
    """The file as a whole cannot be read; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What any roster file says of one student. ``None`` means the file does not say, so nothing changes."""

    line: int
    external_id: str = ""
    first_name: str = ""
    last_name: str = ""
    grade: int | None = None
    classrooms: tuple[str, ...] = ()
    nicknames: tuple[str, ...] | None = None
    pronouns: str | None = None
    home_language: str | None = None
    teachers: tuple[str, ...] = ()
    term: str | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class CellProblem(ValueError):
    """One cell cannot be taken as it is."""


def text_of(content: bytes) -> str:
    """The file as text. Raises RosterUnreadable for what is no text, or text in another encoding than it should be."""
    for start, advice in CONTAINERS.items():
        if content.startswith(start):
            raise RosterUnreadable(advice)
    text = _decoded(content)
    if not text.strip():
        raise RosterUnreadable("This file is empty.")
    return text


def read(text: str) -> list[RosterRow]:
    """Every row with its line number; a row that cannot be taken carries its problem. Raises RosterUnreadable."""
    lines = _records(text)
    header = next(lines, (0, []))[1]
    columns = _checked(columns_of(header), header)
    rows = [_row(line, cells, columns, len(header)) for line, cells in lines]
    if not rows:
        raise RosterUnreadable("This file has column names but no students below them.")
    return _without_duplicates(rows)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        if (b"\x00" in content and encoding == "utf-8-sig") or "\x00" in (text := content.decode(encoding)):
            raise RosterUnreadable("This is not a text file. Export the list as CSV and upload that file.")
        return text
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RosterUnreadable(
            f"Line {line} holds letters that are not saved as UTF-8, so names would come out wrong. "
            "In Excel choose Save As, then 'CSV UTF-8 (Comma delimited)', and upload that file."
        ) from None


def _records(text: str):
    """(line number, cells) of each record that is not blank."""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for number, cells in enumerate(reader):
            if number > MAX_ROWS:
                raise RosterUnreadable(f"This file has more than {MAX_ROWS:,} rows. Split it by school.")
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise RosterUnreadable(
            f'From line {start} on the quotation marks do not close. Look for a single " in that line, '
            "or export the list again."
        ) from None


def _checked(columns: Columns, header: list[str]) -> Columns:
    if columns.twice:
        field, names = next(iter(columns.twice.items()))
        raise RosterUnreadable(
            f"Two columns could be the {FIELDS[field].label}: {' and '.join(repr(name) for name in names)}. "
            "Rename the one that is not."
        )
    if missing := [FIELDS[field].label for field in REQUIRED if field not in columns.at]:
        seen = ", ".join(name.strip() for name in header if name.strip()) or "none"
        raise RosterUnreadable(
            f"The first line does not name a column for: {', '.join(missing)}. It names: {seen[:300]}. "
            "Rename the columns, or start from the example file."
        )
    return columns


def _row(line: int, cells: list[str], columns: Columns, width: int) -> RosterRow:
    values = {field: cells[at] if at < len(cells) else "" for field, at in columns.at.items()}
    try:
        if any(cell.strip() for cell in cells[width:]):
            raise CellProblem("This line has more cells than there are columns. A comma within a cell needs quotes.")
        clean = {field: _cell(FIELDS[field].label, value) for field, value in values.items()}
        return RosterRow(line, **{FIELDS[field].fills: FIELDS[field].parse(value) for field, value in clean.items()})
    except ValueError as problem:
        return RosterRow(line, **_whatever_names(values), problem=str(problem))


def _cell(label: str, value: str) -> str:
    value = unicodedata.normalize("NFC", value).translate(INVISIBLE).strip(" \u00a0")
    if value in NOTHING:
        return ""
    if value.startswith(FORMULA):
        raise CellProblem(f"The {label} begins with '{value[0]}', which a spreadsheet takes for a formula. Remove it.")
    if any(unicodedata.category(c) == "Cc" for c in value if c != "\n"):
        raise CellProblem(f"The {label} holds a character that cannot be printed. Type it again.")
    if len(value) > MAX_CELL:
        raise CellProblem(f"The {label} is longer than {MAX_CELL} characters.")
    if SHORTENED.fullmatch(value):
        raise CellProblem(f"Excel has shortened the {label} to {value}. Format the column as text and export again.")
    return " ".join(value.split())


def _whatever_names(values: dict[str, str]) -> dict[str, str]:
    """The name of a row with a problem, so that the page can say whose row it is."""
    return {field: " ".join(values.get(field, "").split())[:60] for field in ("first_name", "last_name")}


def _without_duplicates(rows: list[RosterRow]) -> list[RosterRow]:
    first: dict[str, int] = {}
    for row in rows:
        if not row.problem:
            first.setdefault(row.external_id, row.line)
    return [
        row
        if row.problem or first[row.external_id] == row.line
        else replace(row, problem=f"Line {first[row.external_id]} has the same student id. Only that line counts.")
        for row in rows
    ]
