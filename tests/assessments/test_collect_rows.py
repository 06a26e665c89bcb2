"""A file between upload and confirmation: its columns, and the rows that need a person."""

import csv
import io

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from assessments.models import Upload
from assessments.uploading import delimited
from privacy import consent
from tests import factories as make
from tests.assessments.uploads import OTHER_WORDS, WORDS, added, confirm, csv_of, hand_in, one_row, upload_of


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


# --- columns -----------------------------------------------------------------------------------


def test_columns_that_leave_a_doubt_are_asked_about_and_remembered(teacher, cast):
    make.ExternalIdFactory(student=cast.mateo, value="mateo@school.example")
    header = "Timestamp,Email Address,What happened?"
    answer = hand_in(
        teacher, cast.homeroom_7b, csv_of(("11/12/2026 9:30:05", "mateo@school.example", WORDS), header=header)
    )
    assert answer.resolver_match.url_name == "upload_map"
    upload = upload_of(answer)
    sent = {"text": "2", "student_id": "1", "date": "0", "file_prompt": "What happened?"}
    page = teacher.post(reverse("upload_map", args=[upload.pk]), sent, follow=True)
    assert "1 row is ready" in page.text
    upload.refresh_from_db()
    assert upload.mapping["plan"]["columns"] == {"text": 2, "student_id": 1, "date": 0}
    confirm(teacher, upload)
    response = added().get()
    assert (response.student, response.prompt.text) == (cast.mateo, "What happened?")
    assert str(response.written_on) == "2026-11-12"


def test_rows_cannot_be_seen_before_the_columns_are_decided(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(("Mateo", WORDS), header="student,text")))
    answer = teacher.get(reverse("upload_preview", args=[upload.pk]))
    assert answer.url == reverse("upload_map", args=[upload.pk])


def test_rows_cannot_be_added_before_the_columns_are_decided(teacher, cast):
    data = csv_of(("Mateo", WORDS), header="student,text")
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, data))
    assert confirm(teacher, upload).url == reverse("upload_map", args=[upload.pk])
    assert not added().exists()


def test_a_file_without_a_header_leaves_no_words_in_the_clear(teacher, cast):
    data = csv_of(("Priyanka", OTHER_WORDS), header="Mateo,Was I worried about the demo that day?")
    answer = hand_in(teacher, cast.homeroom_7b, data)
    assert "If the first row is a response already" in answer.text
    upload = upload_of(answer)
    assert "worried" not in str(Upload.objects.filter(pk=upload.pk).values("mapping", "file_name"))


def test_no_name_and_no_word_waits_in_a_cookie(teacher, cast):
    rows = [("Mateo", "2026-11-12", "", WORDS), ("Amelie", "2026-11-12", "", OTHER_WORDS)]
    answer = confirm(teacher, upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(*rows))))
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "1 response added. 1 row was left out."  # the whole message: counts alone
    ]


def test_a_null_in_a_json_name_does_no_harm(teacher, cast):
    data = b'{"What\\u0000 happened?": "I waited until it was quiet and asked", "who": "Mateo"}'
    assert hand_in(teacher, cast.homeroom_7b, data).status_code == 200
    assert "\x00" not in str(Upload.objects.get().mapping)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "1"}, "Choose the column with the words, and one that says who wrote them"),
        ({"student_name": "0"}, "This field is required"),
        ({"text": "0", "student_name": "0"}, "One column is chosen twice"),
        ({"text": "99", "student_name": "0"}, "not one of the available choices"),
        ({"text": "1", "student_name": "0", "file_date": "2031-01-01"}, "has not come yet"),
    ],
)
def test_an_impossible_choice_of_columns_says_why(teacher, cast, sent, sentence):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(("Mateo", WORDS), header="student,text")))
    answer = teacher.post(reverse("upload_map", args=[upload.pk]), sent)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_letters_that_were_guessed_want_a_look_before_the_rows_are_shown(teacher, cast):
    data = one_row(text="We met at the café and I said I was sorry.").decode().encode("cp1252")
    answer = hand_in(teacher, cast.homeroom_7b, data)
    assert answer.resolver_match.url_name == "upload_map"
    assert "café" in answer.text
    upload = upload_of(answer)
    sent = {"text": "3", "student_name": "0", "date": "1", "prompt": "2"}
    refused = teacher.post(reverse("upload_map", args=[upload.pk]), sent)
    assert refused.status_code == 422
    page = teacher.post(reverse("upload_map", args=[upload.pk]), sent | {"letters_are_right": "on"}, follow=True)
    assert "We met at the café" in page.text


# --- rows that need a person ---------------------------------------------------------------------


def test_rows_with_a_problem_stay_listed_and_are_left_out(teacher, cast):
    rows = [
        ("Mateo", "2026-11-12", "", WORDS),
        ("Amelie", "2026-11-12", "", OTHER_WORDS),
        ("Priyanka", "31/11/2025", "", OTHER_WORDS),
    ]
    answer = hand_in(teacher, cast.homeroom_7b, csv_of(*rows))
    assert "1 row is ready, 2 need your choice" in answer.text
    assert "No student in Homeroom 7B is called “Amelie”" in answer.text
    assert "There is no 31 November. Which date is right?" in answer.text
    assert "2 rows would be left out" in answer.text
    confirm(teacher, upload_of(answer))
    assert [response.student for response in added()] == [cast.mateo]


def test_a_row_is_mended_where_it_stands(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row(student="Mateu", day="11/31/2025")))
    address = reverse("upload_mend", args=[upload.pk, 2])
    teacher.post(address, {"student": cast.mateo.pk})
    page = teacher.post(address, {"date": "2025-10-31"}, follow=True)
    assert "1 row is ready" in page.text
    confirm(teacher, upload)
    assert str(added().get().written_on) == "2025-10-31"


def test_mending_cannot_bring_in_a_student_of_another_class_or_a_day_to_come(teacher, cast):
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, one_row(student="Tyrell Gaines")))
    address = reverse("upload_mend", args=[upload.pk, 2])
    assert "0 rows are ready" in teacher.post(address, {"student": cast.tyrell.pk}, follow=True).text
    teacher.post(address, {"student": cast.mateo.pk})
    assert "has not come yet" in teacher.post(address, {"date": "2031-01-01"}, follow=True).text
    assert "This is not a date" in teacher.post(address, {"date": "soon"}, follow=True).text
    assert teacher.post(reverse("upload_mend", args=[upload.pk, 99]), {"date": "2026-11-01"}).status_code == 404


def test_a_row_without_the_familys_agreement_is_not_read_and_not_kept(teacher, cast):
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.priyanka.pk], purpose="assess", basis="parent", by="system:tests"
    )
    rows = [("Mateo", "2026-11-12", "", WORDS), ("Priyanka", "2026-11-12", "", OTHER_WORDS)]
    answer = hand_in(teacher, cast.homeroom_7b, csv_of(*rows))
    assert "1 row is ready, 1 is left out" in answer.text
    assert "Priyanka’s family has not agreed to storing written responses, so this row was not read" in answer.text
    assert "She looked worried" not in answer.text
    confirm(teacher, upload_of(answer))
    assert [response.student for response in added()] == [cast.mateo]


def test_the_left_out_rows_come_back_as_a_file_with_the_reason_beside_each(teacher, cast):
    rows = [("Mateo", "2026-11-12", "", WORDS), ("Amelie", "2026-11-12", "", "=cmd|'/c calc'!A1 and more words here")]
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(*rows)))
    answer = teacher.get(reverse("upload_left_out", args=[upload.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="left-out.csv"'
    assert WORDS not in answer.text
    assert "No student in Homeroom 7B is called “Amelie”" in answer.text
    assert "'=cmd|" in answer.text  # a spreadsheet would run it otherwise


def test_words_are_shown_as_words_and_never_as_a_page(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, one_row(text="<script>alert(1)</script> is what I typed to be funny"))
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_a_long_file_is_shown_in_pages(teacher, cast):
    rows = [("Mateo", "2026-11-12", "", f"Attempt {n}. {WORDS}") for n in range(250)]
    answer = hand_in(teacher, cast.homeroom_7b, csv_of(*rows))
    assert "250 rows are ready" in answer.text
    assert "Page 1 of 3" in answer.text
    address = reverse("upload_preview", args=[upload_of(answer).pk])
    assert "Attempt 249" in teacher.get(f"{address}?show=all&page=3").text


def test_queries_do_not_grow_with_the_rows(teacher, cast, django_assert_max_num_queries):
    def opening(count):
        rows = [(("Mateo", "Priyanka")[n % 2], "2026-11-12", "", f"Attempt {n}. {WORDS}") for n in range(count)]
        return upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(*rows)))

    for count in (2, 200):
        upload = opening(count)
        with django_assert_max_num_queries(24):
            teacher.get(reverse("upload_preview", args=[upload.pk]))
        with django_assert_max_num_queries(45):
            confirm(teacher, upload)
    assert added().count() == 200


@pytest.mark.parametrize(
    "words",
    ["=1+HYPERLINK(1)", "= SUM(1)", "=-WEBSERVICE(1)", "@x", "- I tried to breathe", "+1 from me", "='a'!b", "'=A1"],
)
def test_no_cell_of_the_left_out_rows_is_calculated_and_all_come_back_as_they_were(teacher, cast, words):
    """A student writes it, a teacher's spreadsheet opens it."""
    upload = upload_of(hand_in(teacher, cast.homeroom_7b, csv_of(("Nobody Here", "2026-11-12", "", words))))
    body = teacher.get(reverse("upload_left_out", args=[upload.pk])).content.decode("utf-8-sig")
    [_header, row] = csv.reader(io.StringIO(body))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    [before], [again] = delimited.read(upload.content).rows, delimited.read(body).rows
    assert again.cells[:-1] == before.cells
