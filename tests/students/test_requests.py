"""The records officer's queue: what families asked, until when, and each step. Never a score."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments import statements
from mlcore.schema import Skill
from privacy import erasure
from privacy.audit import AuditEvent
from privacy.cases import Case, Kind, State
from privacy.erasure import Erasure
from students import family_cases
from students.models import CaseWords, Student
from tests import factories as make

QUEUE = "/requests/"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.records_officer)
    return client


def ask(cast, kind=Kind.ACCESS, *, words="", child=None, by=None):
    return family_cases.ask(child=child or cast.mateo, kind=kind, words=words, by=by or cast.guardian)


def page(client, case=None, **query):
    answer = client.get(f"{QUEUE}{case.pk}/" if case else QUEUE, query)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def step(client, case, to, **given):
    return client.post(f"{QUEUE}{case.pk}/step/", {"to": to, **given})


def state(case):
    return Case.objects.get(pk=case.pk).state


def test_a_request_stands_in_the_queue_with_child_asker_and_date(cast, officer):
    case = ask(cast)
    html = page(officer)
    assert "Mateo Quintanilla" in html and cast.guardian.display_name in html and "See the whole record" in html
    assert f"{case.due_on:%-d %b %Y}" in html


def test_an_empty_queue_says_what_will_come(officer):
    assert "No family has asked for anything" in page(officer)


def test_open_overdue_and_all(cast, officer):
    late, fresh, closed = (
        ask(cast),
        ask(cast, Kind.DELETION),
        ask(cast, child=cast.priyanka, by=cast.guardian_of_another),
    )
    Case.objects.filter(pk=late.pk).update(due_on=family_cases.today_at(cast.cedar) - timedelta(days=1))
    family_cases.withdraw(closed, by=cast.guardian_of_another)
    shown = {
        show: {c.pk for c in (late, fresh, closed) if str(c.pk) in page(officer, show=show)}
        for show in ("open", "overdue", "all")
    }
    assert shown == {"open": {late.pk, fresh.pk}, "overdue": {late.pk}, "all": {late.pk, fresh.pk, closed.pk}}
    assert "overdue" in page(officer, late)


def test_a_request_is_late_when_its_day_has_passed_at_the_school(cast, officer, time_machine):
    case = ask(cast)
    time_machine.move_to(datetime(2026, 11, 27, 2, tzinfo=UTC))  # still the evening of the 26th at the school
    officer.force_login(cast.records_officer)
    for due, late in ((date(2026, 11, 26), False), (date(2026, 11, 25), True)):
        Case.objects.filter(pk=case.pk).update(due_on=due)
        assert (str(case.pk) in page(officer, show="overdue")) is late
        assert ("overdue" in page(officer, case)) is late


def test_a_request_is_checked_granted_and_done_and_the_family_reads_each_answer(cast, officer, client):
    case = ask(cast, words="Before the meeting.")
    assert "Before the meeting." in page(officer, case)
    step(officer, case, "identity", check="in_person")
    step(officer, case, "granted", words="Come on Friday at 3.")
    step(officer, case, "done")
    assert state(case) == State.DONE
    html = page(officer, case)
    assert "with a photo ID" in html and "Come on Friday at 3." in html
    client.force_login(cast.guardian)
    assert "Come on Friday at 3." in client.get(f"/family/{cast.mateo.pk}/").content.decode()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"to": "identity"}, "how it was made sure"),
        ({"to": "refused"}, "right to the reason"),
        ({"to": "refused", "refusal": "other"}, "sentence or two"),
        ({"to": "identity", "check": "by magic"}, "by magic"),
        ({"to": "nonsense"}, "nonsense"),
        ({}, "required"),
    ],
)
def test_a_step_without_its_reason_is_not_taken(cast, officer, given, missing):
    case = ask(cast)
    answer = officer.post(f"{QUEUE}{case.pk}/step/", given)
    assert answer.status_code == 422 and missing in answer.content.decode()
    assert state(case) == State.RECEIVED


def test_a_grant_has_its_reason_too(cast, officer):
    case = ask(cast)
    step(officer, case, "identity", check="known")
    assert step(officer, case, "granted").status_code == 422
    assert state(case) == State.IDENTITY


@pytest.mark.parametrize("to", ["granted", "done", "withdrawn", "received"])
def test_steps_are_not_skipped(cast, officer, to):
    case = ask(cast)
    assert step(officer, case, to, words="x", sure="on").status_code == 422
    assert state(case) == State.RECEIVED


def test_a_refusal_reaches_the_family_with_its_reason(cast, officer, client):
    case = ask(cast, Kind.DELETION)
    step(officer, case, "refused", refusal="must_keep", words="Until the end of the inquiry.")
    client.force_login(cast.guardian)
    html = client.get(f"/family/{cast.mateo.pk}/").content.decode()
    assert "asks the school to keep this for now" in html and "Until the end of the inquiry." in html


def test_each_look_and_step_of_the_officer_is_written_down(cast, officer):
    case = ask(cast)
    page(officer), page(officer, case)
    step(officer, case, "identity", check="known")
    mine = AuditEvent.objects.filter(actor=f"user:{cast.records_officer.pk}").order_by("at")
    assert [e.verb for e in mine if e.verb.startswith("request")] == [
        "request.list",
        "request.view",
        "request.identity",
    ]
    assert mine.get(verb="request.identity").detail == {"kind": "access", "how": "known"}


def test_the_officer_sees_no_score_and_no_words_of_the_child(cast, officer):
    assessment = cast.mateo.latest.assessment
    case = statements.contest(
        child=cast.mateo, assessment=assessment, skill=Skill.EMPATHY, words="He was ill that week.", by=cast.guardian
    )
    html = page(officer, case) + page(officer)
    assert "He was ill that week." in html and "Empathy" in html
    for hidden in ("0.62", "Proficient", "worried about the demo", str(assessment.pk)):
        assert hidden not in html


def test_an_officer_of_another_school_and_everybody_else_find_nothing(client, cast):
    case = ask(cast)
    elsewhere = cast._member("elsewhere", "records_officer", school=cast.alder)
    for who, status in ((elsewhere, 404), (cast.teacher, 404), (cast.guardian, 404), (cast.school_admin, 403)):
        client.force_login(who)
        assert client.get(f"{QUEUE}{case.pk}/").status_code == status
        assert step(client, case, "identity", check="known").status_code == status
    assert state(case) == State.RECEIVED


def test_the_page_warns_when_who_asked_has_no_right_any_more(cast, officer):
    case = ask(cast)
    assert "no relationship to the child today" not in page(officer, case)
    cast.guardian.guardianships.update(ends_on=cast.today)
    assert "no relationship to the child today" in page(officer, case)


def test_mails_say_that_something_waits_and_nothing_else(cast, officer, mailoutbox, django_capture_on_commit_callbacks):
    for user in (cast.guardian, cast.records_officer):
        user.email = f"{user.username}@example.org"
        user.save()
    with django_capture_on_commit_callbacks(execute=True):
        case = ask(cast, words="About Mateo and his score.")
    with django_capture_on_commit_callbacks(execute=True):
        family_cases.take_step(case, State.REFUSED, by=cast.records_officer, how="no_right", words="Because of papers.")
    assert [mail.to for mail in mailoutbox] == [
        ["quintanilla@example.org"], ["abrams@example.org"], ["quintanilla@example.org"],
    ]  # fmt: skip
    assert list(case.steps.values_list("state", "mailed")) == [("received", True), ("refused", True)]
    for mail in mailoutbox:
        for hidden in ("Mateo", "Quintanilla", "score", "papers", "access", "Cedar", "refused"):
            assert hidden not in mail.subject + mail.body


def test_without_an_address_the_page_asks_the_officer_to_tell_the_family(cast, officer):
    case = ask(cast)
    assert "Tell the family yourself" in page(officer, case)
    cast.guardian.email = "q@example.org"
    cast.guardian.save()
    assert "Tell the family yourself" not in page(officer, case)


# --- a deletion ---------------------------------------------------------------------------------------


@pytest.fixture
def granted(cast, officer):
    case = ask(cast, Kind.DELETION)
    step(officer, case, "identity", check="papers")
    step(officer, case, "granted", words="We will delete it.")
    return case


def test_a_deletion_is_not_carried_out_by_a_slip(cast, officer, granted, monkeypatch):
    monkeypatch.setattr("students.family_cases.order_erasure", lambda *_, **__: pytest.fail("erased"))
    assert step(officer, granted, "done").status_code == 422


def test_a_granted_deletion_orders_the_erasure_once_and_closes(cast, officer, granted):
    step(officer, granted, "done", sure="on")
    assert step(officer, granted, "done", sure="on").status_code == 422
    ordered = Erasure.objects.get()
    assert (ordered.subject, ordered.school, ordered.reason) == (cast.mateo.pk, cast.cedar.pk, "family")
    assert (ordered.case, ordered.actor) == (granted.pk, f"user:{cast.records_officer.pk}")
    assert state(granted) == State.DONE


@pytest.mark.django_db(transaction=True)
def test_the_record_goes_and_the_case_stays_without_a_name_or_a_word(cast, officer, granted):
    step(officer, granted, "done", sure="on")
    erasure.resume()
    assert not Student.objects.filter(pk=cast.mateo.pk).exists()
    assert not CaseWords.objects.filter(student=cast.mateo.pk).exists()
    left = page(officer, granted)
    assert "Mateo" not in left and "We will delete it." not in left
    assert state(granted) == State.DONE


def test_what_may_not_go_now_stays_and_the_page_says_why(cast, officer, granted):
    ask(cast, Kind.ACCESS)
    answer = step(officer, granted, "done", sure="on")
    assert answer.status_code == 503 and "Nothing was deleted." in answer.content.decode()
    assert state(granted) == State.GRANTED and not Erasure.objects.exists()


# --- who may answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.DELETION])
def test_an_officer_does_not_answer_their_own_request(cast, officer, kind):
    """A parent who is the officer would open a record to themselves, or end one that is in dispute."""
    make.GuardianshipFactory(guardian=cast.records_officer, student=cast.priyanka)
    case = ask(cast, kind, child=cast.priyanka, by=cast.records_officer)
    answer = step(officer, case, "identity", check="known")
    assert answer.status_code == 422 and "somebody else answers it" in answer.text
    assert state(case) == State.RECEIVED


def test_whom_a_court_keeps_away_has_no_relation_even_by_a_second_row(cast):
    make.GuardianshipFactory(guardian=cast.restricted_guardian, student=cast.mateo, starts_on=cast.today)
    assert family_cases.relation_of(ask(cast, by=cast.restricted_guardian)) is None
    assert family_cases.relation_of(ask(cast)).guardian == cast.guardian
