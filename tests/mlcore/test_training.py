"""Training: the same rows give the same bytes, on one core or two, and no row is read by who saw it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mlcore import corpus, folds, registry, sources, training
from mlcore.schema import BY_NAME, SKILLS, columns_of
from mlcore.trees import settings

LEARNED = sorted(registry.NEEDED - {"metadata.json"})
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def few():
    """A hundred rows of four writers, and the short exemplars."""
    rows = [row for row in corpus.load(corpus.training_file()) if row.writer in {"TA", "TB", "TC", "TD"}][::5][:100]
    return sources.prepare(rows), sources.prepare(corpus.load(corpus.EXEMPLARS)[::6])


@pytest.fixture(scope="module")
def cells(few):
    own = few[0]
    return folds.crossed(corpus.writers(own.rows), corpus.prompts(own.rows), blocks=2)[:3]


@pytest.fixture(scope="module")
def raw(few, cells):
    return training.out_of_fold(*few, cells=cells)


def test_one_core_and_two_give_the_same_numbers(few, cells, raw, monkeypatch):
    monkeypatch.setattr(training, "CORES", 1)
    alone = training.out_of_fold(*few, cells=cells)
    np.testing.assert_array_equal(alone.p_observed, raw.p_observed)
    for source in training.TEXT:
        np.testing.assert_array_equal(alone.scores[source], raw.scores[source])


def test_only_the_rows_of_a_cell_are_read(cells, raw):
    tested = np.isfinite(raw.p_observed[:, 0])
    assert set(np.flatnonzero(tested)) == set(np.concatenate([cell.test for cell in cells]))


def test_a_source_fitted_twice_is_the_same_to_the_byte(few, tmp_path):
    models = [sources.fit(few[0] + few[1]) for _ in range(2)]
    for n, fitted in enumerate(models):
        (tmp_path / str(n)).mkdir()
        registry._save_wording(fitted, tmp_path / str(n))
    for name in ("wording.npz", "wording.json"):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes()


def test_progress_moves_once_for_every_cell(few, cells):
    ticks = []
    training.out_of_fold(*few, cells=cells, tick=lambda: ticks.append(1))
    assert len(ticks) == len(cells)


@pytest.mark.parametrize("skill", SKILLS)
def test_trees_are_held_to_the_directions_that_are_certain(skill):
    signs = settings(skill)["monotone_constraints"].strip("()").split(",")
    for name, sign in zip(columns_of(skill), signs, strict=True):
        assert int(sign) == BY_NAME[name].direction.get(skill, 0)


def test_what_we_wrote_ourselves_counts_half():
    rows = corpus.load(corpus.EXEMPLARS)
    assert set(sources.trust(rows)) == {0.5}
    assert {row.style for row in rows} == {sources.EXEMPLAR, sources.COMPOSED}


@pytest.mark.proof
def test_training_anew_gives_the_shipped_files_to_the_byte(tmp_path):
    shipped = registry.folder_of()
    subprocess.run(
        [sys.executable, "-m", "mlcore", "train", "--out", str(tmp_path / shipped.name)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    trained = tmp_path / shipped.name
    assert [name for name in LEARNED if (trained / name).read_bytes() != (shipped / name).read_bytes()] == []
    told, known = (json.loads((folder / "metadata.json").read_text()) for folder in (trained, shipped))
    code = known["code_version"]  # moves with every tidying of the code, which is what this proof holds to account
    assert told | {"version": shipped.name, "code_version": code} == known
