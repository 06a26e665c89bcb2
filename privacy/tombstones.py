"""A copy of every erasure outside the database: JSON Lines of UUIDs, only ever appended to.

A restored backup does not know of erasures that came after it; this file does (``manage.py replay_tombstones``). Keep
it where no restore overwrites it (SIGHTLINE_TOMBSTONES). Each line carries a keyed digest, so that nobody without the
master key can have a student erased by adding one.
"""

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from privacy import crypto


class TombstoneUnsound(Exception):
    """A line that is not ours, or was changed. The message says which."""


@dataclass(frozen=True)
class Tombstone:
    id: str
    school: str
    subject: str
    reason: str
    ordered_at: str

    @classmethod
    def of(cls, erasure) -> "Tombstone":
        return cls(
            str(erasure.pk), str(erasure.school), str(erasure.subject), erasure.reason, erasure.ordered_at.isoformat()
        )

    @property
    def fields(self) -> dict:
        """What the erasure's row is made of anew."""
        ids = {name: uuid.UUID(getattr(self, name)) for name in ("id", "school", "subject")}
        return {**ids, "reason": self.reason, "ordered_at": datetime.fromisoformat(self.ordered_at)}

    def mac(self) -> str:
        return crypto.digest("tombstone", *asdict(self).values())


def path() -> Path:
    return Path(settings.TOMBSTONES)


def lines() -> Iterator[Tombstone]:
    """Raises TombstoneUnsound at the first line whose digest does not fit."""
    if not path().exists():
        return
    with path().open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _parsed(line, number)


def append(tombstone: Tombstone) -> None:
    """Once: a resumed erasure finds its line there."""
    if any(line.id == tombstone.id for line in lines()):
        return
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(json.dumps({**asdict(tombstone), "mac": tombstone.mac()}, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _parsed(line: str, number: int) -> Tombstone:
    try:
        said = json.loads(line)
        mac = said.pop("mac")
        found = Tombstone(**said)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TombstoneUnsound(f"{path()}, line {number} is no tombstone") from None
    if mac != found.mac():
        raise TombstoneUnsound(
            f"{path()}, line {number} was changed, or was written under another master key: nothing was replayed"
        )
    return found
