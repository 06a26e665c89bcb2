"""Uploaded words stay in memory, and a file that is too large is refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from privacy import uploads


def received(content: bytes, name="class.csv"):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile(name, content)})
    return request.FILES["file"]


@pytest.fixture
def small_limit(monkeypatch):
    monkeypatch.setattr(uploads, "LIMIT_BYTES", 1000)


def test_a_file_never_touches_the_disk():
    file = received(b"a" * 3_000_000)
    assert not hasattr(file, "temporary_file_path")
    assert (file.size, file.read()) == (3_000_000, b"a" * 3_000_000)


def test_a_file_at_the_limit_passes(small_limit):
    uploads.check_size(received(b"a" * 1000))


def test_a_file_over_the_limit_arrives_empty_and_is_refused_in_words(small_limit):
    file = received(b"a" * 1001)
    assert file.read() == b""
    with pytest.raises(uploads.TooLarge, match="larger than"):
        uploads.check_size(file)


def test_what_is_too_large_is_not_kept_in_memory(small_limit):
    assert received(b"a" * 200_000).file.getbuffer().nbytes == 0


def test_two_files_are_counted_apart(small_limit):
    request = RequestFactory().post(
        "/", {"one": SimpleUploadedFile("one.csv", b"a" * 2000), "two": SimpleUploadedFile("two.csv", b"b" * 10)}
    )
    assert request.FILES["one"].size > 1000
    assert request.FILES["two"].read() == b"b" * 10


def held(request) -> int:
    return sum(file.file.getbuffer().nbytes for file in request.FILES.values())


def test_all_files_of_a_request_together_keep_within_the_limit(small_limit):
    """They are read before anybody asks who sent them: a hundred would be a hundred times the limit."""
    files = {f"file{n}": SimpleUploadedFile(f"{n}.csv", b"a" * 600) for n in range(5)}
    request = RequestFactory().post("/", files)
    assert held(request) <= 1000
    with pytest.raises(uploads.TooLarge, match="Together"):
        uploads.check_together(request.FILES.values())
