"""``manage.py assess FILE --out scores.csv``: the very function the pipeline runs, over a file.

Needs no database, key, worker or school: weights are those shipped with the model, and texts are
de-identified without a roster. ``--sessions LOG`` adds telemetry, in any shape the upload page takes.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from assessments.models_in_use import calibration_for, models_in_use
from assessments.response_files import FileRefused, Row, read_rows
from assessments.scoring import ResponseIn, Rules, StudentIn, StudentOut, score
from assessments.session_files import beside, read_runs
from assessments.telemetry.records import Tally
from assessments.telemetry.runs import Runs
from mlcore.registry import ArtifactError
from mlcore.results import Evidence, SkillScore
from mlcore.schema import SKILLS, SOURCES
from privacy.deidentify import Deidentifier

CHUNK = 100  # students
COLUMNS = (
    *("student_id", "skill", "status", "score", "low", "high", "confidence", "level"),
    *(f"source_{source}" for source in SOURCES),
    "evidence",
)


class Command(BaseCommand):
    help = "Assess a CSV or JSON Lines file of responses (student_id, prompt, text; optional grade, mode, date)."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--out", type=Path, required=True, help="the CSV to write: one row per student and skill")
        parser.add_argument("--map", default="", help="columns of another name: text=essay,student_id=id")
        parser.add_argument("--sessions", type=Path, help="a log of telemetry beside the responses")
        parser.add_argument(
            "--map-sessions", default="", help="columns and words of another name: at=when,kind:crashed=failure"
        )
        parser.add_argument(
            "--every-score", action="store_true", help="give the numbers whatever the status (for evaluation)"
        )

    def handle(self, *args, file: Path, out: Path, every_score: bool, **options):
        try:
            rows = read_rows(file, mapping(options["map"]))
            students = grouped(rows)
            if options["sessions"]:
                runs = read_runs(options["sessions"], mapping=mapping(options["map_sessions"]))
                students = beside(students, rows, runs)
                self._tell(runs)
            rules = shipped_rules(every_score=every_score)
        except (FileRefused, ArtifactError) as error:
            raise CommandError(str(error)) from None
        if not students:
            raise CommandError(f"{file} has a header but no rows.")
        with written_whole(out) as handle:
            writer = csv.DictWriter(handle, COLUMNS)
            writer.writeheader()
            for result in assessed(students, rules):
                writer.writerows(rows_of(*result))
        self.stdout.write(f"{len(students)} students, {len(students) * len(SKILLS)} skill scores: {out}")

    def _tell(self, runs: Runs) -> None:
        """What became of the log: taken, left out and why, and the words nobody understood."""
        self.stdout.write(f"{runs.taken:,} events in {len(runs.runs):,} runs were taken.")
        whole = Tally()
        for tally in (runs.tally, *(run.tally for run in runs.runs)):
            whole.merge(tally)
        for count, about, lines in whole.sentences():
            where = ", ".join(map(str, lines))
            self.stdout.write(f"  {count:,}: {about} (line {where}{' ...' if count > len(lines) else ''})")
        for word, count in runs.words.most_common(20):
            self.stdout.write(f"  not understood: {word} ({count:,})")


def mapping(option: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in option.split(",") if pair]
    if any(not separator or not column for _, separator, column in pairs):
        raise CommandError("--map takes pairs such as text=essay,student_id=id")
    return {field.strip(): column.strip() for field, _, column in pairs}


def grouped(rows: Iterable[Row]) -> list[StudentIn]:
    """One assessment per student, over all of the student's responses in the file."""
    by_student: dict[str, list[Row]] = {}
    for row in rows:
        by_student.setdefault(row.student_id, []).append(row)
    return [
        StudentIn(
            key=student,
            responses=tuple(_response(row) for row in own),
            windows=(tuple(str(row.line) for row in own),),
        )
        for student, own in by_student.items()
    ]


def shipped_rules(*, every_score: bool) -> Rules:
    models = models_in_use()
    weights = models.default_weights
    return Rules(models, weights, calibration_for(models, weights), Deidentifier(), every_score=every_score)


def assessed(students: list[StudentIn], rules: Rules) -> Iterator[tuple[StudentIn, StudentOut]]:
    chunks = [students[start : start + CHUNK] for start in range(0, len(students), CHUNK)]
    for chunk in track(chunks, description="Assessing", console=Console(stderr=True)):
        yield from zip(chunk, score(chunk, rules), strict=True)


def rows_of(student: StudentIn, result: StudentOut) -> Iterator[dict]:
    [window] = result.windows
    for skill in SKILLS:
        yield row_of(student.key, window.scores[skill], result.masked)


def row_of(student_id: str, score: SkillScore, texts: dict[str, str]) -> dict:
    return {
        "student_id": student_id,
        "skill": score.skill.value,
        "status": score.status,
        "score": _number(score.score),
        "low": _number(score.low),
        "high": _number(score.high),
        "confidence": _number(score.confidence),
        "level": score.level.value if score.level else "",
        **{f"source_{source}": _number(score.sources.get(source)) for source in SOURCES},
        "evidence": json.dumps([_evidence(item, texts) for item in score.evidence], ensure_ascii=False),
    }


@contextmanager
def written_whole(path: Path):
    """The file appears when it is complete: an interrupted run leaves no half of one."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", newline="", encoding="utf-8") as handle:
            yield handle
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _response(row: Row) -> ResponseIn:
    return ResponseIn(
        key=str(row.line),
        text=row.text,
        prompt=row.prompt,
        grade=row.grade,
        mode=row.mode,
        written_on=row.written_on,
    )


def _evidence(item: Evidence, texts: dict[str, str]) -> dict:
    quote = texts[item.key][item.start : item.end] if item.start is not None else None
    return {
        "rank": item.rank,
        "kind": item.kind,
        "feature": item.feature,
        "source": item.source,
        "contribution": round(item.contribution, 4),
        "quote": quote,
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
