import shutil

import pytest

from mlcore import registry, served, shelf
from tests.mlcore import made_version
from tests.mlcore.test_served import START


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Three versions; the second is served and was evaluated, the third was not."""
    home = tmp_path_factory.mktemp("artifacts")
    for version in ("2000.9.1", "2000.10.1", "2000.10.2"):
        made_version.saved(home, made_version.rows(), version=version)
    registry.write_json(
        home / "2000.10.1" / "metrics.json",
        {"mean": {"fused": 0.81, "gain_over_tfidf": 0.12, "coverage": 0.8}, "gate": {"verdict": "pass"}},
    )
    registry.seal(home / "2000.10.1")
    files = registry.files_digest(home / "2000.10.1")
    served.deploy("2000.10.1", home=home, files=files, action="promote", gate="pass", why="", at=START)
    return home


@pytest.fixture
def home(kept, tmp_path):
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    return tmp_path


def versions(home, deidentifier=None):
    return shelf.versions(home, deidentifier=deidentifier or registry.load().deidentifier_version)


def test_versions_stand_side_by_side_the_newest_first_and_one_is_served(home):
    assert [(one.name, one.served) for one in versions(home)] == [
        ("2000.10.2", False),
        ("2000.10.1", True),
        ("2000.9.1", False),
    ]


def test_what_was_measured_is_told_and_what_was_not_is_none(home):
    newest, now, _ = versions(home)
    assert (now.r, now.gain, now.coverage, now.gate, now.sealed) == (0.81, 0.12, 0.8, "pass", None)
    assert (newest.r, newest.gate, newest.rows) == (None, "", 120)


def test_each_version_knows_when_it_was_served(home):
    assert [len(one.deployments) for one in versions(home)] == [0, 1, 0]


def test_a_spoiled_version_is_listed_with_what_is_wrong_and_the_others_stay_whole(home):
    (home / "2000.9.1" / "empathy.ubj").unlink()
    assert [bool(one.problem) for one in versions(home)] == [False, False, True]


def test_another_de_identifier_stands_in_every_versions_way(home):
    assert all("de-identifier" in one.problem for one in versions(home, "9.9"))


def test_the_served_version_says_when_its_files_are_not_the_promoted_ones(home):
    made_version.saved(home, made_version.rows(), version="2000.10.1", noise=0.4)
    assert ["promoted" in one.problem for one in versions(home)] == [False, True, False]


def test_as_text_the_served_one_is_marked_and_nothing_unmeasured_is_a_number(home):
    (home / "2000.9.1" / "empathy.ubj").unlink()
    _, newest, now, old, problem, *_ = shelf.as_text(versions(home)).splitlines()
    assert now.startswith("* 2000.10.1") and "0.810" in now and now.endswith("pass")
    assert newest.startswith("  2000.10.2") and newest.split()[2:6] == ["-"] * 4 and newest.endswith("not evaluated")
    assert old.startswith("  2000.9.1") and "empathy.ubj is missing" in problem


def test_without_versions_it_says_what_to_do(tmp_path):
    assert "make train" in shelf.as_text(versions(tmp_path))
