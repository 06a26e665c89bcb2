"""A copy of every signed head outside the database: JSON Lines, only ever appended to.

Whoever can rewrite the tables can cut the log's tail and its heads with it; this file still knows how far it went.
Put it on another volume, or ship it off the machine (SIGHTLINE_AUDIT_HEADS).
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

TAIL_BYTES = 64 * 1024


def path() -> Path:
    return Path(settings.AUDIT_HEADS)


def lines() -> Iterator[dict]:
    """What the copy says, oldest first. A line that is no JSON comes back as {"unreadable": number}."""
    try:
        with path().open(encoding="utf-8", errors="replace") as file:
            yield from (_parsed(line, number) for number, line in enumerate(file, 1) if line.strip())
    except FileNotFoundError:
        return


def tail() -> list[dict]:
    """The last lines: the file grows for years, and the sealer comes every minute."""
    try:
        with path().open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - TAIL_BYTES, 0))
            raw = file.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    whole = raw if size <= TAIL_BYTES else raw[1:]
    return [line for line in (_parsed(line, 0) for line in whole if line.strip()) if "unreadable" not in line]


def append(heads: Iterable[dict]) -> None:
    text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in heads)
    if not text:
        return
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _parsed(line: str, number: int) -> dict:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"unreadable": number}
