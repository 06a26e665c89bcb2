"""``manage.py measure_deidentify PATH [--roster FILE] [--json]``: recall by type, and what was taken too much."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy.deidentify import Deidentifier, Person, measure, measured


class Command(BaseCommand):
    help = "Measure the de-identifier on JSON Lines of {text, spans: [{start, end, type}]}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, nargs="?")
        parser.add_argument(
            "--print-in-product", action="store_true", help="measure our own marked texts; a page shows the result"
        )
        parser.add_argument("--roster", type=Path, help="one name a line")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, path: Path | None, roster: Path | None, as_json: bool, **options: Any) -> None:
        if options["print_in_product"]:
            self.stdout.write(json.dumps(measured.write(), indent=1))
            return
        if path is None:
            raise CommandError("Name a file of JSON Lines with text and spans.")
        reports = _reports(_marked(path), roster)
        about = Deidentifier().describe()
        if as_json:
            parts = {name: report.as_dict() for name, report in reports.items()}
            self.stdout.write(json.dumps({"deidentifier": about, "reports": parts}, indent=2))
            return
        self.stdout.write(
            f"De-identifier {about['version']}, statistical model: {about['statistical_model'] or 'none'}"
        )
        for name, report in reports.items():
            self.stdout.write(f"\n{name}: ", ending="")
            measure.as_table(report, self.stdout.write)


def _marked(path: Path) -> list[measure.Marked]:
    try:
        return measure.read(path)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CommandError(
            f"{path} cannot be measured: {problem!r}. It needs JSON Lines with text and spans."
        ) from problem


def _reports(marked: list[measure.Marked], roster: Path | None) -> dict[str, measure.Report]:
    """Every part of the file without a roster, then with it."""
    people = _people(roster) if roster else []
    reports = {f"{name}, without roster": measure.measure(items) for name, items in measure.by_part(marked).items()}
    if people:
        for name, items in measure.by_part(marked).items():
            reports[f"{name}, with roster"] = measure.measure(items, people)
    return reports


def _people(roster: Path) -> list[Person]:
    try:
        people = measure.people_of(roster.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"The roster {roster} cannot be read: {problem}") from problem
    if not people:
        raise CommandError(f"The roster {roster} holds no names: it needs one name a line.")
    return people
