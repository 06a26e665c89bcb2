"""From a log's text to runs: shapes, times, order, doubles, what is not understood. No database."""

import json
import random
import time
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assessments.telemetry import justhink, moments, payload, runs, shapes, xapi
from assessments.telemetry.records import EVERYONE, NOBODY, Left, Plan
from assessments.uploading.decoding import decode
from assessments.uploading.table import FileRefused
from config import env
from mlcore.events import NAMES
from mlcore.features import behavioral
from mlcore.results import Event
from tests.assessments.logs import JUSTHINK, START, a_log, csv_of, event, lines_of, statement

UNTIL = START.timestamp() + 86_400 * 3
ADL = "http://adlnet.gov/expapi/verbs/"
OREGON = ZoneInfo("America/Los_Angeles")


def read(data: bytes | list, plan: Plan | None = None) -> runs.Runs:
    text = decode(data if isinstance(data, bytes) else lines_of(data)).text
    found = shapes.read(text, plan)
    return runs.build(found.records(), found.plan, zone=OREGON, until=UNTIL, tally=found.sheet.tally)


def kinds(run: runs.Run) -> list[str]:
    return [event.kind for event in run.events]


# --- rows of events ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        lines_of(a_log()),
        csv_of(a_log()),
        csv_of(a_log(), header=("Student ID", "Session", "Timestamp", "Event type", "Level")),
        csv_of(a_log()).replace(b",", b";"),
        csv_of(a_log()).replace(b",", b"\t"),
        json.dumps(a_log()).encode(),
        json.dumps({"events": a_log()}).encode(),
        lines_of(a_log()).decode().encode("utf-16"),
        lines_of(a_log()).replace(b"\n", b"\r\n"),
        lines_of(a_log()[::-1]),
    ],
    ids=["lines", "csv", "other names", "semicolons", "tabs", "array", "object", "utf-16", "crlf", "backwards"],
)
def test_one_run_is_the_same_run_in_whatever_form(data):
    [run] = read(data).runs
    assert run.events == read(a_log()).runs[0].events
    assert (run.student, run.session, run.task, run.started) == ("S-1", "run-7", "bridge 2", START.timestamp())


def test_every_run_is_one_students():
    found = read(a_log() + a_log("S-2") + a_log("S-1", "run-8"))
    assert [(run.student, run.session) for run in found.runs] == [("S-1", "run-7"), ("S-2", "run-7"), ("S-1", "run-8")]


def test_without_a_session_id_a_long_pause_begins_another_run():
    log = [event("attempt", at, session=None) for at in (0, 1700, 1700 + 1801)]
    assert [len(run.events) for run in read(log).runs] == [2, 1]


def test_an_id_that_comes_again_the_next_day_is_another_run():
    assert len(read([event("attempt", 0), event("attempt", 13 * 3600)]).runs) == 2
    assert len(read([event("attempt", 0), event("attempt", 11 * 3600)]).runs) == 1


def test_events_out_of_order_are_sorted_and_told():
    log = a_log()
    log[2], log[4] = log[4], log[2]
    [run] = read(log).runs
    assert run.events == read(a_log()).runs[0].events
    assert run.tally.counts[Left.OUT_OF_ORDER] and not run.tally.left_out


def test_events_of_one_moment_stay_in_the_order_of_the_file():
    assert kinds(read([event("attempt", 5), event("failure", 5), event("retry", 5)]).runs[0]) == [
        "attempt",
        "failure",
        "retry",
    ]


def test_a_double_counts_once_and_is_told_with_its_line():
    [run] = read([*a_log(), a_log()[1]]).runs
    assert run.events == read(a_log()).runs[0].events
    assert run.tally.lines[Left.DOUBLE] == [11]


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("", Left.NO_TIME),
        ("yesterday", Left.NO_TIME),
        ("NaN", Left.NO_TIME),
        (None, Left.NO_TIME),
        (True, Left.NO_TIME),
        (["2026"], Left.NO_TIME),
        (1e300, Left.NO_TIME),
        (10**400, Left.NO_TIME),
        ("1970-01-01T00:00:00Z", Left.ABSURD_TIME),
        ("2099-01-01T00:00:00Z", Left.ABSURD_TIME),
        ("0001-01-01T00:00:00+14:00", Left.ABSURD_TIME),
        ("9999-12-31T23:59:59-12:00", Left.ABSURD_TIME),
        (-5, Left.ABSURD_TIME),
        (90_000, Left.ABSURD_TIME),
        (12.5, Left.OTHER_CLOCK),
    ],
)
def test_a_time_that_cannot_be_is_left_out_and_told(at, left):
    [run] = read([*a_log(), event("failure") | {"at": at}]).runs
    assert run.events == read(a_log()).runs[0].events
    assert run.tally.counts == {left: 1}


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-12T17:30:00Z", (True, START.timestamp())),
        ("2026-11-12T09:30:00-08:00", (True, START.timestamp())),
        ("2026-11-12 09:30:00", (True, START.timestamp())),  # the school's own time
        ("11/12/2026 9:30", (True, START.timestamp())),
        ("11/12/2026 09:30:00 AM", (True, START.timestamp())),
        (START.timestamp(), (True, START.timestamp())),
        (int(START.timestamp() * 1000), (True, START.timestamp())),
        (str(int(START.timestamp() * 1e6)), (True, START.timestamp())),
        (12.5, (False, 12.5)),
        ("0", (False, 0.0)),
    ],
)
def test_times_as_games_write_them(value, moment):
    assert moments.moment_of(value, OREGON) == moment


def test_words_for_events_are_understood_mapped_or_reported():
    log = [event("Attempted", 0), event("CRASHED", 5), event("unicorn", 6)]
    found = read(log)
    assert (kinds(found.runs[0]), dict(found.words)) == (["attempt"], {"CRASHED": 1, "unicorn": 1})
    plan = shapes.read(decode(lines_of(log)).text).plan
    mapped = Plan(plan.columns, kinds={"CRASHED": "failure", "unicorn": NOBODY})
    found = read(log, mapped)
    assert (kinds(found.runs[0]), dict(found.words)) == (["attempt", "failure"], {})


def test_an_event_of_everybody_is_in_each_run_of_its_session():
    log = [event("choice", 0), event("choice", 1, student="S-2"), event("failure", 5, student="team")]
    plan = shapes.read(decode(lines_of(log)).text).plan
    found = read(log, Plan(plan.columns, students={"team": EVERYONE}))
    assert [kinds(run) for run in found.runs] == [["choice", "failure"], ["choice", "failure"]]


def test_an_event_of_everybody_where_nobody_is_belongs_to_no_student():
    log = [event("failure", 5, student="team")]
    plan = shapes.read(decode(lines_of(log)).text).plan
    found = read(log, Plan(plan.columns, students={"team": EVERYONE}))
    assert not found.runs
    assert found.tally.counts == {Left.NO_STUDENT: 1}


def test_a_long_data_is_dropped_and_the_event_kept():
    [run] = read([*a_log(), event("message", 900, data={"text": "x" * 3000})]).runs
    assert "message" in kinds(run)
    assert run.tally.counts == {Left.DATA_DROPPED: 1}
    assert run.tally.left_out == 0


def test_game_response_and_simulation_are_read_from_the_data_too():
    log = a_log()
    log[0]["data"] = {"game": "Bridge Builder", "response_id": "R7", "simulated": True}
    [run] = read(log).runs
    assert (run.task, run.response, run.simulated) == ("Bridge Builder", "R7", True)


def test_a_payload_comes_back_as_it_went():
    for run in (read(a_log()).runs[0].events, (), (Event("message", 1.5, "", {"text": "hallo 🙂"}),)):
        assert payload.from_text(payload.to_text(run)) == run


# --- xAPI --------------------------------------------------------------------------------------


def test_an_answer_is_an_attempt_and_its_outcome():
    log = [statement(ADL + "answered", at, success=worked) for at, worked in ((1, False), (9, True))]
    [run] = read(log).runs
    assert kinds(run) == ["attempt", "failure", "attempt", "success"]
    assert (run.student, run.session, run.task) == ("S-1", "run-7", "Bridge 2")


@pytest.mark.parametrize("verb", [name for name, kind in xapi.VERBS.items() if kind in NAMES])
def test_every_verb_of_the_table_becomes_its_kind(verb):
    [run] = read([statement(verb, 3)]).runs
    assert kinds(run) == [xapi.VERBS[verb]]


def test_every_kind_of_the_table_is_of_the_vocabulary():
    assert set(xapi.VERBS.values()) <= {*NAMES, xapi.JUDGED, xapi.SILENT}


def test_completed_without_a_result_says_nothing_to_count():
    found = read([statement(ADL + "completed", 3), statement(ADL + "progressed", 4)])
    assert not found.runs
    assert found.tally.counts == {Left.NOTHING_TO_COUNT: 2}


def test_a_verb_of_our_own_words_is_understood_and_any_other_reported():
    found = read([statement("https://game.example/verbs/help-given", 1), statement("https://x.example/danced", 2)])
    assert kinds(found.runs[0]) == ["help_given"]
    assert dict(found.words) == {"https://x.example/danced": 1}


def test_a_statement_sent_twice_counts_once_and_one_taken_back_not_at_all():
    wrong = statement(ADL + "failed", 5)
    back = statement(ADL + "voided", 6, object={"objectType": "StatementRef", "id": wrong["id"]})
    found = read([statement(ADL + "attempted", 1), statement(ADL + "attempted", 1), wrong, back])
    assert kinds(found.runs[0]) == ["attempt"]
    assert found.tally.counts[Left.DOUBLE] == found.tally.counts[Left.VOIDED] == 1


@pytest.mark.parametrize(
    ("actor", "names"),
    [
        ({"mbox": "mailto:ada@school.example"}, ["ada@school.example"]),
        ({"openid": "https://id.example/ada"}, ["https://id.example/ada"]),
        ({"objectType": "Group", "member": [{"account": {"name": "S-1"}}, {"mbox": "mailto:b@x"}]}, ["S-1", "b@x"]),
    ],
)
def test_actors_are_named_in_each_of_xapis_ways(actor, names):
    assert [run.student for run in read([statement(ADL + "failed", 1, actor="x") | {"actor": actor}]).runs] == names


def test_an_actor_without_a_name_belongs_to_no_student():
    found = read([statement(ADL + "failed", 1) | {"actor": {"objectType": "Agent"}}])
    assert found.tally.counts == {Left.NO_STUDENT: 1}


# --- a real game's log -------------------------------------------------------------------------


def test_a_teams_submission_is_a_try_of_both_children_and_its_cost_the_outcome():
    found = read(JUSTHINK.encode())
    assert {run.student: kinds(run) for run in found.runs} == {
        "7A": ["choice", "choice", *["attempt", "failure"] * 3, "attempt", "success"],
        "7B": ["hint", "attempt", "failure", "choice", *["attempt", "failure"] * 2, "attempt", "success"],
    }
    assert found.tally.counts == {Left.NOTHING_TO_COUNT: 1}  # the robot
    assert all(run.started is None for run in found.runs)


def test_nobody_can_be_seen_helping_in_it_so_help_is_missing():
    [a, _b] = read(JUSTHINK.encode()).runs
    values = dict(zip(behavioral.COLUMNS, behavioral.read(a.events), strict=True))
    assert str(values["help_given_rate"]) == "nan"
    assert values["success_share"] == 0.25


# --- real files, where they are ----------------------------------------------------------------

real = pytest.mark.skipif(env.DATA is None, reason="the real data sets are not here: set SIGHTLINE_DATA")


@real
def test_every_real_log_of_the_game_is_read_whole():
    rows = taken = 0
    for path in sorted(Path(env.DATA, "justhink", "logs").glob("*.csv")):
        found = shapes.read(decode(path.read_bytes()).text)
        built = runs.build(found.records(), found.plan, zone=UTC, until=UNTIL, tally=found.sheet.tally)
        assert found.shape.name == "justhink"
        assert len(built.runs) == 2 and not built.words
        assert set(built.tally.counts) <= {Left.NOTHING_TO_COUNT, Left.DOUBLE}
        rows += len(found.sheet.rows)
        taken += built.taken
    assert rows == 8_757
    assert taken > 5_000


@real
def test_real_statements_are_mapped_by_verb_and_the_unknown_one_is_told():
    text = decode(Path(env.DATA, "ralph_xapi", "statements-2000.jsonl").read_bytes()).text
    began = time.perf_counter()
    found = shapes.read(text)
    built = runs.build(found.records(), found.plan, zone=UTC, until=UNTIL + 86_400 * 365, tally=found.sheet.tally)
    assert time.perf_counter() - began < 2
    assert found.shape.name == "xapi"
    assert dict(built.words) == {"http://id.tincanapi.com/verb/downloaded": 7}
    assert built.tally.counts[Left.NOTHING_TO_COUNT] == 60  # completed, without a result
    assert built.taken == 2_000 - 60 - 7
    assert {kind for run in built.runs for kind in kinds(run)} == {
        "resume",
        "idle",
        "choice",
        "session_start",
        "session_end",
    }
    for run in built.runs:  # nothing was tried, so nothing is made of it
        assert not any(behavioral.p_observed(count) for count in behavioral.chances(run.events).values())


# --- many, and anything ------------------------------------------------------------------------


def ten_thousand() -> bytes:
    log = [one for n in range(500) for one in a_log(f"S-{n % 60}", f"run-{n}", failures=8)]
    return lines_of(log[:10_000])


def test_ten_thousand_events_are_read_within_two_seconds_of_work():
    data = ten_thousand()
    began = time.process_time()
    found = read(data)
    assert time.process_time() - began < 2
    assert found.taken == 10_000


SCRAPS = (
    *(
        '{"student_id":',
        '"S-1"',
        ',"at":',
        "12",
        '"2026-11-12T09:30:00Z"',
        ',"kind":',
        '"failure"',
        "}",
        "\n",
        "[",
        "]",
    ),
    *("{", '"verb":', '{"id":', f'"{ADL}answered"', '"actor":', '"account":', '"name":', ",", ":", "null"),
    *("student_id", "session_id", "at", "kind", "task", "attempt", ";", "\t", '"', '""', "\\u0000", "\\ud83d", "\x00"),
    *("NaN", "Infinity", "1e999", "-1", "🙂", "\u200f", "é", "*", "-", "=1+1", "\u2028", "\x85", "\ufffd", "sep=;\n"),
    *("7\tT\tsubmits\tcost=1 (opt_cost=", "(opt_cost=22)", "[" * 2_000, '{"a":' * 2_000, "9" * 5_000),
)
ODD = (None, True, [], {}, [1], {"a": {"b": []}}, -1, 1e308, 10**30, "", " ", "*", "\ud83d", "\x00", "x" * 3_000, "NaN")


def broken(text: str, dice: random.Random) -> bytes:
    """A file with pieces cut out, doubled, swapped for others or for noise, now and then in another encoding."""
    for _n in range(dice.randint(1, 8)):
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.choice((0, 1, 3, 20, 200)))
        text = text[:start] + dice.choice((*SCRAPS, text[start:end] * 2, "")) + text[end:]
    return text.encode(dice.choice(("utf-8", "utf-8", "utf-8", "utf-16", "cp1252")), "replace")


def odd_values(rows: list[dict], dice: random.Random) -> bytes:
    """Well-formed objects whose values, at any depth, are not what they should be."""
    return lines_of([{name: _odd(value, dice) for name, value in row.items()} for row in rows])


def _odd(value, dice: random.Random):
    if dice.random() < 0.08:
        return dice.choice(ODD)
    if isinstance(value, dict):
        return {name: _odd(one, dice) for name, one in value.items()}
    return value


STATEMENTS = [statement(ADL + "answered", at, success=at % 2 == 0) for at in range(5)]
PARSERS = {
    "lines": lambda dice: broken(lines_of(a_log()).decode(), dice),
    "lines of odd values": lambda dice: odd_values([one | {"data": {"game": "G"}} for one in a_log()], dice),
    "csv": lambda dice: broken(csv_of(a_log()).decode(), dice),
    "xapi": lambda dice: broken(lines_of(STATEMENTS).decode(), dice),
    "xapi of odd values": lambda dice: odd_values(STATEMENTS, dice),
    "justhink": lambda dice: broken(JUSTHINK, dice),
    "noise": lambda dice: broken("".join(dice.choices(SCRAPS, k=dice.randint(0, 40))), dice),
    "bytes": lambda dice: dice.randbytes(dice.randint(0, 400)),
}


def holds(data: bytes) -> None:
    """Whatever the bytes: runs that could be stored, or a sentence; and quickly."""
    began = time.process_time()
    try:
        found = read(data)
    except FileRefused as refused:
        assert str(refused)
        return
    finally:
        assert time.process_time() - began < 2
    for run in found.runs:
        assert run.events and {one.kind for one in run.events} <= set(NAMES)
        assert [one.at for one in run.events] == sorted(one.at for one in run.events)
        text = payload.to_text(run.events)
        text.encode()
        assert "\x00" not in run.task + run.student + run.session + run.response
        assert payload.from_text(text) == run.events
        behavioral.read(run.events)
    for sentences in (found.tally.sentences(), *(run.tally.sentences() for run in found.runs)):
        assert all(count and about and lines for count, about, lines in sentences)


@pytest.mark.parametrize("parser", PARSERS)
def test_any_of_300_broken_files_is_runs_or_a_sentence(parser):
    for seed in range(300):
        holds(PARSERS[parser](random.Random(f"{parser}{seed}")))


@pytest.mark.proof
@pytest.mark.parametrize("parser", PARSERS)
def test_any_of_10_000_broken_files_is_runs_or_a_sentence(parser):
    for seed in range(10_000):
        holds(PARSERS[parser](random.Random(f"proof {parser}{seed}")))


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":' * 50_000,
        lines_of([event("attempt", 1)]) + b'{"data":' + b"[" * 50_000,
        b"student_id,at,kind\n" + b'"' * 100_001,
        b"kind,at,student_id\n" + b"attempt,1,S\n" * 40_000,
        lines_of([event("x" * 5_000, 1)] * 500),
        lines_of([event("attempt", n % 7) for n in range(5_000)]),
    ],
    ids=["open", "deep", "quotes", "long", "wide", "doubles"],
)
def test_files_made_to_hang_do_not(data):
    holds(data)


def test_the_game_is_told_by_its_columns_alone():
    assert justhink.fits(tuple(JUSTHINK.split("\n", maxsplit=1)[0].split("\t")))
    assert not justhink.fits(("time", "subject", "verb", "object"))
