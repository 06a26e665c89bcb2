# ruff: noqa: S608  (the names are those of our own tables)
"""A row in any walled table, made without its model: whatever its columns demand, of one school, tied to nothing.

What a row points to need not exist, and what a table refuses to change may be changed: these tests ask about the
second wall alone. All of it goes with the test's transaction.
"""

import uuid
from contextlib import contextmanager

from django.db import connection, transaction

from privacy.wall.tables import Walled

VALUES = {
    "uuid": lambda: str(uuid.uuid4()),
    "varchar": lambda: uuid.uuid4().hex[:10],
    "text": lambda: uuid.uuid4().hex,
    "bytea": lambda: b"x",
    "jsonb": lambda: "{}",
    "boolean": lambda: False,
    "date": lambda: "2026-11-02",
    "timestamp": lambda: "2026-11-02T10:00:00Z",
    "integer": lambda: uuid.uuid4().int % 10_000,
    "smallint": lambda: 1,
    "bigint": lambda: uuid.uuid4().int % 10**12,
    "double": lambda: 0.5,
}


def run(sql: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def ask(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def lift_all_else(*tables: Walled, but: str = "") -> None:
    """No other constraint, no trigger of ours: only what the wall itself says."""
    for table in (each for one in tables for each in _with_what_it_hangs_on(one)):
        found = "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'f') AND conrelid = %s::regclass"
        for (name,) in ask(found, table.name):
            if name != but:
                run(f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{name}"')
        run(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')


def _with_what_it_hangs_on(table: Walled):
    while table:
        yield table
        table = table.via


def insert(table: Walled, school: uuid.UUID, **given):
    """The key of a new row of this school."""
    if table.via and school is not None:
        school = insert(table.via, school)
    fields = [field for field in table.model._meta.concrete_fields if not field.null or field.column == table.column]
    row = {field.column: _value(field) for field in fields}
    row |= {table.column: school, **given}
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    run(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', *row.values())
    return row[table.model._meta.pk.column]


def key_of(table: Walled) -> str:
    return f'"{table.model._meta.pk.column}"'


def keys_in(table: Walled) -> set:
    return {key for (key,) in ask(f'SELECT {key_of(table)}::text FROM "{table.name}"')}


@contextmanager
def refused(error, match: str):
    """Like ``pytest.raises``, and the test's own transaction goes on."""
    import pytest

    with pytest.raises(error, match=match), transaction.atomic():
        yield


def _value(field):
    kind = field.db_type(connection).partition("(")[0].split()[0]
    value = VALUES[kind]()
    return value[: field.max_length] if kind == "varchar" else value
