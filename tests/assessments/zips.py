"""Zips as people and mischief make them."""

import io
import stat
import struct
import zipfile

from tests.assessments.discussion_files import LONG, NAMED, OTHER
from tests.assessments.uploads import csv_of

RESPONSES = csv_of(
    ("Mateo Quintanilla", "2026-10-01", "What went wrong?", LONG), ("Priyanka", "2026-10-02", "Why?", OTHER)
)
HISTORY = {"Fall/responses.csv": RESPONSES, "Fall/talk 2026-10-05.txt": NAMED.encode()}


def zip_of(files: dict[str, bytes], **how) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def claiming(size: int) -> bytes:
    """A zip whose directory says that its one file is ``size`` bytes long."""
    data = bytearray(zip_of({"responses.csv": RESPONSES}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, size)
    return bytes(data)


def locked() -> bytes:
    data = bytearray(zip_of({"responses.csv": RESPONSES}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(mark) + offset
        data[at] |= 1
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(zip_of({"responses.csv": RESPONSES * 50}))
    data[80:120] = b"\x00" * 40
    return bytes(data)


def packed(how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("responses.csv", RESPONSES)
    return out.getvalue()
