"""The list of decisions is well formed, and names no test that is not there."""

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = list(csv.DictReader((ROOT / "docs/reference/asvs.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["requirement"])
def test_each_requirement_is_decided_and_says_where(row):
    assert row["decision"] in ("applies", "partly", "not")
    assert row["level"] in ("1", "2") and row["what"] and row["where"]
    assert not row["test"] or (ROOT / row["test"]).is_file()


def test_no_requirement_is_decided_twice():
    assert len({row["requirement"] for row in ROWS}) == len(ROWS) > 50
