"""The command line of the science; each command is one function, progress is shown with rich."""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from math import isnan
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
    command = commands.add_parser("evaluate", help="figures, HTML report and model card of a version")
    command.add_argument("version", nargs="?")
    command.add_argument("--sealed", action="store_true", help="open the sealed writer, once per version")
    command.add_argument("--external", nargs=2, metavar=("NAME", "PATH"), help="empathic_reactions FOLDER")
    command.add_argument("--deidentifier", help="module:function that masks a text, for rows that are not masked yet")
    command.add_argument("--quick", action="store_true", help="without the learning curve")
    command.set_defaults(run=evaluate)
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
            named = {name: round(float(v), 4) for name, v in zip(NAMES, values, strict=True) if not isnan(v)}
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


def evaluate(given: argparse.Namespace) -> None:
    """Metrics, report and card are written into the version's folder, which is then sealed again."""
    from mlcore import evaluation, publishing

    models = registry.load(given.version)
    if given.external:
        _external(models, given)
    if given.sealed:
        _sealed(models, given)
    rows, exemplars = corpus.load(corpus.training_file()), corpus.load(corpus.EXEMPLARS)
    cells = 0 if given.quick else len(evaluation.FRACTIONS) * len(set(corpus.writers(rows)))
    with progress("Evaluating", 4 + cells) as tick:
        metrics = evaluation.evaluate(models, rows, tick=tick)
        if cells:
            weights = models.default_weights
            metrics["learning_curve"] = evaluation.learning_curve(rows, exemplars, weights, tick=tick)
    publishing.publish(models.folder, metrics)
    console.print(f"Wrote metrics.json, report.html and card.md to {models.folder}.", highlight=False)


def _external(models: registry.Models, given: argparse.Namespace) -> None:
    from mlcore import external, publishing

    name, path = given.external
    if name != "empathic_reactions":
        raise CorpusError(f"Unknown external data {name!r}: only empathic_reactions is known.")
    with progress("Reading essays", external.STEPS) as tick:
        figures = external.empathic_reactions(models, Path(path), masker(given.deidentifier), tick=tick)
    publishing.keep(models.folder, "external", figures)


def _sealed(models: registry.Models, given: argparse.Namespace) -> None:
    from mlcore import sealed

    before = sealed.recorded(models.folder)
    figures = sealed.open_once(models, masker(given.deidentifier), today=datetime.now(UTC).date())
    said = "recorded before, not opened again" if before else "opened now, recorded"
    console.print(f"Sealed writer ({said}): mean Pearson {figures['mean_pearson']:.3f}", highlight=False)


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
