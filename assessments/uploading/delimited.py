"""CSV and its cousins: comma, semicolon, tab or bar between the cells; the first filled row names the columns."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from assessments.uploading.table import FileRefused, Row, Table, build, check_width
from students.roster.tables import neutralized

DELIMITERS = (",", ";", "\t", "|")
SNIFFED_CHARACTERS = 20_000
LARGEST_CELL = 2**24  # csv refuses cells over 128 kB; a row's own check has the friendlier limit


def read(text: str) -> Table:
    """Raises FileRefused."""
    delimiter, text = _stated_delimiter(text)
    rows = _rows(text, delimiter or sniff(text))
    _number, header = next(rows, (0, []))
    check_width(len(header))
    return build(header, (_row(number, cells, len(header)) for number, cells in rows))


def sniff(text: str) -> str:
    """The delimiter that cuts the first rows most often into the same number of cells."""
    beginning = text[:SNIFFED_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _evenness(beginning, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(cells) for _number, cells in islice(_rows(text, delimiter, strict=False), 10)]
    except FileRefused:
        return (0, 0)
    if not widths or widths[0] < 2:
        return (0, 0)
    return (sum(width == widths[0] for width in widths), widths[0])


def _stated_delimiter(text: str) -> tuple[str, str]:
    """Excel writes ``sep=;`` above the table when asked to."""
    first, _newline, rest = text.partition("\n")
    stated = first.strip().lower()
    if stated.startswith("sep=") and len(stated) == 5:
        return stated[4], rest
    return "", text


def _rows(text: str, delimiter: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """The filled rows with the number a spreadsheet gives them: a cell may span several lines of the file."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error:
        raise FileRefused(
            _(
                "A quotation mark in row %s is never closed, or stands inside a cell. "
                'Inside a quoted cell write it twice (""), or save the file again from your spreadsheet.'
            )
            % (number + 1)
        ) from None


def _row(number: int, cells: list[str], width: int) -> Row:
    beyond = [cell for cell in cells[width:] if cell.strip()]
    cells = [cell[1:] if neutralized(cell) else cell for cell in cells[:width]]  # as left_out writes them
    padded = cells + [""] * (width - len(cells))
    return Row(number, tuple(padded), overflow=len(beyond))
