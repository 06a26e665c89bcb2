"""``manage.py synthesize`` against an endpoint that is slow, rude or wrong; killed, and cut short by money."""

import io
import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from privacy.egress.disclosures import Disclosure, DisclosureSubject
from tests import authors
from tests.installation import ROOT, Installation
from tests.stub_llm import Endpoint, Says

pytestmark = pytest.mark.django_db


def writes(asked, **how):
    return Says(authors.answer(asked.instructions, asked.text), **how)


@pytest.fixture(autouse=True)
def _it_writes(request):
    if "endpoint" in request.fixturenames:
        request.getfixturevalue("endpoint").says = writes


def synthesize(folder, *, count=12, budget=5, until="label", **options):
    said = io.StringIO()
    # One call at a time stays in this test's transaction. Calls side by side are tested in a process of its own.
    given = {"yes": True, "workers": 1, **options}
    call_command("synthesize", folder, count=count, budget=budget, until=until, stdout=said, **given)
    return said.getvalue()


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def spent_in(folder):
    journals = (folder / name for name in ("written.jsonl", "rated-first.jsonl", "rated-second.jsonl"))
    return sum(said.get("spent", 0.0) for path in journals if path.exists() for said in lines(path))


def test_what_is_written_is_rated_twice_and_kept_where_both_agree(endpoint, tmp_path):
    said = synthesize(tmp_path)
    rows, quality = lines(tmp_path / "rows.jsonl"), json.loads((tmp_path / "quality.json").read_text())
    doubted = sum(authors.doubtful(line["value"]) for line in lines(tmp_path / "written.jsonl") if "value" in line)
    assert quality["readings"]["texts"] == 12
    assert len(rows) == quality["rows"] == 12 - doubted
    assert all(row["ratings"] == authors.ratings_for(row["text"]) for row in rows)
    assert "Quality of the made-up responses" in (tmp_path / "quality.md").read_text()
    assert re.search(r"Done up to label: .* \(\$0\.\d\d spent in all\)", said)


def test_each_call_is_a_row_about_nobody(endpoint, tmp_path):
    synthesize(tmp_path)
    assert Counter(Disclosure.objects.values_list("purpose", flat=True)) == {"synthesis": 12, "labeling": 24}
    assert {row.actor for row in Disclosure.objects.all()} == {"system:synthesize"}
    assert not DisclosureSubject.objects.exists()


def test_a_reader_sees_the_codebook_the_prompt_and_the_text_and_never_the_order(endpoint, tmp_path):
    synthesize(tmp_path)
    orders = [asked for asked in endpoint.asked if '"shows"' in asked.text]
    readings = [asked for asked in endpoint.asked if '"shows"' not in asked.text]
    assert all("Decision rules" not in asked.instructions for asked in orders)
    assert all("Decision rules" in asked.instructions for asked in readings)
    assert {frozenset(json.loads(asked.text)) for asked in readings} == {frozenset({"prompt", "text"})}
    assert len({asked.instructions for asked in readings}) == 2


def test_done_again_it_asks_nothing(endpoint, tmp_path):
    synthesize(tmp_path)
    calls = len(endpoint.asked)
    assert "about $0.00 still to come" in synthesize(tmp_path)
    assert len(endpoint.asked) == calls


def test_an_endpoint_that_stumbles_lies_and_cuts_off_is_asked_again_and_never_believed(endpoint, tmp_path):
    nonsense = [
        Says(status=503),
        Says(status=429, headers={"Retry-After": "0"}),
        Says("no JSON at all"),
        Says({"text": "empathy " * 20}),
        Says({"text": ["a", "list"]}),
        Says({"text": "too short"}),
        Says('{"text": "cut o', finish="length"),
        Says({"empathy": 9, "problem_solving": 1, "self_regulation": 1, "resilience": 1}),
        Says({"empathy": True, "problem_solving": 1, "self_regulation": 1, "resilience": 1}),
        Says({"empathy": 1}),
        Says(raw=b"<html>"),
        Says("x" * 400, cut_at=100),
    ]

    def says(asked):
        number = len(endpoint.asked)
        return nonsense[number // 3 % len(nonsense)] if number % 3 == 0 else writes(asked)

    endpoint.says = says
    synthesize(tmp_path, count=30)
    rows, quality = lines(tmp_path / "rows.jsonl"), json.loads((tmp_path / "quality.json").read_text())
    assert {"no JSON", "cut off", "call failed: rate limited", "call failed: the host answered 503"} <= quality[
        "refused"
    ].keys()
    assert len(rows) >= 15
    assert len({row["text"] for row in rows}) == len(rows)
    assert all(row["ratings"] == authors.ratings_for(row["text"]) for row in rows)


def test_the_price_is_said_first_and_the_cap_is_never_passed(endpoint, tmp_path):
    with pytest.raises(CommandError, match=r"could pass the cap of \$2\.00"):
        synthesize(tmp_path, budget=2, price=(1000, 1000))
    spent = spent_in(tmp_path)
    assert 0 < spent <= 2
    assert not (tmp_path / "rows.jsonl").exists()
    said = synthesize(tmp_path, budget=spent + 1)
    assert said.startswith("12 responses with gpt-4o-mini, each written once and rated twice: about $")
    assert f"${spent:.2f} spent so far" in said


def test_a_bill_that_says_nothing_was_used_is_not_believed(endpoint, tmp_path):
    free = json.loads(Says().body()) | {"usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}

    def says(asked):
        free["choices"][0]["message"]["content"] = json.dumps(authors.answer(asked.instructions, asked.text))
        return Says(raw=json.dumps(free).encode())

    endpoint.says = says
    with pytest.raises(CommandError, match="could pass the cap"):
        synthesize(tmp_path, budget=1, price=(1000, 1000))


def test_whoever_does_not_agree_to_the_price_spends_nothing(endpoint, tmp_path, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(CommandError, match="Nothing was asked"):
        synthesize(tmp_path, yes=False)
    assert endpoint.asked == []


def test_an_endpoint_that_is_down_ends_the_run_and_nothing_is_lost_by_it(endpoint, tmp_path, monkeypatch):
    monkeypatch.setattr("mlcore.asking.WAIT_FIRST", 0.0)
    monkeypatch.setattr("privacy.egress.door.REST_SECONDS", 0.0)
    endpoint.says = lambda asked: writes(asked) if len(endpoint.asked) <= 5 else Says(status=500)
    with pytest.raises(CommandError, match="failed 20 times in a row"):
        synthesize(tmp_path)
    assert sum("value" in line for line in lines(tmp_path / "written.jsonl")) == 5
    assert len(endpoint.asked) == 25
    endpoint.says = writes
    synthesize(tmp_path)
    assert sum("value" in line for line in lines(tmp_path / "written.jsonl")) == 12


def test_with_the_door_shut_nothing_is_asked_and_the_remedy_is_said(endpoint, tmp_path, settings):
    settings.EGRESS_OFF = True
    with pytest.raises(CommandError, match="The door to the outside is shut"):
        synthesize(tmp_path)
    assert endpoint.asked == []


def test_a_folder_begun_otherwise_is_refused(endpoint, tmp_path):
    synthesize(tmp_path, count=3)
    with pytest.raises(CommandError, match="was begun with count 3"):
        synthesize(tmp_path, count=5)


# --- in a process of its own ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("house"), SIGHTLINE_LLM_API_KEY="the-key")
    installation.prepare()
    yield installation
    installation.close()


def start(house, running, folder, *, count, workers):
    places = {"SIGHTLINE_EGRESS_ALLOWED": running.origin, "SIGHTLINE_LLM_URL": running.url}
    command = [sys.executable, "manage.py", "synthesize", str(folder), "--count", str(count), "--budget", "5"]
    return subprocess.Popen(
        [*command, "--until", "label", "--yes", "--workers", str(workers)],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", **house.environment, **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_where_it_was_with_many_calls_at_once(house, tmp_path):
    with Endpoint(lambda asked: writes(asked, delay=0.4)).running() as running:
        first = start(house, running, tmp_path, count=40, workers=8)
        until = time.monotonic() + 120
        while len(running.asked) < 20 and time.monotonic() < until and first.poll() is None:
            time.sleep(0.02)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        assert 20 <= len(running.asked) < 40
        with (tmp_path / "written.jsonl").open("a") as file:
            file.write('{"key": "SY-000')  # the kill came while a line was being written

        second = start(house, running, tmp_path, count=40, workers=8)
        _, err = second.communicate(timeout=240)
        assert second.returncode == 0, err
        written = Counter(line["key"] for line in lines(tmp_path / "written.jsonl") if "value" in line)
        assert written == {f"SY-{n:05}": 1 for n in range(1, 41)}
        whole = [asked for asked in running.asked if asked.body]  # the kill cut some off before their body
        again = sum('"shows"' in asked.text for asked in whole) - 40
        assert again <= 8  # those that were under way, one for each worker
        assert running.at_once >= 6
        sent = dict(house.query("select purpose, count(*) from privacy_disclosure group by purpose"))
        assert sent["labeling"] == 80
        assert 40 + again <= sent["synthesis"] <= 48  # a row is written before its call: none is missing
