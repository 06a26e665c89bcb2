"""The evaluation on essays of others: a small file of our own in their shape, and the real one where it lies."""

import csv

import numpy as np
import pytest

from config import env
from mlcore import external, registry
from mlcore.corpus import CorpusError

FELT = ("I feel so sorry for them, they must be scared and lost", "It is far away and has nothing to do with me at all")


@pytest.fixture(scope="module")
def essays(tmp_path_factory):
    """Thirty writers of two essays; the first kind feels with others and says so in the report."""
    path = tmp_path_factory.mktemp("essays") / "messages.csv"
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["message_id", "response_id", "article_id", "empathy", "distress", "essay"])
        for n in range(60):
            kind = n % 2
            told = f"{FELT[kind]}, and that is all I can say about article {n} today."
            rows.writerow([n, f"R_{n // 2}", n, 6 - 4 * kind + n % 3 / 3, 3, told])
    return path


@pytest.fixture(scope="module")
def found(essays):
    ticks = []
    figures = external.empathic_reactions(registry.load(), essays, lambda item: item, tick=lambda: ticks.append(1))
    return figures, len(ticks)


def test_every_line_has_its_r_and_an_interval_by_writer(found):
    figures, _ = found
    assert list(figures) == [
        external.LENGTH,
        external.TFIDF,
        external.FEATURES,
        external.TREES,
        external.OWN,
        external.TRANSFER,
    ]
    for line in figures.values():
        assert (line["n"], line["writers"]) == (60, 30)
        assert line["interval"][0] <= line["pearson"] <= line["interval"][1]


def test_what_reads_words_finds_what_the_words_say_and_length_does_not(found):
    figures, _ = found
    assert figures[external.TFIDF]["pearson"] > 0.9 and figures[external.OWN]["pearson"] > 0.9


def test_the_reference_lines_stand_beside_those_of_the_same_name(found):
    figures, _ = found
    assert {name: line["reference"] for name, line in figures.items() if line["reference"]} == external.REFERENCES


def test_progress_reaches_its_end(found):
    assert found[1] == external.STEPS


def test_no_writer_is_in_both_parts_of_a_fold_and_every_essay_is_tested_once():
    writers = np.array([f"R_{n // 3}" for n in range(90)])
    cells = external.by_writer(writers)
    assert sorted(np.concatenate([cell.test for cell in cells])) == list(range(90))
    assert len(cells) == 10
    for cell in cells:
        assert not set(writers[cell.train]) & set(writers[cell.test])


def test_a_folder_without_the_file_is_refused_with_what_to_name(tmp_path):
    with pytest.raises(CorpusError, match="is missing: name the folder"):
        external.empathic_reactions(registry.load(), tmp_path, lambda item: item, tick=lambda: None)


def test_another_file_is_refused_by_the_column_it_lacks(tmp_path):
    (tmp_path / "other.csv").write_text("essay,empathy\nhello,3\n")
    with pytest.raises(CorpusError, match="no column 'response_id'"):
        external.empathic_reactions(registry.load(), tmp_path / "other.csv", lambda item: item, tick=lambda: None)


@pytest.mark.skipif(env.DATA is None, reason="SIGHTLINE_DATA names no folder of real data")
def test_the_real_file_has_the_shape_that_is_read():
    table = external._table(env.DATA / "empathic_reactions")
    assert len(table) == 1860 and table["empathy"].between(1, 7).all()
