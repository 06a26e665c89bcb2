"""A real worker, killed with -9 in the middle of its work, again and again: nothing is lost, nothing doubled."""

import time

import pytest

from tests.installation import Installation

STUDENTS = 120
KILLS = 4

SEED = f"""
from assessments import intake
from tests import factories
school = factories.SchoolFactory()
students = factories.StudentFactory.create_batch({STUDENTS}, school=school)
text = "I felt left out, so on day {{n}} I asked my group what they needed and we made a list."
rows = [intake.NewResponse(s, text.format(n=n), "What happened?") for n, s in enumerate(students)]
accepted = intake.accept_many(rows, school=school, by="system:test")
print(len(accepted.jobs))
"""

COUNTS = {
    "attempts": "select sum(attempts) from assessments_assessmentjob",
    "assessments": "select count(*) from assessments_assessment",
    "students assessed": "select count(distinct student_id) from assessments_assessment",
    "readings": "select count(*) from assessments_storedreading",
    "feedback": "select count(*) from assessments_feedback",
    "latest": "select count(*) from assessments_latestassessment",
}


@pytest.fixture
def installation(tmp_path):
    own = Installation(tmp_path, SIGHTLINE_JOB_LEASE_SECONDS="1", SIGHTLINE_REAP_SECONDS="0.5")
    yield own
    own.close()


@pytest.mark.slow
@pytest.mark.own_database
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(installation):
    installation.prepare()
    assert int(installation.python(SEED)) == STUDENTS

    interrupted = sum(kill_in_the_middle(installation) for _ in range(KILLS))
    installation.start_worker()
    wait_until(lambda: jobs(installation), lambda now: now == {"done": STUDENTS})

    counts = {name: installation.query(sql)[0][0] for name, sql in COUNTS.items()}
    assert interrupted > 0, "no kill met a running job, so this run proved nothing"
    assert counts.pop("attempts") > STUDENTS, "no job was claimed again"
    assert counts == dict.fromkeys(counts, STUDENTS)


def kill_in_the_middle(installation) -> int:
    """Start a worker and kill it as soon as it holds a lease; returns how many jobs it was holding."""
    worker = installation.start_worker()
    try:
        wait_until(lambda: jobs(installation), lambda now: now.get("running") or now == {"done": STUDENTS}, pause=0.005)
    finally:
        installation.kill(worker)
    return jobs(installation).get("running", 0)


def jobs(installation) -> dict[str, int]:
    return dict(installation.query("select state, count(*) from assessments_assessmentjob group by state"))


def wait_until(ask, enough, *, seconds=120, pause=0.5):
    until = time.monotonic() + seconds
    while not enough(state := ask()):
        assert time.monotonic() < until, f"gave up waiting: {state}"
        time.sleep(pause)
    return state
