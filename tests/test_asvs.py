"""Every level 1 and 2 requirement is decided with a reason, and what a decision rests on is there."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = list(csv.DictReader((ROOT / "docs/reference/asvs.csv").read_text(encoding="utf-8").splitlines()))
PAGE = (ROOT / "docs/reference/asvs.md").read_text(encoding="utf-8")
DECISIONS = ("applies", "partly", "not met", "not applicable")
COUNTS = re.findall(r"^\| V(\d+) \| [^|]+ " + r"\| (\d+) " * 6 + r"\|$", PAGE, re.MULTILINE)


def place(row) -> tuple[int, ...]:
    return tuple(map(int, row["requirement"][1:].split(".")))


@cache
def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {name for name in found if name.startswith("test_")}


def is_there(named: str) -> bool:
    """``tests/...py::test_name``, or a document where one was asked for."""
    path, _, test = named.partition("::")
    if path.startswith("docs/"):
        return not test and (ROOT / path).is_file()
    return path.startswith("tests/") and (ROOT / path).is_file() and test in names_in(ROOT / path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["requirement"])
def test_each_requirement_is_decided_with_a_reason_and_what_it_names_is_there(row):
    assert row["decision"] in DECISIONS and row["level"] in ("1", "2")
    assert row["what"] and row["where"]
    assert [one for one in row["test"].split() if not is_there(one)] == []
    assert row["test"] or row["decision"].startswith("not"), "what turns red if this were not so?"


def test_each_chapter_has_as_many_requirements_of_each_level_as_the_standard():
    held = Counter((place(row)[0], row["level"]) for row in ROWS)
    said = {(int(chapter), level): int(n) for chapter, *rest in COUNTS for level, n in zip("12", rest, strict=False)}
    assert {key: held[key] for key in said} == said and len(said) == 2 * 17
    assert [sum(said[chapter, level] for chapter in range(1, 18)) for level in "12"] == [70, 183]
    assert len(ROWS) == 253


def test_the_page_counts_the_decisions_as_they_are():
    held = Counter((place(row)[0], row["decision"]) for row in ROWS)
    for chapter, _one, _two, *numbers in COUNTS:
        assert [held[int(chapter), decision] for decision in DECISIONS] == list(map(int, numbers)), chapter
    every = re.search(r"^\| all \| +" + r"\| (\d+) " * 6 + r"\|$", PAGE, re.MULTILINE)
    assert every and list(every.groups())[2:] == [str(sum(row["decision"] == one for row in ROWS)) for one in DECISIONS]


def test_they_stand_in_the_order_of_the_standard_and_none_twice():
    assert [place(row) for row in ROWS] == sorted({place(row) for row in ROWS})


def test_a_test_that_is_not_there_is_seen():
    assert not is_there("tests/test_asvs.py::test_nothing_of_this_name")
    assert not is_there("tests/test_nothing.py::test_x") and not is_there("tests/test_asvs.py")
    assert is_there("tests/test_asvs.py::test_a_test_that_is_not_there_is_seen") and is_there("docs/privacy.md")
