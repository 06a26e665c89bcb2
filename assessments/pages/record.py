"""Everything the student page shows, fetched in a number of queries that does not grow with the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from assessments import releases, statements
from assessments.models import (
    Assessment,
    Feedback,
    GameSession,
    LatestAssessment,
    Release,
    Response,
    StoredReading,
)
from assessments.pages import moves, work
from assessments.pages.changes import since_first
from assessments.pages.clock import Clock
from assessments.pages.evidence import Counted
from assessments.pages.growth import SAME_OCCASION, OtherScore
from assessments.pages.spoken import said_of
from assessments.telemetry import joining
from assessments.withholding import waiting_of
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
    sessions: list[GameSession]  # also those a longer copy took the place of
    feedback: Feedback | None
    work: work.Work
    set_aside: int = 0  # responses that wait for a person to read them first
    said: dict = field(default_factory=dict)  # by response: where it stood in a discussion
    statements: dict = field(default_factory=dict)  # by skill: what the family says about its latest score
    release: Release | None = None  # what the family reads, if anything
    scores: dict[Skill, SkillScore] = field(default_factory=dict)

    @property
    def shared_is_latest(self) -> bool:
        """Whether the family reads what this page shows, and not something earlier."""
        return bool(self.release and self.latest and self.release.assessment_id == self.latest.pk)

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
    def sessions_for_latest(self) -> list[GameSession]:
        """The game sessions that the scores on this page rest on, oldest first."""
        named = self.latest.sessions if self.latest else {}
        return [one for one in self.sessions if str(one.pk) in named]

    @property
    def simulated(self) -> bool:
        """Whether a simulated session has a part in the scores on this page."""
        return any(session.simulated for session in self.sessions_for_latest)

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
        sessions=list(GameSession.objects.filter(student=student)),
        feedback=Feedback.objects.filter(assessment=latest).order_by("-created_at").first() if latest else None,
        work=work.of(Student.objects.filter(pk=student.pk)),
        set_aside=waiting_of(student),
        said=said_of(responses, teacher) if any(one.mode == Response.Mode.SPOKEN for one in responses) else {},
        statements=statements.beside([latest])[latest.pk] if latest else {},
        release=releases.standing([student]).first(),
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
    behind = _sessions_behind(record)
    readings = _readings(record, behind)
    told = {key: moves.of(behind.get(key, []), readings[key], score, clock) for key, _ in wanted if key in readings}
    return {
        (key, feature): _counted(readings[key], behind.get(key, []), feature, clock, told[key])
        for key, feature in wanted
        if key in readings and feature in INDEX
    }


def _sessions_behind(record: Record) -> dict[str, list[GameSession]]:
    """The game sessions behind each part of the latest assessment, by the part's id."""
    by_pk = {str(session.pk): session for session in record.sessions}
    behind: dict[str, list[GameSession]] = {}
    for session, response in record.latest.sessions.items():
        if session in by_pk:
            behind.setdefault(response or session, []).append(by_pk[session])
    return {key: sorted(found, key=lambda one: (one.started_at, one.pk)) for key, found in behind.items()}


def _latest(student: Student) -> Assessment | None:
    pointer = LatestAssessment.objects.filter(student=student).select_related("assessment").first()
    return pointer.assessment if pointer else None


def _readings(record: Record, behind: Mapping[str, list[GameSession]]) -> dict:
    """What was read of each part with telemetry: of a response, the reading with just this telemetry."""
    alone = {key for key, sessions in behind.items() if key == str(sessions[0].pk)}
    digests = {key: "" if key in alone else joining.digest_of(sessions) for key, sessions in behind.items()}
    rows = StoredReading.objects.filter(student=record.student, model_version=record.latest.model_version)
    rows = rows.filter(Q(response__in=set(behind) - alone) | Q(game_session__in=alone))
    keyed = ((str(row.response_id or row.game_session_id), row) for row in rows)
    return {key: reading_from_json(row.detail) for key, row in keyed if row.moves == digests[key]}


def _counted(reading, sessions: list[GameSession], feature: str, clock: Clock, told: moves.Moves | None) -> Counted:
    value = reading.features[INDEX[feature]]
    where = "; ".join(moves.where(session, clock) for session in sessions)
    return Counted(where, value, any(session.simulated for session in sessions), told)
