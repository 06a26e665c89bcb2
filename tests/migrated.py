"""The tables of a run are made by the migrations once; its other processes and its installations begin with a copy.

Migrating both databases takes seconds, copying them a tenth of that. Only what Django asks of ``migrate`` when it makes
a test database (``run_syncdb``) is answered from the copy: a test that migrates does migrate.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

FOLDER = "PYTEST_SIGHTLINE_MIGRATED"  # as an environment variable it reaches the workers, too


def begin(config) -> None:
    """By whoever starts a run; its workers find the folder there, and so may a run within a run."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="sightline-migrated-")
        config.add_cleanup(_end)


def _end() -> None:
    folder = Path(os.environ.pop(FOLDER))
    for name in folder.glob("*.name"):
        _on_server(f"DROP DATABASE IF EXISTS {name.read_text()}")
    shutil.rmtree(folder, ignore_errors=True)


def spare_the_others() -> None:
    """From now on the first process that makes a test database migrates it, and the others copy it."""
    from django.core.management.commands.migrate import Command
    from django.db import connections

    migrate = Command.handle

    def handle(self, *args, database, run_syncdb=False, **options):
        keep, copy = WAYS[connections[database].vendor]
        migrating = {"database": database, "run_syncdb": run_syncdb, **options}
        if not run_syncdb:
            return migrate(self, *args, **migrating)
        with _one_at_a_time(database):
            if copy(connections[database]):
                return None
            migrate(self, *args, **migrating)
            return keep(connections[database])

    Command.handle = handle


def copy_to(places: dict[str, Path | str]) -> None:
    """For an installation of its own: by alias the file to write, or its database on the server. What is not kept is
    left for the installation to migrate."""
    for alias, place in places.items():
        if isinstance(place, Path) and (kept := _kept(alias, "sqlite3")).exists():
            shutil.copy(kept, place)
        elif isinstance(place, str) and (kept := _kept(alias, "name")).exists():
            _on_server(*_copying(kept.read_text(), place))


def _keep_file(connection) -> None:
    with closing(sqlite3.connect(_kept(connection.alias, "sqlite3"))) as file:
        connection.connection.backup(file)


def _copy_file(connection) -> bool:
    if not (kept := _kept(connection.alias, "sqlite3")).exists():
        return False
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as file:
        file.backup(connection.connection)
    return True


def _keep_database(connection) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:  # a run of one process has nobody to spare
        connection.creation.clone_test_db("migrated", verbosity=0)
        _kept(connection.alias, "name").write_text(f"{connection.settings_dict['NAME']}_migrated")


def _copy_database(connection) -> bool:
    if not (kept := _kept(connection.alias, "name")).exists():
        return False
    connection.close()
    connection.close_pool()
    _on_server(*_copying(kept.read_text(), connection.settings_dict["NAME"]))
    return True


def _copying(kept: str, name: str) -> tuple[str, str]:
    return f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE {kept}"


WAYS = {"sqlite": (_keep_file, _copy_file), "postgresql": (_keep_database, _copy_database)}


def _kept(alias: str, kind: str) -> Path:
    return Path(os.environ[FOLDER]) / f"{alias}.{kind}"


def _on_server(*statements: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def _one_at_a_time(alias: str):
    with _kept(alias, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
