"""Everything the student page shows, fetched in a number of queries that does not grow with the record."""

from dataclasses import dataclass, field

from assessments.models import (
    Assessment,
    Feedback,
    GameSession,
    LatestAssessment,
    Response,
    StoredReading,
)
from assessments.pages import work
from assessments.pages.changes import since_first
from assessments.pages.clock import Clock
from assessments.pages.evidence import Counted
from assessments.pages.growth import SAME_OCCASION, OtherScore
from assessments.pages.spoken import said_of
from mlcore.read import from_json as reading_from_json
from mlcore.results import SkillScore
from mlcore.schema import INDEX, Skill
from privacy import keys
from students import access
from students.access import Right
from students.models import Classroom, Enrollment, Student
from students.tenancy import now_in


@dataclass
class Record:
    student: Student
    classroom: Classroom | None
    latest: Assessment | None
    history: list[Assessment]  # current ones, oldest first
    responses: list[Response]  # not set aside, newest first
    sessions: list[GameSession]
    feedback: Feedback | None
    work: work.Work
    said: dict = field(default_factory=dict)  # by response: where it stood in a discussion
    scores: dict[Skill, SkillScore] = field(default_factory=dict)

    @property
    def changes(self) -> dict:
        """Of each skill, since its first score."""
        earlier = [one.scores for one in self.history if one != self.latest]
        return since_first(earlier, self.scores)

    @property
    def read_for_latest(self) -> list[Response]:
        """The responses that the scores on this page rest on, newest first."""
        return [one for one in self.responses if self.latest and one.assessment_id == self.latest.pk]

    @property
    def responses_by_id(self) -> dict[str, Response]:
        return {str(response.pk): response for response in self.responses}


def load(student: Student, *, teacher) -> Record:
    keys.open_keys([student.pk])
    latest = _latest(student)
    responses = Response.objects.filter(student=student, set_aside_at__isnull=True).select_related("prompt")
    responses = list(responses.order_by("-written_on", "-received_at", "-id"))
    return Record(
        student=student,
        classroom=classroom_of(student, teacher=teacher),
        latest=latest,
        history=list(Assessment.objects.current().filter(student=student)),
        responses=responses,
        sessions=list(GameSession.objects.filter(student=student).defer("payload")),
        feedback=Feedback.objects.filter(assessment=latest).order_by("-created_at").first() if latest else None,
        work=work.of(Student.objects.filter(pk=student.pk)),
        said=said_of(responses, teacher) if any(one.mode == Response.Mode.SPOKEN for one in responses) else {},
        scores=latest.scores if latest else {},
    )


def classroom_of(student: Student, *, teacher) -> Classroom | None:
    """The class through which this teacher sees this student; by name when there are several."""
    taught = access.visible(teacher, Classroom, Right.CLASSROOM)
    enrolled = Enrollment.objects.filter(now_in(""), student=student)
    return taught.filter(pk__in=enrolled.values("classroom")).order_by("name").first()


def others_scores(record: Record, skill: Skill) -> list[OtherScore]:
    """Classmates' current scores in the weeks this record covers, for the class average."""
    if record.classroom is None or not record.history:
        return []
    enrolled = Enrollment.objects.filter(now_in(""), classroom=record.classroom).exclude(student=record.student)
    rows = (
        Assessment.objects.current()
        .filter(
            student__in=enrolled.values("student"),
            window_end__gte=record.history[0].window_end - SAME_OCCASION,
            window_end__lte=record.history[-1].window_end + SAME_OCCASION,
            **{f"{skill.value}__isnull": False},
        )
        .values_list("student_id", "window_end", skill.value)
    )
    return [OtherScore(*row) for row in rows]


def counted(record: Record, score: SkillScore | None, clock: Clock) -> dict[tuple[str, str], Counted]:
    """What telemetry counted, for the behavior among this score's evidence."""
    wanted = {(e.key, e.feature) for e in score.evidence if e.kind == "behavior" and e.key} if score else set()
    if not wanted:
        return {}
    readings = _readings(record, {key for key, _ in wanted})
    sessions = {str(session.response_id or session.pk): session for session in record.sessions}
    return {
        (key, feature): _counted(readings[key], sessions.get(key), feature, clock)
        for key, feature in wanted
        if key in readings and feature in INDEX
    }


def _latest(student: Student) -> Assessment | None:
    pointer = LatestAssessment.objects.filter(student=student).select_related("assessment").first()
    return pointer.assessment if pointer else None


def _readings(record: Record, ids: set[str]) -> dict:
    rows = StoredReading.objects.filter(
        student=record.student, response__in=ids, model_version=record.latest.model_version
    )
    return {str(row.response_id): reading_from_json(row.detail) for row in rows}


def _counted(reading, session: GameSession | None, feature: str, clock: Clock) -> Counted:
    value = reading.features[INDEX[feature]]
    if session is None:
        return Counted("", value)
    day = clock.day(clock.local(session.started_at).date())
    return Counted(f"{session.task}, {day}" if session.task else day, value, session.simulated)
