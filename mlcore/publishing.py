"""Writing what was measured beside the version it belongs to: metrics, HTML report, card; then sealing anew."""

import json
from collections.abc import Mapping
from pathlib import Path

from mlcore import card, report, sealed
from mlcore.registry import seal, write_json

METRICS, REPORT, CARD = "metrics.json", "report.html", "card.md"
KEPT = ("external", "robustness", "learning_curve")


def publish(folder: Path, metrics: Mapping[str, object]) -> None:
    """Write ``metrics`` and all that is generated from them; parts measured apart are kept from before."""
    before = metrics_of(folder)
    everything = {name: before[name] for name in KEPT if name in before} | dict(metrics)
    if figures := sealed.recorded(folder):
        everything["sealed"] = figures
    _write(folder, everything)


def keep(folder: Path, name: str, figures: Mapping[str, object]) -> None:
    """Add one part that is measured apart (external data, robustness)."""
    _write(folder, metrics_of(folder) | {name: figures})


def metrics_of(folder: Path) -> dict:
    path = folder / METRICS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(folder: Path, metrics: Mapping[str, object]) -> None:
    write_json(folder / METRICS, metrics)
    if "skills" in metrics:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        (folder / CARD).write_text(card.card(metrics, metadata), encoding="utf-8")
        (folder / REPORT).write_text(report.page(metrics, metadata), encoding="utf-8")
    seal(folder)
