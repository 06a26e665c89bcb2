"""Zip files as a stranger may make them: refused in words, in no time, and never unpacked to a disk."""

import io
import struct
import time
import zipfile

import pytest

from students.roster import containers, formats
from students.roster.containers import named_files
from students.roster.tables import RosterUnreadable
from tests.students.roster import exports
from tests.students.roster.exports import zipped


def refusal(*uploads: tuple[str, bytes]) -> str:
    with pytest.raises(RosterUnreadable) as refused:
        named_files(uploads)
    return str(refused.value)


def test_a_folder_within_the_zip_and_a_mac_s_left_overs_do_not_matter():
    files = {"Export 2026/users.csv": b"a", "__MACOSX/Export 2026/._users.csv": b"x", "Export 2026/.DS_Store": b"y"}
    assert named_files([("x.zip", zipped(files))]) == {"users.csv": b"a"}


def test_a_zip_made_by_windows_with_backslashes_is_understood():
    assert named_files([("x.zip", zipped({"Export\\users.csv": b"a"}))]) == {"users.csv": b"a"}


def test_several_files_at_once_are_one_upload():
    assert named_files([("Users.CSV", b"a"), ("orgs.csv", b"b")]) == {"users.csv": b"a", "orgs.csv": b"b"}


@pytest.mark.parametrize(
    "name",
    ["../users.csv", "a/../../users.csv", "/etc/passwd.csv", "C:\\users.csv", "..\\..\\users.csv", "users.csv\x00.exe"],
)
def test_a_path_that_leads_outside_is_refused(name):
    content = zipped({name.replace("\x00", "~"): b"a,b"})
    assert "names a file outside of itself" in refusal(("x.zip", content.replace(b"~", b"\x00")))


def test_a_bomb_is_refused_before_it_is_read():
    content = zipped({"users.csv": b"\x00" * (containers.MAX_FILE + 1)})
    assert len(content) < 100_000
    started = time.process_time()
    assert "larger than 64 MB" in refusal(("x.zip", content))
    assert time.process_time() - started < 0.1


def test_many_files_that_are_too_large_together_are_refused():
    one = b"x" * (24 * 1024 * 1024)
    assert "larger than 64 MB" in refusal(("x.zip", zipped({"a.csv": one, "b.csv": one, "c.csv": one})))


def declared(content: bytes, size: int) -> bytes:
    """The same zip, saying that its only file has another size."""
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(signature) + at
        content = content[:place] + struct.pack("<I", size) + content[place + 4 :]
    return content


def test_a_declared_size_of_five_gigabytes_is_refused():
    assert "larger than 64 MB" in refusal(("x.zip", declared(zipped({"users.csv": b"a,b"}), 2**32 - 2)))


def test_a_declared_size_that_is_too_small_is_not_believed(monkeypatch):
    monkeypatch.setattr(containers, "MAX_FILE", 1000)
    content = declared(zipped({"users.csv": b"a" * 100_000}), 10)
    assert refusal(("x.zip", content))


def test_a_zip_within_a_zip_is_not_followed():
    assert "zip file within" in refusal(("x.zip", zipped({"inner.zip": zipped({"users.csv": b"a"})})))


def test_the_same_name_twice_is_refused():
    assert "two files called users.csv" in refusal(("x.zip", zipped({"a/users.csv": b"a", "b/users.csv": b"b"})))


def test_more_files_than_any_export_has_are_refused():
    assert "more than 200 files" in refusal(("x.zip", zipped({f"{n}.csv": b"" for n in range(201)})))


def test_a_workbook_is_named_as_what_it_is():
    assert "Excel workbook" in refusal(("x.xlsx", zipped({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b""})))


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 200, zipped({"users.csv": b"a"})[:-30]],
    ids=["its first bytes", "nothing behind them", "its end cut off"],
)
def test_a_damaged_zip_is_refused(content):
    assert "damaged or was cut short" in refusal(("x.zip", content))


def test_a_file_whose_checksum_is_wrong_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("users.csv", b"sourcedId")
    assert "damaged" in refusal(("x.zip", content.getvalue().replace(b"sourcedId", b"sourcedIx", 1)))


def test_a_locked_zip_is_refused():
    content = bytearray(zipped({"users.csv": b"a,b"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refusal(("x.zip", bytes(content)))


def test_an_unusual_packing_is_refused():
    content = bytearray(zipped({"users.csv": b"a,b"}))
    struct.pack_into("<H", content, 8, 97)
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 10, 97)
    assert "packed in an unusual way" in refusal(("x.zip", bytes(content)))


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_would_unpack_with_as_much_memory_as_it_asks_for_is_not_unpacked(packing, monkeypatch):
    """LZMA names the size of its own dictionary, up to 4 GB; and damaged it is an error of its own kind."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        archive.writestr("users.csv", b"a,b")
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_given: pytest.fail("it was unpacked"))
    assert "packed in an unusual way" in refusal(("x.zip", content.getvalue()))


@pytest.mark.parametrize("files", [{}, {"read me.txt": b"hello"}, {"photo.png": b"\x89PNG"}])
def test_a_zip_without_a_csv_says_so(files):
    assert "holds no CSV file" in refusal(("x.zip", zipped(files)))


def test_a_zip_beside_other_files_is_refused():
    assert "one zip file by itself" in refusal(("x.zip", zipped({"a.csv": b""})), ("b.csv", b""))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"sourcedId\x00,status\n", "users.csv: This is not a text file"),
        (b'sourcedId,givenName,familyName\n1,"A ""b"" "c",D\n', "users.csv: From line 2 on the quotation marks"),
        ("sourcedId,givenName,familyName\n1,José,D\n".encode("latin-1"), "users.csv: Line 2 holds letters"),
        (b"%PDF-1.7", "users.csv: This is a PDF"),
    ],
)
def test_one_bad_file_of_an_export_is_named(content, words):
    with pytest.raises(RosterUnreadable) as refused:
        formats.read([("x.zip", zipped({**exports.files(), "users.csv": content}))])
    assert words in str(refused.value)


@pytest.mark.parametrize("content", [b"," * 5_000_000, b'"\n",' * 1_000_000, b'"' + b"a\n" * 2_000_000])
def test_one_endless_line_is_refused_without_filling_the_memory(content):
    started = time.process_time()
    with pytest.raises(RosterUnreadable, match=r"longer than any line|quotation marks"):
        formats.read([("x.zip", zipped({**exports.files(), "users.csv": exports.files()["users.csv"] + content}))])
    assert time.process_time() - started < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_different_encodings_in_one_export_are_read(encoding):
    files = exports.files()
    files["users.csv"] = files["users.csv"].decode().encode(encoding)
    (school,) = formats.read([("x.zip", zipped(files))]).schools
    assert "Tomás" in [one.first_name for one in school.students]


@pytest.mark.parametrize("name", ["ليلى", "לאה", "Zoë 🦊", "李", "O’Neil", 'Ana "Ani"', "Ngọc, Ánh"])
def test_names_of_every_script_and_with_quotes_are_taken(name):
    people = [{**exports.LEILA, "givenName": name}, exports.TOMAS, exports.WREN, exports.TEACHER, exports.MOTHER]
    (school,) = formats.read(exports.oneroster(users=people)).schools
    assert school.students[0].first_name == name


def test_direction_marks_are_taken_out_of_names():
    people = [{**exports.LEILA, "givenName": "\u202eLeila\u200f"}, *exports.TABLES["users"][1:]]
    (school,) = formats.read(exports.oneroster(users=people)).schools
    assert school.students[0].first_name == "Leila"
