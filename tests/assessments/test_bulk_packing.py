"""A folder or a zip is taken apart without trusting its names or its sizes."""

import io
import time
import zipfile

import pytest

from assessments.bulk import packing
from assessments.bulk.packing import Packed, from_folder, from_zip
from assessments.uploading.table import FileRefused
from privacy.uploads import LIMIT_BYTES
from tests.assessments.zips import HISTORY, RESPONSES, claiming, damaged, locked, packed, with_link, zip_of


def test_every_file_of_a_zip_comes_with_its_bytes_in_the_order_of_names():
    assert list(from_zip(zip_of(HISTORY))) == [Packed(name, data) for name, data in sorted(HISTORY.items())]


def test_every_file_below_a_folder_comes_with_its_bytes(tmp_path):
    for name, data in HISTORY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert list(from_folder(tmp_path)) == [Packed(name, data) for name, data in sorted(HISTORY.items())]


def test_what_computers_put_beside_peoples_files_is_passed_over(tmp_path):
    clutter = {
        "__MACOSX/._a.csv": b"x",
        ".DS_Store": b"x",
        "a/Thumbs.db": b"x",
        ".git/config": b"x",
        "a.csv": RESPONSES,
    }
    assert [file.name for file in from_zip(zip_of(clutter))] == ["a.csv"]
    for name, data in clutter.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert [file.name for file in from_folder(tmp_path)] == ["a.csv"]


SENTENCES = {
    "a path upwards": (zip_of({"../../etc/cron.d/x.csv": RESPONSES}), "points outside the zip file"),
    "an absolute path": (zip_of({"/etc/x.csv": RESPONSES}), "points outside the zip file"),
    "a Windows path upwards": (zip_of({"..\\..\\x.csv": RESPONSES}), "points outside the zip file"),
    "a drive": (zip_of({"C:\\x.csv": RESPONSES}), "points outside the zip file"),
    "a link": (with_link(), "This is a link to another file"),
    "a password": (locked(), "locked with a password"),
    "packed by LZMA": (packed(zipfile.ZIP_LZMA), "packed in an unusual way"),
    "packed by bzip2": (packed(zipfile.ZIP_BZIP2), "packed in an unusual way"),
    "damaged": (damaged(), "damaged within the zip file"),
    "too large unpacked": (zip_of({"a.csv": b"0" * (LIMIT_BYTES + 1)}), "larger than 10 MB"),
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_file_that_cannot_be_trusted_is_not_read_and_the_sentence_says_why(kind):
    data, sentence = SENTENCES[kind]
    [file] = from_zip(data)
    assert sentence in file.refused
    assert file.data == b""


@pytest.mark.parametrize("size", [0, 1, 2**31, 2**32 - 2])
def test_a_size_that_is_only_claimed_is_not_believed(size):
    began = time.process_time()
    [file] = from_zip(claiming(size))
    assert file.data in (b"", RESPONSES)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip at all", RESPONSES])
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(FileRefused, match="not a zip file, or it is damaged"):
        list(from_zip(data))


def test_a_bomb_is_defused_before_it_fills_the_memory():
    began = time.process_time()
    bomb = zip_of({f"{n}.csv": b"0" * LIMIT_BYTES for n in range(12)})
    assert len(bomb) < 200_000
    with pytest.raises(FileRefused, match="hold too much to be read at once"):
        list(from_zip(bomb))
    assert time.process_time() - began < 6


def test_more_files_than_anybody_looks_through_are_refused():
    with pytest.raises(FileRefused, match="more than 500 files"):
        list(from_zip(zip_of({f"{n}.csv": b"x" for n in range(501)})))


def test_a_zip_within_a_zip_is_not_unpacked():
    [file] = from_zip(zip_of({"inner.zip": zip_of(HISTORY)}))
    assert zipfile.is_zipfile(io.BytesIO(file.data))


def test_links_of_a_folder_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_bytes(RESPONSES)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside / "secret.csv")
    (folder / "way").symlink_to(outside)
    [file] = from_folder(folder)
    assert "This is a link to another file" in file.refused


def test_a_file_larger_than_the_limit_is_not_read_into_memory(tmp_path):
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(5 * 2**30)  # sparse: 5 GB in name only
    began = time.process_time()
    [packed] = from_folder(tmp_path)
    assert "larger than 10 MB" in packed.refused
    assert time.process_time() - began < 2


def test_names_are_shown_without_what_nobody_sees():
    assert packing.shown("a\u202egnp.csv\x00\n\ud83d") == "agnp.csv?"
    assert len(packing.shown("x" * 500 + ".csv")) == 120
    assert packing.shown("x" * 500 + ".csv").endswith(".csv")
