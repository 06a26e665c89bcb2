# ruff: noqa: S608  (the names are those of our own tables)
"""The second wall asked directly, in SQL, as the application's role: for every table that names a school."""

import uuid

import pytest
from django.db import DataError, ProgrammingError, connection

from privacy.wall import standing, tables
from privacy.wall.duties import Duty
from tests.privacy.walled_rows import insert, keys_in, lift_all_else, refused, run

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]
every_table = pytest.mark.parametrize("table", tables.walled(), ids=lambda table: table.name)
OURS, OTHERS = uuid.UUID(int=1), uuid.UUID(int=2)


def planted(table) -> tuple[str, str]:
    lift_all_else(table)
    return str(insert(table, OURS)), str(insert(table, OTHERS))


def matching(table, key: str) -> str:
    return f"\"{table.model._meta.pk.column}\"::text = '{key}'"


@every_table
def test_rows_of_another_school_are_not_there(table):
    ours, others = planted(table)
    with standing.within([OURS]):
        assert keys_in(table) == {ours}
        assert (
            run(f'UPDATE "{table.name}" SET "{table.column}" = "{table.column}" WHERE {matching(table, others)}') == 0
        )
        assert run(f'DELETE FROM "{table.name}" WHERE {matching(table, others)}') == 0
        assert run(f'DELETE FROM "{table.name}" WHERE {matching(table, ours)}') == 1
    assert keys_in(table) == {others}


@every_table
def test_no_row_can_be_written_into_another_school_or_moved_there(table):
    ours, _ = planted(table)
    there = insert(table.via, OTHERS) if table.via else OTHERS
    moved = f'UPDATE "{table.name}" SET "{table.column}" = %s WHERE {matching(table, ours)}'
    with standing.within([OURS]):
        with refused(ProgrammingError, match="row-level security"):
            insert(table, OTHERS)
        with refused(ProgrammingError, match="row-level security"):
            run(moved, there)


@every_table
def test_without_a_school_nothing_is_seen_and_nothing_fails(table):
    planted(table)
    with standing.within([]):
        assert keys_in(table) == set()
        run("RESET sightline.schools")  # never said at all, not even that there is none
        assert keys_in(table) == set()


@every_table
def test_a_set_of_schools_shows_the_rows_of_each_and_the_system_sees_all(table):
    both = set(planted(table))
    third = str(insert(table, uuid.UUID(int=3)))
    with standing.within([OURS, OTHERS]):
        assert keys_in(table) == both
    with standing.system(Duty.SEAL):
        assert keys_in(table) == {*both, third}


@every_table
def test_the_systems_role_without_a_name_sees_nothing(table):
    planted(table)
    with standing.system(Duty.SEAL):
        run("SELECT set_config('sightline.system', '', true)")
        assert keys_in(table) == set()


@pytest.mark.parametrize("table", [one for one in tables.walled() if one.nullable], ids=lambda table: table.name)
def test_a_row_of_no_school_is_shown_to_the_schools_of_its_district_at_most(table):
    lift_all_else(table)
    insert(table, None)
    with standing.within([OURS]):
        assert keys_in(table) == set()


def test_the_application_may_change_rows_and_no_table():
    with standing.within([OURS]):
        for forbidden in (
            "CREATE TABLE mine (id int)",
            "DROP TABLE students_student",
            "TRUNCATE students_student",
            "ALTER TABLE students_student DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE students_student NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY sightline_schools ON students_student",
            "DELETE FROM django_migrations",
        ):
            with refused(ProgrammingError, match="permission denied|must be owner"):
                run(forbidden)


def test_a_school_id_that_is_none_fails_instead_of_showing_everything():
    planted(tables.walled()[0])
    with standing.within([OURS]):
        run("SELECT set_config('sightline.schools', 'nonsense', true)")
        with refused(DataError, match="uuid"):
            keys_in(tables.walled()[0])
