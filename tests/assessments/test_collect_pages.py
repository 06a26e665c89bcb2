"""The way of a response from a teacher's hands into the house, through the URLs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentJob, Upload
from privacy import consent
from privacy.audit import AuditEvent
from privacy.keys import SubjectKey
from tests import factories as make
from tests.assessments.uploads import OTHER_WORDS, WORDS, added, confirm, csv_of, hand_in, one_row, upload_of


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


# --- choosing a class --------------------------------------------------------------------------


def test_a_teacher_chooses_among_the_own_classes_only(teacher, cast):
    page = teacher.get(reverse("collect"))
    assert "Homeroom 7B" in page.text
    assert "Homeroom 8A" not in page.text


def test_somebody_without_a_class_reads_what_to_do(client, cast):
    client.force_login(cast.newcomer)
    assert "No class is assigned to you today" in client.get(reverse("collect")).text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *[(who, 404) for who in ("other_teacher", "guardian", "ex_teacher", "operator", "newcomer")],
        ("school_admin", 403),  # knows the class from the roster, and collects nothing
    ],
)
def test_nobody_else_can_collect_for_a_class(client, cast, who, status):
    client.force_login(getattr(cast, who))
    address = reverse("collect_class", args=[cast.homeroom_7b.pk])
    assert client.get(address).status_code == status
    assert client.post(address, {"student": cast.mateo.pk, "text": WORDS}).status_code == status
    assert not added().exists()


def test_a_visitor_is_asked_to_sign_in(client, cast):
    answer = client.post(reverse("collect_class", args=[cast.homeroom_7b.pk]), {"text": WORDS})
    assert answer.status_code == 302
    assert reverse("sign_in") in answer.url


def test_a_prompt_and_a_student_that_a_page_suggested_stand_in_the_form(teacher, cast):
    address = reverse("collect_class", args=[cast.homeroom_7b.pk])
    page = teacher.get(address, {"prompt": "Tell about a plan that failed.", "student": cast.mateo.pk}).text
    assert 'value="Tell about a plan that failed."' in page
    assert f'value="{cast.mateo.pk}" selected' in page


def test_only_students_who_are_in_the_class_today_can_be_chosen(teacher, cast):
    page = teacher.get(reverse("collect_class", args=[cast.homeroom_7b.pk])).text
    assert "Mateo Quintanilla" in page
    assert "Ines Prado" not in page  # moved away
    assert "Kofi Mensah" not in page  # comes next week
    assert "Tyrell Gaines" not in page  # another class


# --- pasting one response ----------------------------------------------------------------------


def paste(client, cast, **fields):
    sent = {"student": cast.mateo.pk, "date": "2026-11-12", "prompt": "What went wrong?", "text": WORDS}
    sent |= {"mode": "written", **fields}
    return client.post(reverse("collect_class", args=[cast.homeroom_7b.pk]), sent)


def test_a_pasted_response_is_kept_sealed_and_queued(teacher, cast):
    answer = paste(teacher, cast)
    assert answer.status_code == 302
    assert answer.url == reverse("class_page", args=[cast.homeroom_7b.pk])
    response = added().get()
    assert (response.student, response.original, response.prompt.text) == (cast.mateo, WORDS, "What went wrong?")
    assert response.added_by == f"user:{cast.teacher.pk}"
    assert AssessmentJob.objects.get().response == response


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"student": ""}, "This field is required"),
        ({"text": "   "}, "There are no words in this response"),
        ({"text": "a" * 20_001}, "Up to 20,000 can be read at once"),
        ({"date": "2031-01-01"}, "1 January 2031 has not come yet"),
        ({"date": "yesterday"}, "Enter a valid date"),
        ({"prompt": "p" * 2_001}, "up to 2,000 fit"),
        ({"text": "a\x00b"}, "Null characters are not allowed"),
        ({"mode": "sung"}, "not one of the available choices"),
    ],
)
def test_a_paste_that_cannot_be_taken_says_why_and_keeps_what_was_typed(teacher, cast, fields, sentence):
    answer = paste(teacher, cast, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not added().exists()


def test_a_student_of_another_class_cannot_be_written_for(teacher, cast):
    assert paste(teacher, cast, student=cast.tyrell.pk).status_code == 422
    assert not added().exists()


def test_words_without_the_familys_agreement_are_not_kept(teacher, cast):
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="assess", basis="parent", by="system:tests"
    )
    answer = paste(teacher, cast)
    assert "Mateo’s family has not agreed to storing written responses" in answer.text
    assert not added().exists()


def test_the_same_words_pasted_twice_are_there_once(teacher, cast):
    paste(teacher, cast)
    paste(teacher, cast)
    assert added().count() == 1


# --- a file ------------------------------------------------------------------------------------


def test_a_clear_file_leads_straight_to_its_rows_and_nothing_is_kept_yet(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, one_row())
    assert answer.resolver_match.url_name == "upload_preview"
    assert "1 row is ready" in answer.text
    assert "Mateo Quintanilla" in answer.text
    assert "12 Nov 2026" in answer.text
    assert not added().exists()


def test_the_waiting_file_is_sealed_under_a_key_of_its_own(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    stored = Upload.objects.filter(pk=upload.pk).values_list("content", flat=True).get()
    assert b"motor" not in bytes(stored)
    assert SubjectKey.objects.filter(subject=upload.pk).exists()


def test_confirming_adds_every_ready_row_and_lets_the_file_go(teacher, cast, django_capture_on_commit_callbacks):
    rows = [("Mateo Quintanilla", "2026-11-12", "", WORDS), ("Priyanka", "11/13/2026", "Why?", OTHER_WORDS)]
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(*rows)))
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirm(teacher, upload)
        assert SubjectKey.objects.filter(subject=upload.pk).exists()  # a file that could not be added stays readable
    assert answer.url == reverse("class_page", args=[cast.homeroom_7b.pk])
    assert {(r.student, r.original, str(r.written_on)) for r in added()} == {
        (cast.mateo, WORDS, "2026-11-12"),
        (cast.priyanka, OTHER_WORDS, "2026-11-13"),
    }
    assert not Upload.objects.exists()
    assert not SubjectKey.objects.filter(subject=upload.pk).exists()
    assert AssessmentJob.objects.count() == 2


def test_confirming_is_written_down_with_counts_and_without_words(teacher, cast):
    rows = [("Mateo", "2026-11-12", "", WORDS), ("Nobody Known", "2026-11-12", "", OTHER_WORDS)]
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(*rows)))
    confirm(teacher, upload)
    event = AuditEvent.objects.get(verb="upload.confirm")
    assert event.actor == f"user:{cast.teacher.pk}"
    assert event.object == f"upload:{upload.pk}"
    assert event.detail == {
        "classroom": str(cast.homeroom_7b.pk),
        "added": 1,
        "already_there": 0,
        "left_out": 1,
    }


def test_the_same_file_twice_adds_nothing_twice(teacher, cast):
    confirm(teacher, upload_of(hand_in(teacher, cast.homeroom_7b, one_row())))
    again = hand_in(teacher, cast.homeroom_7b, one_row())
    assert "1 was added before" in again.text
    assert "Add 1 response" not in again.text
    confirm(teacher, upload_of(again))
    assert added().count() == 1


def test_a_file_without_dates_is_the_same_file_tomorrow(teacher, cast, time_machine):
    data = csv_of(("Mateo", WORDS), header="student,text")

    def add_it():
        upload = upload_of(hand_in(teacher, cast.homeroom_7b, data))
        page = teacher.post(reverse("upload_map", args=[upload.pk]), {"text": "1", "student_name": "0"}, follow=True)
        confirm(teacher, upload)
        return page.text

    time_machine.move_to(timezone.now())
    add_it()
    time_machine.move_to(timezone.now() + timedelta(hours=30))
    teacher.force_login(cast.teacher)
    assert "Added before" in add_it()
    assert added().count() == 1


def test_the_second_of_two_clicks_lands_where_the_first_did(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    assert confirm(teacher, upload).url == confirm(teacher, upload).url
    assert added().count() == 1


def test_cancel_destroys_the_file_and_its_key(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    answer = teacher.post(reverse("upload_cancel", args=[upload.pk]), follow=True)
    assert "Nothing was added" in answer.text
    assert not Upload.objects.exists()
    assert not SubjectKey.objects.filter(subject=upload.pk).exists()


ADDRESSES = ["upload_map", "upload_preview", "upload_left_out", "upload_confirm", "upload_cancel"]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", ["other_teacher", "school_admin", "operator"])
def test_a_waiting_file_is_seen_by_its_uploader_only(teacher, cast, name, who):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    stranger = Client()
    stranger.force_login(getattr(cast, who))
    assert stranger.get(reverse(name, args=[upload.pk])).status_code in (404, 405)
    assert stranger.post(reverse(name, args=[upload.pk])).status_code in (404, 405)
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_another_teacher_of_the_same_class_does_not_see_it_either(teacher, cast):
    make.TeachingAssignmentFactory(teacher=cast.other_teacher, classroom=cast.homeroom_7b)
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    colleague = Client()
    colleague.force_login(cast.other_teacher)
    assert colleague.get(reverse("upload_preview", args=[upload.pk])).status_code == 404
    assert "responses.csv" not in colleague.get(reverse("collect")).text


def test_who_no_longer_teaches_the_class_cannot_confirm(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    cast.teacher.teaching.update(ends_on=cast.today)
    assert confirm(teacher, upload).status_code == 404
    assert not added().exists()


def test_confirm_and_cancel_do_not_answer_to_a_link(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row()))
    for name in ("upload_confirm", "upload_cancel"):
        assert teacher.get(reverse(name, args=[upload.pk])).status_code == 405


def test_a_form_from_another_site_is_refused(cast):
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(cast.teacher)
    assert paste(visitor, cast).status_code == 403
    assert hand_in(visitor, cast.homeroom_7b, one_row()).status_code == 403
    assert not added().exists()
    assert not Upload.objects.exists()


def test_a_waiting_file_is_offered_again(teacher, cast):
    hand_in(teacher, cast.homeroom_7b, one_row(), name="advisory.csv")
    assert "advisory.csv" in teacher.get(reverse("collect")).text
