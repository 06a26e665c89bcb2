"""From a file's bytes to its text: what it is, and how its letters were written down. Nothing is ever unpacked."""

import re
import string
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.uploading.table import FileRefused

UTF_8, UTF_16, WINDOWS = "utf-8", "utf-16", "cp1252"

EXCEL = gettext_lazy("This is an Excel file. In Excel choose Save as, then CSV UTF-8, and upload that file.")
# (how the bytes begin, what stands somewhere in them, what to say); the first that fits counts.
SIGNATURES = (
    (b"PK\x03\x04", b"xl/workbook", EXCEL),
    (b"\xd0\xcf\x11\xe0", b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k", EXCEL),
    (
        b"PK\x03\x04",
        b"word/document",
        gettext_lazy(
            "This is a Word document. Paste its responses one by one, or save a transcript as plain text (.txt)."
        ),
    ),
    (b"\xd0\xcf\x11\xe0", b"", gettext_lazy("This is an older Office document. Save it as CSV UTF-8 or as text.")),
    (b"PK", b"", gettext_lazy("This is a compressed (zip) file. Unpack it and upload the CSV or JSON file inside.")),
    (b"\x1f\x8b", b"", gettext_lazy("This is a compressed (gzip) file. Unpack it and upload the file inside.")),
    (b"%PDF", b"", gettext_lazy("This is a PDF. Upload the table it was made from, saved as CSV UTF-8.")),
    (b"\x89PNG", b"", gettext_lazy("This is a picture. Type or paste what the student wrote instead.")),
    (b"\xff\xd8\xff", b"", gettext_lazy("This is a picture. Type or paste what the student wrote instead.")),
    (b"GIF8", b"", gettext_lazy("This is a picture. Type or paste what the student wrote instead.")),
    (b"{\\rtf", b"", gettext_lazy("This is a rich text document. Save it as CSV UTF-8 or paste its responses.")),
    (b"<!DOCTYPE", b"", gettext_lazy("This is a web page, not a table. Download the responses as CSV.")),
    (b"<!doctype", b"", gettext_lazy("This is a web page, not a table. Download the responses as CSV.")),
    (b"<html", b"", gettext_lazy("This is a web page, not a table. Download the responses as CSV.")),
)
PUNCTUATION = string.punctuation + string.digits
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str

    @property
    def certain(self) -> bool:
        """Windows text reads *something* into nearly any byte: a person has to look at it."""
        return self.encoding != WINDOWS


def decode(data: bytes) -> Decoded:
    """The text of a file. Raises FileRefused with a sentence that says what to do instead."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileRefused(_("This file is empty. Nothing was added."))
    _refuse_what_is_no_text(data)
    decoded = _decoded(data)
    if CONTROL.search(decoded.text):
        raise FileRefused(_not_text())
    return decoded


def unusual_words(text: str, count: int = 4) -> list[str]:
    """A few words with letters outside ASCII, for a person to judge whether they were read rightly."""
    words = (word.strip(PUNCTUATION) for word in text.split() if not word.isascii())
    return list(islice(dict.fromkeys(word for word in words if word), count))


def _refuse_what_is_no_text(data: bytes) -> None:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    for beginning, inside, sentence in SIGNATURES:
        if start.startswith(beginning) and inside in data:
            raise FileRefused(str(sentence))


def _decoded(data: bytes) -> Decoded:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16", UTF_16)
    if b"\x00" in data:
        raise FileRefused(_not_text())
    try:
        return Decoded(data.decode("utf-8-sig"), UTF_8)
    except UnicodeDecodeError:
        return _strictly(data, "cp1252", WINDOWS)


def _strictly(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeDecodeError:
        raise FileRefused(
            _(
                "The letters of this file are written in a way that cannot be told apart. "
                "Save it again as CSV UTF-8, then upload it. Nothing was added."
            )
        ) from None


def _not_text() -> str:
    return _(
        "This file holds signs that no text has: it is not a table, or it was saved as Unicode without saying so. "
        "Save it again as CSV UTF-8, then upload it. Nothing was added."
    )
