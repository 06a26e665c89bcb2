"""``manage.py export_training_examples NAME --by USERNAME [--rated FILE]``: texts for mlcore."""

import json
from pathlib import Path

from django.core.management import CommandError

from assessments import training
from mlcore.schema import SKILLS
from privacy import training_exports
from privacy.management.commands.erase import account
from privacy.wall.command import SystemCommand

RATE = (
    "Nobody has rated these texts: people do that by ml_artifacts/corpus/CODEBOOK.md, in this file, by adding to each "
    'line "ratings": {"empathy": 3, "problem_solving": "NO", "self_regulation": 1, "resilience": 2}. '
    "Then: manage.py export_training_examples NAME --by USERNAME --rated THAT_FILE"
)
TRAIN = "python -m mlcore train --ratings {path}"


class Command(SystemCommand):
    help = "Write the texts that families gave to train our models into a file, de-identified; it is kept for 7 days."

    def add_arguments(self, parser):
        parser.add_argument("name", help="of the file; it stands in var/exports/training (SIGHTLINE_TRAINING_EXPORTS)")
        parser.add_argument("--by", required=True, help="who is responsible: the username of an account")
        parser.add_argument("--rated", type=Path, help="a file from here in which people have rated the texts")

    def handle(self, *, name, by, rated, **options):
        if Path(name).name != name or name.startswith("."):
            raise CommandError("NAME is a file's name alone: exports stand in one folder, so that they go from there.")
        person = account(by)
        ratings = _ratings(rated) if rated else None
        training.let_go_of_whoever_agrees_no_longer()
        try:
            done = training_exports.export(name, by=person, rated=ratings)
        except training_exports.NothingToExport as nothing:
            raise CommandError(str(nothing)) from None
        self.stdout.write(f"{done.texts} texts of {done.people} people: {done.path}")
        if done.outdated:
            self.stdout.write(f"{done.outdated} were masked by another version of the de-identifier and are left out.")
        if done.unrated:
            self.stdout.write(f"{done.unrated} are not rated and are left out.")
        self.stdout.write(TRAIN.format(path=done.path) if rated else RATE)


def _ratings(path: Path) -> dict[str, dict]:
    """Only ids and ratings are read: the texts come from the store."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        rated = {str(row["id"]): row.get("ratings") or {} for row in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CommandError(f"{path} is no file from here: JSON Lines, each with its id.") from None
    names = [skill.value for skill in SKILLS]
    whole = {key: said for key, said in rated.items() if all(said.get(name) not in (None, "") for name in names)}
    if not whole:
        raise CommandError(f"No text in {path} has all four ratings ({', '.join(names)}). {RATE}")
    return whole
