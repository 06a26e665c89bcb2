"""The scores of one class as a file, for a teacher of it: OneRoster 1.2 gradebook files, or one CSV.

The numbers are formative: a score of 0 to 1 on the codebook's scale, with the interval that holds the rating about
4 times in 5. Not enough evidence is a status, never a number. The category weighs nothing, so that a gradebook
that takes the file in does not count it. Whoever a family has kept from other programs goes out without a score.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from assessments import statements
from assessments.models import Assessment, LatestAssessment
from mlcore.results import SCORED, SkillScore
from mlcore.schema import SKILLS, Skill
from privacy import audit, consent, keys
from students import access
from students.access import Right
from students.models import Classroom, Student
from students.roster import export
from students.roster.export import Held, Made, as_csv

FORMATS = ("oneroster", "csv")
MEANING = "Formative reading of the student's own words on a scale from 0 to 1, with an 80% interval. Not a grade."
FAMILY_SAYS = "Statement of the family"
CATEGORY = "Sightline, formative (not a grade)"
LINE_ITEMS = (
    "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,"
    "gradingPeriodSourcedId,resultValueMin,resultValueMax,schoolSourcedId"
)
RESULTS = (
    "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,"
    "classSourcedId,inProgress,incomplete,late,missing"
)
HEADERS = {
    **export.HEADERS,
    "categories": "sourcedId,status,dateLastModified,title,weight",
    "lineItems": LINE_ITEMS,
    "results": RESULTS,
}
NOT_ENOUGH, NOT_ASSESSED, NOT_SHARED = "not enough evidence yet", "not assessed yet", "not shared"
SCORED_STATUS = "scored"


@dataclass(frozen=True)
class Line:
    """One student and skill: a status always, numbers only with status ``scored``."""

    student: Student
    skill: Skill
    status: str
    score: SkillScore | None = None
    on: date | None = None
    statement: str = ""  # what the family says about it

    @property
    def level(self) -> str:
        return self.score.level.value.capitalize() if self.score else ""

    @property
    def comment(self) -> str:
        said = f" {FAMILY_SAYS}: {self.statement}" if self.statement else ""
        if self.score is None:
            return f"{self.status.capitalize()}. {MEANING}{said}"
        return f"{self.level}; likely {self.score.low:.2f} to {self.score.high:.2f}. {MEANING}{said}"


def scores(classroom: Classroom, *, kind: str, by) -> Made:
    """The current scores of those ``by`` may see in this class today. The caller has checked the class."""
    with keys.keyring(), transaction.atomic():
        held = Held(classroom.school, Classroom.objects.filter(pk=classroom.pk))
        seen = access.visible(by, Student, Right.RECORD).filter(pk__in=held.subjects)
        held.only(set(seen.values_list("pk", flat=True)))
        lines = _lines(held)
        made = _as_oneroster(held, classroom, lines) if kind == "oneroster" else _as_table(held, classroom, lines)
        subjects = [student.pk for student in held.students]
        audit.record(
            "scores.export",
            by=by,
            school=classroom.school_id,
            subjects=subjects,
            obj=classroom,
            format=kind,
            students=len(subjects),
        )
    return made


def _lines(held: Held) -> list[Line]:
    latest = LatestAssessment.objects.filter(student__in=held.subjects).select_related("assessment")
    assessments = {row.student_id: row.assessment for row in latest}
    said = statements.beside(assessments.values())
    kept_back = consent.refused(held.subjects, consent.Purpose.SHARE, school=held.school.pk)
    return [
        Line(student, skill, NOT_SHARED)
        if student.pk in kept_back
        else _line(student, skill, assessments.get(student.pk), said)
        for student in held.students
        for skill in SKILLS
    ]


def _line(student: Student, skill: Skill, assessment: Assessment | None, said: statements.Beside) -> Line:
    if assessment is None:
        return Line(student, skill, NOT_ASSESSED)
    score = assessment.scores.get(skill)
    words = " / ".join(one.words for one in said[assessment.pk].get(skill.value, []))
    if score is None or score.status != SCORED:
        return Line(student, skill, NOT_ENOUGH, on=assessment.window_end, statement=words)
    return Line(student, skill, SCORED_STATUS, score, assessment.window_end, words)


# --- one CSV --------------------------------------------------------------------------------------


def _as_table(held: Held, classroom: Classroom, lines: Iterable[Line]) -> Made:
    header = ["student_id", "last_name", "first_name", "grade", "class", "assessed_on"]
    for skill in SKILLS:
        header += [f"{skill.value}_{what}" for what in ("status", "level", "score", "low", "high", "family_statement")]
    rows: dict[uuid.UUID, list] = {}
    for line in lines:
        student = line.student
        start = [held.number_of(student), student.last_name, student.first_name, student.grade, classroom.name, line.on]
        rows.setdefault(student.pk, start).extend([line.status, line.level, *_numbers(line.score), line.statement])
    content = as_csv([*header, "meaning"], ([*row, MEANING] for row in rows.values()))
    return Made(content, f"scores-{held.today.isoformat()}.csv", "text/csv; charset=utf-8")


def _numbers(score: SkillScore | None) -> tuple[str, ...]:
    return tuple(f"{value:.2f}" for value in (score.score, score.low, score.high)) if score else ("", "", "")


# --- OneRoster gradebook --------------------------------------------------------------------------


def _as_oneroster(held: Held, classroom: Classroom, lines: list[Line]) -> Made:
    """With the roster files its ids refer to; everything as delta, so that no reader takes a class for a school."""
    tables = export.tables_of(held, families=False)
    category = str(uuid.uuid5(held.school.pk, "category"))
    tables["categories"] = [{"sourcedId": category, "title": CATEGORY, "weight": 0}]
    tables["lineItems"] = [_line_item(held, classroom, skill, category, lines) for skill in SKILLS]
    tables["results"] = [_result(held, classroom, line) for line in lines]
    content = export.zipped(tables, dict.fromkeys(tables, "delta"), HEADERS)
    return Made(content, f"scores-oneroster-{held.today.isoformat()}.zip", "application/zip")


def _line_item(held: Held, classroom: Classroom, skill: Skill, category: str, lines: Iterable[Line]) -> dict:
    days = [line.on for line in lines if line.on]
    return {
        "sourcedId": _item_id(classroom, skill),
        "title": f"{_title(skill)} (formative)",
        "description": MEANING,
        "assignDate": min(days, default=held.today),
        "dueDate": max(days, default=held.today),
        "classSourcedId": held.id_of(classroom.pk),
        "categorySourcedId": category,
        "gradingPeriodSourcedId": held.id_of(classroom.term_id),
        "resultValueMin": 0,
        "resultValueMax": 1,
        "schoolSourcedId": held.id_of(held.school.pk),
    }


def _result(held: Held, classroom: Classroom, line: Line) -> dict:
    return {
        "sourcedId": str(uuid.uuid5(line.student.pk, _item_id(classroom, line.skill))),
        "lineItemSourcedId": _item_id(classroom, line.skill),
        "studentSourcedId": held.id_of(line.student.pk),
        "scoreStatus": "fully graded" if line.score else "exempt",
        "score": f"{line.score.score:.2f}" if line.score else None,
        "scoreDate": line.on or held.today,
        "comment": line.comment,
        "classSourcedId": held.id_of(classroom.pk),
        "inProgress": "false",
        "incomplete": "false",
        "late": "false",
        "missing": "false",
    }


def _item_id(classroom: Classroom, skill: Skill) -> str:
    return str(uuid.uuid5(classroom.pk, skill.value))


def _title(skill: Skill) -> str:
    return skill.value.replace("_", "-").capitalize()
