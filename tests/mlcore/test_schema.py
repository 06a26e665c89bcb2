"""The schema is one table; these tests say what anyone may rely on."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mlcore import schema
from mlcore.features import reference
from mlcore.schema import DERIVED, FEATURES, NAMES, SKILLS, Level, Skill, columns_of, derived_of, level_of, names_of

ROOT = Path(__file__).resolve().parents[2]
DEFICIT = re.compile(r"\b(fail\w*|poor|lack\w*|bad|weak|deficit|unable|wrong|never)\b", re.IGNORECASE)


def test_there_are_29_columns_in_three_families() -> None:
    assert [len(names_of(family)) for family in ("linguistic", "behavioral", "derived")] == [16, 9, 4]
    assert len(set(NAMES)) == 29


def test_families_stand_in_their_order() -> None:
    assert names_of("linguistic") + names_of("behavioral") + names_of("derived") == NAMES


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_sees_26_columns_with_its_own_derived_one_last(skill: Skill) -> None:
    columns = columns_of(skill)
    assert len(columns) == 26
    assert columns[-1] == derived_of(skill)
    assert set(columns) - {derived_of(skill)} == set(names_of("linguistic") + names_of("behavioral"))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_feature_is_complete(feature: schema.Feature) -> None:
    assert feature.title and feature.meaning.endswith(".") and feature.unit and feature.skills
    assert feature.low < feature.high
    assert not feature.unseen or feature.unseen.endswith(".")
    assert set(feature.direction) <= set(feature.skills)
    assert set(feature.direction.values()) <= {-1, 1}


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_what_a_teacher_reads_is_growth_language(feature: schema.Feature) -> None:
    shown = feature.title + " " + feature.unseen
    assert not DEFICIT.search(
        shown.replace("try that failed", "").replace("failed first", "").replace("one that failed", "")
    )
    assert "—" not in shown and "!" not in shown


def test_what_falls_with_a_skill_has_nothing_to_be_unseen() -> None:
    assert all(not f.unseen for f in FEATURES if -1 in f.direction.values())
    assert all(f.unseen for f in FEATURES if f.family == "linguistic" and -1 not in f.direction.values())


@pytest.mark.parametrize("skill", SKILLS)
def test_every_skill_has_its_ladder_of_its_own_words(skill: Skill) -> None:
    ladder = DERIVED[derived_of(skill)]
    columns = {column for column, _ in ladder.rungs} | {ladder.opposite}
    assert all(schema.BY_NAME[column].family == "linguistic" for column in columns)
    assert all(schema.BY_NAME[column].skills == (skill,) for column in columns)
    assert max(height for _, height in ladder.rungs) <= 1.0


def test_every_linguistic_column_stands_on_a_ladder() -> None:
    used = {column for ladder in DERIVED.values() for column, _ in ladder.rungs}
    used |= {ladder.opposite for ladder in DERIVED.values()}
    assert used == set(names_of("linguistic"))


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_hash_is_the_same_in_every_process(seed: str) -> None:
    command = [sys.executable, "-c", "from mlcore.schema import schema_hash; print(schema_hash())"]
    other = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == schema.schema_hash()
    assert re.fullmatch(r"[0-9a-f]{64}", schema.schema_hash())


def test_the_hash_follows_extraction_and_not_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.schema_hash()
    monkeypatch.setattr(schema, "FEATURE_VERSION", schema.FEATURE_VERSION + 1)
    assert schema.schema_hash() != before


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0.0, Level.EMERGING),
        (1 / 3, Level.DEVELOPING),
        (2 / 3, Level.PROFICIENT),
        (1.0, Level.ADVANCED),
        (1 / 6, Level.DEVELOPING),
        (0.499, Level.DEVELOPING),
        (0.5, Level.PROFICIENT),
    ],
)
def test_a_score_reads_as_the_level_of_the_nearest_rating(score: float, level: Level) -> None:
    assert level_of(score) is level


def test_the_reference_page_is_in_step_with_the_schema() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()


def test_the_reference_page_names_every_column() -> None:
    page = reference.page()
    assert all(f"`{name}`" in page for name in NAMES)
