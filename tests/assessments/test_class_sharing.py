"""A teacher shares with the families of a class at once: the ready ones who were ticked, each as if alone."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db import IntegrityError

from assessments import class_sharing, releases, statements
from assessments.alerts import Alert
from assessments.models import AssessmentJob, Feedback, FeedbackJob, LatestAssessment, Release
from mlcore.schema import Skill
from privacy import audit
from privacy.audit import AuditEvent, AuditSubject
from students.models import Student
from tests import factories as make
from tests.assessments.test_releases import QUOTE, latest_of


@pytest.fixture
def page(cast):
    return f"/classes/{cast.homeroom_7b.pk}/share/"


@pytest.fixture
def two(cast):
    """Mateo's and Priyanka's newest feedback, ready to be shared."""
    return {student: latest_of(student) for student in (cast.mateo, cast.priyanka)}


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


def tick(two, *students) -> dict:
    return {"share": [f"{one.pk}:{two[one].pk}" for one in students]}


def standing(cast):
    return set(Release.objects.filter(withdrawn_at__isnull=True).values_list("student", flat=True))


def test_the_list_shows_what_each_family_would_read_and_ticks_nobody(teacher, page, two):
    html = teacher.get(page).text
    assert html.count('type="checkbox"') == 2 and " checked" not in html
    assert html.count(QUOTE) >= 2 and "Mateo" in html and "Priyanka" in html
    assert teacher.get(page, {"tick": "all"}).text.count(" checked") == 2


def test_looking_at_the_list_is_one_event_that_names_everybody_on_it(teacher, cast, page, two):
    teacher.get(page)
    [event] = AuditEvent.objects.filter(verb="release.preview")
    assert set(AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True)) == {
        cast.mateo.pk,
        cast.priyanka.pk,
    }


def test_the_ticked_are_shared_each_with_an_event_and_a_mail_and_nobody_else(
    teacher, cast, page, two, django_capture_on_commit_callbacks
):
    cast.guardian.email = "family@example.org"
    cast.guardian.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = teacher.post(page, tick(two, cast.mateo), follow=True)
    assert "Shared with 1 family" in answer.text
    assert standing(cast) == {cast.mateo.pk}
    [event] = AuditEvent.objects.filter(verb="release.share")
    assert event.actor == audit.actor(cast.teacher)
    assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk
    assert [one.to for one in mail.outbox] == [["family@example.org"]]


def test_all_at_once_are_as_many_events_as_students(teacher, cast, page, two):
    answer = teacher.post(page, tick(two, cast.mateo, cast.priyanka), follow=True)
    assert "Shared with 2 families" in answer.text and answer.resolver_match.url_name == "class_page"
    assert AuditEvent.objects.filter(verb="release.share").count() == 2
    teacher.logout()
    teacher.force_login(cast.guardian)
    assert QUOTE in teacher.get(f"/family/{cast.mateo.pk}/").text


def set_aside(student):
    Alert.objects.create(
        school=student.school, student=student, words="w", signs="[]", written_on="2026-11-01", mode="written",
        token="t", added_by="system:tests",
    )  # fmt: skip


def under_way(student):
    AssessmentJob.objects.create(
        school=student.school, student=student, asked_by="system:tests", idempotency_key="k", state="running"
    )


def being_rewritten(student):
    assessment = LatestAssessment.objects.get(student=student).assessment
    FeedbackJob.objects.create(school=student.school, student=student, assessment=assessment, idempotency_key="k")


def unready(student):
    Feedback.objects.filter(assessment__student=student).delete()


def never_assessed(student):
    LatestAssessment.objects.filter(student=student).delete()


def contested(student):
    guardian = make.GuardianshipFactory(student=student).guardian
    assessment = LatestAssessment.objects.get(student=student).assessment
    statements.contest(child=student, assessment=assessment, skill=Skill.EMPATHY, words="Not so.", by=guardian)


def shared_before(student):
    _assessment, feedback = releases.shareable(student)
    releases.share(student=student, looked_at=str(feedback.pk), by=make.UserFactory())


REASONS = {
    set_aside: "A response was set aside",
    under_way: "Work is under way",
    being_rewritten: "Work is under way",
    unready: "still being written",
    never_assessed: "No response has been assessed",
    contested: "The family contests a score",
    shared_before: "Shared already",
}


@pytest.mark.parametrize("happens", REASONS, ids=lambda one: one.__name__)
def test_who_is_not_ready_stands_beside_the_list_with_the_reason(teacher, cast, page, two, happens):
    happens(cast.mateo)
    html = teacher.get(page).text
    assert html.count('type="checkbox"') == 1 and REASONS[happens] in html


@pytest.mark.parametrize("happens", REASONS, ids=lambda one: one.__name__)
def test_who_stopped_being_ready_after_the_look_is_left_out_and_the_others_are_shared(
    teacher, cast, page, two, happens
):
    sent = tick(two, cast.mateo, cast.priyanka)
    happens(cast.mateo)
    before = standing(cast)
    answer = teacher.post(page, sent, follow=True)
    assert standing(cast) == before | {cast.priyanka.pk}
    assert "Shared with 1 family" in answer.text and REASONS[happens] in answer.text


def test_something_newer_is_not_shared_unseen(teacher, cast, page, two):
    sent = tick(two, cast.mateo)
    make.FeedbackFactory(assessment=two[cast.mateo].assessment, writer="another")
    answer = teacher.post(page, sent, follow=True)
    assert not standing(cast) and "1 of the ticked was left out" in answer.text


def test_what_waits_in_the_cookie_holds_counts_alone(teacher, cast, page, two):
    """Who was left out, and that a response was set aside, stands on the page and not on a borrowed laptop's disk."""
    sent = tick(two, cast.mateo, cast.priyanka)
    set_aside(cast.mateo)
    answer = teacher.post(page, sent)
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    assert said == ["Shared with 1 family.", "1 of the ticked was left out; look at the list again."]
    assert "A response was set aside" in teacher.get(page).text


@pytest.mark.parametrize("sent", [{}, {"share": ["nonsense"]}, {"share": [":"]}, {"share": ["x" * 500]}])
def test_nobody_ticked_shares_nothing(teacher, cast, page, two, sent):
    assert "Nobody was ticked" in teacher.post(page, sent, follow=True).text
    assert not standing(cast)


def test_a_student_of_another_class_cannot_be_ticked_in(teacher, cast, page):
    others = {one: latest_of(one) for one in (cast.tyrell, cast.nora, cast.moved_away)}
    teacher.post(page, tick(others, *others))
    assert not standing(cast)


def test_it_is_one_act_an_error_in_the_middle_shares_nothing(teacher, cast, page, two, monkeypatch):
    real = releases.share

    def second_fails(**given):
        if given["student"] == cast.priyanka:
            raise IntegrityError
        return real(**given)

    monkeypatch.setattr(releases, "share", second_fails)
    answer = teacher.post(page, tick(two, cast.mateo, cast.priyanka), follow=True)
    monkeypatch.undo()
    order = [one.student for one in class_sharing.candidates(Student.objects.filter(pk__in=[one.pk for one in two]))]
    assert set(order) == {cast.mateo, cast.priyanka}
    assert "Nothing was shared now" in answer.text and not standing(cast)
    assert not AuditEvent.objects.filter(verb="release.share").exists()


@pytest.mark.parametrize(
    "who", ["other_teacher", "school_admin", "district_admin", "guardian", "ex_teacher", "operator"]
)
def test_nobody_else_sees_the_list_or_shares(client, cast, page, two, who):
    client.force_login(getattr(cast, who))
    for answer in (client.get(page), client.post(page, tick(two, cast.mateo))):
        assert answer.status_code in (403, 404) and "Mateo" not in answer.content.decode()
    assert not standing(cast)


def test_a_class_of_many_costs_no_more_queries(teacher, cast, page, two, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as few:
        teacher.get(page)
    for number in range(8):
        student = make.StudentFactory(school=cast.cedar, first_name=f"Nr{number}")
        make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
        latest_of_new(student)
    with django_assert_max_num_queries(len(few)):
        teacher.get(page)


def latest_of_new(student):
    response = make.ResponseFactory(student=student)
    assessment = make.AssessmentFactory(response=response, cover=[response])
    make.LatestAssessmentFactory(assessment=assessment)
    make.FeedbackFactory(assessment=assessment)


def test_the_class_page_leads_there(teacher, cast, page):
    assert f'href="{page}"' in teacher.get(f"/classes/{cast.homeroom_7b.pk}/").text
