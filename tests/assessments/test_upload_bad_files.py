"""Files that went wrong on the way. Each gets a sentence that helps, and nothing of it is kept."""

import io
import zipfile

import pytest
from django.urls import reverse

from assessments.models import Prompt, Response, Upload
from privacy.keys import SubjectKey
from tests.assessments.uploads import OTHER_WORDS, WORDS, csv_of, hand_in, one_row


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def kept(teacher, cast):
    """What the house holds before the file comes, and a way to ask whether that changed."""

    def counts():
        return [model.objects.count() for model in (Response, Prompt, Upload, SubjectKey)]

    before = counts()
    return lambda: counts() != before


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("responses.csv", b"0" * 30_000_000)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


REFUSED = {
    "wrong encoding": ("student,text\n佐藤,もう一度やってみた\n".encode("shift_jis"), "Save it again as CSV UTF-8"),
    "unicode without its mark": (one_row().decode().encode("utf-16-le"), "Save it again as CSV UTF-8"),
    "zip bomb renamed": (zip_bomb(), "This is a compressed (zip) file. Unpack it"),
    "excel renamed": (excel(), "This is an Excel file. In Excel choose Save as, then CSV UTF-8"),
    "pdf renamed": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "This is a PDF"),
    "picture renamed": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is a picture"),
    "binary": (bytes(range(256)) * 20, "This file holds signs that no text has"),
    "empty": (b"", "This file is empty"),
    "only a header": (b"student,date,prompt,text\n", "column names and no rows below them"),
    "truncated JSON": (b'{"student": "Mateo", "text": "one"}\n{"student": "Pri', "Line 2 is not complete JSON"),
    "truncated JSON array": (b'[{"student": "Mateo", "text": "one"}, {"st', "This JSON file ends too early"),
    "duplicate id columns": (b"student_id,student_id,text\nS-1,S-2,words\n", "Two columns are called “student_id”"),
    "duplicate ids in JSON": (b'{"student_id": 1, "student_id": 2, "text": "a"}', "names “student_id” twice"),
    "quotes never closed": (b'student,text\nMateo,"I waited\nPriyanka,words\n', "is never closed"),
    "NUL bytes": (b"student,text\nMateo,I wa\x00ited\n", "This file holds signs that no text has"),
    "100,000 columns": (b",".join(b"c%d" % n for n in range(100_000)) + b"\nx\n", "This file has 100,000 columns"),
    "5,001 rows": (b"student,text\n" + b"Mateo,words\n" * 5_001, "more than 5,000 rows"),
    "deep JSON": (b"[" * 100_000, "ends too early or has a mistake"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_file_is_refused_with_a_sentence_that_helps_and_nothing_is_kept(teacher, cast, kept, kind):
    data, sentence = REFUSED[kind]
    answer = hand_in(teacher, cast.homeroom_7b, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not kept()


def test_a_file_of_50_megabytes_is_refused_and_nothing_is_kept(teacher, cast, kept):
    answer = hand_in(teacher, cast.homeroom_7b, b"student,text\n" + b"x" * 50_000_000)
    assert answer.status_code == 422
    assert "This file is larger than 10 MB. Split it by class and upload the parts." in answer.text
    assert not kept()


def test_a_file_larger_than_it_said_is_refused_too(teacher, cast, kept):
    body = b'--b\r\nContent-Disposition: form-data; name="way"\r\n\r\nfile\r\n'
    body += b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body += b"x" * (10 * 2**20 + 1) + b"\r\n--b--\r\n"
    address = reverse("collect_class", args=[cast.homeroom_7b.pk])
    answer = teacher.post(address, body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 422
    assert not kept()


def test_no_file_at_all_is_asked_for(teacher, cast, kept):
    answer = teacher.post(reverse("collect_class", args=[cast.homeroom_7b.pk]), {"way": "file"})
    assert answer.status_code == 422
    assert "No file was submitted" in answer.text or "This field is required" in answer.text
    assert not kept()


# --- files that can be read, whose rows cannot be taken: they wait, and confirming adds nothing of them ---


def nothing_added(client, cast, answer) -> bool:
    upload = Upload.objects.get()
    client.post(reverse("upload_confirm", args=[upload.pk]))
    return not Response.objects.exclude(added_by="system:tests").exists()


ROWS_REFUSED = {
    "unknown student": (one_row(student="Xavier Nobody"), "No student in Homeroom 7B is called “Xavier Nobody”"),
    "a student of another class": (one_row(student="Tyrell Gaines"), "No student in Homeroom 7B is called"),
    "a lone surrogate": (
        b'{"student": "Mateo", "date": "2026-11-12", "prompt": "", "text": "half \\ud83d of it"}',
        "Letters were lost before this file was saved",
    ),
    "no words": (one_row(text=" "), "There are no words in this response"),
    "words without end": (one_row(text="a" * 20_001), "Up to 20,000 can be read at once"),
    "a day to come": (one_row(day="2031-01-01"), "1 January 2031 has not come yet"),
}


@pytest.mark.parametrize("kind", ROWS_REFUSED)
def test_rows_that_cannot_be_taken_say_why_and_add_nothing(teacher, cast, kind):
    data, sentence = ROWS_REFUSED[kind]
    answer = hand_in(teacher, cast.homeroom_7b, data)
    assert sentence in answer.text
    assert "0 rows are ready" in answer.text
    assert nothing_added(teacher, cast, answer)


def test_a_file_without_the_columns_it_needs_leads_to_the_question_and_not_further(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, csv_of(("7", "2026-11-12"), header="grade,date"))
    assert "Which column is which?" in answer.text
    upload = Upload.objects.get()
    answer = teacher.post(reverse("upload_map", args=[upload.pk]), {"text": "0"})
    assert "Choose the column with the words, and one that says who wrote them" in answer.text
    assert teacher.post(reverse("upload_confirm", args=[upload.pk])).status_code == 302
    assert not Response.objects.exclude(added_by="system:tests").exists()


def test_formula_cells_are_plain_words_with_a_note(teacher, cast):
    answer = hand_in(teacher, cast.homeroom_7b, one_row(text="=HYPERLINK(1) is what my cousin wrote in the cell there"))
    assert "begins like a spreadsheet formula. It is kept as plain text" in answer.text
    assert "1 row is ready" in answer.text


def test_the_same_student_with_the_same_words_twice_is_added_once(teacher, cast):
    rows = [("Mateo", "2026-11-12", "", WORDS)] * 2 + [("Mateo", "2026-11-12", "", OTHER_WORDS)]
    answer = hand_in(teacher, cast.homeroom_7b, csv_of(*rows))
    assert "The same words by this student stand in row 2 of this file" in answer.text
    teacher.post(reverse("upload_confirm", args=[Upload.objects.get().pk]))
    assert Response.objects.exclude(added_by="system:tests").count() == 2


def test_names_from_right_to_left_and_emoji_arrive_whole(teacher, cast):
    text = "נשמתי עמוק ואז 🙂 ביקשתי עזרה מהמורה שלי אחרי השיעור"
    hand_in(teacher, cast.homeroom_7b, one_row(text=text))
    teacher.post(reverse("upload_confirm", args=[Upload.objects.get().pk]))
    assert Response.objects.exclude(added_by="system:tests").get().original == text
