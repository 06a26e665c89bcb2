"""A copy as one file: JSON for programs, CSV for a spreadsheet, PDF to read."""

import csv
import io
import json
import zipfile
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from font_roboto import Roboto, RobotoBold
from fpdf import FPDF

from assessments.pages.family import Shared
from assessments.pages.family_copy import Copy
from mlcore.placeholders import PLACEHOLDER
from privacy.csv_cells import harmless

INK, PENCIL = (31, 33, 40), (86, 82, 75)
MOST_LINES = 200  # of who looked, in the PDF; the CSV holds all of them


def as_zip(copy: Copy) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("record.json", json.dumps(copy.data, cls=_Encoder, ensure_ascii=False, indent=2))
        for name, rows in copy.tables.items():
            if rows:
                folder.writestr(f"{name}.csv", as_csv(rows))
        folder.writestr("record.pdf", as_pdf(copy))
    return out.getvalue()


def as_csv(rows: list[dict]) -> str:
    """With a byte order mark, so that a spreadsheet reads the letters rightly."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0].keys())
    writer.writerows([harmless(_cell(value)) for value in row.values()] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return " / ".join(value) if texts else json.dumps(value, cls=_Encoder, ensure_ascii=False)
    return str(_to_the_second(value))


class _Encoder(DjangoJSONEncoder):
    def default(self, o):
        return super().default(_to_the_second(o))


def _to_the_second(value):
    """More digits tell a family nothing."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def as_pdf(copy: Copy) -> bytes:
    pdf = _Paper(format="letter")
    pdf.add_font("Roboto", fname=Roboto)
    pdf.add_font("Roboto", style="B", fname=RobotoBold)
    pdf.set_title(_("A copy of the record"))
    pdf.set_margin(20)
    pdf.add_page()
    pdf.head(copy.name, 18)
    pdf.say(f"{copy.school}. {copy.day:%Y-%m-%d}. {copy.data['what_is_in_it']}", pencil=True)
    for one in copy.shared:
        _shared(pdf, one)
    if not copy.shared:
        pdf.say(_("No teacher has shared anything yet."))
    _looks(pdf, copy)
    for row in copy.tables.get("responses", []):
        pdf.head(f"{row['written_on']}", 12)
        pdf.say(row["prompt"], pencil=True)
        pdf.say(readable(row["words"] or _("The words are gone: they are kept for a limited time.")))
    return bytes(pdf.output())


def readable(text: str) -> str:
    """Removed names as plain words, as on the page."""
    return PLACEHOLDER.sub(lambda found: found[0][1:-1], text)


def _shared(pdf: "_Paper", one: Shared) -> None:
    pdf.head(_("Shared by %(who)s on %(day)s") % {"who": one.by, "day": one.on}, 14)
    for passage in one.well:
        pdf.say(passage.text)
        if passage.quote:
            pdf.say(f"“{readable(passage.quote)}” {passage.where}", pencil=True)
    for step in one.next_steps:
        pdf.say(_("A next step: %s") % step)
    for row in one.levels:
        pdf.say(f"{row.label}: {row.level_word or _('too early to say')}")
        for said in row.statements:
            pdf.say(_("Statement of the family: %s") % said.words, pencil=True)


def _looks(pdf: "_Paper", copy: Copy) -> None:
    pdf.head(_("Who looked at this record"), 14)
    for row in copy.tables["who_looked"][:MOST_LINES]:
        pdf.say(f"{row['at']:%Y-%m-%d}  {row['who']}: {row['what']} ({row['why']})")
    if len(copy.tables["who_looked"]) > MOST_LINES:
        pdf.say(_("The earlier ones stand in who_looked.csv."), pencil=True)


class _Paper(FPDF):
    def head(self, text: str, size: int) -> None:
        self.ln(4)
        self.set_text_color(*INK)
        self.set_font("Roboto", style="B", size=size)
        self.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")

    def say(self, text: str, *, pencil: bool = False) -> None:
        if not text:
            return
        self.set_text_color(*(PENCIL if pencil else INK))
        self.set_font("Roboto", size=9)
        self.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("Roboto", size=7)
        self.set_text_color(*PENCIL)
        self.cell(0, 5, _("Confidential. Page %(page)s of {nb}") % {"page": self.page_no()}, align="R")
