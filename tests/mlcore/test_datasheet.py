"""docs/training-data.md counts what is in the corpus; here it is counted again."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mlcore import corpus
from mlcore.folds import crossed
from mlcore.held_out import SECOND
from mlcore.schema import SKILLS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "training-data.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows():
    return corpus.load(corpus.RAW)


def test_the_example_line_is_a_row():
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    row = corpus.parse(json.loads(example))
    assert (row.id, row.style) == ("S-1", "plain")


def test_every_field_of_a_row_is_explained():
    told = set(re.findall(r"`(\w+)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))))
    assert set(corpus.Row.__slots__) | {SECOND} <= told


@pytest.mark.parametrize("skill", SKILLS)
def test_the_ratings_are_counted_rightly(rows, skill):
    found = Counter(row.ratings[skill] for row in rows)
    told = re.search(rf"^\| {skill.value.replace('_', '-')} \| (.+) \|$", PAGE, re.MULTILINE).group(1)
    assert [int(n) for n in told.split(" | ")] == [found[rating] for rating in (1, 2, 3, 4, None)]


def test_modes_styles_grades_and_lengths_are_counted_rightly(rows):
    modes, styles = Counter(row.mode for row in rows), Counter(row.style for row in rows)
    assert f"{modes['written']} written, {modes['spoken']} as if spoken" in PAGE
    for style, told in (
        ("plain", "plain"),
        ("terse", "terse"),
        ("ell", "English learners' phrasing"),
        ("polished", "polished"),
    ):
        assert re.search(rf"{told}\s+{styles[style]}\b", PAGE), style
    words = [len(row.text.split()) for row in rows]
    assert f"{min(words)} to {max(words)} words, {np.median(words):.0f} at the median" in PAGE
    grades = Counter(row.grade for row in rows).values()
    assert f"{min(grades)} to {max(grades)} each" in PAGE


def test_the_folds_leave_as_many_rows_as_the_page_says(rows):
    cells = crossed(corpus.writers(rows), corpus.prompts(rows))
    assert f"about {np.mean([len(cell.train) for cell in cells]):.0f} are left" in PAGE
