"""The way of a discussion from a transcript into the house, through the URLs."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.discussions import Answered, Discussion, Turn
from assessments.models import AssessmentJob, Upload
from privacy import consent
from privacy.audit import AuditEvent
from privacy.keys import SubjectKey
from tests import factories as make
from tests.assessments.discussion_files import (
    IN_EVERY_FORMAT,
    LONG,
    OTHER,
    TEAM_TABLE,
    ZOOM,
    choose,
    confirm,
    hand_in,
    settle,
)
from tests.assessments.uploads import added

PAGES = ("transcript_reading", "transcript_preview", "transcript_speakers", "transcript_confirm")


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def waiting(teacher, cast):
    """A Zoom transcript that waits for its decisions."""
    hand_in(teacher, cast.homeroom_7b, ZOOM)
    return Upload.objects.get()


# --- how it is read ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", IN_EVERY_FORMAT)
def test_what_was_sniffed_is_told_and_can_be_corrected(teacher, cast, name):
    page = hand_in(teacher, cast.homeroom_7b, IN_EVERY_FORMAT[name]).text
    assert "looks like this:" in page
    assert f'<option value="{name}" selected>' in page
    assert '<option value="named"' in page


def test_captions_find_their_way_by_the_other_door_too(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, ZOOM, way="file")
    assert answer.resolver_match.url_name == "transcript_reading"


def test_reading_it_another_way_changes_who_speaks(teacher, waiting):
    page = settle(teacher, waiting, format="srt")
    assert "Mateo Quintanilla" in page.text
    page = settle(teacher, waiting, format="headed")
    assert page.status_code == 422
    assert "does not say who spoke" in page.text


def test_a_table_is_asked_about_its_columns(teacher, cast):
    page = hand_in(teacher, cast.homeroom_7b, f"pupil;remark\nMateo;{LONG}\n")
    assert "Which column is which?" in page.text
    upload = Upload.objects.get()
    assert settle(teacher, upload, text="1", speaker="").status_code == 422
    assert settle(teacher, upload, text="1", speaker="1").status_code == 422  # one column for two things
    assert "1 response of 1 student is ready" in settle(teacher, upload, text="1", speaker="0").text


def test_the_lines_are_not_shown_before_somebody_said_how_it_is_read(teacher, waiting):
    for name in ("transcript_preview", "transcript_speakers", "transcript_confirm"):
        address = reverse(name, args=[waiting.pk])
        answer = teacher.get(address) if name == "transcript_preview" else teacher.post(address)
        assert answer.url == reverse("transcript_reading", args=[waiting.pk])
    assert not added().exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"held_on": "2031-01-01"}, "has not come yet"),
        ({"held_on": ""}, "This field is required"),
        ({"prompt": "p" * 2_001}, "up to 2,000 fit"),
        ({"format": "opera"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_so_is_asked_again(teacher, waiting, given, sentence):
    page = settle(teacher, waiting, **given)
    assert page.status_code == 422
    assert sentence in page.text


def test_the_day_in_a_recordings_name_stands_in_the_form(teacher, cast):
    page = hand_in(teacher, cast.homeroom_7b, ZOOM, name="GMT20261110-140000_Recording.transcript.vtt").text
    assert 'value="2026-11-10"' in page


def test_captions_are_not_asked_about_columns(teacher, cast):
    assert "Which column is which?" not in hand_in(teacher, cast.homeroom_7b, ZOOM).text


# --- who is who, and what becomes of every line --------------------------------------------------


def test_every_line_has_its_fate(teacher, waiting, cast):
    cast.teacher.last_name = "Person"
    cast.teacher.save()
    settle(teacher, waiting)
    page = teacher.get(reverse("transcript_preview", args=[waiting.pk]) + "?show=all").text
    assert "2 responses of 2 students are ready" in page
    for sentence in (
        "A response of Mateo Quintanilla.",
        "Goes on from line 9.",
        "A word of listening, not a turn.",
        "Not a student: left out.",
        "4 words are too little to be read alone.",
        "A response of Priyanka Deshmukh.",
    ):
        assert sentence in page, sentence


def test_a_name_that_is_only_alike_waits_for_the_teacher(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, ZOOM.replace("Mateo Quintanilla", "Mateo Quintanila"))
    upload = Upload.objects.get()
    page = settle(teacher, upload)
    assert "Perhaps Mateo Quintanilla" in page.text
    assert "1 response of 1 student is ready" in page.text
    page = choose(teacher, upload, **{"1": cast.mateo.pk})
    assert "2 responses of 2 students are ready" in page.text


def test_not_a_student_is_a_choice_and_can_be_taken_back(teacher, waiting):
    settle(teacher, waiting)
    assert "1 response of 1 student is ready" in choose(teacher, waiting, **{"1": "none"}).text
    assert "2 responses of 2 students are ready" in choose(teacher, waiting, **{"1": ""}).text


def test_a_student_of_another_class_cannot_be_chosen(teacher, waiting, cast):
    settle(teacher, waiting)
    assert choose(teacher, waiting, **{"1": cast.tyrell.pk}).status_code == 422


def test_the_names_of_speakers_are_not_kept_beside_the_sealed_file(teacher, waiting, cast):
    settle(teacher, waiting)
    choose(teacher, waiting, **{"1": cast.mateo.pk, "0": "none"})
    waiting.refresh_from_db()
    assert "Quintanilla" not in str(waiting.mapping)
    assert waiting.mapping["plan"]["speakers"] == {"0": "none", "1": str(cast.mateo.pk)}


def test_words_without_the_familys_agreement_are_neither_shown_nor_kept(teacher, waiting, cast):
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="assess", basis="parent", by="system:tests"
    )
    page = settle(teacher, waiting).text
    assert "Mateo’s family has not agreed to storing responses" in page
    assert LONG not in teacher.get(reverse("transcript_preview", args=[waiting.pk]) + "?show=all").text
    confirm(teacher, waiting)
    assert {response.student for response in added()} == {cast.priyanka}
    assert Turn.objects.get().answered == Answered.NOT_KEPT


# --- adding --------------------------------------------------------------------------------------


def test_a_students_turns_become_spoken_responses_to_the_prompt(
    teacher, waiting, cast, django_capture_on_commit_callbacks
):
    settle(teacher, waiting)
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirm(teacher, waiting)
        assert SubjectKey.objects.filter(subject=waiting.pk).exists()  # a file that could not be added stays readable
    assert answer.url == reverse("class_page", args=[cast.homeroom_7b.pk])
    assert {(r.student, r.original, r.mode, r.prompt.text, str(r.written_on)) for r in added()} == {
        (cast.mateo, f"{LONG} And then it worked again.", "spoken", "What went wrong?", "2026-11-12"),
        (cast.priyanka, OTHER, "spoken", "What went wrong?", "2026-11-12"),
    }
    assert AssessmentJob.objects.count() == 2
    assert not Upload.objects.exists()
    assert not SubjectKey.objects.filter(subject=waiting.pk).exists()


def test_whom_a_turn_answers_is_kept_as_a_reference_and_without_a_word(teacher, waiting, cast):
    settle(teacher, waiting)
    choose(teacher, waiting, **{"0": "none"})
    confirm(teacher, waiting)
    first, second = Turn.objects.order_by("position")
    assert (first.student, first.answered, first.answers) == (cast.mateo, Answered.NOT_A_STUDENT, None)
    assert (second.student, second.answered, second.answers) == (cast.priyanka, Answered.STUDENT, first.response)
    assert "motor" not in second.response.original


def test_confirming_is_written_down_with_counts_and_without_words(teacher, waiting, cast):
    settle(teacher, waiting)
    confirm(teacher, waiting)
    event = AuditEvent.objects.get(verb="upload.confirm")
    assert event.object == f"upload:{waiting.pk}"
    assert event.detail == {"classroom": str(cast.homeroom_7b.pk), "added": 2, "already_there": 0, "left_out": 1}


def test_the_same_transcript_twice_adds_nothing_twice_even_on_another_day_about_something_else(teacher, waiting, cast):
    settle(teacher, waiting)
    confirm(teacher, waiting)
    hand_in(teacher, cast.homeroom_7b, ZOOM)
    again = Upload.objects.get()
    page = settle(teacher, again, prompt="Another prompt", held_on="2026-11-13")
    assert "This discussion was added before" in page.text
    assert "12 November 2026" in page.text
    assert "2 turns were added before" in page.text
    assert "Add 1 response" not in page.text
    confirm(teacher, again)
    assert added().count() == 2
    assert Discussion.objects.count() == 1


def test_the_same_discussion_from_another_program_is_the_same(teacher, cast):
    for text in (IN_EVERY_FORMAT["teams_document"], IN_EVERY_FORMAT["headed"]):
        hand_in(teacher, cast.homeroom_7b, text)
        upload = Upload.objects.get()
        settle(teacher, upload)
        confirm(teacher, upload)
    assert added().count() == 2


def test_who_was_left_open_the_first_time_is_added_the_second(teacher, cast):
    text = ZOOM.replace("Mateo Quintanilla", "Speaker 1")
    hand_in(teacher, cast.homeroom_7b, text)
    first = Upload.objects.get()
    settle(teacher, first)
    confirm(teacher, first)
    assert added().count() == 1
    hand_in(teacher, cast.homeroom_7b, text)
    second = Upload.objects.get()
    settle(teacher, second, prompt="Something else")
    choose(teacher, second, **{"1": cast.mateo.pk})
    confirm(teacher, second)
    assert {r.prompt.text for r in added()} == {"What went wrong?"}
    assert [turn.position for turn in Turn.objects.order_by("position")] == [2, 3]
    assert Discussion.objects.count() == 1


def test_what_a_student_says_twice_in_the_same_words_is_added_once(teacher, cast):
    text = f"Mateo: {LONG}\nPriyanka: {OTHER}\nMateo: {LONG}\n"
    hand_in(teacher, cast.homeroom_7b, text)
    upload = Upload.objects.get()
    settle(teacher, upload)
    page = teacher.get(reverse("transcript_preview", args=[upload.pk]) + "?show=all").text
    assert "The same words by this student stand in line 1." in page
    confirm(teacher, upload)
    assert added().count() == 2


def test_groups_in_one_table_are_discussions_of_their_own(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, TEAM_TABLE)
    upload = Upload.objects.get()
    settle(teacher, upload)
    choose(teacher, upload, **{"0": "none", "1": cast.mateo.pk, "2": "none", "3": cast.priyanka.pk, "4": "none"})
    confirm(teacher, upload)
    first, second = Turn.objects.order_by("position")
    assert first.response.original.startswith("okay . i think we go from mount bern to mount zurich , because")
    assert (first.answered, second.answered, second.answers) == ("not_a_student", "student", first.response)


def test_a_failure_in_the_middle_leaves_nothing_behind_and_the_file_waiting(teacher, waiting, monkeypatch):
    from assessments.transcripts import keeping

    settle(teacher, waiting)
    monkeypatch.setattr(keeping, "keep", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        confirm(teacher, waiting)
    assert not added().exists()
    assert not AssessmentJob.objects.exists()
    waiting.refresh_from_db()
    assert waiting.content == ZOOM


def test_the_second_of_two_clicks_lands_where_the_first_did(teacher, waiting):
    settle(teacher, waiting)
    assert confirm(teacher, waiting).url == confirm(teacher, waiting).url
    assert added().count() == 2


def test_cancel_destroys_the_transcript_and_its_key(teacher, waiting):
    teacher.post(reverse("upload_cancel", args=[waiting.pk]))
    assert not Upload.objects.exists()
    assert not SubjectKey.objects.filter(subject=waiting.pk).exists()


# --- whose it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["other_teacher", "school_admin", "operator", "guardian", "newcomer"])
def test_a_waiting_transcript_is_seen_by_its_uploader_only(teacher, waiting, cast, name, who):
    settle(teacher, waiting)
    stranger = Client()
    stranger.force_login(getattr(cast, who))
    assert stranger.get(reverse(name, args=[waiting.pk])).status_code in (404, 405)
    assert stranger.post(reverse(name, args=[waiting.pk])).status_code in (404, 405)
    assert Upload.objects.filter(pk=waiting.pk).exists()


def test_a_transcript_is_not_opened_as_a_table_of_responses_nor_the_other_way_round(teacher, waiting, cast):
    settle(teacher, waiting)
    assert teacher.get(reverse("upload_preview", args=[waiting.pk])).url.endswith("/discussion/")
    assert teacher.get(reverse("upload_map", args=[waiting.pk])).url.endswith("/transcript/")
    assert teacher.post(reverse("upload_confirm", args=[waiting.pk])).status_code == 404
    hand_in(teacher, cast.homeroom_7b, "student,text\nMateo,words\n", way="file")
    table = Upload.objects.get(kind="responses")
    for name in PAGES:
        assert teacher.post(reverse(name, args=[table.pk])).status_code in (404, 405)


def test_a_waiting_transcript_is_offered_again_and_leads_to_its_lines(teacher, waiting, cast):
    settle(teacher, waiting)
    page = teacher.get(reverse("collect")).text
    address = reverse("upload_preview", args=[waiting.pk])
    assert address in page
    assert teacher.get(address, follow=True).resolver_match.url_name == "transcript_preview"


def test_the_pages_ask_no_more_for_a_longer_transcript(teacher, cast, django_assert_max_num_queries):
    long = "".join(f"{who}: {LONG} {n}\n" for n in range(300) for who in ("Mateo", "Priyanka"))
    hand_in(teacher, cast.homeroom_7b, long)
    upload = Upload.objects.get()
    settle(teacher, upload)
    with django_assert_max_num_queries(30):
        assert (
            "600 responses of 2 students are ready" in teacher.get(reverse("transcript_preview", args=[upload.pk])).text
        )


def test_a_class_that_somebody_no_longer_teaches_takes_nothing(teacher, waiting, cast):
    settle(teacher, waiting)
    cast.teacher.teaching.update(ends_on=cast.today)
    assert confirm(teacher, waiting).status_code == 404
    assert not added().exists()


def test_a_nickname_from_the_roster_is_enough(teacher, cast):
    make.ExternalIdFactory(student=cast.priyanka, value="S-0042")
    hand_in(teacher, cast.homeroom_7b, f"Teo: {LONG}\nS-0042: {OTHER}\n")
    page = settle(teacher, Upload.objects.get()).text
    assert "Nickname or shorter name" in page
    assert "Id from the roster" in page
    assert "2 responses of 2 students are ready" in page
