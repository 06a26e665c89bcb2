"""The first page: signing in for a stranger, and a part for each role that a person holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.models import Response
from students.models import Role
from tests import factories as make


def home(client):
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def as_teacher(client, cast):
    client.force_login(cast.teacher)
    return client


def test_a_stranger_meets_the_sign_in_page_itself(client, db):
    assert "<h1>Sign in</h1>" in home(client)


def test_signing_in_from_there_leads_home(client, cast):
    answer = client.post("/", {"username": cast.teacher.username, "password": make.PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    assert "Ms. Okafor" in home(client)


def test_a_teacher_sees_own_classes_and_no_others(as_teacher):
    html = home(as_teacher)
    assert "Homeroom 7B" in html
    assert "Homeroom 8A" not in html


def test_what_is_worth_attention_is_counted(as_teacher):
    html = home(as_teacher)
    assert "2 Students assessed in the last 7 days" in html  # the button says it whole, for those who hear it
    assert "2 Students need a little more evidence" in html


def test_only_students_of_today_are_counted(as_teacher, cast):
    """Ines has left 7B and Kofi has not come yet: both have an assessment without resilience."""
    assert "4 Students" not in home(as_teacher)


def test_reliable_changes_are_said_in_words(as_teacher, cast):
    make.AssessmentFactory(student=cast.mateo, score=0.1, window_start=cast.today - timedelta(days=60))
    html = home(as_teacher)
    assert "3 Reliable changes since the first score" in html
    assert "One up in empathy, one up in problem-solving, one up in self-regulation" in html


def test_work_that_stopped_midway_is_worth_attention(as_teacher, cast):
    make.AssessmentJobFactory(student=cast.mateo, state="failed", error="ValueError")
    html = home(as_teacher)
    assert "1 Student was not assessed" in html
    assert "nothing was lost" in html


def test_students_without_an_assessment_are_named_as_a_number(as_teacher, cast):
    make.EnrollmentFactory(student=make.StudentFactory(school=cast.cedar), classroom=cast.homeroom_7b)
    assert "1 Student without an assessment" in home(as_teacher)


def test_what_happened_lately_is_told(as_teacher, cast):
    batch = uuid4()
    for student in (cast.mateo, cast.priyanka):
        make.AssessmentJobFactory(student=student, state="done", batch=batch, finished_at=timezone.now())
    html = home(as_teacher)
    assert "Assessed 2 students in" in html


def test_what_others_did_is_not_told_as_ones_own(client, cast):
    from assessments import intake

    intake.accept_text(student=cast.mateo, text="Words of a response that is new today.", by=cast.teacher)
    client.force_login(cast.teacher)
    assert "You added 1 response" in home(client)
    client.force_login(cast.other_teacher)
    assert "You added" not in home(client)


def test_no_student_is_named_on_the_first_page(as_teacher, cast):
    html = home(as_teacher)
    assert "Mateo" not in html and "worried about the demo" not in html


def test_queries_do_not_grow_with_the_classes_and_students(as_teacher, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    home(as_teacher)  # on PostgreSQL a session's first page leaves a trace of its own
    for more in (1, 12):
        room = make.ClassroomFactory(school=cast.cedar)
        make.TeachingAssignmentFactory(teacher=cast.teacher, classroom=room)
        for _ in range(more):
            student = make.StudentFactory(school=cast.cedar)
            make.EnrollmentFactory(student=student, classroom=room)
            make.AssessmentFactory(student=student, window_start=cast.today - timedelta(days=60))
            make.LatestAssessmentFactory(assessment=make.AssessmentFactory(student=student))
            make.AssessmentJobFactory(student=student, state="done", finished_at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            home(as_teacher)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("school_admin", "Your school"),
        ("district_admin", "Your district"),
        ("records_officer", "Families&#x27; requests"),
        ("safeguarding_lead", "keep your usual ways open"),
        ("guardian", "Mateo Quintanilla"),
        ("operator", "Platform operator"),
        ("newcomer", "You have no role in Sightline today."),
        ("former_guardian", "You have no role in Sightline today."),
    ],
)
def test_each_role_lands_on_a_page_about_its_own_rights(client, cast, who, words):
    client.force_login(getattr(cast, who))
    html = home(client)
    assert words in html
    assert "worried about the demo" not in html and "0.62" not in html


def test_a_person_with_several_roles_sees_a_part_for_each(client, cast):
    make.MembershipFactory(user=cast.teacher, role=Role.SCHOOL_ADMIN, school=cast.cedar)
    make.GuardianshipFactory(guardian=cast.teacher, student=cast.nora)
    client.force_login(cast.teacher)
    html = home(client)
    for words in ("Worth your attention", "Your school", "Nora Lindqvist"):
        assert words in html


def test_a_restricted_guardian_does_not_see_the_child(client, cast):
    client.force_login(cast.restricted_guardian)
    assert "Mateo" not in home(client)


def test_every_page_says_what_it_is_not_for_and_how_scores_are_made(as_teacher):
    html = home(as_teacher)
    assert "Not for grades, placement, discipline or diagnosis." in html
    assert 'href="/how-scores-are-made/"' in html


def test_words_of_students_are_not_opened_for_the_first_page(as_teacher, monkeypatch):
    def opened(field, instance, sealed):
        raise AssertionError(f"{field.name} was opened")

    monkeypatch.setattr(Response._meta.get_field("original").__class__, "opened", opened)
    home(as_teacher)
