"""The product's main path in rows: responses in, readings, assessments, feedback out.

Words stand in ``Response`` and ``GameSession`` only, sealed under the student's key. Everything
else points to them by id and offset.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.alerts import Alert
from assessments.bulk.rows import BulkImport, FileJob
from assessments.details import from_json
from assessments.discussions import Discussion, Turn
from assessments.released import Release, Statement
from config.jobs import Job
from mlcore.results import SkillScore
from mlcore.schema import SKILLS, Skill
from privacy import crypto
from privacy.fields import EncryptedTextField
from students.models import Classroom, Student, User
from students.tenancy import Identified, SchoolScoped


class Prompt(SchoolScoped):
    """The question or task a student answered."""

    text = models.TextField(max_length=2000)
    token = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "token"], name="one_prompt_per_text")]

    def __str__(self):
        return self.text[:80]

    @staticmethod
    def digest(text: str) -> str:
        return crypto.digest("prompt", " ".join(text.split()))


class StudentOwned(SchoolScoped):
    """A row of one student; ``access_path`` is how the rights table finds the student."""

    access_path = "student"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Response(StudentOwned):
    """What one student wrote or said to one prompt."""

    class Mode(models.TextChoices):
        WRITTEN = "written", _("written")
        SPOKEN = "spoken", _("spoken")

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, null=True, related_name="responses")
    written_on = models.DateField()
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.WRITTEN)
    grade = models.PositiveSmallIntegerField(null=True)
    original = EncryptedTextField(subject="student_id", null=True)
    deidentified = EncryptedTextField(subject="student_id", null=True)  # made once; offsets refer to it
    deidentifier_version = models.CharField(max_length=20, blank=True)
    token = models.CharField(max_length=64)  # keyed digest of prompt, date and words: the same file adds nothing twice
    received_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=80)  # an audit actor
    upload = models.UUIDField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    assessment = models.ForeignKey(
        "Assessment", on_delete=models.SET_NULL, null=True, related_name="responses"
    )  # the current assessment that reads it

    class Meta:
        ordering = ["written_on", "received_at", "id"]
        indexes = [models.Index(fields=["school", "student", "written_on"])]
        constraints = [models.UniqueConstraint(fields=["school", "student", "token"], name="one_response_per_text")]

    def __str__(self):
        return f"response {self.pk}"

    @property
    def day(self) -> date:
        return self.written_on


class Aliases(SchoolScoped):
    """Which placeholder stands for whom in one student's texts, so that "classmate A" stays the same person."""

    access_path = "student"

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="aliases")
    mapping = EncryptedTextField(subject="student_id")  # JSON

    def __str__(self):
        return f"aliases of {self.student_id}"


class GameSession(StudentOwned):
    """One student's run of a game or task: a stream of telemetry events. It joins the response it names or whose
    prompt is its task, or else gives a reading of its own."""

    response = models.ForeignKey(Response, on_delete=models.SET_NULL, null=True, related_name="game_sessions")
    task = models.CharField(max_length=120, blank=True)  # what the page calls it
    started_at = models.DateTimeField()
    played_on = models.DateField()  # the school's own day of started_at
    payload = EncryptedTextField(subject="student_id", null=True)  # JSON list of events (assessments.telemetry.payload)
    simulated = models.BooleanField(default=False)
    token = models.CharField(max_length=64)  # keyed digest of when and what happened: the same run adds nothing twice
    received_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=80)  # an audit actor
    run = models.CharField(max_length=64, blank=True)  # keyed digest of its id at the sender: a longer copy replaces it
    upload = models.UUIDField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    assessment = models.ForeignKey(
        "Assessment", on_delete=models.SET_NULL, null=True, related_name="game_sessions"
    )  # the current assessment that reads it, by itself or with its response

    class Meta:
        ordering = ["started_at", "id"]
        indexes = [models.Index(fields=["school", "student", "started_at"])]
        constraints = [models.UniqueConstraint(fields=["school", "student", "token"], name="one_game_session_per_run")]

    def __str__(self):
        return f"game session {self.pk}"

    @property
    def day(self) -> date:
        return self.played_on


class StoredReading(StudentOwned):
    """What one model version makes of one response, with the telemetry that joined it, or of one game session
    alone, as numbers that outlive the words. New telemetry is a new row; older assessments replay from the older."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, null=True, related_name="readings")
    game_session = models.ForeignKey(GameSession, on_delete=models.CASCADE, null=True, related_name="readings")
    moves = models.CharField(max_length=64, blank=True)  # digest of the game sessions that joined the response
    model_version = models.CharField(max_length=40)
    detail = models.JSONField()  # mlcore.read.to_json
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "model_version", "moves"], name="one_reading_per_model"),
            models.UniqueConstraint(fields=["game_session", "model_version"], name="one_session_reading_per_model"),
            models.CheckConstraint(
                condition=Q(response__isnull=False, game_session__isnull=True)
                | Q(response__isnull=True, game_session__isnull=False),
                name="a_reading_is_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"reading of {self.response_id or self.game_session_id}"


class AssessmentSet(models.QuerySet):
    def current(self):
        """Not superseded by a later row, and shown (not shadow)."""
        return self.filter(superseded_by__isnull=True, role=Assessment.Role.SHOWN)


class Assessment(StudentOwned):
    """One immutable combination of a student's readings over a window. A database trigger refuses updates;
    a correction is a new row that supersedes."""

    class Role(models.TextChoices):
        SHOWN = "shown"
        SHADOW = "shadow"

    window_start = models.DateField()
    window_end = models.DateField()
    grade = models.PositiveSmallIntegerField(null=True)  # for rollups, never for access
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.SHOWN)
    empathy = models.FloatField(null=True)
    problem_solving = models.FloatField(null=True)
    self_regulation = models.FloatField(null=True)
    resilience = models.FloatField(null=True)
    response_ids = models.JSONField()  # the responses it combines, in the order written
    sessions = models.JSONField(default=dict)  # the game sessions: id -> the response it joined, or "" for none
    details = models.JSONField()  # per skill, see assessments/details.py; response ids and offsets, no words
    model_version = models.CharField(max_length=40)
    schema_hash = models.CharField(max_length=64)
    deidentifier_version = models.CharField(max_length=20)
    weights_version = models.ForeignKey("fusion.WeightsVersion", on_delete=models.PROTECT, null=True, related_name="+")
    inputs_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64)
    supersedes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="superseded_by"
    )  # CASCADE: SET_NULL would be an update, which the trigger refuses
    created_at = models.DateTimeField(default=timezone.now)

    objects = AssessmentSet.as_manager()

    class Meta:
        ordering = ["window_end", "created_at"]
        indexes = [models.Index(fields=["school", "student", "window_end"])]

    def __str__(self):
        return f"assessment {self.pk}"

    @property
    def scores(self) -> dict[Skill, SkillScore]:
        return from_json(self.details)


assert all(hasattr(Assessment, skill) for skill in SKILLS)  # noqa: S101  (a new skill needs its column)


class LatestAssessment(SchoolScoped):
    """The one a page opens with: the current assessment of the student's last window."""

    access_path = "student"

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="latest")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"latest of {self.student_id}"


class Feedback(StudentOwned):
    """Growth text as claims (template id, slots, evidence ids); quotes are filled in when shown."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="feedback")
    writer = models.CharField(max_length=40)  # "offline-1", or a model's name
    claims = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "writer"], name="one_feedback_per_writer")]

    def __str__(self):
        return f"feedback on {self.assessment_id}"


class AssessmentJob(Job, StudentOwned):
    """Assess one student's responses that no assessment covers yet. ``batch`` groups what was asked for together."""

    batch = models.UUIDField(default=uuid.uuid4)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, null=True, related_name="+")
    asked_by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["school", "student", "state"]),
            models.Index(fields=["batch"]),
            models.Index(
                fields=["state", "lease_until"], name="outstanding_jobs", condition=Q(state__in=["queued", "running"])
            ),
        ]

    def __str__(self):
        return f"job {self.pk} ({self.state})"


class FeedbackJob(Job, StudentOwned):
    """Have an outside writer choose what is said of one assessment. Until it is done, and if it fails, the offline
    writer's feedback stands."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "lease_until"], name="writing_to_do", condition=Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self):
        return f"feedback job {self.pk} ({self.state})"


class Upload(SchoolScoped):
    """A file awaiting confirmation, sealed under a key of its own; gone on confirm, cancel or
    after a day."""

    access_path = None  # seen by its uploader only

    class Kind(models.TextChoices):
        RESPONSES = "responses", _("responses")
        TRANSCRIPT = "transcript", _("transcript of a discussion")
        TELEMETRY = "telemetry", _("log of a game")

    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.RESPONSES)
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="+")
    content = EncryptedTextField(subject="id")
    file_name = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return f"upload {self.pk}"


__all__ = [
    "Alert",
    "Aliases",
    "Assessment",
    "AssessmentJob",
    "BulkImport",
    "Discussion",
    "Feedback",
    "FeedbackJob",
    "FileJob",
    "GameSession",
    "Identified",
    "LatestAssessment",
    "Prompt",
    "Release",
    "Response",
    "Statement",
    "StoredReading",
    "Turn",
    "Upload",
]
