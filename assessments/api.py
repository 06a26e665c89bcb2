"""The thin API: the same verbs as the pages, for programs that hold a key."""

import uuid

from django.db import connections, transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import api_view, authentication_classes, permission_classes, throttle_classes
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.response import Response as Answer

from assessments import days, intake, pipeline, statements
from assessments.models import Assessment, AssessmentJob, Response
from assessments.models_in_use import models_in_use
from assessments.pages import simulated
from mlcore.schema import SKILLS
from privacy import audit, consent, root_key
from students import access
from students.access import Right
from students.models import Student
from students.routes import EVERYONE, declare, one, unaudited


class Problem(serializers.Serializer):
    detail = serializers.CharField(help_text="What is wrong and how to mend it.")


class NewText(serializers.Serializer):
    """One response of one student; ``today`` at the school stands in the context."""

    text = serializers.CharField(max_length=intake.MAX_CHARACTERS, trim_whitespace=False)
    prompt = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    written_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text=f"From {days.EARLIEST} to today at the student's school; today when it is left out.",
    )
    mode = serializers.ChoiceField(Response.Mode.choices, required=False, default=Response.Mode.WRITTEN)

    def validate_written_on(self, day):
        today = self.context["today"]
        try:
            return day and days.checked(day, today=today)
        except days.DayRefused as refused:
            mend = f"Send the day it was written, from {days.EARLIEST} to {today}, or leave it out for today."
            raise ValidationError(f"{refused} {mend}") from None


class EvidenceOut(serializers.Serializer):
    rank = serializers.IntegerField()
    kind = serializers.ChoiceField(["words", "behavior", "not_seen"])
    feature = serializers.CharField()
    source = serializers.CharField()
    contribution = serializers.FloatField()
    key = serializers.CharField(help_text="The response or game session it stands in; empty for what was not seen.")
    start = serializers.IntegerField(allow_null=True, help_text="Offset in the de-identified text.")
    end = serializers.IntegerField(allow_null=True)


class SkillOut(serializers.Serializer):
    skill = serializers.ChoiceField([skill.value for skill in SKILLS])
    status = serializers.ChoiceField(["scored", "not_enough_evidence"])
    score = serializers.FloatField(allow_null=True, help_text="0-1; ratings 1-4 stand at 0, 1/3, 2/3, 1.")
    low = serializers.FloatField(allow_null=True, help_text="80% interval.")
    high = serializers.FloatField(allow_null=True)
    level = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    confidence_parts = serializers.DictField(child=serializers.FloatField())
    sources = serializers.DictField(child=serializers.FloatField())
    shares = serializers.DictField(child=serializers.FloatField())
    readings = serializers.IntegerField()
    evidence = EvidenceOut(many=True)
    statements = serializers.ListField(
        child=serializers.CharField(), help_text="What the family says about this score; show it wherever you show it."
    )


class AssessmentOut(serializers.Serializer):
    id = serializers.UUIDField()
    student = serializers.UUIDField(source="student_id")
    window_start = serializers.DateField()
    window_end = serializers.DateField()
    model_version = serializers.CharField()
    weights_version = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    words_kept = serializers.SerializerMethodField(
        help_text="Whether the words behind it are still kept; scores outlive them (/privacy/retention/)."
    )
    simulated = serializers.SerializerMethodField(help_text="Whether a run that nobody played has a part in it.")
    skills = serializers.SerializerMethodField()

    def get_simulated(self, assessment) -> bool:
        return simulated.among(pk__in=list(assessment.sessions))

    def get_words_kept(self, assessment) -> bool:
        rows = Response.objects.filter(pk__in=assessment.response_ids)
        return not rows.filter(deidentified__isnull=True).exists()

    def get_weights_version(self, assessment) -> str:
        return str(assessment.weights_version_id or "shipped")

    @extend_schema_field(SkillOut(many=True))
    def get_skills(self, assessment) -> list[dict]:
        said = statements.beside([assessment])[assessment.pk]
        return [
            {**assessment.details[skill.value], "statements": [one.words for one in said.get(skill.value, [])]}
            for skill in SKILLS
        ]


class Health(serializers.Serializer):
    status = serializers.ChoiceField(["ok", "trouble"])
    checks = serializers.DictField(child=serializers.CharField())


PROBLEMS = {
    401: OpenApiResponse(Problem, "No key came with the request, or one that is unknown, revoked or past its date."),
    403: OpenApiResponse(Problem, "The key lacks this scope, or no agreement covers this use."),
    404: OpenApiResponse(Problem, "No such student or assessment within this key's schools."),
    429: OpenApiResponse(Problem, "This key asks too often; Retry-After says how many seconds to wait."),
}


# What else comes of a body.
KEPT = {
    202: OpenApiResponse(Problem, "The response is kept and not assessed yet: read the assessment later."),
    400: OpenApiResponse(OpenApiTypes.OBJECT, "The request cannot be taken: each field with what is wrong with it."),
    415: OpenApiResponse(Problem, "The body is no JSON by its content type."),
}


@declare(Right.INFER, loads=one(Student), POST=("response.add", "record.view"))
@extend_schema(request=NewText, responses={201: AssessmentOut, 200: AssessmentOut, **KEPT, **PROBLEMS}, tags=["assess"])
@api_view(["POST"])
def infer(request, student_id: uuid.UUID):
    """Add one response and assess it within the request. Sent twice, it is added once and answered with 200."""
    student = access.get_or_404(request.user, Student, student_id, Right.INFER)
    sent = NewText(data=request.data, context={"today": intake.today_at(student.school)})
    sent.is_valid(raise_exception=True)
    try:
        accepted = intake.accept_text(student=student, by=request.auth, call_worker=False, **sent.validated_data)
    except intake.TextRefused as refused:
        raise ValidationError({"detail": str(refused)}) from None
    except consent.ConsentMissing as missing:
        raise PermissionDenied(str(missing)) from None
    pipeline.run([job.pk for job in accepted.jobs])
    assessment = _assessment_of(student, sent.validated_data, accepted)
    if assessment is None:
        return Answer(
            {"detail": "The response is kept and not assessed yet. Read the assessment later."},
            status=status.HTTP_202_ACCEPTED,
        )
    audit.record("record.view", by=request.auth, school=student.school_id, subjects=[student.pk], obj=assessment)
    made = status.HTTP_201_CREATED if accepted.added else status.HTTP_200_OK
    return Answer(AssessmentOut(assessment).data, status=made)


@declare(Right.READ_BY_KEY, loads=one(Assessment), GET="record.view")
@extend_schema(responses={200: AssessmentOut, **PROBLEMS}, tags=["assess"])
@api_view(["GET"])
def assessment(request, pk: uuid.UUID):
    """One assessment: four skills with interval, confidence and evidence as offsets, never words."""
    with transaction.atomic():
        found = access.get_or_404(request.user, Assessment, pk, Right.READ_BY_KEY)
        audit.record("record.view", by=request.auth, school=found.school_id, subjects=[found.student_id], obj=found)
    return Answer(AssessmentOut(found).data)


@declare(EVERYONE, GET=unaudited("about this process, about nobody"))
@extend_schema(responses={200: Health, 503: Health}, auth=[], tags=["operate"])
@api_view(["GET"])
@authentication_classes([])
@permission_classes([])
@throttle_classes([])
def health(request):
    """Whether this process can answer: both databases and the verified models."""
    checks = {name: _checked(check) for name, check in CHECKS.items()}
    well = all(answer == "ok" for answer in checks.values())
    return Answer({"status": "ok" if well else "trouble", "checks": checks}, status=200 if well else 503)


def _assessment_of(student: Student, sent: dict, accepted: intake.Accepted) -> Assessment | None:
    if accepted.added:
        response = accepted.added[0]
    else:
        token = intake.token_of(student, intake.cleaned(sent["text"]), sent["prompt"], sent["written_on"])
        response = Response.objects.filter(school=student.school_id, student=student, token=token).first()
    if response is None:  # set aside for a person to read; a program is told no more than that it waits
        return None
    return Assessment.objects.filter(responses=response.pk).first()


def _database(alias: str):
    with connections[alias].cursor() as cursor:
        cursor.execute("select 1")


def _keys():
    """The keys database answers, and the master key opens what stands in it."""
    _database("keys")
    root_key.check()


CHECKS = {
    "database": lambda: _database("default"),
    "keys": _keys,
    "models": models_in_use,
    "jobs": lambda: AssessmentJob.objects.filter(state=AssessmentJob.State.QUEUED).exists(),
}


def _checked(check) -> str:
    try:
        check()
    except Exception as error:  # health answers, whatever is broken
        return type(error).__name__
    return "ok"
