from dataclasses import replace

import numpy as np
import pytest

from mlcore import comparison, registry
from mlcore.agreement import FAIL
from mlcore.comparison import Standing
from mlcore.schema import SKILLS
from tests.mlcore import made_version


@pytest.fixture(scope="module")
def made():
    return made_version.rows()


def standing(made, **kind):
    return Standing.of(made_version.models(made, **kind))


def test_a_version_beside_itself_gains_nothing_and_harms_nobody(made):
    one = standing(made)
    found = comparison.compare(one, one, made)
    assert found["gain"]["mean"] == {"gain": 0, "interval": [0, 0]}
    assert found["groups_worse"] == [] and found["rows"] == len(made)


def test_a_better_version_gains_and_its_interval_says_so(made):
    found = comparison.compare(standing(made, noise=0.1), standing(made, noise=0.5), made)
    assert set(found["gain"]) == {*(skill.value for skill in SKILLS), "mean"}
    for gain in found["gain"].values():
        low, high = gain["interval"]
        assert 0 < low < gain["gain"] < high


def test_the_gain_is_paired_so_that_its_interval_is_narrower_than_that_of_either(made):
    """Noise that both versions share cancels; of two separate intervals it would not."""
    new, old = standing(made, noise=0.30, seed=7), standing(made, noise=0.30, seed=7)
    low, high = comparison.compare(new, old, made)["gain"]["mean"]["interval"]
    assert high - low < 0.001


def test_groups_that_got_worse_are_named_with_both_verdicts(made):
    found = comparison.compare(standing(made, bias=-0.25), standing(made), made)
    worse = {(one["skill"], one["group"]): one for one in found["groups_worse"]}
    assert worse[("empathy", "terse")]["after"] == FAIL != worse[("empathy", "terse")]["before"]
    assert not comparison.compare(standing(made), standing(made, bias=-0.25), made)["groups_worse"]


def test_rows_that_only_one_version_knows_are_left_out(made):
    """A corpus that grew: the old version is held against the rows it knew."""
    more = [*made, *made_version.rows(seed=9, writers=("WX",))]
    found = comparison.compare(standing(more), standing(made), more)
    assert found["rows"] == len(made)


def test_rows_are_found_again_in_another_order(made):
    order = np.random.default_rng(1).permutation(len(made))
    turned = [made[i] for i in order]
    here, there = comparison.matched(
        made_version.out_of_fold(turned, noise=0.1, seed=1), made_version.out_of_fold(made, noise=0.1, seed=1)
    )
    assert len(here) == len(made)
    for new, old in zip(here, there, strict=True):
        one, other = turned[new], made[old]
        assert (one.writer, one.prompt_id, one.ratings) == (other.writer, other.prompt_id, other.ratings)


def test_versions_without_rows_in_common_are_not_compared(made):
    strangers = made_version.rows(seed=11, writers=("WX", "WY", "WZ"))
    found = comparison.compare(standing(strangers), standing(made), strangers)
    assert found == {"against": "2000.1.1", "rows": 0}


def test_a_version_of_other_features_is_compared_by_the_scores_it_kept(made, tmp_path):
    """It cannot be loaded by this code, and is still what the new one has to beat."""
    old = made_version.saved(tmp_path, made, version="1999.1.1", noise=0.4)
    metadata = registry.metadata_of(old.folder)
    registry.write_json(old.folder / "metadata.json", metadata | {"schema_hash": "0" * 64})
    registry.seal(old.folder)
    new = made_version.saved(tmp_path, made, noise=0.1)
    found = comparison.beside(new, "1999.1.1", made)
    assert found["gain"]["mean"]["interval"][0] > 0
    assert (found["against"], found["files"]) == ("1999.1.1", registry.files_digest(new.folder))


def test_beside_nothing_only_the_files_are_named(made, tmp_path):
    new = made_version.saved(tmp_path, made)
    assert comparison.beside(new, "", made) == {"against": "", "files": registry.files_digest(new.folder)}


def test_weights_of_the_version_itself_are_used(made):
    one = made_version.models(made)
    spoiled = replace(one.out_of_fold, scores=one.out_of_fold.scores | {"model": 1 - one.out_of_fold.scores["model"]})
    wording = {skill: {"model": 0.0, "linguistic": 0.9, "behavioral": 0.0, "confidence": 0.1} for skill in SKILLS}
    halves = {skill: {"model": 0.45, "linguistic": 0.45, "behavioral": 0.0, "confidence": 0.1} for skill in SKILLS}
    by_weights = comparison.compare(Standing("new", spoiled, wording), Standing("old", spoiled, halves), made)
    assert by_weights["gain"]["mean"]["gain"] > 0.2
