import shutil
from datetime import timedelta

import pytest

from mlcore import comparison, gate, promotion, publishing, registry, served
from mlcore.agreement import FAIL, PASS, UNSURE
from mlcore.served import ArtifactError
from tests.mlcore import made_version
from tests.mlcore.test_gate import metrics
from tests.mlcore.test_served import START

LATER = START + timedelta(days=1)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Two versions, neither served yet."""
    home = tmp_path_factory.mktemp("artifacts")
    for version, noise in (("2000.1.1", 0.3), ("2000.1.2", 0.1)):
        made_version.saved(home, made_version.rows(), version=version, noise=noise)
    return home


@pytest.fixture
def home(shelf, tmp_path):
    shutil.copytree(shelf, tmp_path, dirs_exist_ok=True)
    return tmp_path


def evaluated(home, version, *, against="", **found):
    """What ``evaluate`` would have left beside a version, as far as the gate reads it."""
    files = registry.files_digest(home / version)
    whole = metrics(**{"against": against, "files": files} | found)
    registry.write_json(home / version / publishing.METRICS, whole | {"gate": gate.judge(whole), "files_digest": files})
    registry.seal(home / version)


def promote(version, *, home, deidentifier=None, **case):
    return promotion.promote(
        version, home=home, deidentifier=deidentifier or registry.load().deidentifier_version, **case
    )


def rollback(*, home, **case):
    return promotion.rollback(home=home, deidentifier=registry.load().deidentifier_version, **case)


@pytest.fixture
def first(home):
    """2000.1.1 is served."""
    evaluated(home, "2000.1.1")
    promote("2000.1.1", at=START, home=home)
    return home


def test_a_version_that_passes_is_served_and_the_history_keeps_the_verdict(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    promote("2000.1.2", at=LATER, home=first)
    now = served.now(first)
    assert (now.version, now.gate, now.opened) == ("2000.1.2", PASS, "2026-11-03T08:00:00+00:00")
    assert registry.load(home=first).version == "2000.1.2"


def test_a_version_that_fails_is_refused_with_each_criterion_that_stands_in_the_way(first):
    evaluated(first, "2000.1.2", against="2000.1.1", robust=0.7)
    with pytest.raises(ArtifactError, match=r"does not pass.*\n  Robustness held: fail. Outside.*\n.*--anyway --why"):
        promote("2000.1.2", at=LATER, home=first)
    assert served.now(first).version == "2000.1.1"


def test_what_was_not_measured_is_refused_as_well(first):
    evaluated(first, "2000.1.2", against="2000.1.1", robust=None)
    with pytest.raises(ArtifactError, match=UNSURE):
        promote("2000.1.2", at=LATER, home=first)


def test_anyway_needs_a_reason_and_keeps_it_beside_the_verdict(first):
    evaluated(first, "2000.1.2", against="2000.1.1", robust=0.7)
    with pytest.raises(ArtifactError, match="needs its reason"):
        promote("2000.1.2", at=LATER, anyway=True, why="  ", home=first)
    promote("2000.1.2", at=LATER, anyway=True, why="Names are mended by hand until then.", home=first)
    now = served.now(first)
    assert (now.gate, now.why) == (FAIL, "Names are mended by hand until then.")


def test_a_version_that_nobody_evaluated_is_refused_even_anyway(first):
    with pytest.raises(ArtifactError, match="was not evaluated yet"):
        promote("2000.1.2", at=LATER, anyway=True, why="hurry", home=first)


def test_a_verdict_on_other_files_does_not_count(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    made_version.saved(first, made_version.rows(), version="2000.1.2", noise=0.5)
    with pytest.raises(ArtifactError, match="trained again after its evaluation"):
        promote("2000.1.2", at=LATER, home=first)


def test_a_verdict_against_another_version_than_the_served_one_does_not_count(first):
    evaluated(first, "2000.1.2", against="1999.1.1")
    with pytest.raises(ArtifactError, match=r"was compared with 1999\.1\.1.*take the place of 2000\.1\.1"):
        promote("2000.1.2", at=LATER, home=first)


def test_a_version_that_is_not_there_is_refused_by_name(first):
    with pytest.raises(ArtifactError, match=r"There is no version 2000\.9\.9"):
        promote("2000.9.9", at=LATER, home=first)


def test_a_version_of_other_features_cannot_be_promoted_and_the_served_one_stays(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    folder = first / "2000.1.2"
    registry.write_json(folder / "metadata.json", registry.metadata_of(folder) | {"schema_hash": "0" * 64})
    registry.seal(folder)
    with pytest.raises(ArtifactError, match="another definition of the features"):
        promote("2000.1.2", at=LATER, anyway=True, why="hurry", home=first)
    assert served.now(first).version == "2000.1.1"


def test_a_version_that_learned_from_another_de_identifiers_text_is_refused(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    with pytest.raises(ArtifactError, match="learned from text of de-identifier"):
        promote("2000.1.2", at=LATER, home=first, deidentifier="9.9")


def test_a_rollback_serves_what_was_served_before_and_is_a_deployment_of_its_own(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    promote("2000.1.2", at=LATER, home=first)
    rollback(at=LATER + timedelta(days=1), why="Teachers found it off.", home=first)
    assert registry.load(home=first).version == "2000.1.1"
    assert [one.version for one in served.history(first)] == ["2000.1.1", "2000.1.2", "2000.1.1"]
    assert served.now(first).why == "Teachers found it off."


def test_a_rollback_to_a_version_that_was_spoiled_since_is_refused(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    promote("2000.1.2", at=LATER, home=first)
    (first / "2000.1.1" / "empathy.ubj").write_bytes(b"spoiled")
    with pytest.raises(ArtifactError, match=r"empathy\.ubj is not the file that was trained"):
        rollback(at=LATER, home=first)
    assert served.now(first).version == "2000.1.2"


def test_the_served_version_trained_anew_is_held_against_the_one_before_it(first):
    evaluated(first, "2000.1.2", against="2000.1.1")
    promote("2000.1.2", at=LATER, home=first)
    assert promotion.opponent("2000.1.2", home=first) == "2000.1.1"
    assert promotion.opponent("2000.1.1", home=first) == "2000.1.2"


def test_the_gate_judges_two_real_tables_of_scores(home):
    """Nothing made up between the scores on disk and the verdict, but robustness, which is measured apart."""
    made = made_version.rows()
    new = made_version.saved(home, made, version="2000.1.3", noise=0.1)
    found = metrics() | {"comparison": comparison.beside(new, "2000.1.1", made)}
    assert {one["name"]: one["verdict"] for one in gate.judge(found)["criteria"]}["gain"] == PASS
    found["comparison"] = comparison.beside(
        made_version.saved(home, made, version="2000.1.4", noise=0.9), "2000.1.1", made
    )
    assert {one["name"]: one["verdict"] for one in gate.judge(found)["criteria"]}["gain"] == FAIL
