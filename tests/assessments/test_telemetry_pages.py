"""The way of a game's log from a teacher's hands into the house, through the URLs."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import AssessmentJob, GameSession, Upload
from privacy import consent
from privacy.audit import AuditEvent
from privacy.keys import SubjectKey
from tests import factories as make
from tests.assessments.logs import JUSTHINK, a_log, csv_of, event, hand_in, lines_of, statement
from tests.assessments.uploads import hand_in as hand_in_responses
from tests.assessments.uploads import one_row

ADL = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture
def teacher(client, cast):
    make.ExternalIdFactory(student=cast.mateo, value="S-1")
    make.ExternalIdFactory(student=cast.priyanka, value="S-2")
    make.ExternalIdFactory(student=cast.tyrell, value="S-8")
    client.force_login(cast.teacher)
    return client


def waiting() -> Upload:
    return Upload.objects.get()


def confirm(client, upload=None):
    return client.post(reverse("telemetry_confirm", args=[(upload or waiting()).pk]))


# --- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [*[(who, 404) for who in ("other_teacher", "guardian", "ex_teacher", "operator")], ("school_admin", 403)],
)
def test_nobody_else_can_add_a_log_for_a_class(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert hand_in(client, cast.homeroom_7b, lines_of(a_log())).status_code == status
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["telemetry_map", "telemetry_preview", "telemetry_who", "telemetry_confirm"])
@pytest.mark.parametrize("who", ["other_teacher", "school_admin", "operator"])
def test_a_waiting_log_is_seen_by_its_uploader_only(teacher, cast, name, who):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    stranger = Client()
    stranger.force_login(getattr(cast, who))
    address = reverse(name, args=[waiting().pk])
    assert stranger.get(address).status_code in (404, 405)
    assert stranger.post(address).status_code in (404, 405)
    assert not GameSession.objects.exists()


def test_a_log_is_not_read_as_responses_nor_responses_as_a_log(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    log = waiting()
    assert teacher.get(reverse("upload_preview", args=[log.pk])).url == reverse("telemetry_preview", args=[log.pk])
    assert teacher.get(reverse("upload_map", args=[log.pk])).url == reverse("telemetry_map", args=[log.pk])
    assert teacher.get(reverse("upload_left_out", args=[log.pk])).status_code == 404
    assert teacher.post(reverse("upload_confirm", args=[log.pk])).status_code == 404
    log.delete()
    hand_in_responses(teacher, cast.homeroom_7b, one_row())
    assert teacher.get(reverse("telemetry_preview", args=[waiting().pk])).status_code == 404


# --- the runs ----------------------------------------------------------------------------------


def test_a_clear_log_leads_straight_to_its_runs_and_nothing_is_kept_yet(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log() + a_log("S-2", "run-8")))
    assert answer.resolver_match.url_name == "telemetry_preview"
    assert "2 runs are ready" in answer.text
    assert "Mateo Quintanilla" in answer.text and "12 Nov 2026" in answer.text
    assert not GameSession.objects.exists()


def test_the_waiting_log_is_sealed_under_a_key_of_its_own(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    upload = waiting()
    stored = Upload.objects.filter(pk=upload.pk).values_list("content", flat=True).get()
    assert b"failure" not in bytes(stored)
    assert SubjectKey.objects.filter(subject=upload.pk).exists()


def test_confirming_adds_every_ready_run_and_lets_the_file_go(teacher, cast, django_capture_on_commit_callbacks):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log(game="Bridge Builder") + a_log("S-2", "run-8")))
    upload = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirm(teacher)
        assert SubjectKey.objects.filter(subject=upload.pk).exists()  # a file that could not be added stays readable
    assert answer.url == reverse("class_page", args=[cast.homeroom_7b.pk])
    assert {(s.student, s.task) for s in GameSession.objects.all()} == {
        (cast.mateo, "Bridge Builder"),
        (cast.priyanka, "bridge 2"),
    }
    assert not Upload.objects.exists()
    assert not SubjectKey.objects.filter(subject=upload.pk).exists()
    assert AssessmentJob.objects.count() == 2
    event = AuditEvent.objects.get(verb="upload.confirm")
    assert event.detail == {"classroom": str(cast.homeroom_7b.pk), "added": 2, "already_there": 0, "left_out": 0}


def test_the_same_log_twice_adds_nothing_twice(teacher, cast):
    for _n in range(2):
        answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
        confirm(teacher)
    assert "1 was added before" in answer.text
    assert "Add 1 run" not in answer.text
    assert GameSession.objects.count() == 1


def test_the_second_of_two_clicks_lands_where_the_first_did(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    upload = waiting()
    assert confirm(teacher, upload).url == confirm(teacher, upload).url
    assert GameSession.objects.count() == 1


def test_a_longer_copy_says_so_and_takes_the_place_of_the_shorter(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log()[:5]))
    confirm(teacher)
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    assert "A shorter copy of this run was added before" in answer.text
    confirm(teacher)
    assert GameSession.objects.filter(set_aside_at__isnull=True).count() == 1


def test_a_run_says_what_was_left_out_of_it_and_why(teacher, cast):
    log = a_log()
    broken = [*log, log[3], event("teleported", 70), event("hint", at=0) | {"at": "1971-01-01T00:00:00Z"}, "{cut off"]
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(broken))
    assert "1 event: stand there twice and count once (line 11)" in answer.text
    assert "1 event: use a word for the event that is not understood (line 12)" in answer.text
    assert "1 event: have a time that cannot be right" in answer.text
    assert "1 event: could not be read as an event (line 14)" in answer.text
    assert "teleported" in answer.text


def test_a_log_in_any_order_is_the_same_log(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    confirm(teacher)
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log()[::-1]))
    assert "1 was added before" in answer.text


# --- who is who --------------------------------------------------------------------------------


def test_an_unknown_student_is_explained_and_left_out(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log() + a_log("S-99", "run-8")))
    assert "1 run is ready, 1 is of nobody in the class" in answer.text
    assert "Who is who?" in answer.text and "S-99" in answer.text
    confirm(teacher)
    assert [session.student for session in GameSession.objects.all()] == [cast.mateo]


def test_a_student_of_another_class_is_unknown_here(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log("S-8")))
    assert "0 runs are ready" in answer.text
    assert "Tyrell" not in answer.text


def test_a_person_says_whom_an_id_means(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log("player two")))
    who = reverse("telemetry_who", args=[waiting().pk])
    answer = teacher.post(who, {"who-0": str(cast.priyanka.pk)}, follow=True)
    assert "1 run is ready" in answer.text
    confirm(teacher)
    assert GameSession.objects.get().student == cast.priyanka


def test_nobody_outside_the_class_can_be_chosen(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, lines_of(a_log("player two")))
    who = reverse("telemetry_who", args=[waiting().pk])
    assert teacher.post(who, {"who-0": str(cast.tyrell.pk)}).status_code == 422
    confirm(teacher)
    assert not GameSession.objects.exists()


def test_a_run_without_the_familys_agreement_is_left_out_by_name(teacher, cast):
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="assess", basis="parent", by="system:tests"
    )
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(a_log()))
    assert "Mateo’s family has not agreed to storing this" in answer.text
    assert "Add 1 run" not in answer.text


# --- what is what ------------------------------------------------------------------------------


def test_columns_of_other_names_are_asked_about(teacher, cast):
    data = csv_of(a_log(), header=("wer", "lauf", "wann", "was", "wo"))
    answer = hand_in(teacher, cast.homeroom_7b, data, "log.csv")
    assert answer.resolver_match.url_name == "telemetry_map"
    mapped = {"student_id": "wer", "at": "wann", "kind": "was", "session_id": "lauf", "task": "wo"}
    answer = teacher.post(reverse("telemetry_map", args=[waiting().pk]), mapped, follow=True)
    assert "1 run is ready" in answer.text


@pytest.mark.parametrize(
    ("mapped", "sentence"),
    [
        ({"student_id": "wer"}, "This field is required"),
        ({"student_id": "wer", "at": "wer", "kind": "was"}, "One column is chosen twice"),
        ({"student_id": "wer", "at": "no such column", "kind": "was"}, "is not one of the available choices"),
    ],
)
def test_columns_that_cannot_be_are_said(teacher, cast, mapped, sentence):
    hand_in(teacher, cast.homeroom_7b, csv_of(a_log(), header=("wer", "lauf", "wann", "was", "wo")), "log.csv")
    answer = teacher.post(reverse("telemetry_map", args=[waiting().pk]), mapped)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert confirm(teacher).url == reverse("telemetry_map", args=[waiting().pk])


def test_a_word_that_is_not_understood_can_be_given_a_meaning(teacher, cast):
    log = [one | {"kind": "crashed"} if one["kind"] == "failure" else one for one in a_log()]
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(log))
    assert "crashed" in answer.text
    sent = {"student_id": "student_id", "at": "at", "kind": "kind", "session_id": "session_id", "task": "task"}
    answer = teacher.post(reverse("telemetry_map", args=[waiting().pk]), {**sent, "word-0": "failure"}, follow=True)
    assert "not understood" not in answer.text
    confirm(teacher)
    from assessments.telemetry import payload

    assert sum(one.kind == "failure" for one in payload.events_of(GameSession.objects.get())) == 3


def test_xapi_statements_say_which_verbs_were_not_understood(teacher, cast):
    log = [statement(ADL + "answered", at, success=worked) for at, worked in ((10, False), (40, False), (70, True))] + [
        statement("http://id.tincanapi.com/verb/downloaded", 80)
    ]
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(log))
    assert "1 run is ready" in answer.text
    assert "http://id.tincanapi.com/verb/downloaded" in answer.text and "(1)" in answer.text


def test_a_real_games_log_finds_both_children_once_they_are_named(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, JUSTHINK.encode(), "log.csv")
    assert "2 are of nobody in the class" in answer.text
    who = {"who-0": str(cast.mateo.pk), "who-1": str(cast.priyanka.pk)}
    answer = teacher.post(reverse("telemetry_who", args=[waiting().pk]), who, follow=True)
    assert "2 runs are ready" in answer.text
    confirm(teacher)
    assert {s.task for s in GameSession.objects.all()} == {"JUSThink"}


def test_runs_that_only_count_seconds_are_of_the_day_a_person_gives(teacher, cast):
    log = [one | {"at": number * 10} for number, one in enumerate(a_log())]
    hand_in(teacher, cast.homeroom_7b, lines_of(log))
    sent = {name: name for name in ("student_id", "at", "kind", "session_id", "task")}
    teacher.post(reverse("telemetry_map", args=[waiting().pk]), {**sent, "day": "2026-11-02"})
    confirm(teacher)
    assert str(GameSession.objects.get().played_on) == "2026-11-02"


def test_a_simulated_log_says_so_and_stays_marked(teacher, cast):
    log = a_log()
    log[0]["data"] = {"simulated": True}
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(log))
    assert "This log says that it was simulated" in answer.text
    confirm(teacher)
    assert GameSession.objects.get().simulated


def test_words_in_a_message_are_kept_sealed_and_reach_no_reading(teacher, cast):
    from assessments import pipeline
    from assessments.models import Assessment, StoredReading

    words = "I felt so sorry for her that I gave her all of my pieces right away"
    log = a_log() + [event("message", at, data={"text": words}) for at in (31, 32, 33)]
    hand_in(teacher, cast.homeroom_7b, lines_of(log))
    confirm(teacher)
    pipeline.run(AssessmentJob.objects.values_list("pk", flat=True))
    session = GameSession.objects.get()
    assert words in session.payload
    stored = GameSession.objects.filter(pk=session.pk).values_list("payload", flat=True).get()
    assert b"sorry" not in bytes(stored)
    elsewhere = str(list(StoredReading.objects.values())) + str(list(Assessment.objects.values()))
    assert "sorry" not in elsewhere
    reading = StoredReading.objects.get(game_session=session).detail
    assert reading["w"] == 0


# --- bad files ---------------------------------------------------------------------------------

REFUSED = {
    "empty": (b"", "This file is empty"),
    "only a header": (b"student_id,at,kind\n", "No event could be read"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "This is a picture"),
    "a zip": (b"PK\x03\x04" + b"0" * 100, "compressed (zip) file"),
    "nul bytes": (b"student_id,at\x00,kind\n1,2,attempt\n", "holds signs that no text has"),
    "an endless nest": (b"[" * 100_000, "No event could be read"),
    "no objects": (b"[1, 2, 3]", "No event could be read"),
    "two columns of one name": (b"at,at,kind\n1,2,attempt\n", "Two columns of this file have the same name"),
    "300 columns": (",".join(f"c{n}" for n in range(300)).encode() + b"\n1\n", "300 columns"),
    "too many events": (b"student_id,at,kind\n" + b"1,2,hint\n" * 50_001, "more than 50,000 events"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_log_is_refused_in_words_and_not_kept(teacher, cast, kind):
    data, sentence = REFUSED[kind]
    answer = hand_in(teacher, cast.homeroom_7b, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Upload.objects.exists()


def test_no_file_at_all_is_asked_for(teacher, cast):
    answer = teacher.post(reverse("telemetry_class", args=[cast.homeroom_7b.pk]), {})
    assert answer.status_code == 422


def test_names_from_right_to_left_emoji_and_halves_of_characters_are_taken_or_told(teacher, cast):
    log = [*a_log(task="גשר 🙂"), event("hint", 35, data={"text": "\ud83d"}), event("hint", 36, task="\ud83d")]
    answer = hand_in(teacher, cast.homeroom_7b, lines_of(log))
    assert answer.status_code == 200
    confirm(teacher)
    assert "🙂" in GameSession.objects.get().payload


def test_ten_thousand_events_in_one_upload_take_two_seconds_of_work(teacher, cast):
    """Processor time, which a busy machine does not stretch; docs/reference/telemetry.md has the figures."""
    log = [one for n in range(450) for one in a_log("S-1" if n % 2 else "S-2", f"run-{n}", failures=10)]
    data = lines_of(log[:10_000])
    began = time.process_time()
    answer = hand_in(teacher, cast.homeroom_7b, data)
    previewed = time.process_time()
    assert confirm(teacher).status_code == 302
    confirmed = time.process_time()
    assert "ready" in answer.text
    assert GameSession.objects.count() > 400
    assert previewed - began < 2
    assert confirmed - previewed < 2
    print(f"preview {previewed - began:.2f} s, confirm {confirmed - previewed:.2f} s")
