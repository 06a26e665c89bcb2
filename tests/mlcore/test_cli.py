"""The commands, as they are typed: what they write, and what they answer when something is wrong."""

import json

import pytest

from mlcore import corpus, publishing, registry
from mlcore.agreement import PASS, UNSURE
from mlcore.cli import main
from mlcore.corpus import Row
from tests.mlcore import made_version


def as_record(row: Row) -> dict:
    ratings = {skill.value: value or "NO" for skill, value in row.ratings.items()}
    return {name: getattr(row, name) for name in Row.__slots__ if name != "ratings"} | {"ratings": ratings}


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    """A made version after ``evaluate``, with the corpus it was made from beside it."""
    home = tmp_path_factory.mktemp("artifacts")
    made = made_version.rows()
    one = made_version.saved(home, made)
    path = home / "made.jsonl"
    path.write_text("".join(json.dumps(as_record(row)) + "\n" for row in made))
    assert main(["evaluate", str(one.folder), "--corpus", str(path), "--quick"]) == 0
    return one.folder, path


def test_evaluate_leaves_metrics_card_and_report_under_the_seal(evaluated):
    folder, _ = evaluated
    assert {"metrics.json", "card.md", "report.html"} <= {path.name for path in folder.iterdir()}
    registry.verify(folder)


def test_without_robustness_the_gate_does_not_pass_and_once_measured_it_is_judged_again(evaluated):
    folder, _ = evaluated
    assert publishing.current(folder)["gate"]["verdict"] == UNSURE
    kinds = {"names": {"pairs": 40, "held": 1.0, "worst": 0.01}}
    assert publishing.keep(folder, "robustness", {"summary": "Pairs.", "kinds": kinds})["gate"]["verdict"] == PASS
    assert "## Promotion gate: pass" in (folder / "card.md").read_text()
    registry.verify(folder)


def test_one_part_asked_for_alone_leaves_the_figures_on_the_folds_as_they_stand(evaluated, monkeypatch, tmp_path):
    folder, path = evaluated
    before = publishing.current(folder)["skills"]
    monkeypatch.setattr("mlcore.cli._folds", lambda *_, **__: pytest.fail("measured the folds again"))
    rated = tmp_path / "rated.jsonl"
    rows = made_version.rows(seed=40, writers=("WQ",))
    rated.write_text("".join(json.dumps(as_record(row)) + "\n" for row in rows))
    assert main(["evaluate", str(folder), "--corpus", str(path), "--file", str(rated), "--by-people"]) == 0
    after = publishing.current(folder)
    assert after["skills"] == before and after["files"]["rated.jsonl"]["rows"] == len(rows)
    assert "agreement with people's ratings on the codebook" in (folder / "card.md").read_text()


def test_what_was_measured_on_other_files_is_not_kept(evaluated):
    folder, _ = evaluated
    registry.write_json(folder / "calibration.json", json.loads((folder / "calibration.json").read_text()) | {"x": {}})
    registry.seal(folder)
    assert publishing.current(folder) == {}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["evaluate", "2000.9.9"], "is missing"),
        (["promote", "2000.9.9"], "There is no version 2000.9.9"),
        (["verify", "2000.9.9"], "is missing"),
        (["evaluate", "--external", "another_set", "/nowhere"], "only empathic_reactions is known"),
    ],
)
def test_what_can_be_mended_is_one_sentence_and_exit_code_1(command, says, capsys):
    if "--external" in command and not registry.fits_this_code(registry.metadata_of(registry.folder_of())):
        pytest.skip("the served version does not fit this code")
    assert main(command) == 1
    assert says in capsys.readouterr().err


def test_list_marks_the_served_version(capsys):
    assert main(["list"]) == 0
    assert f"* {registry.current()}" in capsys.readouterr().out


def test_verify_goes_through_every_version_and_says_whether_the_served_one_can_be_used(capsys):
    now, learned = corpus.deidentifier_of(corpus.training_file()), registry.load().deidentifier_version
    assert main(["verify"]) == (0 if now == learned else 1)
    said = capsys.readouterr().err
    assert all(f"{version}: every file is as it was trained." in said for version in registry.versions())
    assert ("fits this code" if now == learned else f"text of de-identifier {learned}") in said


def test_verify_refuses_a_served_version_that_learned_from_another_de_identifiers_text(monkeypatch, capsys):
    monkeypatch.setattr("mlcore.cli._deidentifier", lambda: "9.9")
    assert main(["verify"]) == 1
    assert "but this code writes 9.9" in capsys.readouterr().err
