"""The report as a PDF for a letter. The library is large, so that this module is loaded when a PDF is asked for."""

from django.utils.translation import gettext as _
from font_roboto import Roboto, RobotoBold
from fpdf import FPDF
from fpdf.enums import TableBordersLayout

from students.compliance_files import Report, cells, columns, more

INK, PENCIL = (31, 33, 40), (86, 82, 75)


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
        pdf.multi_cell(0, 5, more(report), new_x="LMARGIN", new_y="NEXT")
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
