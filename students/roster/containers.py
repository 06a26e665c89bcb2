"""What was uploaded, as named CSV files: a zip, several files at once, or one. Nothing is ever written to a disk.

A zip is somebody else's claim about itself: its declared sizes are checked first, and then not believed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from students.roster.tables import RosterUnreadable

MAX_ENTRIES = 200
MAX_FILE = 32 * 1024 * 1024
MAX_ALL = 64 * 1024 * 1024
PIECE = 64 * 1024
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack with as much memory as the file itself asks for
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
WORKBOOK = re.compile(r"^(xl|word|ppt)/", re.IGNORECASE)
LEFT_OVER = re.compile(r"(^|/)(__macosx/|\.ds_store$|thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)
STRAY_PATH = re.compile(r"^/|^[a-z]:|\x00|(^|/)\.\.(/|$)", re.IGNORECASE)

BROKEN = "This zip file is damaged or was cut short. Download it again from your student information system."
UNUSUAL = "This zip file is locked with a password or packed in an unusual way. Save it again as a plain zip file."
TOO_LARGE = (
    f"Unpacked, this zip file would be larger than {MAX_ALL // 1024 // 1024} MB. No roster is that large. "
    "Check which file it is, or export one school at a time."
)


def named_files(uploads: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """The CSV files of an upload by their plain name in lower case. Raises RosterUnreadable."""
    if len(uploads) == 1 and uploads[0][1][:4] in (ZIP, EMPTY_ZIP):
        return unpacked(uploads[0][1])
    if any(content[:4] == ZIP for _, content in uploads):
        raise RosterUnreadable("Upload one zip file by itself, or the CSV files of one export together.")
    files: dict[str, bytes] = {}
    for name, content in uploads:
        _add(files, _plain(name), content)
    return files


def unpacked(content: bytes) -> dict[str, bytes]:
    """The CSV files within a zip, read piece by piece up to a limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _checked(archive.infolist())
            files: dict[str, bytes] = {}
            left = MAX_ALL
            for entry in entries:
                _add(files, _plain(entry.filename), data := _contents(archive, entry, min(left, MAX_FILE)))
                left -= len(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, UnicodeError) as error:
        if isinstance(error, RosterUnreadable):
            raise
        raise RosterUnreadable(BROKEN) from None
    except (RuntimeError, NotImplementedError):
        raise RosterUnreadable(UNUSUAL) from None
    if not files:
        raise RosterUnreadable(
            "This zip file holds no CSV file. Is it the export from your student information system?"
        )
    return files


def _checked(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The entries to read. Raises RosterUnreadable for what no student information system writes."""
    if len(entries) > MAX_ENTRIES:
        raise RosterUnreadable(f"This zip file holds more than {MAX_ENTRIES} files. Is it the export of a roster?")
    if any(WORKBOOK.match(entry.filename) for entry in entries):
        raise RosterUnreadable(
            "This is an Excel workbook or another Office document. Open it, choose Save As, then 'CSV UTF-8', "
            "and upload that file."
        )
    if stray := next((e for e in entries if STRAY_PATH.search(e.orig_filename.replace("\\", "/"))), None):
        raise RosterUnreadable(
            f"This zip file names a file outside of itself ({_shown(stray.filename)}). "
            "No student information system writes that, so it was not opened."
        )
    files = [e for e in entries if not e.is_dir() and not LEFT_OVER.search(e.filename)]
    if any(e.filename.lower().endswith(".zip") for e in files):
        raise RosterUnreadable(
            "There is a zip file within this zip file. Unpack the outer one and upload the inner one."
        )
    wanted = [entry for entry in files if entry.filename.lower().endswith(".csv")]
    if any(entry.compress_type not in USUAL for entry in wanted):
        raise RosterUnreadable(UNUSUAL)
    if sum(entry.file_size for entry in wanted) > MAX_ALL or any(entry.file_size > MAX_FILE for entry in wanted):
        raise RosterUnreadable(TOO_LARGE)
    return wanted


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    pieces, size = [], 0
    with archive.open(entry) as packed:
        while piece := packed.read(PIECE):
            size += len(piece)
            if size > most:
                raise RosterUnreadable(TOO_LARGE)
            pieces.append(piece)
    return b"".join(pieces)


def _add(files: dict[str, bytes], name: str, content: bytes) -> None:
    if name in files:
        raise RosterUnreadable(f"There are two files called {_shown(name)}. Upload one export at a time.")
    files[name] = content


def _plain(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1].lower()


def _shown(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:60]
