"""The same report as a file: CSV here, PDF in ``compliance_pdf``. One line for each event and student."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from privacy.audit import AuditEvent
from privacy.csv_cells import harmless
from students.compliance import Asked, Line, looks

CHUNK = 500
MOST = {"csv": 50_000, "pdf": 1_000}


@dataclass(frozen=True)
class Report:
    asked: Asked
    about: tuple[str, ...]  # what was asked for, in words
    made_at: datetime
    made_by: str
    lines: list[Line]
    cut: bool  # there is more than a file of this kind holds


def lines_of(found: QuerySet[AuditEvent], asked: Asked, *, most: int) -> tuple[list[Line], bool]:
    """Up to ``most`` lines, the latest first, and whether there were more."""
    lines: list[Line] = []
    for chunk in _chunks(found, most):
        lines += [line for look in looks(chunk, asked) for line in look.lines]
        if len(lines) > most:
            return lines[:most], True
    return lines, False


def columns() -> list[str]:
    return [_("When"), _("Who"), _("On what ground"), _("What"), _("Student"), _("Student id"), _("School")]


def cells(line: Line) -> list[str]:
    return [
        line.at.strftime("%Y-%m-%d %H:%M"),
        line.who,
        line.why,
        line.what,
        line.name,
        str(line.student),
        line.school.name,
    ]


def as_csv(report: Report) -> str:
    """With a byte order mark, so that a spreadsheet reads the letters rightly."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns())
    writer.writerows([harmless(cell) for cell in cells(line)] for line in report.lines)
    if report.cut:
        writer.writerow([more(report)])
    return "\ufeff" + out.getvalue()


def more(report: Report) -> str:
    said = _("There is more than the latest %(n)s lines that fit here. Choose a student, a person or dates.")
    return said % {"n": f"{len(report.lines):,}"}


def _chunks(found: QuerySet[AuditEvent], most: int) -> Iterator[Sequence[AuditEvent]]:
    """Every event has at least one line, so that ``most + 1`` events are always enough."""
    rows = list(found[: most + 1])
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
