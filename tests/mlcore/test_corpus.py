import json

import numpy as np
import pytest

from mlcore import corpus
from mlcore.corpus import CorpusError
from mlcore.schema import SKILLS, Skill

RECORD = {
    "id": "TX-1",
    "writer": "TX",
    "prompt_id": "T99",
    "prompt": "Tell about a time something did not work.",
    "grade": 7,
    "mode": "written",
    "style": "plain",
    "ratings": {"empathy": "NO", "problem_solving": 3, "self_regulation": 1, "resilience": 4},
    "text": "The first boat sank, so we made the bottom wider and it floated.",
}


def test_a_rating_that_was_not_observed_has_no_target():
    row = corpus.parse(RECORD)
    assert np.isnan(corpus.targets([row], Skill.EMPATHY)[0])
    assert corpus.targets([row], Skill.RESILIENCE)[0] == 1.0


@pytest.mark.parametrize("rating", [0, 5, "3", None, 2.5])
def test_a_rating_off_the_scale_is_refused_with_its_place(rating):
    spoiled = RECORD | {"ratings": RECORD["ratings"] | {"empathy": rating}}
    with pytest.raises(CorpusError, match="line 4.*1, 2, 3, 4 or 'NO'"):
        corpus.parse(spoiled, where="line 4")


def test_a_missing_field_is_named():
    with pytest.raises(CorpusError, match="'writer'"):
        corpus.parse({name: value for name, value in RECORD.items() if name != "writer"})


def test_the_demonstration_classes_are_never_training_data(tmp_path):
    path = tmp_path / "demo_responses.jsonl"
    path.write_text(json.dumps(RECORD))
    with pytest.raises(CorpusError, match="demonstration"):
        corpus.load(path, unseal=True)


def test_the_sealed_writer_opens_only_when_asked(tmp_path):
    path = tmp_path / "sealed_XX.jsonl"
    path.write_text(json.dumps(RECORD) + "\n")
    with pytest.raises(CorpusError, match="sealed"):
        corpus.load(path)
    assert corpus.load(path, unseal=True)[0].writer == "TX"


def test_no_writer_of_the_sealed_file_is_in_the_training_file():
    trained = set(corpus.writers(corpus.load(corpus.training_file())))
    assert corpus.SEALED.stem.removeprefix("sealed_") not in trained


def test_what_a_response_copies_from_its_prompt_is_not_learned_from():
    row = corpus.parse(RECORD | {"text": RECORD["prompt"] + " No idea."})
    assert corpus.items([row])[0].text.split() == [".", "No", "idea."]


def test_the_exemplars_are_rated_like_the_corpus_and_kept_apart_from_its_writers():
    exemplars = corpus.load(corpus.EXEMPLARS)
    assert {row.style for row in exemplars} == {"exemplar", "composed"}
    assert all(set(row.ratings) == set(SKILLS) for row in exemplars)
    assert not set(corpus.writers(exemplars)) & set(corpus.writers(corpus.load(corpus.training_file())))


def test_a_meta_file_that_speaks_of_other_bytes_is_refused(tmp_path):
    path = tmp_path / "train.deidentified.jsonl"
    path.write_text(json.dumps(RECORD))
    meta = {"deidentifier_version": "9", "sha256": {"deidentified": "0" * 64}}
    path.with_name("train.deidentified.meta.json").write_text(json.dumps(meta))
    with pytest.raises(CorpusError, match="prepare_corpus"):
        corpus.deidentifier_of(path)
