"""What OneRoster and School Data Sync say, as records: formats told apart, orphans explained, nothing secret kept."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from students.roster import formats, records
from students.roster.records import ENDS, KEEPS, MOVES
from students.roster.tables import RosterUnreadable
from tests.students.roster import exports
from tests.students.roster.exports import (
    ALGEBRA,
    BIOLOGY,
    LEILA,
    MOTHER,
    TABLES,
    TEACHER,
    TERM,
    TOMAS,
    WREN,
    klass,
    seat,
    user,
)


def only(upload):
    (school,) = formats.read(upload).schools
    return school


def refusal(upload) -> str:
    with pytest.raises(RosterUnreadable) as refused:
        formats.read(upload)
    return str(refused.value)


def problems(upload) -> list[str]:
    file = formats.read(upload)
    return [one.text for one in (*file.problems, *(p for school in file.schools for p in school.problems))]


def names(people) -> list[str]:
    return [person.name for person in people]


FORMATS = {
    "OneRoster 1.1": exports.oneroster,
    "OneRoster 1.2": exports.oneroster_12,
    "School Data Sync, version 1": exports.sds_1,
    "School Data Sync, version 2": exports.sds_2,
    "School Data Sync, version 2.1": exports.sds_21,
}


@pytest.mark.parametrize("title", FORMATS)
def test_a_format_is_told_from_its_files(title):
    assert formats.read(FORMATS[title]()).title == title


@pytest.mark.parametrize("title", FORMATS)
def test_every_format_yields_the_same_records(title):
    school = only(FORMATS[title]())
    assert school.name == "Cedar Hollow Middle School"
    leila = next(one for one in school.students if one.first_name == "Leila")
    assert leila.last_name == "Haddad" and leila.seats
    assert "Ruth Calder" in names(school.teachers)
    assert {seat.classroom for seat in leila.seats} <= {one.key for one in school.classes}


@pytest.mark.parametrize("title", FORMATS)
def test_records_survive_the_sealed_file_between_upload_and_confirmation(title):
    school = only(FORMATS[title]())
    assert records.from_json(records.to_json(school)) == school


@pytest.mark.parametrize("title", FORMATS)
@pytest.mark.parametrize("secret", ["P@ss", "hunter2", "2010-07-02", "4/2/2014", "iep", "female", "+1123"])
def test_passwords_birth_dates_and_flags_are_not_kept(title, secret):
    assert secret not in records.to_json(only(FORMATS[title]()))


def test_ids_grades_and_terms_are_taken_over():
    school = only(exports.oneroster())
    assert [(one.id, one.local_id, one.grade) for one in school.students] == [
        ("u-1", "1001", 7),
        ("u-2", "1002", 8),
        ("u-3", "1003", 0),
    ]
    (term,) = school.terms
    assert (term.name, term.starts_on, term.ends_on) == ("Year", date(2026, 8, 24), date(2027, 6, 11))
    assert {one.term for one in school.classes} == {"t-1"}


def test_a_family_is_found_from_either_side_of_the_bond():
    one_way = {**LEILA, "agentSourcedIds": ""}
    for people in ([LEILA, {**MOTHER, "agentSourcedIds": ""}], [one_way, MOTHER]):
        (mother,) = only(exports.oneroster(users=[*people, TOMAS, WREN, TEACHER])).families
        assert mother.name == "Samira Haddad"
        assert [(bond.student, bond.relation) for bond in mother.bonds] == [("u-1", "parent")]


def test_school_data_sync_names_families_in_a_table_of_their_own():
    (mother,) = only(exports.sds_21()).families
    assert (mother.name, mother.bonds[0].student, mother.bonds[0].relation) == ("Samira Haddad", "71", "guardian")


def test_a_simple_file_may_be_called_anything():
    content = b"student_id,first_name,last_name,grade,classroom\nS-1,A,B,7,C\n"
    assert formats.read([("users.csv", content)]).title == "Simple CSV"


def test_version_1_2_brings_preferred_names_and_pronouns():
    leila = {**LEILA, "preferredGivenName": "Lili", "pronouns": "she/her"}
    school = only(exports.oneroster_12(users=[leila, TOMAS, WREN, TEACHER, MOTHER]))
    assert (school.students[0].nicknames, school.students[0].pronouns) == (("Lili",), "she/her")


@pytest.mark.parametrize(
    ("upload", "absence"),
    [
        (exports.oneroster(), ENDS),
        (exports.oneroster(modes={"enrollments": "delta"}), KEEPS),
        (exports.oneroster(enrollments=None), KEEPS),
        (exports.sds_1(), MOVES),
        (exports.sds_2(), MOVES),
        (exports.sds_21(), MOVES),
    ],
)
def test_only_a_complete_oneroster_export_makes_absence_mean_something(upload, absence):
    assert only(upload).absence == absence


def test_an_export_without_a_manifest_ends_nothing_and_says_why():
    loose = [(name, data) for name, data in exports.files().items() if name != "manifest.csv"]
    file = formats.read(loose)
    assert file.title == "OneRoster 1.1" and file.schools[0].absence == KEEPS
    assert "no manifest.csv" in file.notes[0]


def test_the_case_and_order_of_columns_and_file_names_do_not_matter():
    def shuffled(name, data):
        rows = list(csv.reader(data.decode().splitlines()))
        turned = [row[::-1] for row in rows]
        turned[0] = [cell.upper() if at % 2 else f" {cell.capitalize()} " for at, cell in enumerate(turned[0])]
        return exports.as_csv(turned[0], [dict(zip(turned[0], row, strict=True)) for row in turned[1:]])

    plain = exports.files()
    turned = {
        f"Export/{name.upper()}": b"\xef\xbb\xbf" + (data if name == "manifest.csv" else shuffled(name, data))
        for name, data in plain.items()
    }
    assert formats.read([("x.zip", exports.zipped(turned))]).schools == formats.read(exports.oneroster()).schools


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n"])
def test_an_empty_optional_file_says_nothing(content):
    files = {**exports.files(), "demographics.csv": content, "academicSessions.csv": content}
    school = only([("x.zip", exports.zipped(files))])
    assert len(school.students) == 3 and school.terms == ()


def test_header_only_files_say_nothing():
    school = only(exports.oneroster(academicSessions=[], enrollments=[]))
    assert all(not student.seats for student in school.students)


def test_what_is_to_be_deleted_is_marked():
    school = only(
        exports.oneroster(
            modes={"users": "delta", "enrollments": "delta", "classes": "delta"},
            users=[{**TOMAS, "status": "tobedeleted"}, LEILA],
            classes=[{**BIOLOGY, "status": "ToBeDeleted"}, ALGEBRA],
            enrollments=[seat("c-1", "u-1", status="tobedeleted"), seat("c-2", "u-1", status="active")],
        )
    )
    assert [one.ended for one in school.students] == [True, False]
    assert [one.ended for one in school.classes] == [True, False]
    assert [one.ended for one in school.students[1].seats] == [True, False]


def test_two_classes_of_one_title_keep_names_of_their_own():
    twins = [klass("c-1", "Algebra", classCode="A-1"), klass("c-2", "Algebra", classCode="A-2")]
    assert [one.name for one in only(exports.oneroster(classes=twins)).classes] == ["Algebra (A-1)", "Algebra (A-2)"]


def test_of_several_terms_a_class_stands_in_the_longest():
    quarter = {**TERM, "sourcedId": "q-1", "title": "Quarter 1", "endDate": "2026-10-30"}
    algebra = klass("c-1", "Algebra", termSourcedIds="q-1,t-1")
    school = only(exports.oneroster(academicSessions=[quarter, TERM], classes=[algebra, BIOLOGY]))
    assert school.classes[0].term == "t-1"


# --- what leads nowhere ---------------------------------------------------------------------------


def test_an_enrollment_of_an_unknown_person_is_left_to_the_school_to_judge():
    school = only(exports.oneroster(enrollments=[*TABLES["enrollments"], seat("c-1", "u-77")]))
    stranger = next(one for one in school.students if one.id == "u-77")
    assert not stranger.listed and stranger.line == 7 and stranger.file == "enrollments.csv"


def test_an_enrollment_of_nobody_in_nothing_is_explained():
    lost = seat("c-77", "u-77", "", schoolSourcedId="")
    (text,) = problems(exports.oneroster(enrollments=[*TABLES["enrollments"], lost]))
    assert "'u-77', whom no line lists" in text


def test_a_class_of_an_unknown_school_is_a_school_of_its_own_to_be_refused():
    file = formats.read(exports.oneroster(classes=[ALGEBRA, klass("c-2", "Biology", schoolSourcedId="org-77")]))
    assert [school.key for school in file.schools] == ["org-1", "org-77"]
    assert file.schools[1].name == ""


def test_the_same_id_twice_counts_once_and_is_told():
    text, *_ = problems(exports.oneroster(users=[LEILA, {**TOMAS, "sourcedId": "u-1"}, WREN, TEACHER, MOTHER]))
    assert text == "Line 2 of users.csv has the same person id 'u-1'. Only that line counts."


def test_a_person_whose_line_cannot_be_read_takes_the_enrollments_along_in_words():
    said = problems(exports.oneroster(users=[{**LEILA, "givenName": "=cmd()"}, TOMAS, WREN, TEACHER, MOTHER]))
    assert any("formula" in text for text in said)
    assert any("whose own line could not be read (line 2 of users.csv)" in text for text in said)


def test_a_date_that_is_none_is_told_and_spares_the_student():
    school = only(exports.oneroster(enrollments=[seat("c-1", "u-1", beginDate="soon"), *TABLES["enrollments"][1:]]))
    assert school.students[0].spared
    assert (
        "A date of this line is none"
        in problems(exports.oneroster(enrollments=[seat("c-1", "u-1", beginDate="soon"), *TABLES["enrollments"][1:]]))[
            0
        ]
    )


def test_roles_without_access_are_counted_and_left_out():
    people = [*TABLES["users"], user("a-1", "Head", "Office", "administrator"), user("a-2", "An", "Aide", "aide")]
    file = formats.read(exports.oneroster(users=people))
    assert "1 with the role administrator, 1 with the role aide." in " ".join(file.notes)
    assert "Head Office" not in names((*file.schools[0].teachers, *file.schools[0].students))


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (exports.oneroster(version="2.0"), "Sightline reads 1.1 and 1.2"),
        (exports.oneroster(modes={"enrollments": "bulk"}, enrollments=None), "announces enrollments.csv"),
        (exports.oneroster(classes=[], users=[], enrollments=[]), "names no school"),
        (exports.sds_1()[:2], "these parts are missing: student.csv"),
        (exports.sds_2()[2:3], "these parts are missing: orgs.csv, classes.csv, enrollments.csv"),
        ([("a.csv", b"x,y\n1,2\n"), ("b.csv", b"x,y\n1,2\n")], "No roster was found in these files: a.csv, b.csv"),
        (exports.sds_1(Student="SIS ID,School SIS ID,Username\n71,10,lhaddad\n"), "Names are taken out of what"),
    ],
)
def test_a_whole_file_is_refused_in_words(upload, words):
    assert words in refusal(upload)


def test_a_fault_names_its_file_and_line():
    files = {**exports.files(), "users.csv": exports.files()["users.csv"].decode().encode("cp1252")}
    assert refusal([("x.zip", exports.zipped(files))]).startswith("users.csv: Line 3 holds letters")


# --- the real samples -----------------------------------------------------------------------------

DATA = Path(os.environ.get("SIGHTLINE_DATA") or "/nonexistent") / "ms_sds_csv"
REAL = {  # folder -> title, and per school: name, classes, students, teachers, families
    "SDS_Format/100_Users": (
        "School Data Sync, version 1",
        [("Contoso High School", 14, 60, 7, 0), ("Fabrikam High School", 14, 26, 5, 0)],
    ),
    "SDS_Format/25_Users": ("School Data Sync, version 1", [("Contoso High School", 2, 22, 2, 0)]),
    "UK_Format/100_Users": (
        "School Data Sync, version 1",
        [("Contoso High School", 14, 60, 7, 0), ("Fabrikam High School", 14, 26, 5, 0)],
    ),
    "SDS_v2": (
        "School Data Sync, version 2",
        [
            ("Contoso Middle School", 1, 6, 1, 0),
            ("Fabrikam High School", 1, 8, 2, 0),
            ("College of Higher Learning", 2, 8, 2, 0),
        ],
    ),
    "SDS_v2.1": (
        "School Data Sync, version 2.1",
        [("College of Engineering", 1, 1, 1, 0), ("School of TwoDotOne", 1, 3, 1, 2)],
    ),
}


def real(folder: str) -> list[tuple[str, bytes]]:
    if not (DATA / folder).exists():
        pytest.skip("SIGHTLINE_DATA does not hold ms_sds_csv")
    return [(path.name, path.read_bytes()) for path in sorted((DATA / folder).glob("*.csv"))]


@pytest.mark.parametrize("folder", REAL)
def test_microsofts_own_samples_are_read_whole(folder):
    file = formats.read(real(folder))
    title, schools = REAL[folder]
    assert file.title == title
    found = [(s.name, len(s.classes), len(s.students), len(s.teachers), len(s.families)) for s in file.schools]
    assert found == schools
    assert not file.problems


@pytest.mark.parametrize("folder", ["SDS_Format/Min_Required_Attributes", "UK_Format/Min_Required_Attributes"])
def test_a_sample_without_names_is_refused_with_the_reason(folder):
    assert "does not name a column for: first name, last name" in refusal(real(folder))
