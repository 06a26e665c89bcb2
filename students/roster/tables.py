"""Bytes of one CSV to its text, its lines and its cells, or a sentence that says what to mend.

Nothing here knows what the columns mean, and nothing knows the database.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CELL = 200
MAX_RECORD = 200_000  # characters of one line, however many lines of the file its quotes span
MAX_LISTED = 2_000  # a cell that holds a list of ids
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NEUTRALIZED = re.compile(r"'+[=+\-@\t\r]")
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


class CellProblem(ValueError):
    """One cell cannot be taken as it is."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    cells: list[str]


def text_of(content: bytes) -> str:
    """The file as text. Raises RosterUnreadable for what is no text, or text in another encoding than it should be."""
    for start, advice in CONTAINERS.items():
        if content.startswith(start):
            raise RosterUnreadable(advice)
    text = _decoded(content)
    if not text.strip("\ufeff \t\r\n"):
        raise RosterUnreadable("This file is empty.")
    return text


def lines_of(text: str, *, most: int) -> Iterator[Line]:
    """Each record that is not blank, with the number of its first line. The first one is the header."""
    first = text.lstrip()[:MAX_RECORD].split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    source = _Source(text)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    start = 1
    try:
        for number, cells in enumerate(reader):
            source.left = MAX_RECORD
            if number > most:
                raise RosterUnreadable(f"This file has more than {most:,} rows. Split it by school.")
            if any(cell.strip() for cell in cells):
                yield Line(start, cells)
            start = reader.line_num + 1
    except csv.Error:
        raise RosterUnreadable(
            f'From line {start} on the quotation marks do not close. Look for a single " in that line, '
            "or export the list again."
        ) from None


class _Source:
    """The lines of a text for the csv module, which would put a whole file of commas into one row of its memory."""

    def __init__(self, text: str):
        self.lines, self.left = io.StringIO(text, newline=""), MAX_RECORD

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.left -= len(line)
            if self.left < 0:
                raise RosterUnreadable(
                    "One line of this file is longer than any line of a roster. Export the list again as CSV."
                )
            yield line


def cell(label: str, value: str, *, most: int = MAX_CELL) -> str:
    """A cell as it is kept. Raises CellProblem."""
    value = _plain(value)
    if value in NOTHING:
        return ""
    if neutralized(value):
        value = value[1:]
    elif value.startswith(FORMULA):
        raise CellProblem(f"The {label} begins with '{value[0]}', which a spreadsheet takes for a formula. Remove it.")
    if not value.isprintable() and any(unicodedata.category(c) in ("Cc", "Cs") for c in value if c != "\n"):
        raise CellProblem(f"The {label} holds a character that cannot be printed. Type it again.")
    if len(value) > most:
        raise CellProblem(f"The {label} is longer than {most} characters.")
    if SHORTENED.fullmatch(value):
        raise CellProblem(f"Excel has shortened the {label} to {value}. Format the column as text and export again.")
    return " ".join(value.split())


def neutralized(value: str) -> bool:
    """What an export has written with an apostrophe so that no spreadsheet takes it for a formula."""
    return bool(NEUTRALIZED.match(value))


def neutral(value) -> str:
    """A cell of an export: text, and never a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) or neutralized(text) else text


def _plain(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value.strip()
    return unicodedata.normalize("NFC", value).translate(INVISIBLE).strip(" \u00a0")


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
