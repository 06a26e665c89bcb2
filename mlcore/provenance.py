"""Where an artifact comes from: the code that made it, the libraries it ran on, and what its numbers mean."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path

import numpy as np

from mlcore.calibration import TEXT, Calibration, OutOfFold
from mlcore.change import error_factor
from mlcore.schema import SKILLS

PACKAGE = Path(__file__).resolve().parent
LIBRARIES = ("numpy", "scipy", "xgboost-cpu", "scikit-learn")
READINGS = (1, 2, 3, 5, 10)


@cache
def code_version(start: str = "mlcore.training") -> str:
    """SHA-256 over the sources that training reaches by import.

    Two artifacts of one code version and one corpus are the same to the byte on one machine; a change to a report
    or a page does not touch it.
    """
    digest = hashlib.sha256()
    for path in sorted(_reached(start)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _reached(start: str) -> set[Path]:
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        path = _source(waiting.pop())
        if path and path not in found:
            found.add(path)
            waiting += _imported(path)
    return found


def _source(module: str) -> Path | None:
    """The file of a module of ours; ``None`` for a name inside one (``from mlcore.schema import Skill``)."""
    plain = PACKAGE.parent.joinpath(*module.split("."))
    return next((p for p in (plain.with_suffix(".py"), plain / "__init__.py") if p.exists()), None)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mlcore"):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("mlcore"))


def libraries() -> dict[str, str]:
    return {name: installed(name) for name in LIBRARIES}


def calibration_of(calibration: Calibration, out_of_fold: OutOfFold) -> dict[str, dict[str, object]]:
    """Per skill, for text alone: the interval's scale, its measured coverage, r, and the standard error of a
    typical response (median spread) by number of readings."""
    return {skill.value: _one(calibration, out_of_fold, skill) for skill in SKILLS}


def _one(calibration: Calibration, out_of_fold: OutOfFold, skill) -> dict[str, object]:
    fit = calibration.of(skill, TEXT)
    typical = float(np.median(out_of_fold.of(skill).spread))
    return {
        "interval": fit.interval,
        "coverage": fit.coverage,
        "r": fit.r,
        "rows": fit.rows,
        "standard_error": {str(k): fit.error * typical * error_factor(k) for k in READINGS},
    }
