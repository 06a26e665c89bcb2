"""The rules of retention, what a district may choose, and whom a run leaves alone."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.models import Aliases, GameSession, Response
from privacy import erasure, holds, keys, retention, retention_reference
from privacy.audit import AuditEvent, AuditSubject
from privacy.management.commands.retention_table import PATH
from privacy.retention import RULES, PeriodRefused, RetentionPeriod
from students.models import Enrollment, Student, Term
from tests import factories as make

pytestmark = pytest.mark.django_db

FOLLOWED_ELSEWHERE = {"while_enrolled"}  # goes with the scores


@pytest.fixture(autouse=True)
def copy(settings, tmp_path):
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


@pytest.fixture
def response():
    return make.ResponseFactory()


def received(response, *, days):
    Response.objects.filter(pk=response.pk).update(received_at=timezone.now() - timedelta(days=days))
    return response


def has_words(response):
    response = Response.objects.get(pk=response.pk)
    assert (response.original is None) == (response.deidentified is None)
    return response.deidentified is not None


# --- the table ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [one for one in RULES.values() if one.days is not None], ids=lambda one: one.key)
def test_a_rule_is_carried_out_or_says_that_there_is_nothing_yet(rule):
    assert (rule.key in retention.handled() or rule.key in FOLLOWED_ELSEWHERE) is rule.kept_today


@pytest.mark.parametrize("rule", [one for one in RULES.values() if one.can_be_chosen], ids=lambda one: one.key)
def test_a_rules_own_period_lies_within_its_bounds(rule):
    assert 0 < rule.least <= rule.days <= rule.most


def test_the_promised_periods():
    promised = {"words": 90, "telemetry": 90, "audio": 1, "exports": 7, "uploads": 1, "scores": 365}
    assert {key: RULES[key].days for key in promised} == promised


def test_a_handler_of_a_rule_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="rumors"):
        retention.expires("rumors")


def test_the_reference_is_fresh():
    assert PATH.read_text(encoding="utf-8") == retention_reference.page(), "run: manage.py retention_table"


def test_anybody_may_read_the_table_and_it_is_the_rules(client):
    page = client.get(reverse("retention"))
    html = page.content.decode()
    assert page.status_code == 200
    for rule in RULES.values():
        row = html.split(f'<tr id="{rule.key}">')[1].split("</tr>")[0]
        assert str(rule.period) in row and str(rule.title).partition("'")[0] in row


# --- what a district chooses -----------------------------------------------------------------------------------


def test_a_districts_own_period_holds_for_its_schools_alone(response):
    received(response, days=40)
    other = received(make.ResponseFactory(), days=40)
    retention.set_period(district=response.school.district_id, rule="words", days=30, by="system:tests")
    retention.run()
    assert not has_words(response) and has_words(other)


def test_a_longer_period_keeps_longer_and_the_latest_choice_counts(response):
    received(response, days=100)
    for days in (30, 120):
        retention.set_period(district=response.school.district_id, rule="words", days=days, by="system:tests")
    retention.run()
    assert has_words(response) and RetentionPeriod.objects.count() == 2
    assert AuditEvent.objects.filter(verb="retention.period").count() == 2


@pytest.mark.parametrize(("rule", "days"), [("words", 6), ("words", 366), ("scores", 29), ("uploads", 1), ("x", 9)])
def test_out_of_bounds_is_refused(rule, days):
    with pytest.raises(PeriodRefused):
        retention.set_period(district=uuid.uuid4(), rule=rule, days=days, by="system:tests")
    assert not RetentionPeriod.objects.exists()


def test_names_go_with_the_scores_whatever_the_district_chose_there():
    district = make.DistrictFactory()
    retention.set_period(district=district.pk, rule="scores", days=730, by="system:tests")
    assert retention.days("while_enrolled", district.pk) == 730


def test_a_choice_is_never_changed():
    retention.set_period(district=uuid.uuid4(), rule="words", days=30, by="system:tests")
    for act in (lambda rows: rows.update(days=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(RetentionPeriod.objects.all())


# --- what goes, and who is left alone ---------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "there"), [(89, True), (91, False)])
def test_words_and_logs_go_after_ninety_days(response, days, there):
    received(response, days=days)
    session = make.GameSessionFactory(student=response.student)
    GameSession.objects.update(received_at=timezone.now() - timedelta(days=days))
    retention.run()
    session.refresh_from_db()
    assert has_words(response) is (session.payload is not None) is there
    assert session.task == "Bridge Builder"


def test_the_placeholders_go_with_the_last_words(response):
    Aliases.objects.create(school=response.school, student=response.student, mapping="{}")
    newer = make.ResponseFactory(student=response.student)
    received(response, days=91)
    retention.run()
    assert Aliases.objects.exists(), "they still stand in the newer words"
    received(newer, days=91)
    retention.run()
    assert not Aliases.objects.exists()


def test_a_rehearsal_says_what_would_go_and_leaves_it(response):
    received(response, days=91)
    found = retention.run(dry=True)
    assert [(one.table, one.count) for one in found["words"]] == [("assessments.Response", 1)]
    assert has_words(response) and not AuditEvent.objects.filter(verb="retention.run").exists()


def test_what_went_is_told_with_whom_it_concerned_and_the_second_run_finds_nothing(response):
    received(response, days=91)
    retention.run()
    event = AuditEvent.objects.get(verb="retention.run")
    assert (event.detail["rule"], event.detail["rows"], event.school) == ("words", 1, response.school_id)
    assert AuditSubject.objects.get(event_id=event.id).subject == response.student_id
    retention.run()
    assert AuditEvent.objects.filter(verb="retention.run").count() == 1


def test_nothing_is_let_go_if_it_cannot_be_told(response, monkeypatch):
    received(response, days=91)

    def cannot(*args, **kwargs):
        raise RuntimeError("the audit does not answer")

    monkeypatch.setattr("privacy.retention.audit.record", cannot)
    with pytest.raises(RuntimeError):
        retention.run()
    assert has_words(response)


def left(student, *, days):
    """Out of every class since so many days."""
    make.EnrollmentFactory(student=student, ends_on=timezone.localdate() - timedelta(days=days))
    return student


@pytest.mark.parametrize(("days", "there"), [(364, True), (367, False)])
def test_a_record_is_erased_a_year_after_the_last_day_in_any_class(days, there):
    student = left(make.StudentFactory(), days=days)
    left(student, days=900)
    retention.run()
    assert Student.objects.filter(pk=student.pk).exists() is there
    assert bool(keys.existing([student.pk])) is there
    assert there or erasure.Erasure.objects.get().reason == "retention"


def test_a_seat_that_nobody_closed_ends_with_its_term():
    student = make.EnrollmentFactory().student
    retention.run()
    assert Student.objects.filter(pk=student.pk).exists()
    Term.objects.update(ends_on=timezone.localdate() - timedelta(days=367))
    retention.run()
    assert not Student.objects.filter(pk=student.pk).exists()


def test_somebody_who_never_had_a_seat_goes_a_year_after_coming():
    student, newcomer = make.StudentFactory.create_batch(2)
    assert not Enrollment.objects.exists()
    Student.objects.filter(pk=student.pk).update(created_at=timezone.now() - timedelta(days=367))
    retention.run()
    assert list(Student.objects.all()) == [newcomer]


def test_nothing_of_a_record_goes_while_somebody_asks_to_see_it(response, monkeypatch):
    monkeypatch.setattr(holds, "_registered", [])
    asking = {response.student_id}
    holds.register_hold(lambda subjects: asking & subjects)
    received(response, days=91)
    other = received(make.ResponseFactory(), days=91)
    left(response.student, days=500)
    make.GameSessionFactory(student=response.student)
    GameSession.objects.update(received_at=timezone.now() - timedelta(days=91))
    retention.run()
    assert has_words(response) and GameSession.objects.get().payload and not has_words(other)
    asking.clear()
    retention.run()
    assert not Student.objects.filter(pk=response.student_id).exists()


def test_a_hold_registered_twice_is_asked_once(monkeypatch):
    monkeypatch.setattr(holds, "_registered", [])
    asked = []

    def hold(subjects):
        asked.append(subjects)
        return ()

    retention.register_hold(hold)
    retention.register_hold(hold)
    assert retention.held([uuid.uuid4()]) == set() and len(asked) == 1
