"""Many questions at once: within the cap, written down before and after, and none asked twice."""

import json
import threading
import time

import pytest

from mlcore import asking
from mlcore.asking import AskFailed, Budget, Journal, Price, Rejected, Reply, Request, Stopped, as_json, ask_all

PRICE = Price(1.0, 2.0)
KEYS = [f"q{n}" for n in range(30)]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(asking, "WAIT_FIRST", 0.0)


def request_of(key, tries):
    return Request(key, (), f"{key} {tries}", max_tokens=100, seed=tries)


def echo(request):
    return Reply(request.text, True, 10, 5)


def keep(request, answer):
    return answer


def go(path, ask=echo, accept=keep, *, keys=KEYS, cap=1.0, workers=4, budget=None):
    with Journal(path) as journal:
        budget = budget or Budget(cap, PRICE)
        budget.spent = journal.spent
        ask_all(keys, request_of, ask=ask, accept=accept, journal=journal, budget=budget, workers=workers)
        return journal.values


def test_every_question_is_asked_once_and_its_answer_kept(tmp_path):
    asked = []

    def ask(request):
        asked.append(request.key)
        return echo(request)

    values = go(tmp_path / "j", ask)
    assert sorted(asked) == sorted(KEYS)
    assert values == {key: f"{key} 0" for key in KEYS}


def test_calls_run_side_by_side(tmp_path):
    """1,000 questions at 2 s a call need over half an hour one by one; scaled: 120 calls of 0.1 s by 16 at once."""

    def ask(request):
        time.sleep(0.1)
        return echo(request)

    began = time.monotonic()
    go(tmp_path / "j", ask, keys=[f"k{n}" for n in range(120)], workers=16)
    assert time.monotonic() - began < 120 * 0.1 / 4


def test_a_rejected_answer_is_asked_for_again_with_another_wording_and_given_up_after_three(tmp_path):
    def accept(request, answer):
        if request.key == "q1" or (request.key == "q2" and request.seed < 2):
            raise Rejected("no good")
        return answer

    with Journal(tmp_path / "j") as journal:
        ask_all(
            ["q0", "q1", "q2"], request_of, ask=echo, accept=accept, journal=journal, budget=Budget(1, PRICE), workers=2
        )
        assert journal.values == {"q0": "q0 0", "q2": "q2 2"}
        assert journal.told["q1"].settled
        assert journal.told["q1"].reasons == ["no good"] * 3


def test_an_answer_that_was_cut_off_is_not_looked_at(tmp_path):
    def ask(request):
        return Reply("half", complete=request.seed > 0, tokens_in=1, tokens_out=1)

    assert go(tmp_path / "j", ask, keys=["q"]) == {"q": "half"}
    assert [json.loads(line).get("reason") for line in (tmp_path / "j").read_text().splitlines()].count("cut off") == 1


def test_a_call_that_fails_uses_up_no_try(tmp_path):
    failures = iter([AskFailed("503")] * 4)

    def ask(request):
        for failure in failures:
            raise failure
        return echo(request)

    assert go(tmp_path / "j", ask, keys=["q"]) == {"q": "q 0"}


def test_one_question_that_gets_no_answer_holds_up_no_other_and_is_left_for_the_next_run(tmp_path):
    def ask(request):
        if request.key == "q7":
            raise AskFailed("400")
        return echo(request)

    with pytest.raises(Stopped, match="1 questions got no answer"):
        go(tmp_path / "j", ask)
    assert len(go(tmp_path / "j")) == 30


def test_an_endpoint_that_is_down_stops_the_run_and_the_next_goes_on(tmp_path):
    def ask(_):
        raise AskFailed("500")

    with pytest.raises(Stopped, match="failed 20 times in a row"):
        go(tmp_path / "j", ask)
    assert len(go(tmp_path / "j")) == 30


def test_the_seconds_an_endpoint_asks_for_are_waited(tmp_path):
    first = iter([AskFailed("429", 0.3)])

    def ask(request):
        for failure in first:
            raise failure
        return echo(request)

    began = time.monotonic()
    go(tmp_path / "j", ask, keys=["q"])
    assert time.monotonic() - began >= 0.3


# --- money -----------------------------------------------------------------------------------------


def test_the_cap_is_never_passed_however_many_ask_at_once(tmp_path):
    most = PRICE.most(request_of("q00", 0))
    budget = Budget(most * 7.5, PRICE)
    highest, lock = [], threading.Lock()

    def ask(request):
        with lock:
            highest.append(budget.spent + budget._reserved)
        return Reply(request.text, True, int((len(request.text) / 2.5) + 50), 100)

    with pytest.raises(Stopped, match="could pass the cap"):
        go(tmp_path / "j", ask, budget=budget, workers=8)
    assert max(highest) <= budget.cap
    assert budget.spent <= budget.cap


def test_calls_under_way_when_the_money_ends_are_finished_and_kept(tmp_path):
    most = PRICE.most(request_of("q00", 0))

    def ask(request):
        time.sleep(0.05)
        return Reply(request.text, True, 60, 100)

    with pytest.raises(Stopped):
        go(tmp_path / "j", ask, cap=most * 4.5, workers=8)
    with Journal(tmp_path / "j") as journal:
        assert len(journal.values) == 4


def test_a_bill_of_nothing_counts_as_all_that_was_set_aside():
    budget = Budget(1, PRICE)
    reserved = budget.reserve(request_of("q", 0))
    assert budget.settle(reserved, Reply("", True, 0, 0)) == reserved
    assert budget.settle(budget.reserve(request_of("q", 0)), None) == reserved
    assert budget.spent == 2 * reserved


def test_a_bill_larger_than_what_was_set_aside_is_counted_in_full():
    budget = Budget(1, PRICE)
    assert budget.settle(budget.reserve(request_of("q", 0)), Reply("", True, 10_000, 10_000)) == pytest.approx(0.03)


def test_money_of_a_call_that_a_kill_interrupted_counts_as_spent(tmp_path):
    path = tmp_path / "j"
    lines = [
        {"key": "a", "reserved": 0.5},
        {"key": "a", "spent": 0.2, "value": 1},
        {"key": "b", "reserved": 0.5},
        {"key": "b", "reserved": 0.5},
        {"key": "b", "spent": 0.1, "failed": "500"},
        {"key": "c", "reserved": 0.5},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with Journal(path) as journal:
        assert journal.spent == pytest.approx(0.2 + 0.5 + 0.1 + 0.5)
        assert journal.values == {"a": 1}
        assert not journal.told["b"].settled


def test_a_line_that_was_half_written_is_cut_off(tmp_path):
    path = tmp_path / "j"
    path.write_text('{"key": "a", "spent": 0.2, "value": "é"}\n{"key": "b", "spe')
    with Journal(path) as journal:
        journal.add(key="b", spent=0.1, value=2)
    with Journal(path) as journal:
        assert journal.values == {"a": "é", "b": 2}


@pytest.mark.parametrize("text", ["", "sorry", "[1]", '"a"', "{'a': 1}", '{"a": 1', "nan"])
def test_an_answer_without_a_json_object_is_rejected(text):
    with pytest.raises(Rejected):
        as_json(text)


@pytest.mark.parametrize("text", ['{"a": 1}', ' {"a": 1}\n', '```json\n{"a": 1}\n```', '```\n{"a": 1}```'])
def test_json_in_a_fence_is_read(text):
    assert as_json(text) == {"a": 1}
