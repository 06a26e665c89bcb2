"""The real command, killed with -9 in the middle, run again: nothing is lost, nothing doubled."""

import subprocess
import sys
import time

import pytest

from tests.installation import ROOT, Installation

STUDENTS, FILES = 10, 30
SEED = f"""
from tests import factories
school = factories.SchoolFactory(name="Killed")
user = factories.UserFactory(username="importer")
factories.MembershipFactory(user=user, school=school)
for n in range({STUDENTS}):
    student = factories.StudentFactory(school=school, first_name=f"Kim{{chr(97 + n) * 3}}", last_name="Park")
"""


@pytest.fixture
def installation(tmp_path):
    own = Installation(tmp_path, SIGHTLINE_JOB_LEASE_SECONDS="1")
    yield own
    own.close()


@pytest.fixture
def folder(tmp_path):
    history = tmp_path / "history"
    history.mkdir()
    for number in range(FILES):
        rows = "".join(
            f"Kim{chr(97 + n) * 3} Park,2026-03-{number % 28 + 1:02},,On try {number} I checked each wire and asked.\n"
            for n in range(STUDENTS)
        )
        (history / f"{number:02}.csv").write_text(f"student,date,prompt,text\n{rows}")
    return history


@pytest.mark.slow
@pytest.mark.own_database
def test_the_command_killed_in_the_middle_goes_on_and_doubles_nothing(installation, folder):
    installation.prepare()
    installation.python(SEED)
    command = [sys.executable, "manage.py", "import", str(folder), "--school", "Killed", "--by", "importer"]
    process = installation._start(command)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and not 2 <= files(installation).get("done", 0) < FILES:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    installation.kill(process)
    done = files(installation)["done"]
    assert 0 < done < FILES, "no kill met a running import, so this run proved nothing"
    assert responses(installation) == done * STUDENTS

    again = subprocess.run(command, cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr[-2000:]
    assert f"In all: {FILES * STUDENTS} added, 0 there before, 0 left out." in again.stdout
    assert files(installation) == {"done": FILES}
    assert responses(installation) == FILES * STUDENTS


def files(installation) -> dict[str, int]:
    return dict(installation.query("select state, count(*) from assessments_filejob group by state"))


def responses(installation) -> int:
    return installation.query("select count(*) from assessments_response")[0][0]
