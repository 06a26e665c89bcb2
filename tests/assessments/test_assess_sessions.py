"""``manage.py assess FILE --sessions LOG``: responses and telemetry in, a CSV out, no database."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from assessments.session_files import read_runs
from tests.assessments.logs import JUSTHINK, a_log, csv_of, event, lines_of

WORDS = (
    "Our bridge fell three times and I wanted to quit, but I took a breath, looked at where it broke "
    "and tried again with a wider base until it held."
)
FILE = f'student_id,prompt,text,response_id\nS-1,Tell about it,"{WORDS}",R7\nS-2,Tell about it,idk,\n'


@pytest.fixture
def assess(tmp_path, capsys):
    def run(log: bytes, *options, file: str = FILE):
        source, sessions, out = (tmp_path / name for name in ("r.csv", "log.jsonl", "scores.csv"))
        source.write_text(file)
        sessions.write_bytes(log)
        call_command("assess", str(source), "--sessions", str(sessions), "--out", str(out), *options)
        with out.open(newline="") as handle:
            rows = {(row["student_id"], row["skill"]): row for row in csv.DictReader(handle)}
        return rows, capsys.readouterr().out

    return run


def width(rows: dict) -> float:
    row = rows["S-1", "resilience"]
    return float(row["high"]) - float(row["low"])


def features(row: dict) -> list[str]:
    return [item["feature"] for item in json.loads(row["evidence"]) if item["kind"] == "behavior"]


def test_a_run_stands_beside_the_words_and_in_the_evidence(assess):
    rows, said = assess(lines_of(a_log(failures=5)))
    assert rows["S-1", "resilience"]["source_behavioral"]
    assert "14 events in 1 runs were taken." in said


def test_without_a_log_nothing_changes_for_those_it_does_not_name(assess, tmp_path):
    with_log, _ = assess(lines_of(a_log()))
    plain = tmp_path / "plain.csv"
    call_command("assess", str(tmp_path / "r.csv"), "--out", str(plain))
    with plain.open(newline="") as handle:
        before = {(row["student_id"], row["skill"]): row for row in csv.DictReader(handle)}
    assert {key: row for key, row in with_log.items() if key[0] == "S-2"} == {
        key: row for key, row in before.items() if key[0] == "S-2"
    }


@pytest.mark.parametrize("link", [{"response_id": "R7"}, {"game": "Tell about it."}])
def test_a_run_joins_the_response_it_names_or_whose_prompt_it_is(assess, link):
    joined, _ = assess(lines_of(a_log(failures=5, **link)))
    alone, _ = assess(lines_of(a_log(failures=5)))
    one, other = ([rows["S-1", "resilience"][name] for name in ("score", "low", "high")] for rows in (joined, alone))
    assert one != other  # within one reading the weights of fusion hold, between two the chances do: and one is surer
    assert width(alone) < width(joined)


def test_a_student_who_only_played_is_assessed_by_the_moves_alone(assess):
    rows, _ = assess(lines_of(a_log("S-9", failures=6)))
    row = rows["S-9", "resilience"]
    assert (row["status"], row["source_model"], bool(row["source_behavioral"])) == ("scored", "", True)
    assert set(features(row)) <= {"retry_share", "recovered_share"}
    assert rows["S-9", "empathy"]["status"] == "not_enough_evidence"


def test_what_was_left_out_is_told(assess):
    log = [*a_log(), a_log()[2], event("teleported", 5), "{cut"]
    _, said = assess(lines_of(log))
    assert "1: stand there twice and count once (line 11)" in said
    assert "not understood: teleported (1)" in said
    assert "1: could not be read as an event (line 13)" in said


def test_columns_and_words_of_other_names_are_given_on_the_command_line(assess):
    log = [one | {"kind": "crashed"} if one["kind"] == "failure" else one for one in a_log(failures=5)]
    data = csv_of(log, header=("wer", "lauf", "wann", "was", "wo"))
    with pytest.raises(CommandError, match="no column says who, when and what"):
        assess(data)
    given = "student_id=wer,session_id=lauf,at=wann,kind=was,task=wo,kind:crashed=failure"
    rows, said = assess(data, "--map-sessions", given)
    assert "not understood" not in said
    assert rows["S-1", "resilience"]["source_behavioral"]


def test_a_real_games_log_gives_both_children_their_own_rows(assess):
    rows, _ = assess(JUSTHINK.encode())
    assert rows["7A", "resilience"]["status"] == rows["7B", "resilience"]["status"] == "scored"


@pytest.mark.parametrize(
    ("log", "options", "sentence"),
    [
        (b"", (), "This file is empty"),
        (b"PK\x03\x04", (), "compressed"),
        (lines_of(a_log()), ("--map-sessions", "kind:crashed=explosion"), "explosion is not a kind of event"),
    ],
)
def test_a_log_that_cannot_be_taken_says_why(assess, log, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        assess(log, *options)


def test_a_log_that_is_not_there_is_said(tmp_path):
    (tmp_path / "r.csv").write_text(FILE)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("assess", str(tmp_path / "r.csv"), "--sessions", "nowhere.jsonl", "--out", str(tmp_path / "o"))


def test_a_simulated_log_is_made_in_our_own_words_and_says_so(tmp_path):
    out = tmp_path / "made.jsonl"
    call_command("simulate_sessions", str(out), "--students", "4", "--runs", "2", "--seed", "7")
    runs = read_runs(out)
    assert len(runs.runs) == 8
    assert all(run.simulated and run.task == "Bridge Builder" for run in runs.runs)
    assert not runs.words and not runs.tally.left_out
    again = tmp_path / "again.jsonl"
    call_command("simulate_sessions", str(again), "--students", "4", "--runs", "2", "--seed", "7")
    assert again.read_bytes() == out.read_bytes()
