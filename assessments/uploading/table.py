"""A file's rows under its columns, whatever format they came in; and what refuses a whole file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_ROWS = 5_000
MAX_COLUMNS = 200


class FileRefused(ValueError):
    """The file cannot be read as a table; the message says how to mend it."""


@dataclass(frozen=True)
class Row:
    number: int  # the line a person finds it on: a spreadsheet's row, a JSON file's line or item
    cells: tuple[str, ...]
    overflow: int = 0  # cells beyond the last column: a comma that wanted quotation marks


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, index: int) -> list[str]:
        return [row.cells[index] for row in self.rows]


def build(columns: Sequence[str], rows: Iterable[Row]) -> Table:
    """The table within its limits. Raises FileRefused; stops reading at the first row too many."""
    columns = tuple(name.strip() or _("Column %s") % letters(index) for index, name in enumerate(columns))
    check_width(len(columns))
    if twice := [name for name, count in Counter(map(str.casefold, columns)).items() if count > 1]:
        raise FileRefused(
            _("Two columns are called “%s”. Rename one, so that it is clear which to read.") % shortened(twice[0])
        )
    kept = []
    for row in rows:
        if len(kept) == MAX_ROWS:
            raise FileRefused(
                _("This file has more than %s rows. Split it by class and upload the parts.") % f"{MAX_ROWS:,}"
            )
        kept.append(row)
    if not kept:
        raise FileRefused(_("This file has column names and no rows below them. Nothing was added."))
    return Table(columns, tuple(kept))


def check_width(count: int) -> None:
    if count > MAX_COLUMNS:
        raise FileRefused(
            _("This file has %(count)s columns; up to %(limit)s are read. Keep the columns with student and words.")
            % {"count": f"{count:,}", "limit": MAX_COLUMNS}
        )


def letters(index: int) -> str:
    """A spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def shortened(text: str, length: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
