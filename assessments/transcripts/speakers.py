"""Who speaks: each name of a transcript, matched with a student of the class, a teacher, or nobody yet.

A match that is not exact is only proposed; a person confirms it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.transcripts.lines import Line, words_in
from assessments.transcripts.plan import NOT_A_STUDENT
from assessments.uploading.people import ClassList
from assessments.uploading.values import Candidate
from students.models import Student, fold

# What meeting programs write beside a name.
BESIDE = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]")
DEVICE = re.compile(
    r"(?:['’]s)?\s+(?:-\s+)?(?:ipad|iphone|chromebook|laptop|macbook|phone|tablet)(?:\s.*)?$", re.IGNORECASE
)
# Never a student's name: these are roles.
ROLES = frozenset(
    (
        *("teacher", "facilitator", "moderator", "host", "researcher"),
        *("experimenter", "robot", "interviewer", "instructor", "narrator"),
    )
)
TITLE = re.compile(r"(?:mr|mrs|ms|mx|miss|dr|prof|professor|coach|teacher)\b\.?\s*", re.IGNORECASE)


class How(StrEnum):
    """How it is known who this is."""

    CHOSEN = "chosen"  # a person said so
    FULL = "full"  # the full name
    SHORT = "short"  # a nickname or a shorter form that only one student goes by
    ID = "id"  # an id of the roster
    TEACHER = "teacher"  # a teacher of the class, or a role such as Facilitator
    SIMILAR = "similar"  # looks like a name of the class: to be confirmed
    SEVERAL = "several"  # several students go by it
    UNKNOWN = "unknown"


UNDECIDED = (How.SIMILAR, How.SEVERAL, How.UNKNOWN)


@dataclass(frozen=True)
class Speaker:
    place: int  # in the order of speaking, from 0
    label: str
    lines: int
    words: int
    first_words: str
    how: How
    student: Student | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def undecided(self) -> bool:
        return self.how in UNDECIDED

    @property
    def choice(self) -> str:
        """The value of the decision as a form sends it."""
        if self.undecided:
            return ""
        return str(self.student.pk) if self.student else NOT_A_STUDENT


def speakers_of(
    lines: Sequence[Line], *, people: ClassList, teachers: Iterable[tuple[str, str]], chosen: Mapping[str, str]
) -> dict[str, Speaker]:
    """Every speaker by label, in the order of speaking. ``teachers`` are whole names with the last one beside."""
    spoken: dict[str, list[Line]] = {}
    for line in lines:
        if line.speaker:
            spoken.setdefault(line.label, []).append(line)
    staff = frozenset(form for name, last_name in teachers for form in _forms(name, last_name))
    found = {}
    for place, (label, own) in enumerate(spoken.items()):
        how, student, candidates = _matched(own[0], people, staff, chosen.get(str(place), ""))
        first = next((line.text for line in own if words_in(line.text) > 2), own[0].text)
        words = sum(words_in(line.text) for line in own)
        found[label] = Speaker(place, label, len(own), words, first, how, student, candidates)
    return found


def _matched(line: Line, people: ClassList, staff: frozenset[str], chosen: str):
    """(how, the student or None, who else it may be)."""
    if chosen == NOT_A_STUDENT or chosen in people.by_pk:
        return How.CHOSEN, people.by_pk.get(chosen), ()
    if with_id := people.with_id(line.label):
        return _only(with_id, How.ID, people)
    for name in dict.fromkeys((line.label, _bare(line.label))):
        students, full = people.called(name)
        if students and _is_staff(name, staff):
            return How.SEVERAL, None, _labels(students, people)
        if students:
            return _only(students, How.FULL if full else How.SHORT, people)
    if _is_staff(_bare(line.label), staff) or fold(line.speaker) in ROLES:
        return How.TEACHER, None, ()
    near = people.near(_bare(line.label))
    return (How.SIMILAR if near else How.UNKNOWN), None, near


def _only(students: Sequence[Student], how: How, people: ClassList):
    return (how, students[0], ()) if len(students) == 1 else (How.SEVERAL, None, _labels(students, people))


def _bare(label: str) -> str:
    """Without pronouns, "(Guest)" and the name of the device."""
    return DEVICE.sub("", BESIDE.sub("", label)).strip() or label


def _is_staff(name: str, staff: frozenset[str]) -> bool:
    return bool(_forms(name) & staff)


def _forms(name: str, last_name: str = "") -> set[str]:
    """The whole name, and the last one behind a title: "Ms. Okafor" is Ada Okafor."""
    name = name.strip()
    titled = TITLE.match(name)
    last = last_name or (name[titled.end() :] if titled else "")
    return {fold(name)} | ({f"title {fold(last)}"} if last else set())


def _labels(students: Sequence[Student], people: ClassList) -> tuple[Candidate, ...]:
    wanted = {str(one.pk) for one in students}
    return tuple(one for one in people.everybody() if one.value in wanted)
