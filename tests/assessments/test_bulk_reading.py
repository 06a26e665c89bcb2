"""One file among many is read without a person, or a sentence says why it needs one."""

from datetime import date

import pytest

from assessments.bulk import importing, kinds
from assessments.bulk.packing import Packed
from tests.assessments.discussion_files import LONG, NAMED, OTHER, TEAM_TABLE, ZOOM
from tests.assessments.zips import RESPONSES

pytestmark = pytest.mark.django_db


def look(cast, data, name="file.csv", **asked):
    asked = {"day": date(2026, 10, 5), **asked}
    setting = importing.setting_for(cast.cedar, by=cast.teacher, whole_school=False, **asked)
    return importing.look(Packed(name, data if isinstance(data, bytes) else data.encode()), setting)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(RESPONSES.decode(), "responses"), (ZOOM, "transcript"), (NAMED, "transcript"), (TEAM_TABLE, "transcript")],
)
def test_a_file_is_told_by_its_text(text, kind):
    assert kinds.kind_of(text).name == kind


def test_the_table_of_kinds_is_complete_and_without_doubles():
    assert [kind.name for kind in kinds.KINDS] == ["responses", "transcript"]
    assert set(kinds.BY_NAME) == {kind.name for kind in kinds.KINDS}


def test_responses_and_transcripts_say_what_they_would_add(cast):
    assert look(cast, RESPONSES).found.ready == 2
    assert look(cast, ZOOM).found.ready == 2


def test_who_is_not_found_is_told_with_what_to_do(cast):
    told = look(cast, NAMED.replace("Priyanka", "Speaker 2"))
    assert (told.found.ready, told.found.left_out) == (1, 1)
    assert told.found.sentences[0] == "“Speaker 2” (1 line) is nobody of the roster by a full name or nickname."
    told = look(cast, RESPONSES.replace(b"Priyanka", b"Nobody Known"))
    assert told.found.sentences[0].startswith("Row 3: No student in Cedar Hollow Middle School is called")


def test_only_students_of_the_importer_are_looked_for(cast):
    text = f"Mateo: {LONG}\nTyrell Gaines: {OTHER}\n"
    assert look(cast, text).found.ready == 1
    whole = importing.setting_for(cast.cedar, by=cast.school_admin, whole_school=True, day=date(2026, 10, 5))
    assert importing.look(Packed("a.txt", text.encode()), whole).found.ready == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"who,what\nMateo,words\n", "neither a table of responses nor a transcript"),
        (b"student,student name,text\nMateo,Mateo,words\n", "read in more than one way"),
        (b"id,text\n7,words\n", "read in more than one way"),
        ("student,date,prompt,text\nMateo,2026-10-01,,l’élève\n".encode("cp1252"), "not in UTF-8"),
        (b"", "This file is empty"),
        (b"PK\x03\x04rest", "compressed (zip) file"),
        (b"student,text\nMateo,\x00\n", "signs that no text has"),
        (b"student,text\n" + b"Mateo,words\n" * 5_001, "more than 5,000 rows"),
    ],
)
def test_what_needs_a_person_is_left_to_one(cast, data, sentence):
    told = look(cast, data)
    assert told.refused
    assert sentence in told.found.sentences[0]


@pytest.mark.parametrize("text", [f"student,text\nMateo,{LONG}\n", NAMED])
def test_a_file_without_a_day_is_not_given_todays(cast, text):
    assert "does not say when" in look(cast, text, day=None).found.sentences[0]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("talk 2026-10-05.txt", "2026-10-05"),
        ("GMT20261005-140000_Recording.transcript.vtt", "2026-10-05"),
        ("2026_10_05.csv", "2026-10-05"),
        ("talk.txt", None),
        ("id 120261005 of 99.txt", None),
        ("2026-13-05.txt", None),
        ("2099-01-01.txt", None),  # has not come yet
    ],
)
def test_a_day_in_the_name_is_the_day(cast, name, day):
    setting = importing.setting_for(cast.cedar, by=cast.teacher, whole_school=False).named(name)
    assert setting.day == (date.fromisoformat(day) if day else None)


def test_a_report_is_not_longer_than_anybody_reads(cast):
    rows = "".join(f"Stranger {n},2026-10-01,,{LONG}\n" for n in range(50))
    told = look(cast, f"student,date,prompt,text\n{rows}")
    assert len(told.found.sentences) == 21
    assert told.found.sentences[-1] == "And 30 more of the kind."
