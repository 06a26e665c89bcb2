"""Files of responses for the command line: CSV, TSV or JSON Lines -> rows, with errors that say how to mend them."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assessments import days

REQUIRED = ("student_id", "prompt", "text")
OPTIONAL = ("grade", "mode", "date", "response_id")
MODES = ("written", "spoken")


class FileRefused(ValueError):
    """The file cannot be read as responses; the message names the line and the remedy."""


@dataclass(frozen=True)
class Row:
    line: int
    student_id: str
    prompt: str
    text: str
    grade: int | None = None
    mode: str = "written"
    written_on: date | None = None
    response_id: str = ""  # what a log of telemetry may name


def read_rows(path: Path, mapping: Mapping[str, str] | None = None) -> list[Row]:
    """Every row of the file. ``mapping`` names the file's column for a field. A prompt column may be absent
    when ``mapping`` was given for the others: the prompt is then empty. Raises FileRefused."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FileRefused(f"There is no file {path}.") from None
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"{path.name} is not UTF-8 (byte {error.start}). In a spreadsheet choose 'CSV UTF-8' when saving."
        ) from None
    records = _json_lines(text) if path.suffix.lower() in (".jsonl", ".ndjson") else _table(text)
    return [_row(line, record, mapping or {}) for line, record in records]


def _table(text: str) -> Iterator[tuple[int, dict]]:
    csv.field_size_limit(2**24)
    head = text.split("\n", 1)[0]
    delimiter = max((",", "\t", ";"), key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if not reader.fieldnames:
        raise FileRefused("The file is empty. Its first line names the columns: student_id, prompt, text.")
    try:
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        raise FileRefused(f"Line {reader.line_num}: {error}. A quote may be left open.") from None


def _json_lines(text: str) -> Iterator[tuple[int, dict]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise FileRefused(f"Line {number} is not JSON ({error.msg}). Is the file complete?") from None
            if not isinstance(record, dict):
                raise FileRefused(f"Line {number}: each line is one object with student_id, prompt and text.")
            yield number, record


def _row(line: int, record: Mapping, mapping: Mapping[str, str]) -> Row:
    def field(name: str) -> str:
        column = mapping.get(name, name)
        if column in record:
            value = record[column]
            return "" if value is None else str(value).strip()
        if name in mapping or (name in REQUIRED and not (name == "prompt" and mapping)):
            columns = ", ".join(str(column) for column in record if column is not None)
            raise FileRefused(f"Line {line}: no column {column}. The file has: {columns}. Use --map {name}=COLUMN.")
        return ""

    if not field("student_id"):
        raise FileRefused(f"Line {line}: student_id is empty, so this response belongs to nobody.")
    return Row(
        line=line,
        student_id=field("student_id"),
        prompt=field("prompt"),
        text=field("text"),
        grade=_grade(field("grade"), line),
        mode=_mode(field("mode"), line),
        written_on=_date(field("date"), line),
        response_id=field("response_id"),
    )


def _grade(value: str, line: int) -> int | None:
    try:
        return int(float(value)) if value else None
    except ValueError:
        raise FileRefused(f"Line {line}: {value} is not a grade; write a number such as 7.") from None


def _mode(value: str, line: int) -> str:
    mode = value.lower() or "written"
    if mode not in MODES:
        raise FileRefused(f"Line {line}: {value} is not a mode; it is written or spoken.")
    return mode


def _date(value: str, line: int) -> date | None:
    try:
        return days.checked(date.fromisoformat(value), today=days.today_anywhere()) if value else None
    except days.DayRefused as refused:
        raise FileRefused(f"Line {line}: {refused}") from None
    except ValueError:
        raise FileRefused(f"Line {line}: {value} is not a date such as 2026-11-23.") from None
