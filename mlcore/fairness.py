"""For whom the scores hold: sizes, errors and a verdict for each grade band, mode, style and writer.

Three questions for each group, each answered by an interval, so that a group fails only when chance is no
explanation: does the 80% interval hold the rating as often as said (95% binomial interval wholly outside 75-85%);
are scores too high or too low on the whole (mean error wholly beyond .05 either way); are errors larger than
everybody else's (wholly beyond one and a quarter times). Under 30 rated rows the verdict is *insufficient evidence*.
With some eighty groups a few fail by chance alone, and a pass says that no harm was shown, not that there is none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement, calibration
from mlcore.agreement import FAIL, FEWEST, PASS, UNSURE, Drawn
from mlcore.calibration import OutOfFold
from mlcore.corpus import Row

Floats = NDArray[np.float64]
Members = Mapping[str, NDArray[np.bool_]]
BANDS = ((5, 6), (7, 8), (9, 10), (11, 12))
MOST_BIAS, MOST_ERROR = 0.05, 1.25
FEWEST_PROMPTS = 5
KINDS = ("grade", "mode", "style", "writer")
WORSE = (PASS, UNSURE, FAIL)  # from good to bad


def groups_of(rows: Sequence[Row]) -> dict[str, Members]:
    """Membership by writer, grade band, mode and style: kind -> group -> (n,) boolean."""
    grade = np.array([row.grade for row in rows])
    bands = {f"grades {low}-{high}": (grade >= low) & (grade <= high) for low, high in BANDS}
    return {
        "writer": _by(rows, lambda row: row.writer),
        "grade": {name: inside for name, inside in bands.items() if inside.any()},
        "mode": _by(rows, lambda row: row.mode),
        "style": _by(rows, lambda row: row.style),
    }


def _by(rows: Sequence[Row], name: Callable[[Row], str]) -> Members:
    names = np.array([name(row) for row in rows])
    return {str(value): names == value for value in np.unique(names)}


def verdicts(part: OutOfFold, fused: Floats, kinds: Mapping[str, Members]) -> dict[str, dict[str, dict]]:
    """Kind -> group -> figures and verdict, for one skill's rows and their fused scores (n,)."""
    inside, drawn = calibration.covered(part, fused), Drawn.of(part.prompt)
    return {
        kind: {name: _group(part, fused, inside, drawn, here) for name, here in members.items()}
        for kind, members in kinds.items()
    }


def _group(
    part: OutOfFold, fused: Floats, inside: NDArray[np.bool_], drawn: Drawn, here: NDArray[np.bool_]
) -> dict[str, object]:
    known = np.isfinite(part.rating) & np.isfinite(fused)
    error = np.where(known, fused - part.rating, 0.0)
    mine, others = (here & known).astype(float), (~here & known).astype(float)
    bias = _share(drawn, error, mine)
    ratio = _over(_share(drawn, np.abs(error), mine), _share(drawn, np.abs(error), others))
    coverage = agreement.coverage(inside[here & known])
    enough = mine.sum() >= FEWEST and len(np.unique(part.prompt[here & known])) >= FEWEST_PROMPTS
    parts = {
        "coverage": coverage["verdict"] if enough else UNSURE,
        "bias": _verdict(agreement.interval(bias), -MOST_BIAS, MOST_BIAS) if enough else UNSURE,
        "error": _verdict(agreement.interval(ratio), 0.0, MOST_ERROR) if enough else UNSURE,
    }
    return agreement.agreement(part.rating[here], fused[here]) | {
        "bias": float(error[here & known].mean()) if mine.any() else None,
        "bias_interval": agreement.interval(bias) if enough else None,
        "error_ratio_interval": agreement.interval(ratio) if enough else None,
        "coverage": coverage,
        "parts": parts,
        "verdict": worst(parts.values()),
    }


def _share(drawn: Drawn, values: Floats, member: Floats) -> Floats:
    """The mean of ``values`` over members in each draw; NaN where a draw holds none."""
    return _over(drawn.sums(values * member), drawn.sums(member))


def _over(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)


def _verdict(interval: Sequence[float] | None, low: float, high: float) -> str:
    if interval is None:
        return UNSURE
    return FAIL if interval[1] < low or interval[0] > high else PASS


def worst(found: Iterable[str]) -> str:
    """The gravest of some verdicts: one failure is a failure, one doubt a doubt."""
    return max(found, key=WORSE.index)


def listed(verdict_by_kind: Mapping[str, Mapping[str, Mapping]]) -> Iterator[tuple[str, str, Mapping]]:
    """(kind, name, figures) of each group, grades by their number, writers last, whatever order a file keeps."""
    for kind in (kind for kind in KINDS if kind in verdict_by_kind):
        for name in sorted(verdict_by_kind[kind], key=_in_order):
            yield kind, name, verdict_by_kind[kind][name]


def _in_order(name: str) -> tuple[int, str]:
    number = re.search(r"\d+", name)
    return (int(number.group()) if number else 0, name)
