import json
import shutil

import numpy as np
import pytest

from mlcore import registry, served
from mlcore.read import read
from mlcore.registry import ArtifactError
from mlcore.results import Item
from mlcore.schema import SKILLS, schema_hash
from tests.mlcore import made_version
from tests.mlcore.test_served import START


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One saved version, made once; tests that spoil it work on a copy."""
    home = tmp_path_factory.mktemp("artifacts")
    return made_version.saved(home, made_version.rows())


@pytest.fixture
def home(kept, tmp_path):
    shutil.copytree(kept.folder, tmp_path / kept.version)
    return tmp_path


def serve(home, version="2000.1.1"):
    files = registry.files_digest(home / version)
    served.deploy(version, home=home, files=files, action="promote", gate="pass", why="", at=START)


def test_what_was_saved_is_loaded_again(home, kept):
    loaded = registry.load("2000.1.1", home=home)
    assert loaded.thresholds == kept.thresholds and loaded.default_weights == kept.default_weights
    np.testing.assert_array_equal(loaded.out_of_fold.rating, kept.out_of_fold.rating)
    item = [Item("r", "I asked Sam why he was sad, and we made a plan to try again together.")]
    assert read(item, loaded) == read(item, kept)


def test_saving_twice_gives_the_same_bytes(home, kept):
    registry.save(kept, home / "again")
    for path in (home / "again").iterdir():
        assert path.read_bytes() == (home / kept.version / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", sorted(registry.NEEDED))
def test_a_file_that_was_changed_is_refused_by_name(home, name):
    path = home / "2000.1.1" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArtifactError, match=f"{name} is not the file that was trained"):
        registry.load("2000.1.1", home=home)


@pytest.mark.parametrize("name", ["SHA256SUMS", *sorted(registry.NEEDED)])
def test_a_missing_file_is_named_with_the_way_to_mend_it(home, name):
    (home / "2000.1.1" / name).unlink()
    with pytest.raises(ArtifactError, match=rf"{name} is missing.*git checkout"):
        registry.load("2000.1.1", home=home)


def test_a_file_that_nobody_listed_is_refused(home):
    (home / "2000.1.1" / "extra.pkl").write_bytes(b"x")
    with pytest.raises(ArtifactError, match=r"extra\.pkl is not in SHA256SUMS"):
        registry.load("2000.1.1", home=home)


def test_the_listing_cannot_leave_out_a_needed_file(home):
    folder = home / "2000.1.1"
    (folder / "empathy.ubj").unlink()
    registry.seal(folder)
    with pytest.raises(ArtifactError, match=r"empathy\.ubj is missing"):
        registry.load("2000.1.1", home=home)


def test_files_sealed_in_place_of_the_promoted_ones_are_not_served(home):
    serve(home)
    assert registry.load(home=home).version == "2000.1.1"
    made_version.saved(home, made_version.rows(), noise=0.3)
    with pytest.raises(ArtifactError, match="not those that were promoted on 2026-11-02"):
        registry.load(home=home)


def test_a_report_written_anew_does_not_make_it_another_model(home):
    serve(home)
    (home / "2000.1.1" / "card.md").write_text("new")
    registry.seal(home / "2000.1.1")
    assert registry.load(home=home).version == "2000.1.1"


@pytest.mark.parametrize(("field", "value"), [("schema_hash", "0" * 64), ("feature_version", 99)])
def test_a_version_of_other_features_is_refused_with_both_and_what_to_do(home, field, value):
    folder = home / "2000.1.1"
    metadata = json.loads((folder / "metadata.json").read_text())
    registry.write_json(folder / "metadata.json", metadata | {field: value})
    registry.seal(folder)
    with pytest.raises(ArtifactError, match=f"another definition.*{schema_hash()[:12]}.*promote one of them"):
        registry.load("2000.1.1", home=home)


def test_the_metadata_say_where_a_version_comes_from(home):
    said = registry.metadata_of(home / "2000.1.1")
    assert {"data", "schema_hash", "code_version", "libraries", "deidentifier_version", "calibration"} <= set(said)
    for skill in SKILLS:
        errors = said["calibration"][skill]["standard_error"]
        assert errors["1"] > errors["2"] > errors["10"] > errors["1"] * 0.5**0.5


def test_versions_are_told_in_the_order_they_were_made(tmp_path):
    for name in ("2026.11.10", "2026.9.2", "2026.11.9"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "metadata.json").write_text("{}")
    assert registry.versions(tmp_path) == ["2026.9.2", "2026.11.9", "2026.11.10"]


def test_the_committed_versions_are_whole_and_the_served_one_fits_this_code():
    for version in registry.versions():
        registry.verify(registry.HOME / version)
    assert registry.fits_this_code(registry.load().metadata)
