"""What becomes of every line: part of a student's response, or left out, and why."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.discussions import Answered
from assessments.intake import NewResponse, token_of
from assessments.models import Response
from assessments.transcripts.lines import Line, words_in
from assessments.transcripts.plan import Plan
from assessments.transcripts.speakers import Speaker, speakers_of
from assessments.transcripts.turns import Turn, Turns, is_listening, says_nothing, turns_of
from assessments.uploading.checking import Known
from assessments.uploading.values import RowProblem, text_of
from privacy.distress import signs_in

# 95 of 100 texts the models learned from are longer. Read alone, shorter turns of plain task talk raise false
# alarms in most students: measured in docs/reference/transcripts.md.
FEWEST_WORDS = 17


class Fate(StrEnum):
    """What becomes of a turn, or of a line that belongs to none."""

    READY = "ready"
    ADDED = "added"  # stands in the house already
    TWICE = "twice"  # the same words by the same student earlier in this file
    CHOICE = "choice"  # nobody knows yet who speaks
    NO_CONSENT = "no_consent"
    BROKEN = "broken"  # letters were lost
    NOT_STUDENT = "not_student"
    SHORT = "short"
    LISTENING = "listening"
    NO_WORDS = "no_words"
    NOBODY = "nobody"  # the file does not say who spoke


TO_LOOK_AT = (Fate.CHOICE, Fate.NO_CONSENT, Fate.BROKEN, Fate.NOBODY)


@dataclass(frozen=True)
class Earlier:
    """The same discussion, added before: its prompt and day stand, its turns are not added again."""

    pk: uuid.UUID
    prompt: str
    held_on: date
    positions: frozenset[int]


@dataclass(frozen=True)
class CheckedTurn:
    turn: Turn
    speaker: Speaker
    fate: Fate
    answered: Answered
    sentence: str = ""
    new: NewResponse | None = None


@dataclass(frozen=True)
class CheckedLine:
    line: Line
    fate: Fate
    speaker: Speaker | None
    first: bool  # of its turn
    sentence: str

    @property
    def needs_a_look(self) -> bool:
        return self.fate in TO_LOOK_AT

    @property
    def kept(self) -> bool:
        return self.fate is Fate.READY

    @property
    def readable(self) -> bool:
        return self.fate is not Fate.NO_CONSENT


@dataclass(frozen=True)
class Checked:
    lines: Sequence[CheckedLine]
    turns: Sequence[CheckedTurn]
    speakers: Sequence[Speaker]
    earlier: Earlier | None = None

    @property
    def ready(self) -> list[CheckedTurn]:
        return [one for one in self.turns if one.fate is Fate.READY]

    @property
    def counts(self) -> Counter:
        """Turns by what becomes of them."""
        return Counter(one.fate for one in self.turns)

    @property
    def line_counts(self) -> Counter:
        return Counter(one.fate for one in self.lines)

    @property
    def undecided(self) -> list[Speaker]:
        return [one for one in self.speakers if one.undecided]

    @property
    def students_ready(self) -> int:
        return len({one.speaker.student.pk for one in self.ready})

    @property
    def to_look_at(self) -> list[CheckedLine]:
        return [one for one in self.lines if one.needs_a_look]

    @property
    def left_out(self) -> int:
        """Turns that would be lost to the class if nobody decides; a short one is no loss."""
        return sum(self.counts[fate] for fate in (Fate.CHOICE, Fate.NO_CONSENT, Fate.BROKEN))


@dataclass
class _Checking:
    """One transcript while it is checked, turn by turn in the order of speaking."""

    plan: Plan
    known: Known
    earlier: Earlier | None
    speakers: Mapping[str, Speaker]
    seen: dict[tuple[uuid.UUID, str], int] = field(default_factory=dict)
    done: dict[int, CheckedTurn] = field(default_factory=dict)

    def take(self, turn: Turn) -> None:
        speaker = self.speakers[turn.label]
        fate, sentence, new = self._judged(turn, speaker)
        self.done[turn.position] = CheckedTurn(turn, speaker, fate, self._answered(turn), sentence, new)

    def _judged(self, turn: Turn, speaker: Speaker) -> tuple[Fate, str, NewResponse | None]:
        if speaker.undecided:
            return Fate.CHOICE, _("Who is “%s”? Choose above.") % speaker.label, None
        if speaker.student is None:
            return Fate.NOT_STUDENT, _("Not a student: left out."), None
        if speaker.student.pk not in self.known.agreed:
            return Fate.NO_CONSENT, _not_agreed(speaker), None
        if self.earlier and turn.position in self.earlier.positions:
            return Fate.ADDED, _("Added before. It is not added twice."), None
        if (count := words_in(turn.text)) < FEWEST_WORDS and not signs_in(turn.text):  # danger is said in few words
            return Fate.SHORT, _too_short(count), None
        return self._new(turn, speaker)

    def _new(self, turn: Turn, speaker: Speaker) -> tuple[Fate, str, NewResponse | None]:
        try:
            text = text_of(turn.text)
        except RowProblem as problem:
            return Fate.BROKEN, problem.sentence, None
        prompt = self.earlier.prompt if self.earlier else self.plan.prompt
        day = self.earlier.held_on if self.earlier else self.plan.held_on or self.known.today
        new = NewResponse(speaker.student, text, prompt, day, Response.Mode.SPOKEN)
        key = speaker.student.pk, token_of(speaker.student, text, prompt, day)
        if first := self.seen.get(key):
            return Fate.TWICE, _("The same words by this student stand in line %s. They are added once.") % first, None
        if key[1] in self.known.responses.get(speaker.student.pk, {}):
            return Fate.ADDED, _("Added before. It is not added twice."), None
        self.seen[key] = turn.number
        return Fate.READY, "", new

    def _answered(self, turn: Turn) -> Answered:
        """Whom this turn answers: a kind, never a name and never the words."""
        if turn.answers is None:
            return Answered.NOBODY
        before = self.done[turn.answers]
        if before.turn.label == turn.label:
            return Answered.ONESELF
        if before.speaker.student is None and not before.speaker.undecided:
            return Answered.NOT_A_STUDENT
        return Answered.STUDENT if before.fate in (Fate.READY, Fate.ADDED) else Answered.NOT_KEPT


def check(
    lines: Sequence[Line], plan: Plan, known: Known, *, teachers: Sequence[tuple[str, str]], earlier: Earlier | None
) -> Checked:
    """Every turn and every line with what becomes of it, in the order of the file."""
    speakers = speakers_of(lines, people=known.people, teachers=teachers, chosen=plan.speakers)
    turns = turns_of(lines)
    checking = _Checking(plan, known, earlier, speakers)
    for turn in turns.turns:
        checking.take(turn)
    return Checked(_told(lines, turns, checking), list(checking.done.values()), list(speakers.values()), earlier)


def _told(lines: Sequence[Line], turns: Turns, checking: _Checking) -> list[CheckedLine]:
    return [
        _of_a_turn(line, checking.done[position]) if position else _of_none(line, checking)
        for line, position in zip(lines, turns.of_line, strict=True)
    ]


def _of_a_turn(line: Line, checked: CheckedTurn) -> CheckedLine:
    first = line is checked.turn.lines[0]
    if not first:
        sentence = _("Goes on from line %s.") % checked.turn.number
    elif checked.fate is Fate.READY:
        sentence = _("A response of %s.") % checked.speaker.student.name
    else:
        sentence = checked.sentence
    return CheckedLine(line, checked.fate, checked.speaker, first, sentence)


def _of_none(line: Line, checking: _Checking) -> CheckedLine:
    speaker = checking.speakers.get(line.label) if line.speaker else None
    if speaker and speaker.student and speaker.student.pk not in checking.known.agreed:
        return CheckedLine(line, Fate.NO_CONSENT, speaker, True, _not_agreed(speaker))
    if says_nothing(line):
        return CheckedLine(line, Fate.NO_WORDS, speaker, True, _("No words: a note or a pause. Left out."))
    if speaker is None:
        return CheckedLine(line, Fate.NOBODY, None, True, _("The file does not say who spoke. Left out."))
    if speaker.undecided:
        return CheckedLine(line, Fate.CHOICE, speaker, True, _("Who is “%s”? Choose above.") % speaker.label)
    assert is_listening(line)  # noqa: S101  (the only other way to belong to no turn)
    return CheckedLine(line, Fate.LISTENING, speaker, True, _("A word of listening, not a turn. Left out."))


def _not_agreed(speaker: Speaker) -> str:
    name = speaker.student.first_name or speaker.student.name
    return _("%s’s family has not agreed to storing responses, so this was not read and will not be kept.") % name


def _too_short(count: int) -> str:
    said = ngettext("%s word is too little to be read alone.", "%s words are too little to be read alone.", count)
    return f"{said % count} {_('Left out.')}"
