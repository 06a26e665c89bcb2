"""A file of named values, one event a row: CSV with a header, JSON Lines, a JSON array or ``{"events": [...]}``."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.telemetry.records import MAX_EVENTS, Left, Tally
from assessments.uploading import delimited
from assessments.uploading.jsonfile import looks_like_json, mended
from assessments.uploading.table import FileRefused, check_width

MOST_COLUMNS_SEEN = 200
UNKEEPABLE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)


@dataclass
class Sheet:
    """Rows with the line they stand on. ``tally`` counts what could not be read as a row."""

    columns: tuple[str, ...]
    rows: list[tuple[int, Mapping[str, object]]]
    tally: Tally = field(default_factory=Tally)


def read(text: str) -> Sheet:
    """Raises FileRefused when no row can be read, or there are too many."""
    sheet = _json(text) if looks_like_json(text) else _delimited(text)
    if not sheet.rows:
        raise FileRefused(_("No event could be read in this file. Nothing was added."))
    return sheet


def _json(text: str) -> Sheet:
    tally = Tally()
    rows = []
    columns: dict[str, None] = {}
    for line, value in _values(text):
        if not isinstance(value, dict):
            tally.add(Left.BROKEN, line)
            continue
        rows.append((line, value))
        if len(columns) < MOST_COLUMNS_SEEN:
            columns.update(dict.fromkeys(value))
        _check_count(rows)
    return Sheet(tuple(columns), rows, tally)


def _values(text: str) -> Iterator[tuple[int, object]]:
    """A whole document's items, else a line's value each; a line that is no JSON is handed on as None."""
    document = _loaded(text)
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        document = lists[0] if len(lists) == 1 and not _is_event(document) else [document]
    if document is not None:
        yield from enumerate(document if isinstance(document, list) else [document], start=1)
        return
    for line, piece in enumerate(text.split("\n"), start=1):
        if piece.strip():
            yield line, _loaded(piece)


def _is_event(document: dict) -> bool:
    return "verb" in document or "kind" in document or "student_id" in document


def _loaded(text: str) -> object:
    try:
        value = json.loads(text)
        return _mended(value) if UNKEEPABLE.search(text) else value
    except (ValueError, RecursionError):  # cut off, no JSON, or nested without end
        return None


def _mended(value: object) -> object:
    """Without NULs and halves of characters, which no database keeps."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, dict):
        return {mended(name): _mended(one) for name, one in value.items()}
    return [_mended(one) for one in value] if isinstance(value, list) else value


def _delimited(text: str) -> Sheet:
    delimiter, text = delimited._stated_delimiter(text)
    csv.field_size_limit(delimited.LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimited.sniff(text))
    columns: tuple[str, ...] = ()
    rows, tally = [], Tally()
    try:
        for line, cells in enumerate(reader, start=1):
            if not any(map(str.strip, cells)):
                continue
            if not columns:
                columns = _header(cells)
            elif len(cells) > len(columns):
                tally.add(Left.BROKEN, line)
            else:
                rows.append((line, dict(zip(columns, map(str.strip, cells), strict=False))))
                _check_count(rows)
    except csv.Error:
        raise FileRefused(_("Row %s of this file cannot be read as a table. Save it again as CSV.") % line) from None
    return Sheet(columns, rows, tally)


def _header(cells: list[str]) -> tuple[str, ...]:
    check_width(len(cells))
    names = tuple(cell.strip() for cell in cells)
    if len(set(names)) < len(names):
        raise FileRefused(
            _("Two columns of this file have the same name. Rename one, so that it is clear which to read.")
        )
    return names


def _check_count(rows: list) -> None:
    if len(rows) > MAX_EVENTS:
        raise FileRefused(
            _("This file has more than %s events. Split it by class or by day and upload the parts.")
            % f"{MAX_EVENTS:,}"
        )
