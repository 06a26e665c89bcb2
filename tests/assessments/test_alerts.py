"""A response that points to danger: set aside before anything reads it, the lead told, released or kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from assessments import alert_decisions, alert_mail, intake, pipeline
from assessments.alerts import Alert
from assessments.models import Assessment, AssessmentJob, Discussion, Response, StoredReading, Turn
from assessments.transcripts import preview, waiting
from assessments.uploading.decoding import decode
from privacy import audit, consent
from privacy import mail as privacy_mail
from privacy.audit import AuditEvent, AuditSubject
from students import family_looks, roles, safeguarding
from students.checks import every_school_has_somebody_to_tell
from students.models import ApiKey, Role
from tests import factories as make

DANGER = "We lost the match. zqcanaryword, I want to kill myself and nobody knows."
CALM = "I took a breath, counted to ten and asked her what had happened."


@pytest.fixture(autouse=True)
def lead_has_an_address(request):
    if "cast" in request.fixturenames:
        lead = request.getfixturevalue("cast").safeguarding_lead
        lead.email = "cole@school.example"
        lead.save()


def hand_in(cast, text=DANGER, **more):
    return intake.accept_text(student=cast.mateo, text=text, by=cast.teacher, call_worker=False, **more)


def as_lead(cast, client):
    client.force_login(cast.safeguarding_lead)
    return client


def verbs_about(student) -> list[str]:
    events = AuditSubject.objects.filter(subject=student.pk).values("event_id")
    return list(AuditEvent.objects.filter(id__in=events).values_list("verb", flat=True))


# --- set aside -------------------------------------------------------------------------------------


def test_it_is_no_response_and_nothing_is_queued(cast):
    accepted = hand_in(cast)
    assert (accepted.added, accepted.jobs, accepted.already_there) == ([], [], 0)
    assert Alert.objects.get().words == DANGER and Alert.objects.get().found.kinds == ("self-harm",)
    assert not Response.objects.filter(added_by=audit.actor(cast.teacher)).exists()
    assert not AssessmentJob.objects.exists()


def test_of_many_the_others_go_on(cast):
    rows = [intake.NewResponse(one, text) for one in (cast.mateo, cast.priyanka) for text in (DANGER, CALM)]
    accepted = intake.accept_many(rows, school=cast.cedar, by=cast.teacher, call_worker=False)
    assert len(accepted.added) == len(accepted.withheld) == 2 and len(accepted.jobs) == 2


def test_the_same_words_twice_are_one_alert(cast):
    hand_in(cast)
    again = hand_in(cast)
    assert again.already_there == 1 and Alert.objects.count() == 1


def test_without_consent_nothing_is_kept_at_all(cast):
    stranger = make.StudentFactory(school=cast.cedar)
    consent.withdraw(school=cast.cedar.pk, subjects=[stranger.pk], purpose="assess", basis="parent", by=cast.teacher)
    with pytest.raises(consent.ConsentMissing):
        intake.accept_text(student=stranger, text=DANGER, by=cast.teacher)
    assert not Alert.objects.exists()


def test_the_words_are_sealed_in_the_database(cast):
    from django.db import connection

    hand_in(cast)
    with connection.cursor() as cursor:
        cursor.execute("select words, signs from assessments_alert")
        stored = str([bytes(one) if not isinstance(one, str) else one for one in cursor.fetchone()])
    assert "zqcanaryword" not in stored and "self-harm" not in stored


def test_a_teacher_is_told_that_one_was_set_aside_and_not_what(cast, client):
    client.force_login(cast.teacher)
    form = {"student": cast.mateo.pk, "date": "2026-11-12", "prompt": "", "text": DANGER, "mode": "written"}
    answer = client.post(reverse("collect_class", args=[cast.homeroom_7b.pk]), form, follow=True)
    assert Alert.objects.count() == 1
    assert "read by a person first" in answer.content.decode()
    page = client.get(f"/students/{cast.mateo.pk}/").content.decode()
    assert "One response was set aside" in page
    assert "zqcanaryword" not in page and "harm to oneself" not in page


def test_a_program_is_told_only_that_it_waits(cast, client):
    _row, key = ApiKey.objects.create_key(name="t", district=cast.district, school=cast.cedar, scopes=["infer"])
    answer = client.post(
        reverse("api_infer", args=[cast.mateo.pk]),
        {"text": DANGER},
        content_type="application/json",
        headers={"Authorization": f"Api-Key {key}"},
    )
    assert answer.status_code == 202
    assert "danger" not in answer.content.decode() and "aside" not in answer.content.decode()
    assert Alert.objects.count() == 1


def test_turns_of_a_discussion_are_set_aside_one_by_one(cast, client):
    """Also one too short to be assessed: danger is said in few words."""
    calm = f"{CALM} Then we looked for another way together and it worked."
    for said, kept in (("", 0), (f"\n00:00:30.000 --> 00:00:40.000\n<v {cast.priyanka.name}>{calm}\n", 1)):
        talk = f"WEBVTT\n\n00:00:01.000 --> 00:00:09.000\n<v {cast.mateo.name}>I want to die, {kept}\n{said}"
        upload = waiting.keep(decode(talk.encode()), name="a.vtt", classroom=cast.homeroom_7b, by=cast.teacher)
        speakers = {0: str(cast.mateo.pk), 1: str(cast.priyanka.pk)}
        waiting.choose_speakers(upload, speakers if kept else {0: str(cast.mateo.pk)}, by=cast.teacher)
        _upload, accepted, _found = preview.add(upload.pk, cast.teacher)
        assert len(accepted.withheld) == 1 and Turn.objects.count() == kept
    assert Discussion.objects.count() == 1


# --- the lead --------------------------------------------------------------------------------------


def test_the_lead_is_sent_a_mail_that_says_nothing_about_anybody(cast, django_capture_on_commit_callbacks, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    hand_in(cast)
    assert alert_mail.tell() == 1
    [sent] = mail.outbox
    assert sent.to == ["cole@school.example"]
    said = f"{sent.subject} {sent.body}"
    assert "/alerts/" in said
    told = ["zqcanaryword", "Mateo", "Quintanilla", "Cedar", str(cast.mateo.pk), "harm", "danger"]
    assert not [word for word in told if word in said]


def test_one_alert_is_told_once_and_again_if_the_mail_did_not_go(cast, monkeypatch):
    hand_in(cast)
    monkeypatch.setattr(privacy_mail, "send_mail", _no_server)
    assert alert_mail.tell() == 0
    monkeypatch.undo()
    assert (alert_mail.tell(), alert_mail.tell(), len(mail.outbox)) == (1, 0, 1)


def _no_server(*_):
    raise ConnectionRefusedError


def test_a_worker_is_woken_when_the_alert_is_committed(cast, django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr("assessments.tasks.tell_leads.delay", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(cast)
    assert woken == [1]


def test_beat_comes_by_within_the_minute(settings):
    assert settings.CELERY_BEAT_SCHEDULE["tell safeguarding leads"]["schedule"] <= 30


def test_a_school_without_a_lead_tells_its_administrators_to_name_one(cast):
    cast.safeguarding_lead.memberships.all().delete()
    cast.school_admin.email = "whitfield@school.example"
    cast.school_admin.save()
    hand_in(cast)
    alert_mail.tell()
    assert mail.outbox[0].to == ["whitfield@school.example"] and "none with a mail address" in mail.outbox[0].body


# --- nobody to tell, nobody who opens it -----------------------------------------------------------


def addresses_of(*users, end="@school.example"):
    for user in users:
        user.email = f"{user.username}{end}" if end else ""
        user.save()


def hours_pass(hours: float) -> None:
    """Every alert was told, and told again, that much longer ago."""
    for alert in Alert.objects.all():
        for mark in ("told_at", "escalated_at"):
            if getattr(alert, mark):
                setattr(alert, mark, getattr(alert, mark) - timedelta(hours=hours))
        alert.save()


def told() -> list[str]:
    found = sorted(one.to[0] for one in mail.outbox)
    mail.outbox.clear()
    return found


def test_a_lead_without_an_address_is_as_none_and_the_administrators_are_told(cast):
    addresses_of(cast.safeguarding_lead, end="")
    addresses_of(cast.school_admin, cast.district_admin)
    hand_in(cast)
    assert alert_mail.tell() == 1
    assert told() == ["delgado@school.example", "whitfield@school.example"]


def test_where_nobody_can_be_told_it_stays_untold_until_somebody_can(cast, caplog):
    addresses_of(cast.safeguarding_lead, end="")
    hand_in(cast)
    for _ in range(3):  # beat comes by, and does not fill the log
        assert alert_mail.tell() == 0
    assert AuditEvent.objects.filter(verb="alert.unreachable").count() == 1
    assert sum("nobody with an address" in record.message for record in caplog.records) == 1
    hours_pass(5)
    alert_mail.tell()
    assert AuditEvent.objects.filter(verb="alert.unreachable").count() == 2
    addresses_of(cast.safeguarding_lead)
    assert alert_mail.tell() == 1 and told() == ["cole@school.example"]


def test_what_nobody_opened_is_told_again_and_to_the_administrators_too(cast):
    addresses_of(cast.school_admin)
    hand_in(cast)
    alert_mail.tell()
    assert told() == ["cole@school.example"]
    hours_pass(3.9)
    assert alert_mail.tell() == 0
    hours_pass(0.2)
    assert (alert_mail.tell(), alert_mail.tell()) == (1, 0)
    assert told() == ["cole@school.example", "whitfield@school.example"]
    assert AuditEvent.objects.filter(verb="alert.escalate").count() == 1
    hours_pass(4.1)
    assert alert_mail.tell() == 1, "and again, until somebody opens it"


def test_the_mail_about_it_says_nothing_about_anybody(cast):
    hand_in(cast)
    alert_mail.tell()
    hours_pass(5)
    mail.outbox.clear()
    alert_mail.tell()
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert "nobody has opened it" in said
    assert not [word for word in ("zqcanary", "Mateo", "Cedar", "harm", "danger") if word in said]


def test_once_the_lead_has_opened_it_nobody_is_told_again(cast, client):
    hand_in(cast)
    alert_mail.tell()
    as_lead(cast, client).get(f"/alerts/{Alert.objects.get().pk}/")
    hours_pass(50)
    assert alert_mail.tell() == 0


def test_looking_at_the_list_is_not_opening_it(cast, client):
    hand_in(cast)
    alert_mail.tell()
    as_lead(cast, client).get("/alerts/")
    hours_pass(5)
    assert alert_mail.tell() == 1


def test_a_mail_about_it_that_did_not_go_is_tried_again(cast, monkeypatch):
    hand_in(cast)
    alert_mail.tell()
    hours_pass(5)
    monkeypatch.setattr(privacy_mail, "send_mail", _no_server)
    assert alert_mail.tell() == 0
    monkeypatch.undo()
    assert alert_mail.tell() == 1


BANNER = "No safeguarding lead would be told of a response that points to danger"


@pytest.mark.parametrize("who", ["school_admin", "district_admin"])
@pytest.mark.parametrize("path", ["/", "/school/", "/roster/"])
def test_administrators_see_on_their_pages_that_nobody_would_read_it(cast, client, who, path):
    """The district's Alder Creek never had a lead; Cedar Hollow's loses the address."""
    client.force_login(getattr(cast, who))
    page = client.get(path).content.decode()
    assert (BANNER in page) == (who == "district_admin") and "Cedar Hollow Middle School: " not in page
    addresses_of(cast.safeguarding_lead, end="")
    page = client.get(path).content.decode()
    assert BANNER in page and "Cedar Hollow Middle School: its safeguarding lead has no mail address" in page
    assert "nobody gets a mail" in page
    cast.safeguarding_lead.memberships.all().delete()
    addresses_of(cast.school_admin)
    page = client.get(path).content.decode()
    assert "Cedar Hollow Middle School: nobody is its safeguarding lead" in page
    assert "Until then the administrators get a mail" in page


@pytest.mark.parametrize("who", ["teacher", "guardian", "records_officer", "safeguarding_lead", "operator"])
def test_nobody_else_sees_it(cast, client, who):
    addresses_of(cast.safeguarding_lead, end="")
    client.force_login(getattr(cast, who))
    assert BANNER not in client.get("/", follow=True).content.decode()


def test_a_lead_of_the_whole_district_is_one_for_each_of_its_schools(cast):
    assert {gap.school for gap in safeguarding.gaps([cast.cedar, cast.alder])} == {cast.alder}
    lead = make.UserFactory(username="dlead", email="dlead@school.example")
    make.MembershipFactory(user=lead, role=Role.SAFEGUARDING_LEAD, school=None, district=cast.district)
    assert safeguarding.gaps([cast.cedar, cast.alder]) == []
    assert {gap.school for gap in safeguarding.gaps([cast.birch])} == {cast.birch}


def test_many_schools_cost_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        safeguarding.gaps([cast.cedar, cast.alder, cast.birch])


def test_check_names_the_schools_before_anything_happens(cast):
    found = every_school_has_somebody_to_tell(None, databases=["default"])
    assert [warning.msg.split(":")[0] for warning in found] == [
        "Alder Creek Middle School",
        "Birch Point Middle School",
    ]
    assert every_school_has_somebody_to_tell(None, databases=None) == []


# --- a lead is named ---------------------------------------------------------------------------------


def name_a_lead(cast, client):
    client.force_login(cast.school_admin)
    sent = {"email": "ada@school.example", "first_name": "Ada", "last_name": "Marsh", "role": "safeguarding_lead"}
    return client.post(f"/people/schools/{cast.cedar.pk}/", sent, follow=True)


def test_who_is_named_lead_is_told_of_the_next_alert_and_the_banner_is_gone(cast, client):
    cast.safeguarding_lead.memberships.update(ends_on=cast.today)
    assert BANNER not in name_a_lead(cast, client).text
    hand_in(cast)
    assert alert_mail.tell() == 1 and told() == ["ada@school.example"]


def test_what_waited_for_nobody_is_told_to_the_new_lead_at_once(
    cast, client, django_capture_on_commit_callbacks, settings
):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    cast.safeguarding_lead.memberships.update(ends_on=cast.today)
    addresses_of(cast.school_admin)
    hand_in(cast)
    assert alert_mail.tell() == 1 and told() == ["whitfield@school.example"]
    with django_capture_on_commit_callbacks(execute=True):
        name_a_lead(cast, client)
    assert told() == ["ada@school.example"] * 2, "the invitation, and that something waits"
    assert alert_mail.tell() == 0


def test_what_somebody_opened_or_decided_is_not_told_anew(cast, client):
    hand_in(cast)
    alert_mail.tell()
    as_lead(cast, client).get(f"/alerts/{Alert.objects.get().pk}/")
    name_a_lead(cast, client)
    assert alert_mail.tell() == 0


def test_another_role_and_another_school_tell_nobody_anything(cast):
    hand_in(cast)
    alert_mail.tell()
    roles.give(Role.RECORDS_OFFICER, to=cast.other_teacher, at=roles.Place(cast.district, cast.cedar), by="system:t")
    roles.give(Role.SAFEGUARDING_LEAD, to=cast.teacher, at=roles.Place(cast.district, cast.alder), by="system:t")
    assert alert_mail.tell() == 0
    roles.give(Role.SAFEGUARDING_LEAD, to=cast.teacher, at=roles.Place(cast.district), by="system:t")
    assert alert_mail.tell() == 1, "a lead of the whole district is one for this school"


# --- the lead's pages --------------------------------------------------------------------------------


def test_an_empty_page_teaches_what_would_stand_there(cast, client):
    page = as_lead(cast, client).get("/alerts/").content.decode()
    assert "Nothing waits" in page and "both miss much" in page


def test_the_list_names_the_student_and_the_words_are_a_click_of_their_own(cast, client):
    hand_in(cast)
    listed = as_lead(cast, client).get("/alerts/").content.decode()
    assert cast.mateo.name in listed and "harm to oneself" in listed and "zqcanaryword" not in listed
    opened = client.get(f"/alerts/{Alert.objects.get().pk}/").content.decode()
    assert "zqcanaryword" in opened
    assert {"alert.raise", "alert.list", "alert.view"} <= set(verbs_about(cast.mateo))


@pytest.mark.parametrize(
    "who", ["teacher", "school_admin", "district_admin", "records_officer", "guardian", "operator"]
)
@pytest.mark.parametrize("end", ["", "release/", "keep/"])
def test_nobody_else_reads_or_decides(cast, client, who, end):
    hand_in(cast)
    client.force_login(getattr(cast, who))
    path = f"/alerts/{Alert.objects.get().pk}/{end}"
    answer = client.post(path) if end else client.get(path)
    assert answer.status_code in (403, 404) and b"zqcanaryword" not in answer.content
    assert client.get("/alerts/").status_code == 403
    assert Alert.objects.get().state == Alert.State.WAITING


def test_the_lead_of_another_school_sees_nothing_of_it(cast, client):
    hand_in(cast)
    other = make.UserFactory()
    make.MembershipFactory(user=other, role=Role.SAFEGUARDING_LEAD, school=cast.alder, district=cast.district)
    client.force_login(other)
    assert cast.mateo.name not in client.get("/alerts/").content.decode()
    assert client.get(f"/alerts/{Alert.objects.get().pk}/").status_code == 404


def test_that_a_child_was_thought_in_danger_stands_in_no_report_of_who_looked(cast, client):
    hand_in(cast)
    as_lead(cast, client).get("/alerts/")
    client.force_login(cast.school_admin)
    for path in ("/who-looked/", "/who-looked/report.csv"):
        page = client.get(path).content.decode()
        assert "set aside" not in page and "set a response aside" not in page and "cole" not in page


# --- the decision ----------------------------------------------------------------------------------


def test_released_it_is_assessed_as_usual_and_its_words_stand_in_one_place(cast, client):
    hand_in(cast, text=f"{DANGER} {CALM}")
    alert = Alert.objects.get()
    as_lead(cast, client).post(f"/alerts/{alert.pk}/release/")
    alert.refresh_from_db()
    assert alert.state == Alert.State.RELEASED and alert.words is None
    [job] = AssessmentJob.objects.all()
    pipeline.run([job.pk])
    response = Response.objects.get(token=alert.token)
    assert "zqcanaryword" in response.original
    assert Assessment.objects.filter(responses=response.pk).exists()
    client.force_login(cast.teacher)
    assert "One response was set aside" not in client.get(f"/students/{cast.mateo.pk}/").content.decode()
    assert "alert.release" in verbs_about(cast.mateo)


def test_handed_in_again_after_the_release_it_is_there_already(cast, client):
    hand_in(cast)
    as_lead(cast, client).post(f"/alerts/{Alert.objects.get().pk}/release/")
    again = hand_in(cast)
    assert again.already_there == 1 and not again.withheld


def test_kept_apart_it_stays_where_it_is_and_may_be_released_later(cast, client):
    hand_in(cast)
    path = f"/alerts/{Alert.objects.get().pk}/"
    as_lead(cast, client).post(f"{path}keep/")
    assert Alert.objects.get().state == Alert.State.KEPT and not AssessmentJob.objects.exists()
    client.post(f"{path}release/")
    assert AssessmentJob.objects.count() == 1


def test_a_second_click_releases_nothing_twice(cast, client):
    hand_in(cast)
    path = f"/alerts/{Alert.objects.get().pk}/release/"
    as_lead(cast, client).post(path)
    client.post(path)
    assert AssessmentJob.objects.count() == 1 and verbs_about(cast.mateo).count("alert.release") == 1


def test_a_job_that_runs_meanwhile_reads_nothing_of_it(cast):
    before = StoredReading.objects.count()
    hand_in(cast)
    accepted = hand_in(cast, text=CALM)
    pipeline.run([job.pk for job in accepted.jobs])
    assert StoredReading.objects.count() == before + 2  # the cast's own response and the calm one
    assert not Response.objects.filter(token=Alert.objects.get().token).exists()


def test_one_click_releases_it_with_a_reason_that_only_the_lead_sees(cast, client):
    hand_in(cast)
    page = opened(cast, client)
    assert page.count('name="reason"') == len(Alert.Reason.choices)
    client.post(f"/alerts/{Alert.objects.get().pk}/release/", {"reason": "story"})
    alert = Alert.objects.get()
    assert (alert.state, alert.reason) == (Alert.State.RELEASED, "story")
    assert "released: a book, film, game or lesson" in client.get("/alerts/").content.decode()
    client.force_login(cast.teacher)
    assert "a book, film, game or lesson" not in client.get(f"/students/{cast.mateo.pk}/").content.decode()


def test_a_reason_that_nobody_offered_is_not_kept(cast, client):
    hand_in(cast)
    as_lead(cast, client).post(f"/alerts/{Alert.objects.get().pk}/release/", {"reason": "words of its own"})
    assert (Alert.objects.get().state, Alert.objects.get().reason) == (Alert.State.RELEASED, "")


# --- why it was raised -----------------------------------------------------------------------------

LIKE = "We lost the match. My uncle drags me by my hair at night and nobody knows. Then we had gym."


def opened(cast, client):
    return as_lead(cast, client).get(reverse("alert", args=[Alert.objects.get().pk])).content.decode()


def test_the_lead_is_told_that_a_rule_raised_it(cast, client):
    hand_in(cast)
    page = opened(cast, client)
    assert "Raised by rule:" in page and "harm to oneself" in page
    assert page.split("<mark>")[1].split("</mark>")[0].startswith("zqcanaryword, I want to kill myself")


def test_the_list_says_how_each_was_raised(cast, client):
    hand_in(cast)
    assert "Raised by rule" in as_lead(cast, client).get("/alerts/").content.decode()


def test_the_lead_is_shown_the_passage_that_reads_like_danger_and_what_weighed(cast, client, monkeypatch):
    from privacy.distress import signs_found

    monkeypatch.setattr(signs_found.reading, "kinds_in", lambda sentences: ())
    hand_in(cast, LIKE)
    page = opened(cast, client)
    assert "Raised by likeness:" in page and "Raised by rule:" not in page
    assert "drags me by my hair" in page.split("<mark>")[1].split("</mark>")[0]
    assert "What weighed most:" in page and Alert.objects.get().found.likeness.version in page


def test_an_opened_alert_asks_no_model_again(cast, client, monkeypatch):
    hand_in(cast, LIKE)
    before = Alert.objects.get().found

    def gone():
        raise AssertionError("the line was asked")

    monkeypatch.setattr("privacy.distress.likeness.line", gone)
    assert Alert.objects.get().found == before and before.likeness
    assert "Raised by likeness:" in opened(cast, client)


def test_a_release_stands_in_the_log_as_whoever_handed_it_in(cast, client):
    """The lead's name beside "added a response" would tell the office and the family what the words were about."""
    lead = cast.safeguarding_lead
    hand_in(cast)
    as_lead(cast, client).post(f"/alerts/{Alert.objects.get().pk}/release/")
    [event] = AuditEvent.objects.filter(verb="response.add")
    assert event.actor == audit.actor(cast.teacher)
    assert Response.objects.get(token=Alert.objects.get().token).added_by == audit.actor(cast.teacher)
    client.force_login(cast.school_admin)
    for path in ("/who-looked/", "/who-looked/report.csv"):
        assert lead.display_name not in client.get(path).text.split("<main")[-1]


def test_what_a_family_is_told_of_looks_adds_up_after_a_release(cast):
    hand_in(cast)
    alert_decisions.release(Alert.objects.get(), by=cast.safeguarding_lead)
    events = family_looks.events(cast.mateo, guardian=cast.guardian)
    assert events.count() == len(family_looks.looks(events, cast.mateo, guardian=cast.guardian))
