"""Single cells: the words, the mode, the grade. Each says in a sentence how to mend what it cannot take."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import intake
from assessments.models import Response
from assessments.uploading.table import shortened

MODES: Mapping[str, str] = {
    **dict.fromkeys(("", "written", "write", "typed", "text", "essay", "paper"), Response.Mode.WRITTEN),
    **dict.fromkeys(("spoken", "speech", "oral", "voice", "audio", "talk", "transcript"), Response.Mode.SPOKEN),
}
HIGHEST_GRADE = 13
FEW_WORDS = 5
# A function's call, a cell's name after =, or a sum of numbers: "- I tried" and "+1 from me" are words.
FORMULA = re.compile(r"[=+\-@](?:[a-z][a-z0-9.]*\(|cmd\s*\||[\d\s.,()+*/^-]+$)|=\s*\$?[a-z]{1,3}\$?\d", re.IGNORECASE)
SPREADSHEET_ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!|SPILL!|ERROR!)")


@dataclass(frozen=True)
class Candidate:
    """What a person may choose to mend a row: a value to send, and how it reads."""

    value: str
    label: str


class RowProblem(ValueError):
    """One row cannot be taken as it is. The message says how to mend it; ``candidates`` offers ways."""

    def __init__(self, sentence: str, *, field: str = "", candidates: tuple[Candidate, ...] = ()):
        super().__init__(sentence)
        self.sentence, self.field, self.candidates = sentence, field, candidates


def text_of(cell: str) -> str:
    """The words as they will be kept."""
    if "\ufffd" in cell:
        raise RowProblem(
            _("Letters were lost before this file was saved (shown as �). Save it again as UTF-8, or retype this row.")
        )
    if SPREADSHEET_ERROR.fullmatch(cell.strip()):
        raise RowProblem(
            _("Your spreadsheet shows %s here in place of the words. Format the cell as text and type them again.")
            % cell.strip()
        )
    try:
        return intake.cleaned(cell)
    except intake.TextRefused as refused:
        raise RowProblem(str(refused)) from None


def prompt_of(cell: str) -> str:
    if "\ufffd" in cell:
        raise RowProblem(_("Letters were lost in the prompt (shown as �). Save the file again as UTF-8."))
    try:
        return intake.cleaned_prompt(cell)
    except intake.TextRefused as refused:
        raise RowProblem(str(refused)) from None


def mode_of(cell: str) -> str:
    try:
        return MODES[cell.strip().casefold()]
    except KeyError:
        raise RowProblem(_("“%s” is not a mode. Write written or spoken.") % shortened(cell, 30)) from None


def grade_of(cell: str) -> int | None:
    """``7``, ``7.0``, ``7th``, ``Grade 7``, ``K``; empty says nothing."""
    folded = cell.strip().casefold()
    if not folded:
        return None
    if folded in ("k", "kindergarten"):
        return 0
    found = re.fullmatch(r"(?:grade\s*)?(\d{1,2})(?:\.0)?(?:st|nd|rd|th)?(?:\s*grade)?", folded, re.ASCII)
    if found and int(found[1]) <= HIGHEST_GRADE:
        return int(found[1])
    raise RowProblem(_("“%s” is not a grade. Write a number such as 7, or leave it empty.") % shortened(cell, 30))


def note_on(text: str) -> str:
    """What is worth knowing about words that are taken all the same; mostly nothing."""
    if FORMULA.match(text):
        return _("This begins like a spreadsheet formula. It is kept as plain text and never calculated.")
    count = len(text.split())
    if count <= FEW_WORDS:
        little = ngettext("%s word says too little about any skill.", "%s words say too little about any skill.", count)
        return f"{little % count} {_('The response is kept but not scored. About 50 words works well.')}"
    return ""
