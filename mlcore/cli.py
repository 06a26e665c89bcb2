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

from mlcore import corpus, folds, registry
from mlcore.corpus import CorpusError
from mlcore.registry import ArtifactError
from mlcore.results import Item

console = Console(stderr=True)
UNMASKED = "none"


def say(text: str, style: str | None = None) -> None:
    """One message for people, on standard error, as it is: no markup, no wrapping."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a problem the user can mend is one sentence and exit code 1."""
    given = _parser().parse_args(arguments)
    try:
        given.run(given)
    except (ArtifactError, CorpusError) as problem:
        say(str(problem), style="bold")
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
    command.add_argument("--ratings", type=Path, help="responses rated by people: learn from them, too, and compare")
    command.add_argument("--deidentifier", help="module:function that masks a text, for ratings not masked yet")
    command.set_defaults(run=train)
    command = commands.add_parser("evaluate", help="figures, HTML report and model card of a version")
    command.add_argument("version", nargs="?", help="default: the version that is served")
    command.add_argument("--corpus", type=Path, help="the rows it was trained on (default: the de-identified corpus)")
    command.add_argument("--sealed", action="store_true", help="open the sealed writer, once per version")
    command.add_argument("--external", nargs=2, metavar=("NAME", "PATH"), help="empathic_reactions FOLDER")
    command.add_argument("--file", type=Path, help="rated responses to be read as served; two ratings give PRMSE")
    command.add_argument("--by-people", action="store_true", help="the ratings of --file were given by people")
    command.add_argument("--deidentifier", help="module:function that masks a text, for rows that are not masked yet")
    command.add_argument("--quick", action="store_true", help="without the learning curve")
    command.set_defaults(run=evaluate)
    command = commands.add_parser("list", help="versions side by side, and which one is served")
    command.set_defaults(run=list_versions)
    command = commands.add_parser("verify", help="check every file of each version against its SHA-256")
    command.add_argument("version", nargs="?", help="one version only")
    command.set_defaults(run=verify)
    command = commands.add_parser("promote", help="serve a version that passes the promotion gate")
    command.add_argument("version")
    command.add_argument("--anyway", action="store_true", help="although the gate does not pass; needs --why")
    command.add_argument("--why", default="", help="the reason, kept in the history")
    command.set_defaults(run=promote)
    command = commands.add_parser("rollback", help="serve what was served before the last promotion")
    command.add_argument("--why", default="", help="the reason, kept in the history")
    command.set_defaults(run=rollback)
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
    from mlcore import training

    path = given.corpus or corpus.training_file()
    rows, exemplars = corpus.load(path), corpus.load(corpus.EXEMPLARS)
    people = _people(given, path, rows) if given.ratings else None
    rows = people.rows if people else rows
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
            metadata={
                "data": {p.name: corpus.digest(p) for p in (path, corpus.EXEMPLARS, given.ratings) if p},
                "rows": len(rows),
            },
            tick=tick,
        )
    models = people.compared(models) if people else models
    registry.save(models, folder)
    say(f"Wrote {folder} (version {models.version}).")
    if people:
        _folds(registry.load(folder), rows, exemplars, quick=True)
        say(people.said(models))


def _people(given: argparse.Namespace, path: Path, rows: Sequence[corpus.Row]):
    from mlcore import finetuning, human_ratings

    version = corpus.deidentifier_of(path)
    masked = masker(given.deidentifier)
    rated = human_ratings.load(
        given.ratings,
        mask=(lambda text: masked(Item("", text)).text) if given.deidentifier else None,
        deidentifier_version=version,
    )
    return finetuning.begin(rows, rated, served=registry.load(), deidentifier_version=version)


def evaluate(given: argparse.Namespace) -> None:
    """Metrics, report and card are written into the version's folder, which is then sealed again.

    Asked for one part alone (external data, a file, the sealed writer), figures on the folds that stand are kept.
    """
    from mlcore import publishing

    models = registry.load(given.version)
    rows, exemplars = corpus.load(given.corpus or corpus.training_file()), corpus.load(corpus.EXEMPLARS)
    whole = publishing.current(models.folder)
    if not whole or not (given.external or given.file or given.sealed):
        whole = _folds(models, rows, exemplars, quick=given.quick)
    for part in (_external, _file, _sealed):
        whole = part(models, given, [*rows, *exemplars]) or whole
    mean, judged = whole["mean"], whole["gate"]
    say(
        f"Mean r {mean['fused']:.3f} out of fold, TF-IDF + ridge {mean['baseline tfidf_ridge']:.3f} "
        f"({whole['label']}). Promotion gate: {judged['verdict']}.\n"
        f"Wrote metrics.json, report.html and card.md to {models.folder}."
    )


def _folds(
    models: registry.Models, rows: Sequence[corpus.Row], exemplars: Sequence[corpus.Row], *, quick: bool
) -> dict:
    from mlcore import comparison, evaluation, learning, promotion, publishing

    cells = len(folds.crossed(corpus.writers(rows), corpus.prompts(rows)))
    with progress("Evaluating", cells + (0 if quick else learning.steps(rows))) as tick:
        metrics = evaluation.evaluate(models, rows, exemplars, tick=tick)
        against = promotion.opponent(models.version, home=models.folder.parent)
        metrics["comparison"] = comparison.beside(models, against, rows)
        if not quick:
            metrics["learning_curve"] = learning.curve(rows, exemplars, models.default_weights, tick=tick)
    return publishing.publish(models.folder, metrics)


def _external(models: registry.Models, given: argparse.Namespace, _: Sequence[corpus.Row]) -> dict | None:
    from mlcore import external, publishing

    if not given.external:
        return None
    name, path = given.external
    if name != "empathic_reactions":
        raise CorpusError(f"Unknown external data {name!r}: only empathic_reactions is known.")
    with progress("Reading essays", external.STEPS) as tick:
        figures = external.empathic_reactions(models, Path(path), masker(given.deidentifier), tick=tick)
    for line, found in figures.items():
        low, high = found["interval"]
        say(f"{line}: r {found['pearson']:.3f} (95% {low:.2f} to {high:.2f}, by writer)")
    return publishing.keep(models.folder, "external", figures)


def _file(models: registry.Models, given: argparse.Namespace, learned: Sequence[corpus.Row]) -> dict | None:
    from mlcore import held_out, publishing

    if not given.file:
        return None
    mask = masker(given.deidentifier)
    figures = held_out.file_figures(models, given.file, mask, learned=learned, by_people=given.by_people)
    say(f"{given.file.name}: mean r {figures['mean_pearson']:.3f} ({figures['label']})")
    before = publishing.current(models.folder).get("files", {})
    return publishing.keep(models.folder, "files", before | {given.file.name: figures})


def _sealed(models: registry.Models, given: argparse.Namespace, learned: Sequence[corpus.Row]) -> dict | None:
    from mlcore import publishing, sealed

    if not given.sealed:
        return None
    before = sealed.recorded(models.folder)
    figures = sealed.open_once(models, masker(given.deidentifier), learned=learned, today=datetime.now(UTC).date())
    said = "recorded before, not opened again" if before else "opened now, recorded"
    say(f"Sealed writer ({said}): mean Pearson {figures['mean_pearson']:.3f}")
    return publishing.publish(models.folder, publishing.current(models.folder))


def verify(given: argparse.Namespace) -> None:
    """Every file of every version; and that the served one is what was promoted and fits this code."""
    for version in [given.version] if given.version else registry.versions():
        registry.verify(registry.folder_of(version))
        say(f"{version}: every file is as it was trained.")
    if not given.version:
        models = registry.load()
        models.check(deidentifier_version=_deidentifier())
        say(f"{models.version} is served, and fits this code.")


def list_versions(_: argparse.Namespace) -> None:
    from mlcore import shelf

    sys.stdout.write(shelf.as_text(shelf.versions(registry.HOME, deidentifier=_deidentifier())) + "\n")


def _deidentifier() -> str:
    """The version of the de-identifier that wrote the corpus as it is now; the product reads text of the same one."""
    return corpus.deidentifier_of(corpus.training_file())


def promote(given: argparse.Namespace) -> None:
    from mlcore import promotion

    done = promotion.promote(
        given.version, at=datetime.now(UTC), deidentifier=_deidentifier(), why=given.why, anyway=given.anyway
    )
    say(f"Now served: {done.version} (promotion gate: {done.gate}).")


def rollback(given: argparse.Namespace) -> None:
    from mlcore import promotion

    done = promotion.rollback(at=datetime.now(UTC), deidentifier=_deidentifier(), why=given.why)
    say(f"Served again: {done.version}.")


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
