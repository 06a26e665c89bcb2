"""The class table: who is in it, filtered and sorted in Python because names are sealed, one page at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments import statements
from assessments.models import Assessment, LatestAssessment
from assessments.pages import skills
from assessments.pages.changes import since_first
from assessments.pages.clock import Clock
from mlcore import change
from mlcore.schema import SKILLS, Skill
from students.models import Enrollment, Student
from students.names import fold
from students.search import names_for
from students.tenancy import now_in

ROWS_ON_A_PAGE = 100


@dataclass(frozen=True)
class Asked:
    """What the reader asked of the table. Sorting is by name, grade or date; never by score."""

    q: str = ""
    grade: str = ""
    classroom: str = ""
    show: str = ""
    sort: str = "name"
    page: str = "1"

    SORTS = ("name", "grade", "assessed")
    SHOWS = ("", "changed", "evidence")

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        asked = {name: query.get(name, "").strip()[:80] for name in ("q", "grade", "classroom", "page")}
        sort, show = query.get("sort", "name"), query.get("show", "")
        return cls(
            **{**asked, "page": asked["page"] or "1"},
            sort=sort if sort in cls.SORTS else "name",
            show=show if show in cls.SHOWS else "",
        )

    def query(self, **changed) -> str:
        """This request with something changed, as a query string: a real address for every filter."""
        values = {
            name: getattr(self, name) for name in ("q", "grade", "classroom", "show", "sort") if getattr(self, name)
        }
        values.update({name: value for name, value in changed.items() if value is not None})
        if values.get("sort") == "name":
            del values["sort"]
        kept = QueryDict(mutable=True)
        kept.update({name: value for name, value in values.items() if value})
        return f"?{kept.urlencode()}" if kept else "?"

    by_name = property(lambda self: self.query(sort="name"))
    by_grade = property(lambda self: self.query(sort="grade"))
    by_date = property(lambda self: self.query(sort="assessed"))

    @property
    def for_pages(self) -> str:
        """What links to other pages keep, ready to be followed by page=2."""
        kept = self.query().removeprefix("?")
        return f"{kept}&" if kept else ""


@dataclass(frozen=True)
class Row:
    student: Student
    name: str
    cells: list[skills.SkillRow] = field(default_factory=list)
    assessed: str = ""  # Today, Yesterday, 12 Nov; empty before the first assessment
    assessing: bool = False
    class_name: str = ""

    @property
    def changed(self) -> list[skills.SkillRow]:
        """The skills that rose or fell by more than their errors."""
        return [cell for cell in self.cells if cell.change and cell.change.verdict != change.NONE]

    @property
    def contested(self) -> list[skills.SkillRow]:
        """The skills about whose score the family says something."""
        return [cell for cell in self.cells if cell.statements]


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """A question to the table with its few answers; ``chosen`` is the value in force."""

    name: str
    label: str
    chosen: str
    choices: list[Choice]


@dataclass(frozen=True)
class Member:
    """One student of the table before its scores are fetched."""

    student: Student
    class_names: tuple[str, ...]
    assessed_at: datetime | None
    lacks_evidence: bool
    latest_id: object
    first_ids: tuple  # of the first assessments that score each skill; one for all skills, as a rule

    @property
    def grade(self) -> int:
        return self.student.grade or 0


@dataclass(frozen=True)
class Roster:
    asked: Asked
    members: list[Member]  # everyone
    shown: list[Member]  # after filters
    page: Page
    rows: list[Row]

    @property
    def grades(self) -> list[int]:
        return sorted({m.grade for m in self.members if m.grade})

    @property
    def nobody_assessed(self) -> bool:
        return not any(member.latest_id for member in self.members)

    @property
    def filters(self) -> list[Filter]:
        """Those that have something to choose from."""
        grades = [Choice(str(n), _("Grade %(n)s") % {"n": n}) for n in self.grades]
        names = sorted({name for member in self.members for name in member.class_names})
        lacking = sum(member.lacks_evidence for member in self.members)
        shows = [Choice("changed", _("Changed"))]
        if lacking:
            shows.append(Choice("evidence", _("Needs evidence · %(n)s") % {"n": lacking}))
        found = [
            _filter("grade", _("Grade"), _("All"), self.asked.grade, grades, at_least=2),
            _filter(
                "classroom",
                _("Class"),
                _("All classes"),
                self.asked.classroom,
                [Choice(n, n) for n in names],
                at_least=2,
            ),
            _filter("show", _("Show"), _("Everyone"), self.asked.show, shows),
        ]
        return [one for one in found if one]


def _filter(name: str, label: str, every: str, chosen: str, choices: list[Choice], *, at_least: int = 1):
    return Filter(name, label, chosen, [Choice("", every), *choices]) if len(choices) >= at_least else None


def load(
    students: QuerySet, asked: Asked, clock: Clock, *, assessing: Iterable = (), with_class: bool = False
) -> Roster:
    """The table for these students: six queries, however many they are."""
    members = _members(students)
    shown = sorted((m for m in members if _wanted(m, asked)), key=_order(asked))
    if asked.show == "changed":
        everyone = _assessments(shown)
        shown = [m for m in shown if _row(m, everyone, clock).changed]
    page = Paginator(shown, ROWS_ON_A_PAGE).get_page(asked.page)
    assessments = _assessments(page)
    busy = set(assessing)
    said = statements.beside(found for m in page if (found := assessments.get(m.latest_id)))
    rows = [_row(m, assessments, clock, busy=busy, with_class=with_class, said=said) for m in page]
    return Roster(asked, members, shown, page, rows)


def _assessments(members: Iterable[Member]) -> dict:
    """The first and the latest assessment of each, in one query."""
    wanted = {pk for member in members for pk in (member.latest_id, *member.first_ids) if pk}
    return {one.pk: one for one in Assessment.objects.filter(pk__in=wanted)}


def _members(students: QuerySet) -> list[Member]:
    """Everyone with a readable name, with pointers to the latest assessment and the first ones."""
    latest = _latest(students)
    class_names = _class_names(students)
    named = names_for(students.annotate(**{f"_first_{skill}": _first_scored(skill) for skill in SKILLS}))
    return [_member(student, latest.get(student.pk), class_names.get(student.pk, ())) for student in named]


def _first_scored(skill: Skill) -> Subquery:
    scored = Assessment.objects.current().filter(student=OuterRef("pk"), **{f"{skill}__isnull": False})
    return Subquery(scored.order_by("window_end", "created_at").values("pk")[:1])


def _latest(students: QuerySet) -> dict:
    columns = ("student_id", "assessment_id", "assessment__created_at", *(f"assessment__{skill}" for skill in SKILLS))
    rows = LatestAssessment.objects.filter(student__in=students.values("pk")).values_list(*columns)
    return {row[0]: row[1:] for row in rows}


def _class_names(students: QuerySet) -> dict:
    names: dict = {}
    rows = Enrollment.objects.filter(now_in(""), student__in=students.values("pk"))
    for student, name in rows.values_list("student_id", "classroom__name").order_by("classroom__name"):
        names[student] = (*names.get(student, ()), name)
    return names


def _member(student: Student, latest: tuple | None, class_names: tuple[str, ...]) -> Member:
    pk, created_at, *scores = latest or (None, None)
    firsts = {getattr(student, f"_first_{skill}") for skill in SKILLS} - {None, pk}
    return Member(student, class_names, created_at, bool(pk) and None in scores, pk, tuple(firsts))


def _wanted(member: Member, asked: Asked) -> bool:
    return (
        all(part in fold(member.student.name) for part in fold(asked.q).split())
        and asked.grade in ("", str(member.grade))
        and (not asked.classroom or asked.classroom in member.class_names)
        and (asked.show != "evidence" or member.lacks_evidence)
    )


def _order(asked: Asked):
    def by_grade(member: Member):
        return (member.grade, member.student.sort_key)

    def by_date(member: Member):
        assessed = -member.assessed_at.timestamp() if member.assessed_at else float("inf")
        return (assessed, member.student.sort_key)

    return {"grade": by_grade, "assessed": by_date}.get(asked.sort, lambda member: member.student.sort_key)


def _row(
    member: Member,
    assessments: Mapping,
    clock: Clock,
    *,
    busy: frozenset | set = frozenset(),
    with_class: bool = False,
    said: Mapping = MappingProxyType({}),
) -> Row:
    latest = assessments.get(member.latest_id)
    scores = latest.scores if latest else {}
    firsts = sorted((assessments[pk] for pk in member.first_ids), key=lambda one: (one.window_end, one.created_at))
    changes = since_first([one.scores for one in firsts], scores)
    return Row(
        student=member.student,
        name=member.student.name,
        cells=skills.rows(scores, changes, {}, said.get(member.latest_id, {})),
        assessed=clock.near(latest.created_at) if latest else "",
        assessing=member.student.pk in busy,
        class_name=", ".join(member.class_names) if with_class else "",
    )
