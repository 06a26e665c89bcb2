import json
from datetime import UTC, datetime, timedelta

import pytest

from mlcore import served
from mlcore.served import PROMOTE, ROLLBACK, ArtifactError

START = datetime(2026, 11, 2, 8, tzinfo=UTC)


def deploy(home, *versions):
    """One deployment a day; a leading ``-`` says that it was a rollback."""
    for day, version in enumerate(versions, len(served.history(home))):
        served.deploy(
            version.lstrip("-"), home=home, files="f" * 64, action=ROLLBACK if version[0] == "-" else PROMOTE,
            gate="pass", why="", at=START + timedelta(days=day),
        )  # fmt: skip


def lines(home):
    return (home / served.HISTORY).read_text().splitlines()


def test_what_was_opened_last_is_served(tmp_path):
    deploy(tmp_path, "1", "2")
    assert served.now(tmp_path).version == "2"


def test_the_history_is_added_to_and_never_edited(tmp_path):
    deploy(tmp_path, "1")
    first = lines(tmp_path)
    deploy(tmp_path, "2", "-1")
    assert lines(tmp_path)[: len(first)] == first
    assert [json.loads(line).get("close") for line in lines(tmp_path)] == [None, "1", None, "2", None]


def test_a_deployment_is_closed_when_the_next_opens(tmp_path):
    deploy(tmp_path, "1", "2")
    first, second = served.history(tmp_path)
    assert first.closed == second.opened and not second.closed


def test_where_nothing_was_served_it_says_so(tmp_path):
    assert served.history(tmp_path) == []
    with pytest.raises(ArtifactError, match="no version is in use"):
        served.now(tmp_path)


@pytest.mark.parametrize(
    ("versions", "back_to"),
    [(("1", "2"), "1"), (("1", "2", "3", "-2"), "1"), (("1", "2", "2"), "1"), (("1", "2", "-1", "3"), "1")],
)
def test_a_rollback_returns_to_what_was_served_before_and_rollbacks_stack_up(tmp_path, versions, back_to):
    deploy(tmp_path, *versions)
    assert served.before(tmp_path) == back_to


@pytest.mark.parametrize("versions", [("1",), ("1", "2", "-1")])
def test_there_is_nothing_before_the_first(tmp_path, versions):
    deploy(tmp_path, *versions)
    with pytest.raises(ArtifactError, match="No version was served before"):
        served.before(tmp_path)


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        '{"open": "3"}',
        '{"at": "x", "close": "1"}',
        '{"at": "x", "open": "3", "files": "", "action": "promote", "gate": "", "why": ""}',
        "[1]",
    ],
)
def test_a_history_that_was_tampered_with_is_refused_with_its_line(tmp_path, broken):
    deploy(tmp_path, "1", "2")
    with (tmp_path / served.HISTORY).open("a") as log:
        log.write(broken + "\n")
    with pytest.raises(ArtifactError, match=r"HISTORY\.jsonl:4 cannot be read"):
        served.now(tmp_path)
