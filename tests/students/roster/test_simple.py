"""Reading a school's CSV: what it may look like, and in which words a bad one is refused."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from students.roster import simple
from students.roster.columns import FIELDS, REQUIRED, columns_of
from students.roster.tables import RosterUnreadable, neutral, text_of

HEADER = "student_id,first_name,last_name,grade,classroom"
LINE = "S-1,Mateo,Quintanilla,7,Homeroom 7B"


def read(text):
    """The students of a simple file."""
    return simple.read(text).schools[0].students


def rows(*lines, header=HEADER):
    return read("\n".join([header, *lines]))


def classes(student):
    return tuple(seat.classroom.partition("\n")[2] for seat in student.seats)


def term(student):
    return student.seats[0].classroom.partition("\n")[0]


def only(*lines, header=HEADER):
    (row,) = rows(*lines, header=header)
    return row


def refusal(content: bytes) -> str:
    with pytest.raises(RosterUnreadable) as refused:
        read(text_of(content))
    return str(refused.value)


def test_a_plain_row_is_read():
    row = only(LINE)
    assert (row.line, row.id, row.name, row.grade) == (2, "S-1", "Mateo Quintanilla", 7)
    assert (classes(row), row.problem) == (("Homeroom 7B",), "")


def test_what_the_file_does_not_say_is_none():
    row = only(LINE)
    assert (row.nicknames, row.pronouns, row.home_language, term(row), row.seats[0].taught_by) == (
        None,
        None,
        None,
        "",
        (),
    )


def test_optional_columns_are_read():
    row = only(
        LINE + ',Teo; T,he/him,Spanish,okafor,"Fall, 2026"',
        header=HEADER + ",Nicknames,Pronouns,Home Language,Teacher Username,Term",
    )
    assert row.nicknames == ("Teo", "T")
    assert (row.pronouns, row.home_language, row.seats[0].taught_by, term(row)) == (
        "he/him",
        "Spanish",
        ("okafor",),
        "Fall, 2026",
    )


@pytest.mark.parametrize(
    "header",
    [
        "Student ID,First Name,Last Name,Grade Level,Homeroom",
        "SIS_ID,Given Name,Family Name,GRADE,Section",
        "studentNumber,firstName,LastName,grade,ClassName",
        "Local-ID,Legal First Name,Legal Last Name,Gr.,Room",
        " Student_Id ,FIRST,LAST,Current Grade,Class",
    ],
)
def test_columns_are_known_by_the_names_schools_use(header):
    assert only(LINE, header=header).name == "Mateo Quintanilla"


def test_the_order_of_columns_and_other_columns_do_not_matter():
    row = only(
        "x,Homeroom 7B,7,Quintanilla,Mateo,S-1,555-0100",
        header="Bus,classroom,grade,last_name,first_name,student_id,Tel",
    )
    assert (row.id, row.name, classes(row)) == ("S-1", "Mateo Quintanilla", ("Homeroom 7B",))


def test_no_header_name_means_two_fields():
    spellings = [header for one in FIELDS.values() for header in one.headers.split()]
    assert len(spellings) == len(set(spellings))


def test_every_field_knows_its_own_name():
    assert set(columns_of(list(FIELDS)).at) == set(FIELDS)


@pytest.mark.parametrize("field", REQUIRED)
def test_a_missing_column_is_named(field):
    header = ",".join(name for name in HEADER.split(",") if name != field)
    assert f"does not name a column for: {FIELDS[field].label}" in refusal(f"{header}\na,b,c,d\n".encode())


def test_two_columns_for_one_thing_are_refused_by_name():
    message = refusal(b"SIS ID,Local ID,first_name,last_name,grade,classroom\n1,2,A,B,7,C\n")
    assert "'SIS ID' and 'Local ID'" in message


def test_our_own_column_name_settles_which_of_two_is_meant():
    assert only("9,S-1,A,B,7,C", header="ID," + HEADER).id == "S-1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_other_separators_are_understood(delimiter):
    assert read(f"{HEADER}\n{LINE}".replace(",", delimiter))[0].name == "Mateo Quintanilla"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_understood(newline):
    assert [row.line for row in read(newline.join([HEADER, LINE, "S-2,A,B,7,C"]))] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_accents_survive_the_encodings_a_spreadsheet_writes(encoding):
    content = f"{HEADER}\nS-1,Zoë,Nguyễn,7,C\n".encode(encoding)
    assert read(text_of(content))[0].name == "Zoë Nguyễn"


@pytest.mark.parametrize("name", ["نور", "李", "Ана", "O’Neil", "Mary-Jane", "José María"])
def test_names_of_every_script_are_taken(name):
    assert only(f"S-1,{name},B,7,C").first_name == name


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("7", 7),
        ("07", 7),
        ("7th", 7),
        ("1st", 1),
        ("Grade 7", 7),
        ("K", 0),
        ("Kindergarten", 0),
        ("", None),
        ("-", None),
    ],
)
def test_grades_as_schools_write_them(written, grade):
    assert only(f"S-1,A,B,{written},C").grade == grade


@pytest.mark.parametrize("written", ["seventh", "77", "7.5", "-1", "senior"])
def test_a_grade_that_is_none_is_a_problem_of_its_row(written):
    assert only(f"S-1,A,B,{written},C").problem


def test_lines_are_counted_as_a_spreadsheet_counts_them():
    found = rows('S-1,"Ma\nteo",B,7,C', "", "S-2,A,B,7,C")
    assert [(row.line, row.first_name) for row in found] == [(2, "Ma teo"), (5, "A")]


@pytest.mark.parametrize(("field", "label"), [(0, "student id"), (1, "first name"), (2, "last name"), (4, "class")])
def test_an_empty_cell_that_is_needed_is_a_problem_of_its_row(field, label):
    cells = LINE.split(",")
    cells[field] = "  "
    assert only(",".join(cells)).problem == f"The {label} is empty."


def test_a_row_with_a_problem_still_says_whose_it_is():
    assert only("S-1,Mateo,Quintanilla,seventh,C").name == "Mateo Quintanilla"


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2+3", "'\t=1"[1:]])
def test_a_formula_is_refused_and_named(cell):
    problem = only(f'S-1,"{cell}",B,7,C').problem
    assert "first name" in problem and "formula" in problem


@pytest.mark.parametrize("name", ["=x", "+7B", "@home", "'=x", "-Ana", "'Ana", "O'Neil"])
def test_what_an_export_has_neutralized_comes_back_as_it_was(name):
    assert only(f'S-1,"{neutral(name)}",B,7,C').first_name == name


def test_an_id_that_a_spreadsheet_shortened_is_refused():
    assert "shortened" in only("1.23457E+11,A,B,7,C").problem


@pytest.mark.parametrize("character", ["\x01", "\x7f", "\x1b", "\x85"])
def test_control_characters_are_refused(character):
    assert "cannot be printed" in only(f"S-1,A{character}B,B,7,C").problem


def test_characters_that_turn_text_around_are_taken_out():
    assert only("S-1,Ma\u202eteo\u200b,B,7,C").first_name == "Mateo"


def test_a_very_long_cell_is_refused():
    assert "longer than 200" in only(f"S-1,{'a' * 201},B,7,C").problem


def test_a_comma_without_quotes_is_explained():
    assert "needs quotes" in only("S-1,Mateo,Quintanilla,7,Homeroom 7B, east").problem


def test_the_same_id_twice_counts_once():
    first, again = rows(LINE, LINE)
    assert first.problem == "" and "Line 2 has the same student id" in again.problem


def test_one_student_in_two_classes_stands_on_two_lines():
    student = only(LINE, "S-1,Mateo,Quintanilla,7,Robotics")
    assert classes(student) == ("Homeroom 7B", "Robotics") and student.problem == ""


def test_the_same_id_with_another_name_is_another_person_and_a_problem():
    _, other = rows(LINE, "S-1,Priyanka,Deshmukh,7,Robotics")
    assert "Line 2 has the same student id" in other.problem


def test_a_row_with_a_problem_does_not_take_the_id():
    _, good = rows("S-1,A,B,seventh,C", "S-1,A,B,7,C")
    assert good.problem == ""


def test_a_file_that_ends_within_quotes_says_where():
    assert "From line 3" in refusal(f'{HEADER}\n{LINE}\nS-2,"Ma,B,7,C\nS-3,A,B,7,C\n'.encode())


@pytest.mark.parametrize("content", [b"", b"   \r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(content):
    assert refusal(content) == "This file is empty."


def test_a_file_with_column_names_only_says_so():
    assert "no students below" in refusal(HEADER.encode())


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "latin-1"])
def test_another_encoding_is_refused_with_the_line_and_the_remedy(encoding):
    message = refusal(f"{HEADER}\n{LINE}\nS-2,José,B,7,C\n".encode(encoding))
    assert message.startswith("Line 3") and "CSV UTF-8" in message


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook(), "Excel workbook or a zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "older Excel"),
        (b"%PDF-1.7", "PDF"),
        (gzip.compress(b"a,b", mtime=0), "compressed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"student_id,first\x00_name\n", "not a text file"),
        (b"\xff\xfe\x00", "not saved as UTF-8"),
    ],
)
def test_files_that_are_no_csv_are_told_apart(content, words):
    assert words in refusal(content)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(simple, "MAX_ROWS", 2)
    assert "more than 2 rows" in refusal("\n".join([HEADER, LINE, LINE, LINE]).encode())


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fall_over(content):
    for whole in (content, HEADER.encode() + b"\n" + content):
        try:
            read(text_of(whole))
        except RosterUnreadable as refused:
            assert str(refused)


@given(st.lists(st.text(max_size=30), min_size=5, max_size=7))
def test_no_cells_make_it_fall_over(cells):
    try:
        for row in read(HEADER + "\n" + ",".join(cells)):
            assert row.problem or (row.id and row.first_name and row.last_name and row.seats)
    except RosterUnreadable as refused:
        assert str(refused)
