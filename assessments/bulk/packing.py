"""A folder or a zip taken apart, trusting nothing it says of itself: not its names, not its sizes.

Nothing is ever written to disk, links are not followed, and no file is unpacked further than its limit.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from assessments.transcripts.lines import INVISIBLE
from assessments.uploading.table import FileRefused
from privacy.uploads import LIMIT_BYTES

MAX_FILES = 500
MAX_TOTAL = 200 * 1024 * 1024
MAX_TOTAL_ZIP = 100 * 1024 * 1024  # unpacked
LONGEST_NAME = 120
# What computers put beside people's files: not read and not worth a word.
CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack with as much memory as the file itself asks for
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError, OverflowError),
)


@dataclass(frozen=True)
class Packed:
    """One file with its bytes, or with the sentence that says why it was not read."""

    name: str
    data: bytes = b""
    refused: str = ""


def from_folder(folder: Path) -> Iterator[Packed]:
    """Every file below ``folder``, by name. Raises FileRefused when there are too many or too much."""
    budget = _Budget(MAX_TOTAL)
    for path in _files_below(folder):
        name = shown(path.relative_to(folder).as_posix())
        budget.count()
        yield budget.take(name, *_from_disk(path))


def from_zip(data: bytes) -> Iterator[Packed]:
    """Every file of a zip. Raises FileRefused when it is none, or holds too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [one for one in archive.infolist() if not one.is_dir() and not is_clutter(one.filename)]
    except DAMAGED:
        raise FileRefused(
            _("This is not a zip file, or it is damaged. Pack the folder again, then upload it. Nothing was added.")
        ) from None
    budget = _Budget(MAX_TOTAL_ZIP)
    with archive:
        for member in sorted(members, key=lambda one: one.filename):
            budget.count()
            yield budget.take(shown(member.filename), *_from_archive(archive, member))


def is_clutter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part in CLUTTER or (part.startswith(".") and part.strip(".")) for part in parts)


def shown(name: str) -> str:
    """A name that can be stored and read: bytes that are no letters and marks of direction are gone."""
    plain = name.encode("utf-8", "replace").decode("utf-8")
    plain = INVISIBLE.sub("", "".join(letter for letter in plain if letter.isprintable()))
    return plain if len(plain) <= LONGEST_NAME else f"…{plain[1 - LONGEST_NAME :]}"


@dataclass
class _Budget:
    """How much may still come: counted in bytes that really came, not in those that were announced."""

    left: int
    files: int = 0

    def count(self) -> None:
        self.files += 1
        if self.files > MAX_FILES:
            raise FileRefused(_("There are more than %s files. Bring them in by class or by year.") % MAX_FILES)

    def take(self, name: str, data: bytes, refused: str) -> Packed:
        self.left -= len(data)
        if self.left < 0:
            raise FileRefused(
                _("Unpacked, these files hold too much to be read at once. Bring them in by class or by year.")
            )
        return Packed(name, b"", refused) if refused else Packed(name, data)


def _files_below(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not is_clutter(one))
        yield from (Path(here) / one for one in sorted(files) if not is_clutter(one))


def _from_disk(path: Path) -> tuple[bytes, str]:
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            return b"", _("This is a link to another file. Put the file itself into the folder.")
        if not stat.S_ISREG(found.st_mode):
            return b"", _("This is not a file that can be read.")
        with path.open("rb") as file:
            data = file.read(LIMIT_BYTES + 1)
    except OSError:
        return b"", _("This file could not be opened. Is it open elsewhere, or locked?")
    return _within_limit(data)


def _from_archive(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[bytes, str]:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or member.filename.startswith(("/", "\\")) or (parts and parts[0].endswith(":")):
        return b"", _("Its name points outside the zip file, so it was not read. Pack the folder again.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return b"", _("This is a link to another file. Put the file itself into the folder.")
    if member.compress_type not in USUAL:
        return b"", _("It is packed in an unusual way, so it was not read. Pack the folder again as a plain zip file.")
    if member.flag_bits & 0x1:
        return b"", _("This file is locked with a password. Pack it again without one.")
    try:
        with archive.open(member) as file:
            data = file.read(LIMIT_BYTES + 1)  # never more, whatever size it claims
    except DAMAGED:
        return b"", _("This file is damaged within the zip file. Pack it again.")
    return _within_limit(data)


def _within_limit(data: bytes) -> tuple[bytes, str]:
    if len(data) > LIMIT_BYTES:
        return data[:0], _("This file is larger than %s MB. Split it by class.") % (LIMIT_BYTES // 1024 // 1024)
    return data, ""
