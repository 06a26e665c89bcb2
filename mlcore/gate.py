"""The promotion gate: may this version take the place of the one that is served? A verdict anyone can read.

A pure function of a version's own metrics, so that the card, the page and the command say the same. Four criteria:
the paired gain over the served version is not shown to be a loss, no group's verdict is worse, calibration held,
robustness held. What was not measured is *insufficient evidence*, and the gate passes only if all four pass.
"""

from collections.abc import Iterator, Mapping

from mlcore.agreement import FAIL, PASS, UNSURE
from mlcore.fairness import worst

TOLERATED_LOSS = 0.01  # of mean r: what the lower end of the gain's interval may reach
LEAST_HELD = 0.95  # of robustness pairs, unless a kind says otherwise
NOBODY = ""  # nothing was served before
NAMES = {
    "gain": "Gain in agreement, on the same rows",
    "groups": "No group's verdict is worse",
    "calibration": "Calibration held",
    "robustness": "Robustness held",
}


def judge(metrics: Mapping) -> dict[str, object]:
    """The verdict, against which version, and each criterion with its reason."""
    comparison = metrics.get("comparison") or {}
    criteria = [
        {"name": name, "verdict": verdict, "said": said}
        for name, (verdict, said) in {
            "gain": _gain(metrics, comparison),
            "groups": _groups(comparison),
            "calibration": _calibration(metrics, comparison),
            "robustness": _robustness(metrics.get("robustness"), comparison.get("robustness")),
        }.items()
    ]
    return {
        "verdict": worst(one["verdict"] for one in criteria),
        "against": comparison.get("against"),
        "files": comparison.get("files"),
        "criteria": criteria,
    }


def _gain(metrics: Mapping, comparison: Mapping) -> tuple[str, str]:
    if comparison.get("against") == NOBODY:
        return _over_baseline(metrics)
    if not (gain := comparison.get("gain")):
        return UNSURE, "Not compared: the two versions have no rows in common."
    low, high = gain["mean"]["interval"]
    lost = [_named(name) for name, one in gain.items() if one["interval"][1] < 0]
    said = (
        f"Mean r {gain['mean']['gain']:+.3f} (95% {low:+.3f} to {high:+.3f}, by prompt) over {comparison['rows']} rows."
    )
    if lost:
        return FAIL, f"{said} Shown to be a loss: {', '.join(lost)}."
    return (PASS if low >= -TOLERATED_LOSS else UNSURE), said


def _over_baseline(metrics: Mapping) -> tuple[str, str]:
    lows = {name: skill["fused"]["gain_interval"][0] for name, skill in metrics["skills"].items()}
    weakest = min(lows, key=lows.get)
    least = f"at least {lows[weakest]:+.3f} ({_named(weakest)})"
    said = f"Nothing was served before; the smallest gain over TF-IDF + ridge is {least}."
    return (PASS if lows[weakest] > 0 else FAIL), said


def _groups(comparison: Mapping) -> tuple[str, str]:
    if comparison.get("against") == NOBODY:
        return PASS, "Nothing was served before."
    if "groups_worse" not in comparison:
        return UNSURE, "Not compared: the two versions have no rows in common."
    worse = comparison["groups_worse"]
    told = "; ".join(f"{_named(w['skill'])}, {w['group']}: {w['before']} before, now {w['after']}" for w in worse)
    return (FAIL, f"{told}.") if worse else (PASS, "No group's verdict is worse than before.")


def _calibration(metrics: Mapping, comparison: Mapping) -> tuple[str, str]:
    """A skill holds when its coverage passes, or when the served version misses by no less."""
    said, verdicts = [], []
    for name, skill in metrics["skills"].items():
        after, (_, before) = skill["coverage"], comparison.get("coverage", {}).get(name, (None, None))
        excused = before and before["verdict"] == FAIL and _miss(after) <= _miss(before)
        verdicts.append(PASS if after["verdict"] == PASS or excused else after["verdict"])
        said.append(f"{_named(name)} {after['share']:.3f}" + (f" (served: {before['share']:.3f})" if before else ""))
    return worst(verdicts), f"Share of ratings inside the 80% interval: {', '.join(said)}."


def _named(skill: str) -> str:
    return skill.replace("_", "-")


def _miss(coverage: Mapping) -> float:
    return abs(coverage["share"] - 0.80)


def _robustness(after: Mapping | None, before: Mapping | None) -> tuple[str, str]:
    if not after:
        return UNSURE, "Not measured for this version."
    broken = list(_broken(after["kinds"], (before or {}).get("kinds", {})))
    if broken:
        return FAIL, f"Outside its bounds: {', '.join(broken)}."
    return PASS, f"{len(after['kinds'])} kinds of change within their bounds, or no further outside than before."


def _broken(after: Mapping[str, Mapping], before: Mapping[str, Mapping]) -> Iterator[str]:
    for name, kind in after.items():
        least, was = kind.get("least", LEAST_HELD), before.get(name)
        excused = was is not None and was["held"] < least and kind["held"] >= was["held"]
        if kind["held"] < least and not excused:
            yield f"{name} ({kind['held']:.0%} of {kind['pairs']} pairs; {least:.0%} needed)"
