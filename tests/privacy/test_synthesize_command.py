"""``manage.py synthesize`` as a process of its own, against an endpoint on loopback that is slow, rude or wrong."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests import authors
from tests.installation import ROOT, Installation
from tests.stub_llm import Endpoint, Says

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("house"), SIGHTLINE_LLM_API_KEY="the-key")
    installation.manage("prepare_database")
    yield installation
    installation.close()


@pytest.fixture
def endpoint(house):
    with Endpoint(writes).running() as running:
        house.environment |= {"SIGHTLINE_EGRESS_ALLOWED": running.origin, "SIGHTLINE_LLM_URL": running.url}
        yield running


def writes(asked, **how):
    return Says(authors.answer(asked.instructions, asked.text), **how)


def start(house, folder, *arguments, count=24, until="label", budget="5"):
    command = [sys.executable, "manage.py", "synthesize", str(folder), "--count", str(count), "--budget", budget]
    return subprocess.Popen(
        [*command, "--until", until, "--yes", *arguments],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", **house.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def written(folder):
    return [said["key"] for said in lines(folder / "written.jsonl") if "value" in said]


def test_killed_at_any_moment_it_goes_on_where_it_was(house, endpoint, tmp_path):
    endpoint.says = lambda asked: writes(asked, delay=0.15)
    first = start(house, tmp_path, "--workers", "4")
    until = time.monotonic() + 60
    while len(endpoint.asked) < 13 and time.monotonic() < until:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    reached = len(endpoint.asked)
    assert 13 <= reached < 24
    with (tmp_path / "written.jsonl").open("a") as file:
        file.write('{"key": "SY-000')  # the kill came while a line was being written

    code, out, err = finished(start(house, tmp_path, "--workers", "4"))
    assert code == 0, err
    assert Counter(written(tmp_path)) == Counter({f"SY-{n:05}": 1 for n in range(1, 25)})
    again = sum('"shows"' in asked.text for asked in endpoint.asked) - 24
    assert again <= 4  # those that were under way, one for each worker
    assert "spent so far" in out

    calls = len(endpoint.asked)
    code, out, err = finished(start(house, tmp_path, "--workers", "4"))
    assert (code, len(endpoint.asked)) == (0, calls)  # all is done: nothing is asked again
    rows, quality = lines(tmp_path / "rows.jsonl"), json.loads((tmp_path / "quality.json").read_text())
    texts = [row["text"] for row in rows]
    assert len(set(texts)) == len(texts) == quality["rows"] == quality["readings"]["agreed"]
    assert not any(authors.doubtful(text) for text in texts)
    assert all(row["ratings"] == authors.ratings_for(row["text"]) for row in rows)
    sent = house.query("select purpose, count(*) from privacy_disclosure group by purpose order by purpose")
    assert dict(sent) == {"labeling": 48, "synthesis": 24 + again}
    assert house.query("select count(*) from privacy_disclosuresubject") == [(0,)]


def test_an_endpoint_that_stumbles_lies_and_cuts_off_is_asked_again_and_never_believed(house, endpoint, tmp_path):
    nonsense = [
        Says(status=503),
        Says(status=429, headers={"Retry-After": "0"}),
        Says("no JSON at all"),
        Says({"text": "empathy " * 20}),
        Says({"text": ["a", "list"]}),
        Says({"text": "too short"}),
        Says({"text": "the same text each time it is asked, word for word, and nothing else"}),
        Says('{"text": "cut o', finish="length"),
        Says({"empathy": 9, "problem_solving": 1, "self_regulation": 1, "resilience": 1}),
        Says({"empathy": True, "problem_solving": 1, "self_regulation": 1, "resilience": 1}),
        Says({"empathy": 1}),
        Says(raw=b"<html>"),
    ]
    seen = Counter()

    def says(asked):
        seen[asked.text + asked.instructions] += 1
        number = len(endpoint.asked)
        return nonsense[number // 3 % len(nonsense)] if number % 3 == 0 else writes(asked)

    endpoint.says = says
    code, out, err = finished(start(house, tmp_path, "--workers", "3", count=30))
    assert code == 0, err
    rows, quality = lines(tmp_path / "rows.jsonl"), json.loads((tmp_path / "quality.json").read_text())
    assert quality["refused"]["no JSON"] > 0
    assert quality["refused"]["cut off"] > 0
    assert len(rows) >= 15
    assert len({row["text"] for row in rows}) == len(rows)
    assert all(row["ratings"] == authors.ratings_for(row["text"]) for row in rows)


def test_the_price_is_said_first_and_the_cap_is_never_passed(house, endpoint, tmp_path):
    code, out, err = finished(start(house, tmp_path, "--price", "1000", "1000", budget="2"))
    assert code == 1
    assert out.startswith("24 responses with gpt-4o-mini, each written once and rated twice: about $")
    assert "could pass the cap of $2.00" in err
    spent = sum(said.get("spent", 0.0) for said in lines(tmp_path / "written.jsonl"))
    assert 0 < spent <= 2
    assert not (tmp_path / "rows.jsonl").exists()

    code, out, err = finished(start(house, tmp_path, "--price", "0.15", "0.6", budget=f"{spent + 1:.2f}"))
    assert code == 0, err
    assert f"${spent:.2f} spent so far" in out


def test_with_the_door_shut_nothing_is_asked_and_the_remedy_is_said(house, endpoint, tmp_path):
    house.environment["SIGHTLINE_EGRESS_OFF"] = "1"
    try:
        code, _, err = finished(start(house, tmp_path))
    finally:
        del house.environment["SIGHTLINE_EGRESS_OFF"]
    assert (code, endpoint.asked) == (1, [])
    assert "The door to the outside is shut" in err


def test_a_folder_begun_otherwise_is_refused(house, endpoint, tmp_path):
    (tmp_path / "run.json").write_text('{"count": 10, "seed": 1, "model": "gpt-4o-mini"}')
    code, _, err = finished(start(house, tmp_path))
    assert (code, endpoint.asked) == (1, [])
    assert "was begun with count 10" in err


def test_calls_run_side_by_side(house, endpoint, tmp_path):
    """A scaled measure of 1,000 responses in under 20 minutes at 2 s a call: 60 responses, 180 calls, at 0.2 s."""
    endpoint.says = lambda asked: writes(asked, delay=0.2)
    began = time.monotonic()
    code, _, err = finished(start(house, tmp_path, "--workers", "16", count=60))
    seconds = time.monotonic() - began
    assert code == 0, err
    assert endpoint.at_once > 8
    one_by_one = len(endpoint.asked) * 0.2
    print(f"{len(endpoint.asked)} calls of 0.2 s in {seconds:.1f} s, {endpoint.at_once} at once")
    assert seconds < one_by_one / 2
