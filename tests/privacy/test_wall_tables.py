# ruff: noqa: S608  (the names are those of our own tables)
"""No table that names a school stands outside of the second wall, and no reference leads from one school to another."""

import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import ForeignKey, UniqueConstraint, UUIDField

from privacy.cases import Case, CaseStep
from privacy.wall import raising, tables
from tests.privacy.walled_rows import ask, insert, key_of, lift_all_else, refused, run

on_postgresql = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]
OURS, OTHERS = uuid.UUID(int=1), uuid.UUID(int=2)

# Unique values that do not begin with a school, and why none of them tells of another tenant.
UNTELLING = {
    ("students.ApiKey", ("id",)): "a random prefix and the hash of a random secret",
    ("students.ApiKey", ("prefix",)): "random",
    (
        "assessments.AssessmentJob",
        ("idempotency_key",),
    ): "made of random ids, never of what is typed",
    ("assessments.FeedbackJob", ("idempotency_key",)): "made of a random id",
    ("privacy.TrainingExample", ("source",)): "a keyed digest of a random id",
    ("assessments.FileJob", ("idempotency_key",)): "made of a random id and a number",
}


def test_every_model_that_names_a_school_is_walled_or_an_exception_with_its_reason():
    naming = {
        model._meta.label
        for model in apps.get_models()
        if {"school", "school_id"} & {field.name for field in model._meta.concrete_fields}
    }
    walled = {table.model._meta.label for table in tables.walled()}
    assert naming - walled == tables.EXCEPTIONS.keys()
    assert all(tables.EXCEPTIONS.values())


def test_whatever_hangs_on_a_walled_row_is_walled_by_it():
    """A step of a case names no school: whoever does not see the case does not see the step."""
    walled = {table.model: table for table in tables.walled()}
    hanging = {
        model
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in walled
    }
    assert hanging - walled.keys() == set()
    assert walled[CaseStep].via == walled[Case]


@pytest.mark.parametrize("table", tables.walled(), ids=lambda table: table.name)
def test_no_unique_key_tells_of_another_school(table):
    """It begins with the school, or with a random id: whoever tries a value learns nothing of others."""
    random_ids = {
        field.name for field in table.model._meta.concrete_fields if isinstance(field, UUIDField | ForeignKey)
    }
    for names in unique_keys(table.model):
        known = (table.model._meta.label, names) in UNTELLING
        assert known or names[0] in random_ids or names == numbered(table.model), names


def unique_keys(model) -> list[tuple[str, ...]]:
    alone = [(field.name,) for field in model._meta.concrete_fields if field.unique]
    together = [tuple(one.fields) for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    assert not model._meta.unique_together
    return alone + together


def numbered(model) -> tuple[str, ...]:
    """A number the database gives, which nobody can try."""
    key = model._meta.pk
    return (key.name,) if key.get_internal_type() == "BigAutoField" else ()


class TestOnPostgresql:
    pytestmark = on_postgresql

    def test_every_table_with_such_a_column_is_forced_behind_the_wall(self):
        """Asked of the database itself: a table that no model speaks of would be found, too."""
        rows = ask(
            "SELECT DISTINCT c.relname, c.relrowsecurity AND c.relforcerowsecurity, "
            "ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid ORDER BY 1) "
            "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace "
            "AND a.attname IN ('school', 'school_id')"
        )
        excepted = {apps.get_model(label)._meta.db_table for label in tables.EXCEPTIONS}
        open_ones = [name for name, forced, names in rows if not forced or names != POLICIES]
        assert set(open_ones) == excepted
        assert len(rows) > 25

    def test_raising_it_again_changes_nothing(self):
        before = ask(STANDING)
        raising.raise_wall()
        assert ask(STANDING) == before

    def test_a_policy_that_was_taken_away_comes_back(self):
        run("DROP POLICY sightline_schools ON students_student")
        run("ALTER TABLE students_term NO FORCE ROW LEVEL SECURITY")
        raising.raise_wall()
        self.test_every_table_with_such_a_column_is_forced_behind_the_wall()

    @pytest.mark.parametrize("reference", tables.references(), ids=str)
    def test_no_row_points_to_a_row_of_another_school(self, reference):
        name = raising.name_of(reference)
        lift_all_else(reference.table, reference.target, but=name)
        row = insert(reference.table, OURS)
        ours, others = insert(reference.target, OURS), insert(reference.target, OTHERS)
        point = f'UPDATE "{reference.table.name}" SET "{reference.column}" = %s WHERE {key_of(reference.table)} = %s'
        run(point, ours, row)
        run(f'SET CONSTRAINTS "{name}" IMMEDIATE')
        with refused(IntegrityError, match=name):
            run(point, others, row)


POLICIES = ["sightline_schools", "sightline_system"]
STANDING = (
    "SELECT p.oid::text, polname::text FROM pg_policy p UNION ALL "
    "SELECT oid::text, conname::text FROM pg_constraint WHERE conname LIKE 'wall\\_%%' ORDER BY 1, 2"
)
