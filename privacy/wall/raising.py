"""Roles, grants, policies and keys of the second wall, put in place after every migration; again does no harm.

Whoever migrates owns the tables. The application acts as ``sightline_app`` (rows of the schools that were said, and
nothing but rows: no table can be made, changed or emptied), and as ``sightline_system`` only under a name.
"""

import hashlib
from collections.abc import Iterator

from django.db import connections, transaction

from privacy.wall import tables
from privacy.wall.standing import APP, SYSTEM_ROLE
from privacy.wall.tables import Reference, Walled

# Said once for a whole statement (a sub-select), not once for each row; nothing said is no school, and no error.
SCHOOLS = "((SELECT string_to_array(current_setting('sightline.schools', true), ',')::uuid[])::uuid[])"
NAMED = "coalesce(current_setting('sightline.system', true), '') <> ''"
ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server, just now
END $$"""
OURS = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = '{kind}'
AND pg_has_role(c.relowner, 'USAGE') AND has_table_privilege(c.oid, 'SELECT WITH GRANT OPTION')"""


def raise_wall(using: str = "default") -> None:
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    for role in (APP, SYSTEM_ROLE):
        _run(connection, [ROLE.format(role=role)])
    with transaction.atomic(using=using):
        _run(connection, _grants(connection))
        standing = _standing_policies(connection)
        for table in tables.walled():
            statements = policies(table)
            digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]
            if standing.get(table.name) != digest:
                _run(connection, statements)
                _run(connection, [f"COMMENT ON POLICY sightline_schools ON {_q(table.name)} IS '{digest}'"])
        there = _constraints(connection)
        _run(connection, [statement for name, statement in keys() if name not in there])


def admit(login: str, password: str, using: str = "default") -> None:
    """A role to connect as: it may act as the application and as the system, and owns nothing. Again does no harm."""
    from psycopg import sql

    connection = connections[using]
    name, secret = sql.Identifier(login), sql.Literal(password)
    with transaction.atomic(using=using):
        if not _rows(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", [login]):
            _run(connection, [sql.SQL("CREATE ROLE {} LOGIN").format(name)])
        _run(
            connection,
            [
                sql.SQL("ALTER ROLE {} LOGIN INHERIT PASSWORD {}").format(name, secret),
                sql.SQL(f"GRANT {APP}, {SYSTEM_ROLE} TO {{}}").format(name),
            ],
        )


def after_migrate(*, using: str, plan=None, **_) -> None:
    """A flush sends this signal, too, without a plan: it changes no table."""
    if plan is not None and using == "default":
        raise_wall(using)


def policies(table: Walled) -> list[str]:
    name, column = _q(table.name), _q(table.column)
    shown = f"{column} = ANY {SCHOOLS}"
    if table.via:  # the policy of that table decides
        shown = f"{column} IN (SELECT {_key(table.via)} FROM {_q(table.via.name)})"  # noqa: S608
    written = shown
    if table.district:  # of a whole district: seen from, and written by, its schools
        own = f"{_q(table.district)} IN (SELECT district_id FROM {_q(table.places)} WHERE id = ANY {SCHOOLS})"  # noqa: S608
        shown = written = f"{shown} OR ({column} IS NULL AND {own})"
    elif table.nullable:  # of no school, such as a sign-in: anybody may write it, none but the system reads it
        written = f"{column} IS NULL OR {shown}"
    return [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS sightline_schools ON {name}",
        f"CREATE POLICY sightline_schools ON {name} USING ({shown}) WITH CHECK ({written})",
        f"DROP POLICY IF EXISTS sightline_system ON {name}",
        f"CREATE POLICY sightline_system ON {name} TO {SYSTEM_ROLE} USING ({NAMED}) WITH CHECK ({NAMED})",
    ]


def keys() -> Iterator[tuple[str, str]]:
    """(name, statement) of what makes a reference to a row of another school impossible."""
    pointed_at = {reference.target.name: reference.target for reference in tables.references()}
    for table in pointed_at.values():
        name = _short(f"wall_{table.name}")
        yield (
            name,
            f"ALTER TABLE {_q(table.name)} ADD CONSTRAINT {_q(name)} UNIQUE ({_q(table.column)}, {_key(table)})",
        )
    for reference in tables.references():
        name = name_of(reference)
        yield (
            name,
            f"ALTER TABLE {_q(reference.table.name)} ADD CONSTRAINT {_q(name)} "
            f"FOREIGN KEY ({_q(reference.table.column)}, {_q(reference.column)}) "
            f"REFERENCES {_q(reference.target.name)} ({_q(reference.target.column)}, {_key(reference.target)}) "
            "DEFERRABLE INITIALLY DEFERRED",
        )


def name_of(reference: Reference) -> str:
    return _short(f"wall_{reference.table.name}_{reference.column}")


def _grants(connection) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA {_q(_schema(connection))} TO {APP}, {SYSTEM_ROLE}"
    for (name,) in _rows(connection, OURS.format(kind="r")):
        may = "SELECT" if name == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
        yield f"GRANT {may} ON {_q(name)} TO {APP}, {SYSTEM_ROLE}"
    for (name,) in _rows(connection, OURS.format(kind="S")):
        yield f"GRANT USAGE, SELECT ON SEQUENCE {_q(name)} TO {APP}, {SYSTEM_ROLE}"


def _standing_policies(connection) -> dict[str, str]:
    """table -> the digest of the policies that stand on it, where it is forced."""
    return dict(
        _rows(
            connection,
            "SELECT c.relname, obj_description(p.oid, 'pg_policy') "
            "FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
            "WHERE p.polname = 'sightline_schools' AND c.relrowsecurity AND c.relforcerowsecurity "
            "AND c.relnamespace = current_schema()::regnamespace",
        )
    )


def _constraints(connection) -> set[str]:
    found = "SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace"
    return {name for (name,) in _rows(connection, f"{found} AND conname LIKE 'wall\\_%'")}


def _schema(connection) -> str:
    return _rows(connection, "SELECT current_schema()")[0][0]


def _rows(connection, sql: str, values=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _run(connection, statements) -> None:
    statements = list(statements)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _key(table: Walled) -> str:
    return _q(table.model._meta.pk.column)


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _short(name: str) -> str:
    """PostgreSQL cuts names at 63 bytes, and two might become one."""
    return name if len(name) <= 63 else f"{name[:54]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
