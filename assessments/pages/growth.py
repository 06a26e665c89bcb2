"""One skill over time: the student's line with its interval, the class's average, and the verdict in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.pages import labels
from assessments.pages.clock import Clock
from mlcore import change
from mlcore.results import SCORED, SkillScore
from mlcore.schema import LEVEL_CUTS, Skill

NEEDED_FOR_AVERAGE = 10  # others with a score, so that no single one shows through
SAME_OCCASION = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """The student's score at the end of one window."""

    day: date
    day_label: str
    score: SkillScore
    average: float | None  # of at least NEEDED_FOR_AVERAGE others


@dataclass(frozen=True)
class OtherScore:
    """A classmate's score in a window that ended on ``day``; whose it is matters only for counting heads."""

    student: object
    day: date
    score: float


@dataclass(frozen=True)
class Growth:
    skill: Skill
    first_name: str
    points: list[Point]

    @property
    def label(self) -> str:
        return labels.SKILLS[self.skill]

    @property
    def enough_for_a_line(self) -> bool:
        return len(self.points) > 1

    @property
    def has_average(self) -> bool:
        return sum(point.average is not None for point in self.points) > 1

    @property
    def change(self) -> change.Change | None:
        return change.verdict(self.points[0].score, self.points[-1].score) if self.enough_for_a_line else None

    @property
    def since(self) -> str:
        return self.points[0].day_label

    @property
    def verdict(self) -> str:
        """The sentence beside the verdict: a number only beside the threshold it passed."""
        found = self.change
        if found is None:
            return ""
        values = {"size": f"{abs(found.delta):.2f}", "day": self.since, "threshold": f"{found.threshold:.2f}"}
        return _VERDICTS[found.verdict] % values

    @property
    def class_moved(self) -> str:
        """What the class average did between the first and the last point that have one."""
        shown = [point.average for point in self.points if point.average is not None]
        if not self.has_average:
            return ""
        moved = shown[-1] - shown[0]
        if abs(moved) < 0.005:
            return _("The class average stayed where it was.")
        direction = _("rose") if moved > 0 else _("came down")
        return _("The class average %(direction)s %(size)s over the same weeks.") % {
            "direction": direction,
            "size": f"{abs(moved):.2f}",
        }

    @property
    def needed(self) -> str:
        """How many responses would make a change of one level visible."""
        last = self.points[-1].score
        if last.standard_error is None or not last.readings:
            return ""
        count = change.responses_for_one_level(last.standard_error / change.error_factor(last.readings))
        if count is None:
            return _("A change of one level is smaller than this skill's error, however many responses are read.")
        return ngettext(
            "With one response on each side, a change of one level becomes visible.",
            "With %(count)s responses on each side, a change of one level becomes visible.",
            count,
        ) % {"count": count}

    @property
    def chart(self) -> dict:
        """What look.trend_chart draws, and the table behind it."""
        chart = {
            "skill": str(self.label),
            "student": self.first_name,
            "cuts": list(LEVEL_CUTS),
            "levels": [str(label) for label in labels.LEVELS.values()],
            "points": [_plain(point) for point in self.points],
        }
        if self.has_average:
            chart["average"] = [
                {"date": point.day.isoformat(), "score": round(point.average, 4)}
                for point in self.points
                if point.average is not None
            ]
        return chart


def _plain(point: Point) -> dict:
    score = point.score
    numbers = {"score": score.score, "low": score.low, "high": score.high}
    return {"date": point.day.isoformat(), **{name: round(value, 4) for name, value in numbers.items()}}


_VERDICTS = {
    change.RISE: gettext_lazy(
        "Up %(size)s since %(day)s. Anything above %(threshold)s is more than the model's own error would explain."
    ),
    change.FALL: gettext_lazy(
        "Down %(size)s since %(day)s. Anything above %(threshold)s is more than the model's own error would explain."
    ),
    change.NONE: gettext_lazy(
        "The difference since %(day)s is smaller than %(threshold)s, so the model's own error could explain it."
    ),
}


def growth(
    skill: Skill,
    history: Iterable[tuple[date, Mapping[Skill, SkillScore]]],
    others: Sequence[OtherScore],
    clock: Clock,
    *,
    first_name: str,
) -> Growth:
    """``history`` is (last day of the window, scores), oldest first; windows without a score are left out."""
    scored = [(day, scores[skill]) for day, scores in history if skill in scores and scores[skill].status == SCORED]
    points = [Point(day, clock.day(day), score, class_average(day, others)) for day, score in scored]
    return Growth(skill, first_name, points)


def class_average(day: date, others: Iterable[OtherScore]) -> float | None:
    """The mean of the others' scores of the same occasion, one per student (the nearest in time), or None
    when fewer than NEEDED_FOR_AVERAGE have one."""
    nearest: dict[object, OtherScore] = {}
    for other in others:
        if abs(other.day - day) > SAME_OCCASION:
            continue
        known = nearest.get(other.student)
        if known is None or abs(other.day - day) < abs(known.day - day):
            nearest[other.student] = other
    if len(nearest) < NEEDED_FOR_AVERAGE:
        return None
    return sum(other.score for other in nearest.values()) / len(nearest)
