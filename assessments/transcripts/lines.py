"""One line of a transcript: who said what, when. And what refuses a transcript as a whole."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.uploading.table import MAX_ROWS, FileRefused

MAX_SPEAKERS = 200
LONGEST_LABEL = 80
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # marks of direction turn a name about
WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True)
class Line:
    number: int  # where a person finds it: a line of the file, or a row of the table
    speaker: str  # as the file says; empty when it does not
    text: str
    start: float | None = None  # seconds from the beginning
    group: str = ""  # a team or a breakout room: a discussion of its own within one file

    @property
    def label(self) -> str:
        """The speaker as told apart in this file: A of team 7 is not A of team 8."""
        return f"{self.group} {self.speaker}" if self.group and self.speaker else self.speaker

    @property
    def clock(self) -> str:
        if self.start is None:
            return ""
        minutes, seconds = divmod(int(self.start), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def checked(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines within their limits. Raises FileRefused; stops reading at the first line too many."""
    kept: list[Line] = []
    for line in lines:
        if len(kept) == MAX_ROWS:
            raise FileRefused(
                _("This transcript has more than %s lines. Split it and upload the parts.") % f"{MAX_ROWS:,}"
            )
        kept.append(replace(line, speaker=label_of(line.speaker), group=label_of(line.group), text=_spaced(line.text)))
    if not any(line.speaker for line in kept):
        raise FileRefused(
            _(
                "This transcript does not say who spoke. Write each line as Name: words, or export it with names, "
                "then upload it again. Nothing was added."
            )
        )
    _refuse_crowds(kept)
    return tuple(kept)


def label_of(name: str) -> str:
    """A speaker's name on one line, without marks that nobody sees."""
    plain = " ".join(INVISIBLE.sub("", name).split())
    return plain if len(plain) <= LONGEST_LABEL else plain[: LONGEST_LABEL - 1].rstrip() + "…"


def words_in(text: str) -> int:
    return sum(1 for _word in WORD.finditer(text))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _refuse_crowds(lines: Sequence[Line]) -> None:
    if len({line.label for line in lines}) > MAX_SPEAKERS:
        raise FileRefused(
            _("More than %s different names speak in this file. Is the column or the format the right one?")
            % MAX_SPEAKERS
        )
