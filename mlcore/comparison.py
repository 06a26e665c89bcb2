"""A version beside the one that is served: both held against the same rows, each by its own out-of-fold scores.

Nothing is loaded that this code could not read: a version trained on other features is compared through the scores
it keeps. Rows are the same when writer, prompt and all four ratings are; where a corpus grew, the rows that both
versions know are compared, and a version that knows other rows only is not compared at all.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement, calibration, fairness, registry
from mlcore.agreement import FEWEST, Drawn
from mlcore.calibration import TEXT, OutOfFold
from mlcore.corpus import Row
from mlcore.fairness import WORSE
from mlcore.gate import NOBODY
from mlcore.registry import Models
from mlcore.schema import SKILLS, Skill

Floats = NDArray[np.float64]
Weights = Mapping[Skill, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a version said of rows it had not seen, under the weights it ships with."""

    version: str
    out_of_fold: OutOfFold
    weights: Weights

    @classmethod
    def of(cls, models: Models) -> "Standing":
        return cls(models.version, models.out_of_fold, models.default_weights)

    @classmethod
    def kept_in(cls, folder: Path) -> "Standing":
        """From the files of a version that this code may be unable to load; they are verified first."""
        registry.verify(folder)
        metadata = registry.metadata_of(folder)
        weights = {Skill(name): parts for name, parts in metadata["default_weights"].items()}
        return cls(metadata["version"], registry.load_out_of_fold(folder), weights)

    def skill(self, skill: Skill, rows: NDArray[np.intp]) -> tuple[OutOfFold, Floats]:
        part = self.out_of_fold.of(skill).at(rows)
        return part, calibration.fuse(part, TEXT, self.weights[skill])


def beside(models: Models, against: str, rows: Sequence[Row]) -> dict[str, object]:
    """``models`` compared with the version ``against`` (or with nothing), for the promotion gate to judge."""
    said = {"against": against, "files": registry.files_digest(models.folder)}
    if against == NOBODY:
        return said
    folder = models.folder.parent / against
    metrics = folder / "metrics.json"
    kept = json.loads(metrics.read_text(encoding="utf-8")) if metrics.exists() else {}
    return compare(Standing.of(models), Standing.kept_in(folder), rows) | said | {"robustness": kept.get("robustness")}


def compare(new: Standing, old: Standing, rows: Sequence[Row]) -> dict[str, object]:
    """Paired gains, groups that got worse, and coverage before and after, over the rows that both know.

    ``rows`` are those of ``new``, in the order of its out-of-fold scores.
    """
    here, there = matched(new.out_of_fold, old.out_of_fold)
    found: dict[str, object] = {"against": old.version, "rows": len(here)}
    if len(here) < FEWEST:
        return found
    kinds = {
        kind: {name: inside[here] for name, inside in members.items()}
        for kind, members in fairness.groups_of(rows).items()
    }
    pairs = {skill: (new.skill(skill, here), old.skill(skill, there)) for skill in SKILLS}
    gains = {skill: _gains(*pair) for skill, pair in pairs.items()}
    return found | {
        "gain": {skill.value: _told(*gain) for skill, gain in gains.items()}
        | {"mean": _told(np.mean([g[0] for g in gains.values()]), np.mean([g[1] for g in gains.values()], axis=0))},
        "coverage": {skill.value: [_coverage(*after), _coverage(*before)] for skill, (after, before) in pairs.items()},
        "groups_worse": [one for skill, pair in pairs.items() for one in _worse(skill, *pair, kinds)],
    }


def matched(new: OutOfFold, old: OutOfFold) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the same responses in both, by writer, prompt, ratings and, among equals, their order."""
    right = {key: number for number, key in enumerate(_keys(old))}
    both = [(number, right[key]) for number, key in enumerate(_keys(new)) if key in right]
    return np.array([n for n, _ in both], dtype=np.intp), np.array([o for _, o in both], dtype=np.intp)


def _keys(table: OutOfFold) -> list[tuple]:
    parts, seen, keys = [table.of(skill) for skill in SKILLS], Counter(), []
    ratings = np.nan_to_num(np.column_stack([part.rating for part in parts]), nan=-1).round(3)
    for writer, prompt, rated in zip(parts[0].writer, parts[0].prompt, ratings.tolist(), strict=True):
        key = (str(writer), str(prompt), *rated)
        seen[key] += 1
        keys.append((*key, seen[key]))
    return keys


def _gains(after: tuple[OutOfFold, Floats], before: tuple[OutOfFold, Floats]) -> tuple[float, Floats]:
    """The gain in Pearson's r, and the same in each draw of whole prompts."""
    part, new = after
    known = np.isfinite(part.rating)
    rating, new, old = part.rating[known], new[known], before[1][known]
    drawn = Drawn.of(part.prompt[known])
    gain = (calibration.pearson(rating, new) or 0.0) - (calibration.pearson(rating, old) or 0.0)
    return gain, drawn.pearsons(rating, new) - drawn.pearsons(rating, old)


def _told(gain: float, drawn: Floats) -> dict[str, object]:
    return {"gain": float(gain), "interval": agreement.interval(drawn)}


def _coverage(part: OutOfFold, fused: Floats) -> dict[str, object]:
    return agreement.coverage(calibration.covered(part, fused)[np.isfinite(part.rating)])


def _worse(
    skill: Skill,
    after: tuple[OutOfFold, Floats],
    before: tuple[OutOfFold, Floats],
    kinds: Mapping[str, fairness.Members],
) -> list[dict[str, str]]:
    new, old = fairness.verdicts(*after, kinds), fairness.verdicts(*before, kinds)
    return [
        {"skill": skill.value, "kind": kind, "group": name, "before": was, "after": group["verdict"]}
        for kind, name, group in fairness.listed(new)
        if WORSE.index(group["verdict"]) > WORSE.index(was := old[kind][name]["verdict"])
    ]
