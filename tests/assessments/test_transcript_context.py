"""What is kept around a spoken response: a reference that opens only for whoever may see the other student."""

import json

import pytest
from django.urls import reverse

from assessments import intake, pipeline
from assessments.discussions import Answered, Turn
from assessments.models import AssessmentJob, Response, StoredReading, Upload
from privacy import keys
from tests import factories as make
from tests.assessments.discussion_files import LONG, OTHER, confirm, hand_in, settle
from tests.assessments.uploads import added


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def talk(teacher, cast):
    """Mateo speaks, Priyanka answers him; both are assessed."""
    hand_in(teacher, cast.homeroom_7b, f"Mateo: {LONG}\nPriyanka: {OTHER}\n")
    upload = Upload.objects.get()
    settle(teacher, upload)
    confirm(teacher, upload)
    with keys.keyring():
        pipeline.run(list(AssessmentJob.objects.values_list("pk", flat=True)))
    return Turn.objects.order_by("position")


def page(client, turn) -> str:
    return client.get(reverse("student_page", args=[turn.student_id]), {"response": str(turn.response_id)}).text


def test_the_page_says_whom_a_turn_answered_and_leads_there(teacher, talk):
    first, second = talk
    assert "It opened the discussion." in page(teacher, first)
    shown = page(teacher, second)
    assert "It answered a classmate’s turn." in shown
    assert f"response={first.response_id}#evidence" in shown


def test_another_students_words_never_stand_on_this_students_page(teacher, talk):
    _first, second = talk
    shown = page(teacher, second)
    assert "before I asked for help" not in shown
    assert "Mateo" not in shown


def test_the_way_there_is_closed_once_the_other_student_is_not_the_teachers_any_more(teacher, talk, cast):
    first, second = talk
    cast.mateo.enrollments.update(ends_on=cast.today)
    shown = page(teacher, second)
    assert "It answered a classmate’s turn." in shown
    assert str(first.response_id) not in shown


def test_each_word_is_sealed_under_its_own_speakers_key(talk, cast):
    first, second = talk
    keys.destroy([cast.mateo.pk])
    assert Response.objects.get(pk=second.response_id).original == OTHER
    with pytest.raises(keys.KeyGone):
        _ = Response.objects.get(pk=first.response_id).original


def test_when_the_other_student_is_erased_the_turn_stands_without_its_reference(teacher, talk):
    first, second = talk
    second_pk = second.pk
    Response.objects.filter(pk=first.response_id).delete()
    left = Turn.objects.get(pk=second_pk)
    assert (left.answered, left.answers) == (Answered.STUDENT, None)
    assert "It answered a classmate’s turn." in page(teacher, left)


def test_the_row_of_a_turn_holds_no_words(talk):
    held = json.dumps([list(row.values()) for row in Turn.objects.values()], default=str)
    assert not [word for word in ("motor", "breath", "worried", "Mateo", "Priyanka") if word in held]


def test_the_context_is_never_scored(teacher, talk, cast):
    """The same words, once in the discussion and once by themselves, read the same."""
    _first, second = talk
    alone = make.StudentFactory(school=cast.cedar)
    make.EnrollmentFactory(student=alone, classroom=cast.homeroom_7b)
    with keys.keyring():
        accepted = intake.accept_text(
            student=alone,
            text=OTHER,
            prompt="What went wrong?",
            written_on=second.response.written_on,
            mode="spoken",
            by=cast.teacher,
            call_worker=False,
        )
        pipeline.run([job.pk for job in accepted.jobs])
    in_talk, by_itself = (
        StoredReading.objects.get(response=pk).detail for pk in (second.response_id, accepted.added[0].pk)
    )
    assert {**in_talk, "k": ""} == {**by_itself, "k": ""}


def test_a_name_within_what_was_said_is_taken_out_before_anything_reads_it(teacher, cast):
    hand_in(
        teacher, cast.homeroom_7b, f"Mateo: I asked Priyanka to hold the wire while I checked. {LONG}\nMateo: Go.\n"
    )
    upload = Upload.objects.get()
    settle(teacher, upload)
    confirm(teacher, upload)
    with keys.keyring():
        pipeline.run(list(AssessmentJob.objects.values_list("pk", flat=True)))
    assert "Priyanka" not in added().get().deidentified


def test_a_written_response_says_nothing_of_a_discussion(teacher, cast):
    response = Response.objects.filter(student=cast.mateo).first()
    shown = teacher.get(reverse("student_page", args=[cast.mateo.pk]), {"response": str(response.pk)}).text
    assert "Said in a discussion" not in shown
