"""The page of limits says what the code holds."""

import importlib
import re

import pytest

from tests.installation import ROOT

PAGE = (ROOT / "docs/reference/limits.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ([\d,]+)( MB)? \| `([\w.]+)` \|$", PAGE, re.MULTILINE)


def held(where: str):
    parts = where.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise LookupError(where)


@pytest.mark.parametrize(("what", "number", "unit", "where"), ROWS, ids=[row[3] for row in ROWS])
def test_each_limit_is_the_one_of_the_code(what, number, unit, where):
    said = int(number.replace(",", "")) * (1024 * 1024 if unit else 1)
    value = held(where)
    if isinstance(value, dict):  # a table of rates: ours is in it
        rates = value.get("DEFAULT_THROTTLE_RATES", value)
        assert any(re.match(rf"{said}/", rate) for rate in rates.values())
    else:
        assert value == said


def test_no_row_of_the_page_is_left_unread():
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line]
    assert len(lines) == len(ROWS) > 25
