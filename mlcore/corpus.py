"""The rated corpus: rows of one response and four ratings, read from JSON Lines.

Format, codebook and splits: ``docs/training-data.md``. Two files are guarded here, because a figure
counts only when the labels could not have reached it: the sealed test opens only for the evaluation
that says so, and the demonstration classes are never training data.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcore.results import Item
from mlcore.schema import SKILLS, Skill
from mlcore.tokens import own_words

NOT_OBSERVED = "NO"
HOME = Path(__file__).resolve().parent.parent / "ml_artifacts" / "corpus"
RAW, DEIDENTIFIED = HOME / "train.jsonl", HOME / "train.deidentified.jsonl"
SEALED, EXEMPLARS = HOME / "sealed_TG.jsonl", HOME / "exemplars.jsonl"


class CorpusError(ValueError):
    """A corpus file that cannot be used as asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rated response. ``ratings`` holds 1-4, or ``None`` where the skill was not observed."""

    id: str
    writer: str
    prompt_id: str
    prompt: str
    grade: int
    mode: str
    style: str
    ratings: dict[Skill, int | None]
    text: str

    @property
    def item(self) -> Item:
        return Item(key=self.id, text=self.text, prompt=self.prompt, grade=self.grade, mode=self.mode)


def load(path: Path, *, unseal: bool = False) -> list[Row]:
    """Every row of ``path``. The sealed file needs ``unseal``; the demonstration files are refused always."""
    if path.name.startswith("demo"):
        raise CorpusError(f"{path.name} is for demonstration: training or tuning on it would spoil what it shows.")
    if path.name.startswith("sealed") and not unseal:
        raise CorpusError(f"{path.name} is sealed: only `python -m mlcore evaluate --sealed` opens it.")
    with path.open(encoding="utf-8") as lines:
        return [parse(json.loads(line), where=f"{path.name}:{n}") for n, line in enumerate(lines, 1) if line.strip()]


def parse(record: dict[str, Any], *, where: str = "row") -> Row:
    """One JSON object as a ``Row``; raises ``CorpusError`` naming the place and the field."""
    try:
        ratings = {skill: _rating(record["ratings"][skill], where) for skill in SKILLS}
        plain = {name: record[name] for name in ("id", "writer", "prompt_id", "prompt", "grade", "mode", "text")}
    except KeyError as missing:
        raise CorpusError(f"{where}: the field {missing} is missing.") from missing
    return Row(**plain, style=record.get("style", "plain"), ratings=ratings)


def _rating(value: object, where: str) -> int | None:
    if value == NOT_OBSERVED:
        return None
    if isinstance(value, int) and 1 <= value <= 4:
        return value
    raise CorpusError(f"{where}: a rating is 1, 2, 3, 4 or {NOT_OBSERVED!r}, not {value!r}.")


def targets(rows: Sequence[Row], skill: Skill) -> NDArray[np.float64]:
    """Ratings of ``skill`` on 0-1, shape (n,); NaN where it was not observed."""
    return np.array([np.nan if row.ratings[skill] is None else (row.ratings[skill] - 1) / 3 for row in rows])


def items(rows: Iterable[Row]) -> list[Item]:
    """The rows as readings see them: without what a response copies from its prompt."""
    return [own_words(row.item) for row in rows]


def writers(rows: Iterable[Row]) -> NDArray[np.str_]:
    return np.array([row.writer for row in rows])


def prompts(rows: Iterable[Row]) -> NDArray[np.str_]:
    return np.array([row.prompt_id for row in rows])


def digest(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def training_file() -> Path:
    """The de-identified corpus; models learn from the same kind of text they will read."""
    if DEIDENTIFIED.exists():
        return DEIDENTIFIED
    raise CorpusError(f"{DEIDENTIFIED} is missing: make it with `python manage.py prepare_corpus`.")


def deidentifier_of(path: Path) -> str:
    """The version of the de-identifier that wrote ``path``, from the meta file beside it; ``none`` for raw text.

    Raises ``CorpusError`` when the meta file speaks of another file than the one that is there.
    """
    meta = path.with_name(path.name.replace(".jsonl", ".meta.json"))
    if not meta.exists():
        return "none"
    said = json.loads(meta.read_text(encoding="utf-8"))
    if said["sha256"]["deidentified"] != digest(path):
        raise CorpusError(f"{path.name} is not the file that {meta.name} describes: run `manage.py prepare_corpus`.")
    return said["deidentifier_version"]
