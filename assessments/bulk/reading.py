"""One file among many, read without a person: what it would add, what is left out and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import intake
from assessments.transcripts import formats, keeping, tabular
from assessments.transcripts import waiting as transcripts
from assessments.transcripts.checking import Checked, Fate
from assessments.transcripts.checking import check as check_turns
from assessments.uploading import dates, reading
from assessments.uploading.checking import CheckedRow, Known, Status, check
from assessments.uploading.columns import guess
from assessments.uploading.decoding import Decoded
from assessments.uploading.table import FileRefused
from students.models import School

TOLD = 20  # sentences a file; the rest is counted


@dataclass(frozen=True)
class Setting:
    """What all the files of an import have in common."""

    school: School
    known: Known
    teachers: Sequence[tuple[str, str]]
    by: object
    import_id: object = None
    prompt: str = ""
    day: date | None = None

    def named(self, file_name: str) -> "Setting":
        """With the day that the file's name gives, if it gives one."""
        day = dates.day_in_name(file_name, today=self.known.today)
        return replace(self, day=day) if day else self


@dataclass(frozen=True)
class Found:
    """What one file holds. ``add`` adds it within the caller's transaction and says how many responses came."""

    ready: int
    before: int
    left_out: int
    sentences: list[str] = field(default_factory=list)
    add: Callable[[], int] = lambda: 0


def is_responses(text: str) -> bool:
    """A table whose columns say who wrote what, and in which nobody speaks."""
    table = formats.table_of(text)
    return table is not None and not tabular.is_transcript(table.columns) and guess(table).plan.complete


def is_transcript(text: str) -> bool:
    try:
        found = formats.sniff(text)
    except FileRefused:
        return False
    return found is not formats.TABLE or tabular.is_transcript(formats.table_of(text).columns)


def read_responses(decoded: Decoded, setting: Setting) -> Found:
    """Raises FileRefused when a person has to say which column is which."""
    _refuse_guessed_letters(decoded)
    table = reading.read(decoded.text)
    guessed = guess(table)
    if not guessed.clear or guessed.plan.day_first:
        raise FileRefused(_for_a_person(_("Its columns can be read in more than one way.")))
    if "date" not in guessed.plan.columns and setting.day is None:
        raise FileRefused(_no_day())
    plan = replace(guessed.plan, prompt=setting.prompt, written_on=setting.day)
    rows = check(table, plan, setting.known)
    ready = [row.new for row in rows if row.status is Status.READY]
    return Found(
        ready=len(ready),
        before=sum(row.status is Status.ADDED for row in rows),
        left_out=sum(row.status in (Status.PROBLEM, Status.NO_CONSENT) for row in rows),
        sentences=_about_rows(rows),
        add=lambda: len(_accept(ready, setting)),
    )


def read_transcript(decoded: Decoded, setting: Setting) -> Found:
    """Raises FileRefused when a person has to say how it is read."""
    _refuse_guessed_letters(decoded)
    plan = transcripts.plan_for(decoded.text)
    if setting.day is None:
        raise FileRefused(_no_day())
    lines = formats.read(decoded.text, plan.format, plan.columns)
    plan = replace(plan, prompt=setting.prompt, held_on=setting.day)
    earlier = keeping.earlier(lines, setting.school)
    found = check_turns(lines, plan, setting.known, teachers=setting.teachers, earlier=earlier)

    def add() -> int:
        added = _accept([one.new for one in found.ready], setting)
        keeping.keep(found.turns, lines, school=setting.school, classroom=None, by=setting.by)
        return len(added)

    return Found(len(found.ready), found.counts[Fate.ADDED], found.left_out, _about_speakers(found), add)


def _accept(rows, setting: Setting) -> list:
    return intake.accept_many(rows, school=setting.school, by=setting.by, upload=setting.import_id).added


def _about_rows(rows: Sequence[CheckedRow]) -> list[str]:
    refused = sum(row.status is Status.NO_CONSENT for row in rows)
    told = [
        _("Row %(number)s: %(sentence)s") % {"number": row.number, "sentence": problem.sentence}
        for row in rows
        if row.status is Status.PROBLEM
        for problem in row.problems
    ]
    return _shortened([*_about_agreement(refused), *told])


def _about_speakers(found: Checked) -> list[str]:
    told = [
        ngettext(
            "“%(name)s” (%(count)s line) is nobody of the roster by a full name or nickname.",
            "“%(name)s” (%(count)s lines) is nobody of the roster by a full name or nickname.",
            speaker.lines,
        )
        % {"name": speaker.label, "count": speaker.lines}
        for speaker in found.undecided
    ]
    if told:
        told.append(
            _("Add a nickname to the roster, or bring this file in on the page of its class and say who it is.")
        )
    broken = [f"{_('Line %s:') % one.turn.number} {one.sentence}" for one in found.turns if one.fate is Fate.BROKEN]
    return _shortened([*_about_agreement(found.counts[Fate.NO_CONSENT]), *told, *broken])


def _about_agreement(count: int) -> list[str]:
    if not count:
        return []
    said = ngettext(
        "%s response was left out because the family has not agreed to it.",
        "%s responses were left out because the families have not agreed to it.",
        count,
    )
    return [said % count]


def _shortened(sentences: list[str]) -> list[str]:
    more = len(sentences) - TOLD
    return sentences if more <= 0 else [*sentences[:TOLD], _("And %s more of the kind.") % more]


def _refuse_guessed_letters(decoded: Decoded) -> None:
    if not decoded.certain:
        raise FileRefused(_("Its letters are not in UTF-8 and would have to be guessed. Save it as CSV UTF-8."))


def _no_day() -> str:
    return _(
        "It does not say when this was written or said. Put the day into the file's name, such as 2025-03-14, or give "
        "one day for all."
    )


def _for_a_person(reason: str) -> str:
    return f"{reason} {_('Bring this file in on the page of its class, where you can say how it is read.')}"
