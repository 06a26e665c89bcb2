"""How levels are spread in a school, told so that no student can be read out of it.

Fixed groups only (one grade of one school, no totals beside them), each of at least ten scored students,
in steps of 10%, never counts; a share that would say "everyone" or "no one" is blunted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import LatestAssessment
from assessments.pages import labels
from mlcore.schema import LEVELS, SKILLS, Level, Skill, level_of
from students.models import School

SMALLEST_GROUP = 10
STEP = 10


@dataclass(frozen=True)
class Share:
    level: Level
    percent: int  # a multiple of STEP; the four sum to 100
    left: int  # where it begins in a bar of all four

    @property
    def label(self) -> str:
        return labels.LEVELS[self.level]

    @property
    def said(self) -> str:
        if self.percent == 0:
            return _("under 10%")
        return _("over 90%") if self.percent == 100 else f"{self.percent}%"


@dataclass(frozen=True)
class Cell:
    """One skill of one group; no shares when fewer than ten students have a score."""

    skill: Skill
    shares: Sequence[Share] = ()

    @property
    def label(self) -> str:
        return labels.SKILLS[self.skill]

    @property
    def said(self) -> str:
        return ", ".join(f"{share.label} {share.said}" for share in self.shares)


@dataclass(frozen=True)
class Group:
    school: School
    grade: int
    cells: Sequence[Cell]


def of_schools(schools: Iterable[School]) -> list[Group]:
    """Every grade of every school, in that order and no other; one query."""
    schools = list(schools)
    rows = LatestAssessment.objects.filter(school__in=schools, student__grade__isnull=False)
    columns = [f"assessment__{skill}" for skill in SKILLS]
    scores: Mapping = defaultdict(list)
    for school, grade, *found in rows.values_list("school_id", "student__grade", *columns):
        scores[school, grade].append(found)
    return [
        Group(school, grade, _cells(group))
        for school in sorted(schools, key=lambda one: one.name)
        for (home, grade), group in sorted(scores.items(), key=lambda item: item[0][1])
        if home == school.pk
    ]


def _cells(group: Sequence[Sequence[float | None]]) -> list[Cell]:
    return [Cell(skill, shares(row[place] for row in group)) for place, skill in enumerate(SKILLS)]


def shares(scores: Iterable[float | None]) -> list[Share]:
    """The four levels in steps of 10%, or nothing for a group that is too small."""
    scored = [score for score in scores if score is not None]
    if len(scored) < SMALLEST_GROUP:
        return []
    counts = Counter(level_of(score) for score in scored)
    percents = _in_steps([counts[level] for level in LEVELS])
    return [Share(level, percents[i], sum(percents[:i])) for i, level in enumerate(LEVELS)]


def _in_steps(counts: Sequence[int]) -> list[int]:
    """Largest remainders: multiples of STEP that sum to 100."""
    exact = [count * (100 / STEP) / sum(counts) for count in counts]
    steps = [int(value) for value in exact]
    by_remainder = sorted(range(len(counts)), key=lambda i: (steps[i] - exact[i], i))
    for place in by_remainder[: 100 // STEP - sum(steps)]:
        steps[place] += 1
    return [step * STEP for step in steps]
