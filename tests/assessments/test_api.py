"""The thin API through its URLs: a key acts as itself, within its schools and scopes."""

import json
import uuid

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from assessments.models import Assessment, AssessmentJob, Response
from privacy import consent
from privacy.audit import AuditEvent, AuditSubject
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = (
    "I could tell that she felt left out because nobody passed her the ball, so I asked the others to wait "
    "and we made a new rule that everyone throws once."
)


@pytest.fixture
def school():
    return factories.SchoolFactory()


@pytest.fixture
def student(school):
    return factories.StudentFactory(school=school)


def with_key(school, *scopes, **extra):
    key = factories.ApiKeyFactory(school=school, scopes=list(scopes), **extra)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {key.secret}")
    client.key = key
    return client


def infer(client, student, django_capture_on_commit_callbacks=None, **body):
    body = {"text": TEXT, "prompt": "Tell about a game at recess.", **body}
    return client.post(reverse("api_infer", args=[student.pk]), body, format="json")


def test_a_response_is_assessed_within_the_request(school, student):
    answer = infer(with_key(school, "infer"), student)
    assert answer.status_code == 201, answer.content
    assert {row["skill"] for row in answer.json()["skills"]} == {
        "empathy",
        "problem_solving",
        "self_regulation",
        "resilience",
    }
    assert AssessmentJob.objects.get(student=student).state == "done"


def test_the_answer_carries_offsets_and_never_words(school, student):
    answer = infer(with_key(school, "infer"), student)
    assert "left out" not in answer.content.decode()
    evidence = [item for row in answer.json()["skills"] for item in row["evidence"] if item["kind"] == "words"]
    assert evidence
    assert all(item["end"] > item["start"] for item in evidence)


def test_sent_twice_it_is_added_once_and_answered_with_the_same_assessment(school, student):
    client = with_key(school, "infer")
    first, second = infer(client, student), infer(client, student)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Response.objects.count() == Assessment.objects.count() == 1


def test_a_key_with_the_read_scope_reads_the_assessment(school, student):
    made = infer(with_key(school, "infer"), student).json()
    answer = with_key(school, "read").get(reverse("api_assessment", args=[made["id"]]))
    assert answer.status_code == 200
    assert answer.json() == made


def test_the_infer_scope_alone_does_not_read(school, student):
    client = with_key(school, "infer")
    made = infer(client, student).json()
    assert client.get(reverse("api_assessment", args=[made["id"]])).status_code == 403


def test_the_read_scope_alone_does_not_write(school, student):
    assert infer(with_key(school, "read"), student).status_code == 403
    assert Response.objects.count() == 0


@pytest.mark.parametrize("scopes", [("infer", "read"), ("aggregate",), ()])
def test_a_key_of_another_school_meets_404(student, scopes):
    stranger = with_key(factories.SchoolFactory(), *scopes)
    assert infer(stranger, student).status_code == 404


def test_a_district_key_reaches_the_districts_schools_and_no_other(school, student):
    client = with_key(None, "infer", district=school.district)
    assert infer(client, student).status_code == 201
    assert infer(client, factories.StudentFactory()).status_code == 404


def test_without_a_key_the_answer_is_401(student):
    assert infer(APIClient(), student).status_code == 401


@pytest.mark.parametrize("secret", ["", "nonsense", "abcd1234.wrong", "x" * 5000])
def test_a_wrong_key_is_told_what_to_do(student, secret):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {secret}")
    answer = infer(client, student)
    assert answer.status_code == 401
    assert "Ask your district" in answer.json()["detail"]


def test_a_revoked_key_is_out(school, student):
    client = with_key(school, "infer")
    client.key.revoked = True
    client.key.save()
    assert infer(client, student).status_code == 401


def test_a_session_does_not_open_the_api(client, cast):
    client.force_login(cast.teacher)
    assert client.post(reverse("api_infer", args=[cast.mateo.pk]), {"text": TEXT}).status_code == 401


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"text": ""}, "text"),
        ({"text": "   \n "}, "no words"),
        ({"text": "a" * 20_001}, "20000"),
        ({"mode": "sung"}, "mode"),
        ({"written_on": "2026-02-31"}, "written_on"),
        ({"prompt": "p" * 2001}, "prompt"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_nothing_is_kept(school, student, body, says):
    answer = infer(with_key(school, "infer"), student, **body)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert Response.objects.count() == AssessmentJob.objects.count() == 0


def test_without_consent_nothing_is_kept(school, student):
    consent.withdraw(school=school.pk, subjects=[student.pk], purpose="assess", basis="parent", by="system:test")
    answer = infer(with_key(school, "infer"), student)
    assert answer.status_code == 403
    assert "not agreed" in answer.json()["detail"]
    assert Response.objects.count() == 0


def test_reading_is_audited_as_the_key_itself(school, student):
    made = infer(with_key(school, "infer"), student).json()
    reader = with_key(school, "read")
    reader.get(reverse("api_assessment", args=[made["id"]]))
    event = AuditEvent.objects.get(verb="record.view", actor=f"key:{reader.key.prefix}")
    assert AuditSubject.objects.get(event_id=event.pk).subject == student.pk


def test_an_answer_with_scores_is_audited_as_a_look_even_when_nothing_is_added(school, student):
    client = with_key(school, "infer")
    for _ in range(2):
        infer(client, student)
    assert AuditEvent.objects.filter(verb="response.add").count() == 1
    assert AuditEvent.objects.filter(verb="record.view", actor=f"key:{client.key.prefix}").count() == 2


def test_an_unknown_assessment_is_404(school):
    assert with_key(school, "read").get(reverse("api_assessment", args=[uuid.uuid4()])).status_code == 404


def test_an_api_error_is_json_not_a_page(school):
    answer = with_key(school, "infer").post("/api/v1/infer/not-a-uuid", {}, format="json")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("body", ["[" * 100_000, '{"text":' * 50_000])
def test_a_body_nested_without_end_is_refused(school, student, body):
    sent = with_key(school, "infer").post(
        reverse("api_infer", args=[student.pk]), body, content_type="application/json"
    )
    assert (sent.status_code, sent.json()) == (400, {"detail": "JSON parse error - nested too deep"})


@pytest.mark.parametrize("field", ["text", "prompt", "written_on", "mode", "\ud83d"])
def test_half_a_character_is_refused_wherever_it_stands(school, student, field):
    """An answer that says what is wrong with a field quotes it, and half a character cannot be sent."""
    sent = with_key(school, "infer").post(
        reverse("api_infer", args=[student.pk]),
        json.dumps({"text": "We tried another way.", field: "half \ud83d"}),
        content_type="application/json",
    )
    assert sent.status_code == 400
    assert "broken in two" in sent.json()["detail"]
    assert not Response.objects.exists()


def test_too_many_requests_are_slowed_down(school, student, monkeypatch):
    from students.api_auth import PerKeyThrottle

    monkeypatch.setattr(PerKeyThrottle, "THROTTLE_RATES", {"key": "2/min"})
    client = with_key(school, "read")
    codes = [client.get(reverse("api_assessment", args=[uuid.uuid4()])).status_code for _ in range(3)]
    assert codes == [404, 404, 429]


def test_health_answers_without_a_key(client):
    answer = client.get("/api/v1/health")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "ok"


def test_health_says_503_and_which_check_failed(client, monkeypatch):
    from assessments import api

    def broken():
        raise OSError("secret path")

    monkeypatch.setitem(api.CHECKS, "models", broken)
    answer = client.get("/api/v1/health")
    assert answer.status_code == 503
    assert answer.json()["checks"]["models"] == "OSError"
    assert "secret path" not in answer.content.decode()


def test_the_openapi_page_and_schema_answer(client):
    assert client.get("/api/").status_code == 200
    schema = client.get("/api/schema/").content.decode()
    assert "/api/v1/infer/{student_id}" in schema


def test_a_body_past_the_limit_is_told_so_as_programs_read(school, student, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    sent = infer(with_key(school, "infer"), student, text="a" * 2000)
    assert (sent.status_code, sent.json()) == (
        413,
        {"detail": "This body is too large. Send one response at a time."},
    )
