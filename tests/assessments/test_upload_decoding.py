"""What a file is and how its letters are written: told plainly, guessed openly, refused with the way out."""

import io
import zipfile

import pytest

from assessments.uploading.decoding import decode, unusual_words
from assessments.uploading.table import FileRefused

TABLE = "student,text\nZoë,“I said sorry” 🙂\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * 10_000)
    return out.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_says_how_it_is_written_is_read_as_it_is(codec):
    decoded = decode(TABLE.encode(codec))
    assert decoded.text == TABLE
    assert decoded.certain


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_both_byte_orders_of_utf_16_are_read(order):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[order]
    assert decode(mark + TABLE.encode(order)).text == TABLE


def test_windows_text_is_read_and_marked_as_a_guess():
    decoded = decode("student,text\nZoë,“I said sorry”\n".encode("cp1252"))
    assert decoded.text == "student,text\nZoë,“I said sorry”\n"
    assert not decoded.certain


def test_the_words_to_judge_a_guess_by_are_those_with_unusual_letters():
    assert unusual_words("plain words, then café, Zoë, café again") == ["café", "Zoë"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b"\xef\xbb\xbf \r\n", "This file is empty"),
        (zipped("xl/workbook.xml"), "This is an Excel file"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "This is an Excel file"),
        (zipped("word/document.xml"), "This is a Word document"),
        (zipped("responses.csv"), "compressed (zip)"),
        (b"PK\x05\x06" + b"\x00" * 18, "compressed (zip)"),
        (b"\x1f\x8b\x08\x00abc", "compressed (gzip)"),
        (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture"),
        (b"{\\rtf1\\ansi", "rich text"),
        (b"<!DOCTYPE html><html><body>Sign in", "This is a web page"),
        (TABLE.encode("utf-16-le"), "signs that no text has"),
        (b"student,text\nMateo,a\x00b", "signs that no text has"),
        (b"\xff\xfea\x00\x00\x00", "signs that no text has"),
        (b"student,text\nMateo,\x07\x08 beep", "signs that no text has"),
        ("student,text\n佐藤,落ち着いてからもう一度やってみた\n".encode("shift_jis"), "cannot be told apart"),
        (b"\xff\xfe\x00", "cannot be told apart"),
    ],
)
def test_what_is_no_table_is_named_and_refused(data, sentence):
    with pytest.raises(FileRefused, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        decode(data)


def test_a_zip_bomb_is_named_without_being_unpacked():
    with pytest.raises(FileRefused, match="compressed"):
        decode(zipped(*[f"{n}.csv" for n in range(100)]))
