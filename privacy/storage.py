"""What was deleted leaves the files of the database, too, as far as a program can see to it.

SQLite overwrites what it deletes (secure_delete), but its write-ahead log keeps former pages until it is emptied.
PostgreSQL keeps dead rows until they are vacuumed. Backups and disks are the operator's (docs/guides).
"""

import logging

from django.apps import apps
from django.db import DatabaseError, connections

from privacy.holders import all_holdings, all_traces
from privacy.wall import standing

log = logging.getLogger("sightline.storage")


def let_go() -> None:
    """Within a transaction nothing can be done; then the next run of the worker does it."""
    for alias in ("default", "keys"):
        connection = connections[alias]
        if connection.in_atomic_block:
            continue
        try:
            _VENDORS[connection.vendor](connection, tables(alias))
        except DatabaseError:
            log.exception("what was deleted may still stand in the files of the %s database", alias)


def tables(alias: str) -> list[str]:
    if alias == "keys":
        return ["privacy_subjectkey"]
    held = {*all_holdings(), *all_traces()} & {model._meta.label for model in apps.get_models()}
    return sorted(apps.get_model(name)._meta.db_table for name in held)


def _empty_the_log(connection, tables: list[str]) -> None:
    with connection.cursor() as cursor:
        busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        log.info("somebody reads an older state, so the write-ahead log could not be emptied yet")


def _vacuum(connection, tables: list[str]) -> None:
    """The owner's to do; the role the application connects as owns nothing (docs/guides/postgresql.md)."""
    with standing.outside(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [tables[0]])
        if not cursor.fetchone()[0]:
            log.info("dead rows wait for the owner's VACUUM, or the server's own")
            return
        for table in tables:
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")


_VENDORS = {"sqlite": _empty_the_log, "postgresql": _vacuum}
