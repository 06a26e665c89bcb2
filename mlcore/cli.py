"""The command line of the science; each command is one function, progress is shown with rich."""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from mlcore import corpus, registry
from mlcore.corpus import CorpusError
from mlcore.registry import ArtifactError
from mlcore.results import Item

console = Console(stderr=True)
UNMASKED = "none"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a problem the user can mend is one sentence and exit code 1."""
    given = _parser().parse_args(arguments)
    try:
        given.run(given)
    except (ArtifactError, CorpusError) as problem:
        console.print(f"[bold]{problem}[/]", highlight=False)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mlcore", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("features", help="the 29 columns of each response of a JSON Lines file")
    command.add_argument("file", type=Path)
    command.set_defaults(run=features)
    command = commands.add_parser("train", help="crossed folds, calibration and the shipped models")
    command.add_argument("--out", type=Path, help="folder of the new version (default: the next under ml_artifacts/)")
    command.add_argument("--corpus", type=Path, help="rated rows (default: the de-identified corpus)")
    command.set_defaults(run=train)
    command = commands.add_parser("verify", help="check every file of a version against its SHA-256")
    command.add_argument("version", nargs="?")
    command.set_defaults(run=verify)
    command = commands.add_parser("registry", help="versions of the models")
    command.add_argument("action", choices=sorted(REGISTRY))
    command.add_argument("version", nargs="?")
    command.set_defaults(run=lambda given: REGISTRY[given.action](given))
    return parser


def features(given: argparse.Namespace) -> None:
    """One JSON object a line: id and the columns by name, missing ones left out."""
    from mlcore.features import extract
    from mlcore.schema import NAMES

    with given.file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            key = str(record.get("id", number))
            values = extract(Item(key, record["text"], prompt=record.get("prompt", ""))).values
            named = {name: round(float(v), 4) for name, v in zip(NAMES, values, strict=True) if v == v}
            sys.stdout.write(json.dumps({"id": key, **named}) + "\n")


def train(given: argparse.Namespace) -> None:
    from mlcore import folds, training

    path = given.corpus or corpus.training_file()
    rows, exemplars = corpus.load(path), corpus.load(corpus.EXEMPLARS)
    today = time.gmtime()
    version = training.next_version(registry.HOME, today.tm_year, today.tm_mon)
    folder = given.out or registry.HOME / version
    steps = len(folds.crossed(corpus.writers(rows), corpus.prompts(rows))) + 2
    with progress("Training", steps) as tick:
        models = training.train(
            rows,
            exemplars,
            version=folder.name if given.out is None else version,
            deidentifier_version=corpus.deidentifier_of(path),
            metadata={"data": {p.name: corpus.digest(p) for p in (path, corpus.EXEMPLARS)}, "rows": len(rows)},
            tick=tick,
        )
    registry.save(models, folder)
    console.print(f"Wrote {folder} (version {models.version}).", highlight=False)


def verify(given: argparse.Namespace) -> None:
    models = registry.load(given.version)
    console.print(f"{models.folder}: every file is as it was trained.", highlight=False)


def list_versions(_: argparse.Namespace) -> None:
    chosen = registry.current()
    for version in registry.versions():
        console.print(f"{'*' if version == chosen else ' '} {version}", highlight=False)


def promote(given: argparse.Namespace) -> None:
    if not given.version:
        raise ArtifactError("Name the version to promote: `python -m mlcore registry promote VERSION`.")
    registry.promote(given.version)
    console.print(f"Now in use: {given.version}", highlight=False)


def rollback(_: argparse.Namespace) -> None:
    console.print(f"Now in use: {registry.rollback()}", highlight=False)


REGISTRY = {"list": list_versions, "verify": verify, "promote": promote, "rollback": rollback}


@contextmanager
def progress(title: str, steps: int):
    """A bar on standard error; yields the function that moves it one step."""
    shape = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*shape, console=console) as bars:
        task = bars.add_task(title, total=steps)
        yield lambda: bars.advance(task)


def masker(dotted: str | None) -> Callable[[Item], Item]:
    """A de-identifier given as ``module:function`` (its result holds ``.text``), as a function of items."""
    if not dotted or dotted == UNMASKED:
        return lambda item: item
    module, name = dotted.split(":")
    mask = getattr(importlib.import_module(module), name)
    return lambda item: replace(item, text=mask(item.text).text)
