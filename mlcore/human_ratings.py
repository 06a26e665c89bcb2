"""A file of responses that people rated, 1-4 or NO for each skill: read strictly, with an error a person can act on.

JSON Lines, one object a line, or CSV with one row a response. Needed: ``person`` (any code that is the same for all
responses of one student), ``text``, and the four ratings (in JSON under ``ratings``, in CSV as columns named like the
skills). May be there: ``id``, ``prompt``, ``grade``, ``mode``, ``style``.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from mlcore.corpus import NOT_OBSERVED, CorpusError, Row, deidentifier_of
from mlcore.schema import SKILLS
from mlcore.tokens import word_count

NO_PROMPT = "PH-none"
FEWEST_WORDS = 2
MODES = ("written", "spoken")
MOST_NAMED = 5  # problems told at once
Mask = Callable[[str], str]


def load(path: Path, *, mask: Mask | None, deidentifier_version: str) -> list[Row]:
    """The rows of ``path`` in the corpus' shape, ``writer`` being the person, masked by ``mask``.

    Without ``mask`` a meta file beside the ratings must say that ``deidentifier_version`` wrote the texts. Raises
    ``CorpusError`` with every kind of problem, the first few by line.
    """
    if path.name.startswith(("sealed", "demo")):
        raise CorpusError(f"{path.name} is no file of ratings to learn from.")
    if mask is None:
        _check_masked(path, deidentifier_version)
    problems: list[str] = []
    rows = [row for row in (_row(*record, problems) for record in _records(path)) if row]
    problems += _twice(rows)
    if problems:
        more = f" And {len(problems) - MOST_NAMED} more." if len(problems) > MOST_NAMED else ""
        raise CorpusError(f"{path.name} cannot be used yet. " + " ".join(problems[:MOST_NAMED]) + more)
    if not rows:
        raise CorpusError(f"{path.name} holds no responses.")
    rows = list({(row.writer, row.text): row for row in rows}.values())
    return [replace(row, text=mask(row.text)) for row in rows] if mask else rows


def _check_masked(path: Path, wanted: str) -> None:
    found = deidentifier_of(path) if path.exists() else wanted
    if found == "none":
        raise CorpusError(
            f"{path.name} may hold names: models learn from de-identified text only. Add "
            "`--deidentifier privacy.deidentify:mask`, or `--deidentifier none` if this version has masked it already."
        )
    if found != wanted:
        raise CorpusError(f"{path.name} was masked by de-identifier {found}, the corpus by {wanted}. Mask it again.")


def _records(path: Path) -> Iterator[tuple[str, Mapping]]:
    """Each record with the place it stands at."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CorpusError(f"There is no file {path}.") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise CorpusError(f"{path.name} is no text in UTF-8. Save it as JSON Lines or as CSV in UTF-8.") from None
    yield from _csv(text, path) if path.suffix.lower() == ".csv" else _json_lines(text)


def _json_lines(text: str) -> Iterator[tuple[str, Mapping]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError:
                raise CorpusError(f"Line {number} is no JSON. Each line holds one object: {EXAMPLE}") from None
            if not isinstance(record, dict):
                raise CorpusError(f"Line {number} is no object. Each line holds one object: {EXAMPLE}")
            yield f"Line {number}", record


EXAMPLE = (
    '{"person": "p17", "text": "…", "ratings": {"empathy": 3, "problem_solving": "NO", "self_regulation": 1, '
    '"resilience": 2}}'
)


def _csv(text: str, path: Path) -> Iterator[tuple[str, Mapping]]:
    reader = csv.DictReader(text.splitlines(keepends=True))
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    needed = ("person", "text", *(skill.value for skill in SKILLS))
    if missing := [name for name in needed if name not in names]:
        raise CorpusError(f"{path.name} has no column {', '.join(missing)}. Needed: {', '.join(needed)}.")
    reader.fieldnames = names
    for number, record in enumerate(reader, 2):
        yield f"Row {number}", record | {"ratings": {skill.value: record[skill.value] for skill in SKILLS}}


def _row(where: str, record: Mapping, problems: list[str]) -> Row | None:
    try:
        return _parsed(where, record)
    except CorpusError as problem:
        problems.append(str(problem))
        return None


def _parsed(where: str, record: Mapping) -> Row:
    person, text, prompt = (_text(where, record, name) for name in ("person", "text", "prompt"))
    if not person:
        raise CorpusError(
            f"{where}: person is missing. Any code will do that is the same for all of one student's work."
        )
    if word_count(text) < FEWEST_WORDS:
        raise CorpusError(f"{where}: text is missing.")
    rated = record.get("ratings")
    if not isinstance(rated, Mapping):
        raise CorpusError(f"{where}: ratings are missing.")
    mode = _text(where, record, "mode") or MODES[0]
    if mode not in MODES:
        raise CorpusError(f"{where}: mode is written or spoken, not {mode!r}.")
    return Row(
        id=_text(where, record, "id") or f"PH-{_short(person + text)}",
        writer=person,
        prompt_id=f"PH-{_short(prompt)}" if prompt else NO_PROMPT,
        prompt=prompt,
        grade=_grade(where, record.get("grade")),
        mode=mode,
        style=_text(where, record, "style") or "people",
        ratings={skill: _rating(where, rated, skill.value) for skill in SKILLS},
        text=text,
    )


def _text(where: str, record: Mapping, name: str) -> str:
    value = record.get(name)
    if value is not None and not isinstance(value, (str, int)):
        raise CorpusError(f"{where}: {name} is no text.")
    return str(value if value is not None else "").strip()


def _grade(where: str, value: object) -> int:
    """0 where it is not known; such rows stand in no grade band."""
    if value in (None, ""):
        return 0
    try:
        grade = int(str(value))
    except ValueError:
        raise CorpusError(f"{where}: grade is a whole number, not {value!r}.") from None
    if not 0 <= grade <= 13:
        raise CorpusError(f"{where}: grade {grade} is none.")
    return grade


def _rating(where: str, rated: Mapping, skill: str) -> int | None:
    value = rated.get(skill)
    plain = str(value).strip().upper() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if plain == NOT_OBSERVED:
        return None
    if plain in {"1", "2", "3", "4"}:
        return int(plain)
    said = "missing" if value in (None, "") else f"not {value!r}"
    raise CorpusError(f"{where}: the rating of {skill} is 1, 2, 3, 4 or {NOT_OBSERVED}, {said}.")


def _twice(rows: Iterable[Row]) -> Iterator[str]:
    """One response rated two ways cannot be learned from; the same rating twice is one."""
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        before = seen.setdefault((row.writer, row.text), row)
        if before.ratings != row.ratings:
            yield (
                f"The response {before.id} of {row.writer} has two different ratings: settle on one, and "
                "use `evaluate --file` for how far two raters agree."
            )


def _short(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]
