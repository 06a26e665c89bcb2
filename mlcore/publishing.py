"""Writing what was measured beside the version it belongs to: metrics, HTML report, card; then sealing anew.

Parts are measured at different times (crossed folds, robustness, external data, files of ratings); whichever is
written last, the promotion gate is judged again over all of them, and card and report are made from the whole.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from mlcore import card, gate, registry, report, sealed
from mlcore.registry import seal, write_json

METRICS, REPORT, CARD = "metrics.json", "report.html", "card.md"
KEPT = ("external", "robustness", "learning_curve", "files")


def publish(folder: Path, metrics: Mapping[str, object]) -> dict:
    """Write ``metrics`` and all that is generated from them; parts measured apart are kept from before.

    Returns everything as written. What was measured on other model files than those now there is dropped.
    """
    before = current(folder)
    return _write(folder, {name: before[name] for name in KEPT if name in before} | dict(metrics))


def keep(folder: Path, name: str, figures: Mapping[str, object]) -> dict:
    """Add one part that is measured apart: ``external``, or ``robustness`` as ``{"summary": text, "kinds": {kind:
    {"pairs": n, "held": share, "worst": largest move, "least": share needed, .95 if left out}}}``."""
    return _write(folder, current(folder) | {name: figures})


def current(folder: Path) -> dict:
    """What was measured on the very model files that are there; empty when they were trained anew since."""
    found = metrics_of(folder)
    return found if found.get("files_digest") == registry.files_digest(folder) else {}


def metrics_of(folder: Path) -> dict:
    path = folder / METRICS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(folder: Path, metrics: Mapping[str, object]) -> dict:
    whole = dict(metrics) | {"files_digest": registry.files_digest(folder)}
    if figures := sealed.recorded(folder):
        whole["sealed"] = figures
    if "skills" in whole:
        whole["gate"] = gate.judge(whole)
        metadata = registry.metadata_of(folder)
        (folder / CARD).write_text(card.card(whole, metadata), encoding="utf-8")
        (folder / REPORT).write_text(report.page(whole, metadata), encoding="utf-8")
    write_json(folder / METRICS, whole)
    seal(folder)
    return whole
