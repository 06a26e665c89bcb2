"""Files of ratings read as served: in the corpus's own format, by one rater or by two."""

import json
from datetime import date

import pytest

from mlcore import corpus, held_out, registry, sealed
from mlcore.corpus import CorpusError
from mlcore.schema import SKILLS
from tests.mlcore import made_version

SAID = {
    1: "I only thought about my own part and let the others clean it up, not my problem.",
    2: "She looked sad so I said sorry and we went on with the work for that day.",
    3: "He was upset because nobody asked him first, so I told him I had not meant it and asked what he wanted.",
    4: "I saw it from her side and from the team's, and next time I will ask each one before we decide anything.",
}


def record(number, *, rating=None, second=None, text=None):
    rating = rating or number % 4 + 1
    row = {
        "id": f"H-{number}", "writer": f"W{number % 5}", "prompt_id": f"P{number % 7}", "prompt": "Tell about your group.",
        "grade": 7, "mode": "written", "style": "plain", "ratings": dict.fromkeys(SKILLS, rating),
        "text": text or f"{SAID[rating]} That was day {number}.",
    }  # fmt: skip
    return row | ({"second_ratings": dict.fromkeys(SKILLS, second)} if second else {})


def written(path, records):
    path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path


def figures(path, *, learned=(), by_people=False):
    learned = learned or made_version.rows()
    return held_out.file_figures(registry.load(), path, lambda item: item, learned=learned, by_people=by_people)


@pytest.fixture(scope="module")
def one_rater(tmp_path_factory):
    return figures(written(tmp_path_factory.mktemp("rated") / "one.jsonl", [record(n) for n in range(40)]))


@pytest.fixture(scope="module")
def two_raters(tmp_path_factory):
    rows = [record(n, second=n % 4 + 1 if n % 3 else min(4, n % 4 + 2)) for n in range(40)]
    return figures(written(tmp_path_factory.mktemp("rated") / "two.jsonl", rows), by_people=True)


def test_a_file_is_read_as_served_with_the_baselines_beside_it(one_rater):
    empathy = one_rater["skills"]["empathy"]
    assert one_rater["rows"] == empathy["n"] == 40
    assert empathy["pearson"] > 0.5
    assert set(empathy["baselines"]) == {"mean", "length", "tfidf_ridge"}


def test_one_rater_gives_no_prmse(one_rater):
    assert {skill["two_raters"] for skill in one_rater["skills"].values()} == {None}


def test_two_ratings_give_prmse_and_the_raters_own_agreement(two_raters):
    for skill in two_raters["skills"].values():
        told = skill["two_raters"]
        assert told["n"] == 40 and 0 < told["raters_kappa"] < 1
        assert told["raters_exact"] == pytest.approx((26 + 4) / 40)  # 14 second ratings are one higher, but for 4 fours
        assert told["prmse"] is not None


def test_the_label_says_who_rated(one_rater, two_raters):
    assert one_rater["label"] == "agreement with a machine's rating, not validity"
    assert two_raters["label"] == "agreement with people's ratings on the codebook"


def test_a_second_rating_that_was_not_given_is_no_rating(tmp_path):
    path = written(tmp_path / "some.jsonl", [record(0, second=2), record(1), record(2, second="NO")])
    second = held_out.second_targets(path)
    assert second[0].tolist() == pytest.approx([1 / 3] * 4)
    assert (second[1:] != second[1:]).all()


def test_a_second_rating_off_the_scale_is_refused_with_its_line(tmp_path):
    with pytest.raises(CorpusError, match="bad.jsonl:2"):
        held_out.second_targets(written(tmp_path / "bad.jsonl", [record(0, second=2), record(1, second=7)]))


def test_responses_that_were_trained_on_are_refused(tmp_path):
    learned = made_version.rows()
    path = written(tmp_path / "known.jsonl", [record(0, text=learned[3].text), record(1)])
    with pytest.raises(CorpusError, match="1 of the responses in known.jsonl were trained on"):
        figures(path, learned=learned)


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="holds no rows"):
        figures(written(tmp_path / "empty.jsonl", []))


@pytest.mark.parametrize("name", ["sealed_TG.jsonl", "demo_responses.jsonl"])
def test_guarded_files_stay_guarded(name, tmp_path):
    with pytest.raises(CorpusError, match="sealed|demonstration"):
        figures(written(tmp_path / name, [record(0)]))


# --- the sealed writer, with a file of our own in its place -----------------------------------------


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """A saved version and a made-up sealed file; how often it was opened is counted."""
    one = made_version.saved(tmp_path, made_version.rows())
    rows = [corpus.parse(record(n)) for n in range(40)]
    times = []
    monkeypatch.setattr(corpus, "load", lambda path, *, unseal: times.append((path.name, unseal)) or rows)
    return one, times


def open_it(one):
    return sealed.open_once(one, lambda item: item, learned=made_version.rows(), today=date(2026, 11, 26))


def test_the_seal_is_opened_once_per_version_and_then_remembered(opened):
    one, times = opened
    assert open_it(one) == open_it(one) == sealed.recorded(one.folder)
    assert times == [("sealed_TG.jsonl", True)]
    registry.verify(one.folder)


def test_sealed_figures_stand_beside_baselines(opened):
    assert "tfidf_ridge" in open_it(opened[0])["skills"]["empathy"]["baselines"]


def test_files_trained_anew_do_not_inherit_the_sealed_figures(opened, tmp_path):
    one, times = opened
    open_it(one)
    made_version.saved(tmp_path, made_version.rows(), noise=0.4)
    with pytest.raises(registry.ArtifactError, match="train under a new version number"):
        open_it(one)
    assert len(times) == 1


def test_a_version_that_was_never_saved_does_not_open_the_seal(opened):
    with pytest.raises(registry.ArtifactError, match="Only a saved version"):
        open_it(made_version.models(made_version.rows()))
