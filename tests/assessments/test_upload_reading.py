"""From text to a table: CSV and its cousins, JSON Lines and JSON, within limits."""

import json

import pytest

from assessments.uploading import reading
from assessments.uploading.table import FileRefused, letters


def cells(text: str) -> list[tuple[str, ...]]:
    return [row.cells for row in reading.read(text).rows]


# --- delimited ---------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_rows(delimiter):
    text = f"student{delimiter}text\nMateo{delimiter}I waited, then asked; it worked | mostly\n"
    quoted = text.replace("I waited, then asked; it worked | mostly", '"I waited, then asked; it worked | mostly"')
    assert cells(quoted) == [("Mateo", "I waited, then asked; it worked | mostly")]


def test_a_delimiter_the_file_states_is_believed():
    assert cells("sep=;\nstudent;text\nMateo;a, b, c\n") == [("Mateo", "a, b, c")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_the_way_any_computer_ends_them(newline):
    assert cells(newline.join(["student,text", "Mateo,one", "Priyanka,two"])) == [("Mateo", "one"), ("Priyanka", "two")]


def test_a_cell_may_hold_line_breaks_quotes_and_the_delimiter():
    assert cells('student,text\nMateo,"first, I said\n""wait"""\n') == [("Mateo", 'first, I said\n"wait"')]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    table = reading.read('student,text\nMateo,"one\ntwo"\n\nPriyanka,three\n')
    assert [row.number for row in table.rows] == [2, 4]


def test_missing_cells_are_empty_and_cells_too_many_are_counted():
    table = reading.read("student,date,text\nMateo\nPriyanka,2026-11-12,I waited, then asked,\n")
    assert [row.cells for row in table.rows] == [("Mateo", "", ""), ("Priyanka", "2026-11-12", "I waited")]
    assert [row.overflow for row in table.rows] == [0, 1]


def test_a_column_without_a_name_is_called_by_its_letter():
    assert reading.read("student,,text\nMateo,x,y\n").columns == ("student", "Column B", "text")
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_names_from_right_to_left_and_emoji_stay_whole():
    assert cells("student,text\nליאור כהן,נשמתי עמוק 🙂\n") == [("ליאור כהן", "נשמתי עמוק 🙂")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('student,text\nMateo,"one\nPriyanka,two\n', "quotation mark in row 2 is never closed"),
        ('student,text\nMateo,"one" more\n', "stands inside a cell"),
        ("student,text,student\nMateo,one,Priyanka\n", "Two columns are called “student”"),
        ("student,text\n", "no rows below them"),
        ("student,text\n,\n , \n", "no rows below them"),
        (",".join(f"c{n}" for n in range(100_000)) + "\nx\n", "100,000 columns"),
        ("text\n" + "word\n" * 5_001, "more than 5,000 rows"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_way_out(text, sentence):
    with pytest.raises(FileRefused, match=sentence):
        reading.read(text)


def test_the_largest_table_is_read():
    assert len(reading.read("student,text\n" + "Mateo,word\n" * 5_000).rows) == 5_000


# --- JSON --------------------------------------------------------------------------------------


def test_json_lines_and_a_json_array_give_the_same_table():
    items = [{"student_id": "S-1", "text": "one"}, {"student_id": "S-2", "text": "two"}]
    lines = "\n".join(json.dumps(item) for item in items)
    expected = [("S-1", "one"), ("S-2", "two")]
    assert cells(lines) == cells(json.dumps(items)) == cells(json.dumps(items, indent=2)) == expected


def test_a_list_under_a_single_name_is_the_list():
    assert cells('{"responses": [{"student": "Mateo", "text": "one"}]}') == [("Mateo", "one")]


def test_one_object_alone_is_one_response():
    assert cells('{"student": "Mateo", "text": "one", "tags": ["a"]}') == [("Mateo", "one")]


def test_a_name_missing_in_some_lines_is_empty_there():
    text = '{"student": "Mateo", "text": "one"}\n\n{"student": "Priyanka", "date": null, "text": "two"}'
    assert cells(text) == [("Mateo", "one", ""), ("Priyanka", "two", "")]
    assert [row.number for row in reading.read(text).rows] == [1, 3]


def test_numbers_keep_the_spelling_of_the_file():
    huge = "9" * 5_000
    assert cells(f'{{"student": 7.10, "text": {huge}}}') == [("7.10", huge)]


def test_columns_that_hold_lists_are_left_out():
    assert reading.read('{"student": "Mateo", "text": "one", "ratings": {"empathy": 3}}').columns == ("student", "text")


def test_half_a_character_becomes_the_replacement_sign_and_whole_ones_stay():
    assert cells(r'{"student": "Mateo", "text": "\ud83d\ude42 and \ud83d"}') == [("Mateo", "🙂 and \ufffd")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"student": "Mateo", "text": "one"}\n{"student": "Priyanka", "te', "Line 2 is not complete JSON"),
        ('[{"student": "Mateo", "text": "one"}, {"stud', "ends too early"),
        ('{"student_id": "S-1", "student_id": "S-2", "text": "one"}', "names “student_id” twice"),
        ('{"a": 1}\n{"student_id": "S-1", "student_id": "S-2"}', "Line 2 names “student_id” twice"),
        ("[1, 2, 3]", "Item 1 is not an object"),
        ("{}", "no named values"),
        ("[]", "no named values"),
        ('{"a": [1]}\n{"a": [2]}', "no named values"),
        ("[" * 100_000, "ends too early"),
        ('{"a":' * 100_000, "Line 1 is not complete JSON"),
        (json.dumps({f"c{n}": n for n in range(100_000)}), "columns; up to 200"),
        ('{"text": "word"}\n' * 5_001, "more than 5,000 rows"),
        ("[" + ",".join(['{"text": "word"}'] * 5_001) + "]", "more than 5,000 rows"),
    ],
)
def test_json_that_cannot_be_read_is_refused_with_the_way_out(text, sentence):
    with pytest.raises(FileRefused, match=sentence):
        reading.read(text)
