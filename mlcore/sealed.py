"""The sealed writer: opened by code, once per version, and never trained on.

The result is written beside the version as it is obtained; a second call for the same version repeats what
was recorded and does not open the file.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mlcore import corpus, held_out
from mlcore.corpus import Row
from mlcore.registry import ArtifactError, Models, files_digest, seal, write_json

RECORD = "sealed.json"


def recorded(folder: Path) -> dict | None:
    """What was measured when the seal was opened for these files; raises ``ArtifactError`` for others since."""
    path = folder / RECORD
    if not path.exists():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    if said.get("files", digest := files_digest(folder)) != digest:
        raise ArtifactError(
            f"{folder} was trained again after the seal was opened for it, so its sealed figures are another model's. "
            "Each version opens the seal once: train under a new version number."
        )
    return said


def open_once(models: Models, mask: held_out.Mask, *, learned: Sequence[Row], today: date) -> dict:
    """The sealed figures of a version: the recorded ones, or, the first time, measured and recorded."""
    if models.folder is None:
        raise ArtifactError("Only a saved version can be held against the sealed rows: `python -m mlcore train` first.")
    if said := recorded(models.folder):
        return said
    rows = corpus.load(corpus.SEALED, unseal=True)
    figures = held_out.figures_for(models, rows, mask, learned=learned)
    said = {"version": models.version, "opened": today.isoformat(), "files": files_digest(models.folder)} | figures
    write_json(models.folder / RECORD, said)
    seal(models.folder)
    return said
