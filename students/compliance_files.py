"""The same report as a file: CSV for a spreadsheet, PDF for a letter. One line for each event and student."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from font_roboto import Roboto, RobotoBold
from fpdf import FPDF
from fpdf.enums import TableBordersLayout

from privacy.audit import AuditEvent
from privacy.csv_cells import harmless
from students.compliance import Asked, Line, looks

CHUNK = 500
MOST = {"csv": 50_000, "pdf": 1_000}
INK, PENCIL = (31, 33, 40), (86, 82, 75)


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
        writer.writerow([_more(report)])
    return "\ufeff" + out.getvalue()


def as_pdf(report: Report) -> bytes:
    pdf = _Pages(orientation="landscape", format="letter")
    pdf.add_font("Roboto", fname=Roboto)
    pdf.add_font("Roboto", style="B", fname=RobotoBold)
    pdf.set_title(_("Who saw which student"))
    pdf.set_margin(14)
    pdf.add_page()
    _heading(pdf, report)
    pdf.set_font("Roboto", size=8)
    widths = (24, 34, 38, 48, 40, 60, 44)
    with pdf.table(
        col_widths=widths, line_height=4.6, text_align="L", borders_layout=TableBordersLayout.HORIZONTAL_LINES
    ) as table:
        for row in [columns(), *map(cells, report.lines)]:
            table.row(row)
    if report.cut:
        pdf.ln(4)
        pdf.multi_cell(0, 5, _more(report), new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


class _Pages(FPDF):
    def footer(self):
        self.set_y(-12)
        self.set_font("Roboto", size=7)
        self.set_text_color(*PENCIL)
        self.cell(0, 5, _("Confidential. Page %(page)s of {nb}") % {"page": self.page_no()}, align="R")


def _heading(pdf: FPDF, report: Report) -> None:
    pdf.set_text_color(*INK)
    pdf.set_font("Roboto", style="B", size=16)
    pdf.cell(0, 9, _("Who saw which student"), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Roboto", size=9)
    pdf.set_text_color(*PENCIL)
    made = _("Made on %(when)s by %(who)s. It holds no student's words and no scores.") % {
        "when": report.made_at.strftime("%Y-%m-%d %H:%M %Z"),
        "who": report.made_by,
    }
    for sentence in (*report.about, made):
        pdf.multi_cell(0, 5, sentence, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_text_color(*INK)


def _more(report: Report) -> str:
    said = _("There is more than the latest %(n)s lines that fit here. Choose a student, a person or dates.")
    return said % {"n": f"{len(report.lines):,}"}


def _chunks(found: QuerySet[AuditEvent], most: int) -> Iterator[Sequence[AuditEvent]]:
    """Every event has at least one line, so that ``most + 1`` events are always enough."""
    rows = list(found[: most + 1])
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
