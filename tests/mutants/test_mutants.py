"""Each mutant still applies and names tests that exist; in ``make prove`` each is let loose and turns them red."""

import ast
from functools import cache

import pytest
from django.db import connection

from tests.mutants import audit, consenting, door, families, going, hygiene, rights, signing_in, wall
from tests.mutants.mutant import Mutant
from tests.mutants.trial import ROOT, Copy, DoesNotApply, Outcome, changed

TABLES = (rights, audit, consenting, going, signing_in, door, families, hygiene, wall)
EVERY = [mutant for table in TABLES for mutant in table.MUTANTS]
ON_POSTGRESQL = connection.vendor == "postgresql"
# Those that the database of this run can tell apart from sound code; the others belong to the other run.
HERE = [mutant for mutant in EVERY if mutant.postgresql == ON_POSTGRESQL]


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    return Copy(tmp_path_factory.mktemp("mutants"))


@pytest.mark.parametrize("mutant", EVERY, ids=str)
def test_a_mutant_still_applies_and_names_tests_that_exist(mutant):
    ast.parse(changed(mutant))  # a file that cannot be imported would turn anything red
    for test in mutant.red:
        path, _, name = test.partition("::")
        assert name in _tests_in(path), f"{test} is gone: which test catches it now?"


def test_no_two_mutants_are_one():
    assert len({mutant.name for mutant in EVERY}) == len(EVERY) >= 40
    assert len({(mutant.file, mutant.before, mutant.after) for mutant in EVERY}) == len(EVERY)


def test_a_mutant_whose_place_is_gone_is_called_out():
    with pytest.raises(DoesNotApply, match="0 times, not once"):
        changed(Mutant("of yesterday", "privacy/audit.py", "what stood here yesterday", "", ()))


def test_only_a_named_test_that_failed_counts_as_red():
    failed = "FAILED tests/x.py::test_a[one] - assert 1 == 2"
    assert Outcome(1, failed).red(["tests/x.py::test_a"])
    assert not Outcome(1, failed).red(["tests/x.py::test_a", "tests/x.py::test_b"])
    assert not Outcome(1, "ERROR tests/x.py::test_a - a fixture broke").red(["tests/x.py::test_a"])
    assert not any(Outcome(code, failed).red(["tests/x.py::test_a"]) for code in (0, 2, 3, 4, 5))


@pytest.mark.proof
@pytest.mark.skipif(not HERE, reason="no mutant of this database")
@(pytest.mark.postgres if ON_POSTGRESQL else pytest.mark.slow)
@pytest.mark.xdist_group("mutants on one database" if ON_POSTGRESQL else "sound code")
def test_without_a_mutant_the_named_tests_are_green(copy):
    named = sorted({test for mutant in HERE for test in mutant.red})
    outcome = copy.run(named, postgresql=ON_POSTGRESQL)
    assert outcome.held, outcome.said


@pytest.mark.proof
@pytest.mark.parametrize(
    "mutant",
    [
        pytest.param(
            mutant,
            id=mutant.name,
            marks=(pytest.mark.postgres, pytest.mark.xdist_group("mutants on one database")) if ON_POSTGRESQL else (),
        )
        for mutant in HERE
    ],
)
def test_a_mutant_is_caught(copy, mutant):
    outcome = copy.tried(mutant)
    assert outcome.red(mutant.red), f"{mutant} survived {', '.join(mutant.red)}:\n{outcome.said}"


@cache
def _tests_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
