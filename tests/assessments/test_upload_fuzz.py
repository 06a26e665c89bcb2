"""Whatever the bytes, a file is a table or a sentence; and the page answers without falling over."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Response, Upload
from assessments.uploading import reading
from assessments.uploading.columns import guess
from assessments.uploading.decoding import decode
from assessments.uploading.table import FileRefused
from tests.assessments.uploads import hand_in

SCRAPS = st.sampled_from(
    [
        *(
            "student",
            "text",
            "date",
            "Mateo",
            "31/11/2025",
            '"',
            '""',
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "{",
            "}",
            "[",
            "]",
        ),
        *(
            ":",
            '{"student": "Mateo", "text": "',
            '"}',
            "\\ud83d",
            "\\u0000",
            "\u200f",
            "🙂",
            "\x85",
            "\u2028",
            "=1+1",
            "é",
        ),
        *("sep=;", "sep=,", "#NAME?", "\ufffd"),
    ]
)
BYTES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(SCRAPS, max_size=40).map(lambda parts: "".join(parts).encode()),
    st.lists(SCRAPS, max_size=40)
    .map(lambda parts: "student,date,prompt,text\nMateo," + "".join(parts))
    .map(str.encode),
    st.lists(SCRAPS, max_size=20).map(lambda parts: "".join(parts).encode("utf-16")),
)


@settings(max_examples=600, deadline=None)
@given(BYTES)
def test_any_bytes_are_a_table_or_a_sentence(data):
    is_a_table_or_a_sentence(data)


@pytest.mark.proof
@settings(max_examples=10_000, deadline=2_000)  # no file takes two seconds
@given(BYTES)
def test_ten_thousand_files_are_a_table_or_a_sentence(data):
    is_a_table_or_a_sentence(data)


def is_a_table_or_a_sentence(data):
    try:
        table = reading.read(decode(data).text)
    except FileRefused as refused:
        assert str(refused)
        return
    assert table.rows
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    "".join(cell for row in table.rows for cell in row.cells).encode()  # nothing that could not be shown
    guess(table)


@pytest.mark.django_db(databases="__all__")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=BYTES)
def test_any_file_gets_an_answer_and_adds_nothing_by_itself(client, cast, data):
    client.force_login(cast.teacher)
    before = Response.objects.count()
    answer = hand_in(client, cast.homeroom_7b, data)
    assert answer.status_code in (200, 422)
    for upload in Upload.objects.all():
        for name in ("upload_map", "upload_preview", "upload_left_out"):
            assert client.get(reverse(name, args=[upload.pk])).status_code in (200, 302)
        client.post(reverse("upload_cancel", args=[upload.pk]))
    assert Response.objects.count() == before
