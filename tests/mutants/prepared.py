"""A plugin for the runs beside mutants: SQLite's tables are made by the migrations once, and copied from then on.

Half of the time of a run of one test is migrating, and no mutant that runs on SQLite is about migrations.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption("--prepared-tables", help="a folder in which the migrated databases are kept")


@pytest.fixture(scope="session", autouse=True)
def _migrated_once(request):
    folder = request.config.getoption("--prepared-tables")
    if not folder:
        return
    from django.core.management.commands.migrate import Command
    from django.db import connections

    migrate = Command.handle

    def copied(self, *args, database, **options):
        connection = connections[database]
        if connection.vendor != "sqlite":
            return migrate(self, *args, database=database, **options)
        connection.ensure_connection()
        kept = Path(folder) / f"{database}.sqlite3"
        if not kept.exists():
            migrate(self, *args, database=database, **options)
            with closing(sqlite3.connect(kept)) as file:
                connection.connection.backup(file)
            return None
        with closing(sqlite3.connect(kept)) as file:
            file.backup(connection.connection)
        return None

    Command.handle = copied
