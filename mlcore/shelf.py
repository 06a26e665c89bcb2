"""The versions side by side: what each was made from, what it is worth, whether it is served, and its history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlcore import registry, served
from mlcore.served import ArtifactError, Deployment


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it stands on disk; figures are ``None`` until it was evaluated."""

    name: str
    served: bool
    problem: str  # why it cannot be served by this code; empty when it can
    rows: int | None
    r: float | None  # mean fused r out of fold
    gain: float | None  # over TF-IDF + ridge
    sealed: float | None
    coverage: float | None
    gate: str  # verdict, empty until evaluated
    deployments: tuple[Deployment, ...] = ()


def versions(home: Path, *, deidentifier: str) -> list[Version]:
    """Newest first; ``deidentifier`` is the version that writes the text to be read."""
    past = served.history(home)
    now = past[-1].version if past and not past[-1].closed else ""
    return [_version(home / name, past, now, deidentifier) for name in reversed(registry.versions(home))]


def _version(folder: Path, past: Sequence[Deployment], now: str, deidentifier: str) -> Version:
    metrics = _read(folder / "metrics.json")
    mean = metrics.get("mean", {})
    return Version(
        name=folder.name,
        served=folder.name == now,
        problem=_problem(folder, past[-1] if folder.name == now else None, deidentifier),
        rows=_read(folder / "metadata.json").get("rows"),
        r=mean.get("fused"),
        gain=mean.get("gain_over_tfidf"),
        sealed=metrics.get("sealed", {}).get("mean_pearson"),
        coverage=mean.get("coverage"),
        gate=metrics.get("gate", {}).get("verdict", ""),
        deployments=tuple(one for one in past if one.version == folder.name),
    )


def _problem(folder: Path, deployment: Deployment | None, deidentifier: str) -> str:
    try:
        registry.verify(folder)
        metadata = registry.metadata_of(folder)
        registry.check_features(metadata, folder)
        registry.check_deidentifier(folder.name, metadata["deidentifier_version"], deidentifier)
        if deployment:
            registry.check_promoted(folder, deployment)
    except ArtifactError as problem:
        return str(problem)
    return ""


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def as_text(found: Sequence[Version]) -> str:
    """One line a version, newest first; the served one is marked, and what stands in another's way is said."""
    if not found:
        return "No version yet: `make train`."
    lines = [f"  {'version':<12} {'rows':>6} {'mean r':>7} {'gain':>7} {'sealed':>7} {'held':>6}  gate"]
    for one in found:
        figures = (one.r, one.gain, one.sealed, one.coverage)
        told = [f"{value:.3f}" if value is not None else "-" for value in figures]
        lines.append(
            f"{'*' if one.served else ' '} {one.name:<12} {one.rows or '-':>6} {told[0]:>7} {told[1]:>7} {told[2]:>7} "
            f"{told[3]:>6}  {one.gate or 'not evaluated'}"
        )
        lines += [f"    {one.problem}"] if one.problem else []
    lines.append(
        "* served. mean r and gain over TF-IDF + ridge out of fold, held: share of ratings in the 80% interval."
    )
    return "\n".join(lines)
