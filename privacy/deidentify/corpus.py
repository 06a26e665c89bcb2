"""The training corpus as the models read it: ``train.jsonl`` de-identified by the rules alone, without a roster.

Models learn from and read text masked by one version of the de-identifier. ``prepare`` makes the file and its
meta file; ``differences`` says whether the committed ones still are what this version makes.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from privacy.deidentify.deidentifier import DEIDENTIFIER_VERSION, Deidentifier

HOME = Path(__file__).resolve().parents[2] / "ml_artifacts" / "corpus"
RAW, DEIDENTIFIED = HOME / "train.jsonl", HOME / "train.deidentified.jsonl"
META = HOME / "train.deidentified.meta.json"


def prepare(raw: Path = RAW, out: Path = DEIDENTIFIED, meta: Path = META) -> dict[str, Any]:
    """Write the de-identified corpus and its meta file; returns what the meta file says."""
    content, about = made_from(raw)
    out.write_text(content, encoding="utf-8")
    meta.write_text(_as_json(about), encoding="utf-8")
    return about


def differences(raw: Path = RAW, out: Path = DEIDENTIFIED, meta: Path = META) -> list[str]:
    """What is missing or differs from what this version makes of ``raw``; empty when all is well."""
    content, about = made_from(raw)
    wanted = ((out, content), (meta, _as_json(about)))
    return [
        f"{path.name} {'differs' if path.exists() else 'is missing'}: run `manage.py prepare_corpus`"
        for path, text in wanted
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def made_from(raw: Path) -> tuple[str, dict[str, Any]]:
    """The de-identified lines of ``raw`` and the facts about them. No statistical model, so that all machines agree."""
    deidentifier = Deidentifier(statistical_model=False)
    counts: Counter[str] = Counter()
    lines = []
    for line in raw.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            masked = deidentifier.mask(row["text"])
            counts.update(replacement.kind for replacement in masked.replacements)
            lines.append(json.dumps({**row, "text": masked.text}, ensure_ascii=False))
    content = "\n".join(lines) + "\n"
    about = {
        "deidentifier_version": DEIDENTIFIER_VERSION,
        "rows": len(lines),
        "sha256": {"raw": _sha256(raw.read_bytes()), "deidentified": _sha256(content.encode())},
        "replacements": dict(sorted(counts.items())),
    }
    return content, about


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _as_json(about: dict[str, Any]) -> str:
    return json.dumps(about, indent=2) + "\n"
