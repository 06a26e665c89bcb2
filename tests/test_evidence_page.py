"""docs/evidence.md works one example through; here every result is computed anew by the functions that make scores."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fusion.combine import fuse
from mlcore import calibration, change
from mlcore.combine import combine, weights_of
from mlcore.results import Contribution, SkillReading, SourceScore
from mlcore.schema import Skill
from tests.mlcore.made import a_calibration, a_score

PAGE = Path(__file__).resolve().parent.parent / "docs" / "evidence.md"
ROW = re.compile(r"^\| (\d) \| (?P<what>[^|]+) \| [^|]+ \| (?P<result>[^|]+) \|$", re.MULTILINE)
SKILL = Skill.SELF_REGULATION
WEIGHTS = {"model": 0.30, "linguistic": 0.45, "behavioral": 0.15, "confidence": 0.10}
RATIOS = np.array([0.2, 0.4, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 2.0])
ERROR, BEFORE, BEFORE_ERROR, ONE_RESPONSE = 1.2, 0.41, 0.15, 0.22


def source(name, base, added):
    return SourceScore(base + added, base, (Contribution(name, "any", added),))


def reading(p_observed, spread, **sources):
    """A reading whose sources are given as base and what contributions add."""
    return SkillReading(p_observed, True, spread, {name: source(name, *parts) for name, parts in sources.items()})


A = reading(0.90, 0.12, model=(0.45, 0.05), linguistic=(0.55, 0.15))
B = reading(0.60, 0.15, model=(0.50, 0.12), linguistic=(0.50, 0.30), behavioral=(0.50, 0.24))


def computed() -> dict[str, str]:
    a, b = fuse(A, WEIGHTS, key="a", words=80), fuse(B, WEIGHTS, key="b", words=50)
    quantile = calibration.quantile(RATIOS)
    fits = a_calibration(interval=quantile, error=ERROR)
    whole = combine([a, b], skill=SKILL, calibration=fits)
    moved = change.verdict(replace(a_score(score=BEFORE, standard_error=BEFORE_ERROR), skill=SKILL), whole)
    parts = whole.confidence_parts
    return {
        "share of model in A": two(a.shares["model"]),
        "share of linguistic in A": two(a.shares["linguistic"]),
        "base of A": two(a.base),
        "contributions of A": two(sum(part.value for part in a.contributions)),
        "score of A": two(a.score),
        "score of B": two(b.score),
        "weight of A": two(weights_of([a, b])[0]),
        "score of the window": two(whole.score),
        "level": whole.level.value,
        "q": two(quantile),
        "half of the interval": two(whole.high - whole.score),
        "interval": f"{two(whole.low)} to {two(whole.high)}",
        "standard error": two(whole.standard_error),
        "amount": two(parts["amount"]),
        "agreement": two(parts["agreement"]),
        "certainty": two(parts["certainty"]),
        "confidence": two(whole.confidence),
        "difference": f"+{two(moved.delta)}",
        "threshold": two(moved.threshold),
        "verdict": moved.verdict,
        "responses on each side that make one level visible": str(change.responses_for_one_level(ONE_RESPONSE)),
    }


def two(value: float) -> str:
    """Two decimals, as the page writes them: no zero before the point."""
    return f"{value:.2f}".removeprefix("0")


def told() -> dict[str, str]:
    return {row["what"]: row["result"] for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def test_the_page_tells_what_is_computed_and_nothing_else():
    assert set(told()) == set(computed())


@pytest.mark.parametrize("what", computed())
def test_each_result_on_the_page_is_the_computed_one(what):
    assert told()[what] == computed()[what]


def test_what_is_given_on_the_page_is_what_is_computed_with():
    text = PAGE.read_text(encoding="utf-8")
    for given in (
        *(f"{name} {two(value)}" for name, value in WEIGHTS.items() if name != "confidence"),
        "confidence share .10",
    ):
        assert given in text, given
    assert ", ".join(f"{ratio:.1f}".removeprefix("0") for ratio in RATIOS) in text
    assert f"score {two(BEFORE)}, standard error {two(BEFORE_ERROR)}" in text
