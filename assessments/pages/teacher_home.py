"""The teacher's first page: what is worth attention, what happened lately, and the classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Count, Max, Min
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Assessment, AssessmentJob, LatestAssessment
from assessments.pages import classes, labels, work
from assessments.pages.changes import since_first
from assessments.pages.classes import ClassLine
from assessments.pages.clock import Clock
from mlcore import change
from mlcore.schema import SKILLS, Skill
from privacy import audit
from students import access
from students.models import Student

LATELY = timedelta(days=7)
HAPPENED = timedelta(days=21)
MOST_ACTIVITY = 6


@dataclass(frozen=True)
class Attention:
    """One line of what is worth attention: a count, what it counts, and where to go."""

    count: int
    title: str
    detail: str
    action: str
    url: str


@dataclass(frozen=True)
class Happened:
    moment: datetime
    when: str
    text: str
    place: str = ""  # a class's name, linked
    url: str = ""


@dataclass(frozen=True)
class TeacherHome:
    attention: list[Attention]
    recently: list[Happened]
    classes: list[ClassLine]


def load(teacher, clock: Clock) -> TeacherHome:
    lines = classes.lines(teacher, clock)
    students = access.visible(teacher, Student)
    found = [
        _newly_assessed(lines, clock),
        _unfinished(work.of(students, now=clock.now), lines),
        _reliable_changes(students, clock),
        _lacking(lines),
        _without_responses(lines),
    ]
    happened = [*_finished_work(students, lines, clock), *_own_acts(teacher, clock)]
    recently = sorted(happened, key=lambda one: one.moment, reverse=True)[:MOST_ACTIVITY]
    return TeacherHome([one for one in found if one], recently, lines)


def _newly_assessed(lines: Sequence[ClassLine], clock: Clock) -> Attention | None:
    concerned = [line for line in lines if _fresh(line, clock.now - LATELY)]
    if not concerned:
        return None
    count = len({student for line in concerned for student in _fresh(line, clock.now - LATELY)})
    newest = max(s.assessed_at for line in concerned for s in line.standings if s.assessed_at)
    return Attention(
        count,
        ngettext("Student assessed in the last 7 days", "Students assessed in the last 7 days", count),
        _("%(classes)s · latest %(when)s") % {"classes": _names(concerned), "when": clock.within(newest)},
        _("Look"),
        _page_of(concerned) + "?sort=assessed",
    )


def _fresh(line: ClassLine, since: datetime) -> set:
    return {one.student for one in line.standings if one.assessed_at and one.assessed_at > since}


def _lacking(lines: Sequence[ClassLine]) -> Attention | None:
    lacking = {one.student for line in lines for one in line.standings if one.lacks_evidence}
    if not lacking:
        return None
    concerned = [line for line in lines if line.lacking]
    return Attention(
        len(lacking),
        ngettext("Student needs a little more evidence", "Students need a little more evidence", len(lacking)),
        _("At least one skill does not show yet. Each student's page names a prompt that usually shows it."),
        _("See who"),
        _page_of(concerned) + "?show=evidence",
    )


def _without_responses(lines: Sequence[ClassLine]) -> Attention | None:
    waiting = {one.student for line in lines for one in line.standings if one.assessed_at is None}
    concerned = [line for line in lines if any(one.assessed_at is None for one in line.standings)]
    if not waiting:
        return None
    return Attention(
        len(waiting),
        ngettext("Student without an assessment", "Students without an assessment", len(waiting)),
        _("%(classes)s · a first response of about 50 words is a start") % {"classes": _names(concerned)},
        _("Collect"),
        reverse("collect"),
    )


def _unfinished(standing: work.Work, lines: Sequence[ClassLine]) -> Attention | None:
    if standing.outstanding or not standing.unreached:
        return None
    return Attention(
        standing.unreached,
        ngettext("Student was not assessed", "Students were not assessed", standing.unreached),
        " ".join(standing.details),
        _("Look"),
        _page_of(lines),
    )


def _reliable_changes(students, clock: Clock) -> Attention | None:
    """Among those assessed lately: rises and falls beyond their errors since the first score."""
    found = _verdicts(students, clock)
    if not found:
        return None
    count = sum(found.values())
    return Attention(
        count,
        ngettext("Reliable change since the first score", "Reliable changes since the first score", count),
        _said(found),
        _("Look"),
        reverse("class_list") + "?show=changed",
    )


def _verdicts(students, clock: Clock) -> dict[tuple[str, Skill], int]:
    lately = LatestAssessment.objects.filter(
        student__in=students.values("pk"), assessment__created_at__gt=clock.now - LATELY
    ).select_related("assessment")
    latest = {row.student_id: row.assessment for row in lately}
    counts: dict[tuple[str, Skill], int] = {}
    for student, earlier in _earlier(latest).items():
        for skill, found in since_first(earlier, latest[student].scores).items():
            if found.verdict != change.NONE:
                counts[found.verdict, skill] = counts.get((found.verdict, skill), 0) + 1
    return counts


def _earlier(latest: dict) -> dict[object, list]:
    """The scores of each student's other current assessments, oldest first."""
    earlier: dict[object, list] = {}
    for one in Assessment.objects.current().filter(student__in=list(latest)).order_by("window_end", "created_at"):
        if one != latest[one.student_id]:
            earlier.setdefault(one.student_id, []).append(one.scores)
    return earlier


_MOVED = {change.RISE: gettext_lazy("%(n)s up in %(skill)s"), change.FALL: gettext_lazy("%(n)s down in %(skill)s")}


def _said(counts: dict[tuple[str, Skill], int]) -> str:
    """Two up in self-regulation, one up in empathy."""
    parts = [
        _MOVED[verdict] % {"n": labels.spelled(counts[verdict, skill]), "skill": str(labels.SKILLS[skill]).lower()}
        for verdict in (change.RISE, change.FALL)
        for skill in SKILLS
        if (verdict, skill) in counts
    ]
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]


def _finished_work(students, lines: Sequence[ClassLine], clock: Clock) -> list[Happened]:
    """Work that came to an end, a line for each batch."""
    batches = (
        AssessmentJob.objects.filter(
            student__in=students.values("pk"),
            state=AssessmentJob.State.DONE,
            finished_at__gt=clock.now - HAPPENED,
        )
        .values("batch")
        .annotate(
            count=Count("pk"), last=Max("finished_at"), one=Min(Cast("student", CharField()))
        )  # PostgreSQL has no min(uuid)
        .order_by("-last")[:MOST_ACTIVITY]
    )
    return [_assessed(row, lines, clock) for row in batches]


def _assessed(row: dict, lines: Sequence[ClassLine], clock: Clock) -> Happened:
    home = next((line for line in lines if any(s.student == UUID(row["one"]) for s in line.standings)), None)
    text = ngettext("Assessed %(n)s student in", "Assessed %(n)s students in", row["count"]) % {"n": row["count"]}
    if home is None:
        return Happened(row["last"], clock.at(row["last"]), text.removesuffix(" in"))
    return Happened(row["last"], clock.at(row["last"]), text, home.classroom.name, _page_of([home]))


_ACTS = {
    "response.add": lambda n: ngettext("You added %(n)s response", "You added %(n)s responses", n),
    "upload.confirm": lambda n: ngettext(
        "You added %(n)s response from a file", "You added %(n)s responses from a file", n
    ),
    "job.retry": lambda n: ngettext("You tried %(n)s again", "You tried %(n)s again", n),
    "job.cancel": lambda n: ngettext("You stopped work on %(n)s", "You stopped work on %(n)s", n),
    "response.original": lambda n: _("You opened the original words of a response"),
}


def _own_acts(teacher, clock: Clock) -> list[Happened]:
    events = audit.AuditEvent.objects.filter(
        at__gt=clock.now - HAPPENED, actor=audit.actor(teacher), verb__in=list(_ACTS)
    ).order_by("-at")[:MOST_ACTIVITY]
    return [_act(event, clock) for event in events]


def _act(event: audit.AuditEvent, clock: Clock) -> Happened:
    count = event.detail.get("count", 1)
    return Happened(event.at, clock.at(event.at), _ACTS[event.verb](count) % {"n": count})


def _names(lines: Sequence[ClassLine]) -> str:
    return ", ".join(line.classroom.name for line in lines)


def _page_of(lines: Sequence[ClassLine]) -> str:
    """The class when it is one; else the list of classes."""
    if len(lines) == 1:
        return reverse("class_page", args=[lines[0].classroom.pk])
    return reverse("class_list")
