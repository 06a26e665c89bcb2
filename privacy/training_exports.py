"""Texts of the training store as a file that ``python -m mlcore train --ratings`` reads, for seven days.

The file is what people rate, and what was rated comes back through here: the texts are taken from the store anew, so
that whoever has withdrawn meanwhile is not among them. Files stand in one folder (``settings.TRAINING_EXPORTS``), and
one that holds a text which may not be learned from any more goes whole: at once where this process sees the folder,
within the hour by the run of retention.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from privacy import crypto, retention, training_store
from privacy.deidentify import DEIDENTIFIER_VERSION
from privacy.holders import declare_trace
from privacy.training_store import TrainingExample, author_of

NAME = "a file of texts exported for training"
Ratings = Mapping[str, Mapping[str, object]]  # id of the example -> skill -> 1 to 4 or NO


class NothingToExport(Exception):
    """The message says what is missing."""


@dataclass(frozen=True)
class Exported:
    path: Path
    texts: int
    people: int
    unrated: int  # left out, because their ratings were asked for and there are none
    outdated: int  # left out, because another version of the de-identifier wrote them


def export(name: str, *, by, rated: Ratings | None = None) -> Exported:
    """The texts that may be learned from now; with ``rated``, those that were rated. Raises NothingToExport."""
    kept = list(training_store.opened(by=by, verb="training.export"))
    current = [one for one in kept if one.deidentifier_version == DEIDENTIFIER_VERSION]
    chosen = current if rated is None else [one for one in current if str(one.pk) in rated]
    if not chosen:
        raise NothingToExport(_missing(kept, current))
    records = [_record(one, (rated or {}).get(str(one.pk))) for one in chosen]
    path = _write(name, records)
    people = len({record["person"] for record in records})
    return Exported(path, len(records), people, len(current) - len(chosen), len(kept) - len(current))


def forget(now: datetime | None = None) -> int:
    """Files whose time is over, or that hold what may not be learned from any more; how many went."""
    limit = retention.Run(now or timezone.now()).before("exports")
    gone = [path for path, said in _files() if _moment(said) < limit or _excluded(said["ids"])]
    _delete(gone)
    return len(gone)


def holding(author: uuid.UUID) -> list[str]:
    """The names of files that hold a text of this author's."""
    ids = set(map(str, TrainingExample.objects.filter(author=author).values_list("pk", flat=True)))
    return [path.name for path, said in _files() if ids & set(said["ids"])]


def _missing(kept: list, current: list) -> str:
    if not kept:
        return "The training store holds nothing: no family has agreed to 'train our models', or nothing is read yet."
    if not current:
        return f"All {len(kept)} texts were masked by another version of the de-identifier and are not used."
    return f"None of the {len(current)} texts in the store is among those that were rated."


def _record(one: TrainingExample, ratings: Mapping | None) -> dict:
    """As ``mlcore.human_ratings`` reads it. The person is a code of its own: it leads back to no record."""
    said = {
        "id": str(one.pk),
        "person": crypto.digest("training-person", str(one.author))[:16],
        "text": one.text,
        "prompt": one.prompt or "",
        "grade": one.grade,
        "mode": one.mode,
    }
    return said if ratings is None else said | {"ratings": dict(ratings)}


def _write(name: str, records: Iterable[dict]) -> Path:
    folder = Path(settings.TRAINING_EXPORTS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name.removesuffix('.jsonl')}.jsonl"
    records = list(records)
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    said = {
        "deidentifier_version": DEIDENTIFIER_VERSION,
        "sha256": {"deidentified": hashlib.sha256(text.encode()).hexdigest()},
        "exported_at": timezone.now().isoformat(),
        "ids": [record["id"] for record in records],
    }
    _keep(_meta(path), json.dumps(said))  # first: a file without one would never go
    _keep(path, text)
    return path


def _keep(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _meta(path: Path) -> Path:
    return path.with_name(path.name.replace(".jsonl", ".meta.json"))


def _files() -> Iterator[tuple[Path, dict]]:
    folder = Path(settings.TRAINING_EXPORTS)
    for meta in sorted(folder.glob("*.meta.json")) if folder.exists() else ():
        yield meta.with_name(meta.name.replace(".meta.json", ".jsonl")), json.loads(meta.read_text(encoding="utf-8"))


def _moment(said: Mapping) -> datetime:
    return datetime.fromisoformat(said["exported_at"])


def _excluded(ids: Iterable[str]) -> bool:
    return TrainingExample.objects.filter(pk__in=list(ids), excluded_at__isnull=False).exists()


def _delete(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
        _meta(path).unlink(missing_ok=True)


@receiver(training_store.excluded)
def _on_exclusion(**_said) -> None:
    forget()


@retention.expires("exports")
def _expire(run: retention.Run) -> list[retention.Gone]:
    if run.dry:
        limit = run.before("exports")
        return [retention.Gone(NAME, sum(_moment(said) < limit or _excluded(said["ids"]) for _, said in _files()))]
    return [retention.Gone(NAME, forget(run.now))]


declare_trace(
    NAME,
    find=lambda subject, school: holding(author_of(subject)),
    left=lambda names: sum((Path(settings.TRAINING_EXPORTS) / name).exists() for name in names),
    erase=lambda names: _delete(Path(settings.TRAINING_EXPORTS) / name for name in names),
)
