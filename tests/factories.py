"""Rows for tests. A student's key is made before the first name is sealed, as in the product.

Every school-scoped row takes its school from what it hangs on, so that a test names a school once.
"""

import uuid
from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from mlcore.results import NOT_ENOUGH, SCORED, Evidence, SkillScore
from mlcore.schema import SKILLS, Skill, level_of, schema_hash

PASSWORD = "correct horse battery"
WORDS = (
    "When the motor stalled I wanted to give up, so I took a breath and checked the wiring first. "
    "[classmate A] was worried about the demo, so I said we could test one part at a time."
)


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = "students.District"

    name = factory.Sequence(lambda n: f"District {n}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = "students.School"

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"School {n}")


class TermFactory(DjangoModelFactory):
    class Meta:
        model = "students.Term"

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Term {n}")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=120))


class ClassroomFactory(DjangoModelFactory):
    class Meta:
        model = "students.Classroom"

    school = factory.SubFactory(SchoolFactory)
    term = factory.SubFactory(TermFactory, school=factory.SelfAttribute("..school"))
    name = factory.Sequence(lambda n: f"Homeroom {n}")


class UserFactory(DjangoModelFactory):
    """A person who may sign in with ``factories.PASSWORD``."""

    class Meta:
        model = "students.User"
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Person{n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory):
    """A role at ``school``; pass ``school=None, district=...`` for a whole district."""

    class Meta:
        model = "students.Membership"

    user = factory.SubFactory(UserFactory)
    role = "teacher"
    school = factory.SubFactory(SchoolFactory)
    district = factory.LazyAttribute(lambda row: row.school.district)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


class StudentFactory(DjangoModelFactory):
    """A student with a key, name tokens and the school's authorization to assess (``consent=False``: without)."""

    class Meta:
        model = "students.Student"

    id = factory.LazyFunction(uuid.uuid4)
    school = factory.SubFactory(SchoolFactory)
    first_name = factory.Iterator(["Amir", "Beatriz", "Chidi", "Dolores", "Esra", "Finn", "Gia", "Hugo"])
    last_name = factory.Sequence(lambda n: f"Family{n}")
    grade = 7

    @classmethod
    def _create(cls, model, *args, consent=True, **kwargs):
        from privacy import consent as consents
        from privacy import keys
        from students.models import NameToken
        from students.names import index_of

        keys.create([kwargs["id"]])
        student = super()._create(model, *args, **kwargs)
        NameToken.objects.bulk_create(
            NameToken(school=student.school, student=student, token=NameToken.digest(student.school_id, piece))
            for piece in index_of(student.all_names)
        )
        if consent:
            school = student.school
            consents.authorize_by_school(
                school=school.pk, district=school.district_id, subjects=[student.id], by="system:tests"
            )
        return student


class EnrollmentFactory(DjangoModelFactory):
    class Meta:
        model = "students.Enrollment"

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    classroom = factory.SubFactory(ClassroomFactory, school=factory.SelfAttribute("..school"))
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


class TeachingAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = "students.TeachingAssignment"

    teacher = factory.SubFactory(UserFactory)
    classroom = factory.SubFactory(ClassroomFactory)
    school = factory.SelfAttribute("classroom.school")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


class GuardianshipFactory(DjangoModelFactory):
    class Meta:
        model = "students.Guardianship"

    guardian = factory.SubFactory(UserFactory)
    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


class ExternalIdFactory(DjangoModelFactory):
    class Meta:
        model = "students.ExternalId"

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    system = "roster"
    kind = "student"
    value = factory.Sequence(lambda n: f"S-{n:04}")

    @factory.lazy_attribute
    def token(self):
        from students.models import ExternalId

        return ExternalId.digest(self.school.pk, self.system, self.kind, self.value)


class ApiKeyFactory(DjangoModelFactory):
    """A key of ``school`` (or of ``district`` with ``school=None``); ``key.secret`` is what a program sends."""

    class Meta:
        model = "students.ApiKey"

    name = factory.Sequence(lambda n: f"key {n}")
    school = factory.SubFactory(SchoolFactory)
    district = factory.LazyAttribute(lambda key: key.school.district)
    scopes = factory.LazyFunction(lambda: ["infer", "read"])

    @classmethod
    def _create(cls, model, *args, **kwargs):
        key, secret = model.objects.create_key(**kwargs)
        key.secret = secret
        return key


class PromptFactory(DjangoModelFactory):
    class Meta:
        model = "assessments.Prompt"

    school = factory.SubFactory(SchoolFactory)
    text = factory.Sequence(lambda n: f"Tell about a time something went wrong and what you did. ({n})")

    @factory.lazy_attribute
    def token(self):
        from assessments.models import Prompt

        return Prompt.digest(self.text)


class ResponseFactory(DjangoModelFactory):
    """A response sealed under its student's key."""

    class Meta:
        model = "assessments.Response"

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    prompt = factory.SubFactory(PromptFactory, school=factory.SelfAttribute("..school"))
    written_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    grade = factory.SelfAttribute("student.grade")
    original = factory.LazyAttribute(lambda row: row.deidentified.replace("[classmate A]", "Priyanka"))
    deidentified = WORDS
    deidentifier_version = "1"
    token = factory.LazyFunction(lambda: uuid.uuid4().hex)
    added_by = "system:tests"


class GameSessionFactory(DjangoModelFactory):
    """A run of a game sealed under its student's key: three failures, each tried again, and a success."""

    class Meta:
        model = "assessments.GameSession"

    class Params:
        events = None

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    task = "Bridge Builder"
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    played_on = factory.LazyAttribute(lambda row: timezone.localdate(row.started_at))
    token = factory.LazyFunction(lambda: uuid.uuid4().hex)
    added_by = "system:tests"

    @factory.lazy_attribute
    def payload(self):
        from assessments.telemetry import payload

        return payload.to_text(a_run() if self.events is None else self.events)


class AssessmentFactory(DjangoModelFactory):
    """A plausible assessment of ``response``: three skills scored, one without enough evidence yet."""

    class Meta:
        model = "assessments.Assessment"
        skip_postgeneration_save = True

    class Params:
        response = None
        score = 0.62

    student = factory.LazyAttribute(lambda row: row.response.student if row.response else StudentFactory())
    school = factory.SelfAttribute("student.school")
    grade = factory.SelfAttribute("student.grade")
    response_ids = factory.LazyAttribute(lambda row: [str(row.response.pk)] if row.response else [])
    window_start = factory.LazyAttribute(lambda row: row.response.written_on if row.response else date(2026, 11, 2))
    window_end = factory.SelfAttribute("window_start")
    details = factory.LazyAttribute(lambda row: details_of(row.response, score=row.score))
    empathy = factory.LazyAttribute(lambda row: row.details["empathy"]["score"])
    problem_solving = factory.LazyAttribute(lambda row: row.details["problem_solving"]["score"])
    self_regulation = factory.LazyAttribute(lambda row: row.details["self_regulation"]["score"])
    resilience = factory.LazyAttribute(lambda row: row.details["resilience"]["score"])
    model_version = "test-1"
    schema_hash = factory.LazyFunction(schema_hash)
    deidentifier_version = "1"
    inputs_digest = factory.LazyFunction(lambda: uuid.uuid4().hex)

    @factory.lazy_attribute
    def result_digest(self):
        from assessments.details import result_digest

        return result_digest(self.details)

    @factory.post_generation
    def cover(assessment, create, extracted, **kwargs):  # noqa: N805  (factory-boy hands the row, not the factory)
        """``cover=[responses]``: these responses are read by this assessment."""
        for response in extracted or ():
            response.assessment = assessment
            response.save(update_fields=["assessment"])


class LatestAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = "assessments.LatestAssessment"

    assessment = factory.SubFactory(AssessmentFactory)
    student = factory.SelfAttribute("assessment.student")
    school = factory.SelfAttribute("assessment.school")


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = "assessments.Feedback"

    assessment = factory.SubFactory(AssessmentFactory)
    student = factory.SelfAttribute("assessment.student")
    school = factory.SelfAttribute("assessment.school")
    writer = "offline-1"
    claims = factory.LazyFunction(list)


class AssessmentJobFactory(DjangoModelFactory):
    class Meta:
        model = "assessments.AssessmentJob"

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    idempotency_key = factory.LazyFunction(lambda: f"test:{uuid.uuid4()}")
    asked_by = "system:tests"


def a_run(failures: int = 3, *, wait: float = 12.0, task: str = "bridge 1"):
    """``failures`` failures, each followed by another try after ``wait`` seconds, and a success in the end."""
    from mlcore.results import Event

    events = [Event("session_start", 0.0), Event("task_start", 2.0, task), Event("attempt", 20.0, task)]
    for number in range(failures):
        at = 30.0 + 60 * number
        events += [Event("failure", at, task), Event("retry", at + wait, task)]
    end = 30.0 + 60 * failures
    return (*events, Event("success", end, task), Event("session_end", end + 10))


# --- what an assessment says ------------------------------------------------------------------


def details_of(response=None, *, score: float = 0.62) -> dict:
    """``Assessment.details`` as the product writes it, about ``response``; resilience lacks evidence."""
    from assessments.details import to_json

    return to_json(skill_scores(str(response.pk) if response else "", score=score))


def skill_scores(key: str = "", *, score: float = 0.62) -> dict[Skill, SkillScore]:
    scored = {
        Skill.EMPATHY: ("perspective_taking", "worried about the demo"),
        Skill.PROBLEM_SOLVING: ("steps_checked", "checked the wiring first"),
        Skill.SELF_REGULATION: ("strategy_used", "took a breath"),
    }
    return {
        skill: scored_skill(skill, *scored[skill], key=key, score=score) if skill in scored else not_enough(skill)
        for skill in SKILLS
    }


def scored_skill(skill: Skill, feature: str, words: str, *, key: str, score: float) -> SkillScore:
    start = WORDS.index(words)
    return SkillScore(
        skill=skill,
        status=SCORED,
        score=score,
        low=max(score - 0.14, 0.0),
        high=min(score + 0.14, 1.0),
        standard_error=0.11,
        base=score - 0.2,
        level=level_of(score),
        confidence=0.58,
        confidence_parts={"agreement": 0.7, "amount": 0.5, "certainty": 0.55},
        sources={"model": score + 0.02, "linguistic": score - 0.04},
        shares={"model": 2 / 3, "linguistic": 1 / 3},
        readings=1,
        p_observed=0.93,
        evidence=(
            Evidence(1, "words", feature, "model", 0.13, key, start, start + len(words))
            if key
            else Evidence(1, "not_seen", feature, "linguistic", -0.07),
        ),
    )


def not_enough(skill: Skill) -> SkillScore:
    return SkillScore(
        skill=skill,
        status=NOT_ENOUGH,
        score=None,
        low=None,
        high=None,
        standard_error=None,
        base=None,
        level=None,
        confidence=None,
        confidence_parts={},
        sources={},
        shares={},
        readings=0,
        p_observed=0.21,
        evidence=(),
    )
