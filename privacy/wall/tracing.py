"""The trace that a use of the system's role leaves: one event, in the transaction of what it is about.

A duty that is to leave one with its first change has its statements watched: the event is written beside the first that
changed a row. Outside of a transaction the two become one. An event that a rollback took along is written again with
the next change, so that what stands has always its trace.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from privacy.wall.duties import Duty, Leaves

CHANGES = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY", "WITH")
COUNTED = ("UPDATE", "DELETE")  # for these the database says how many rows there were; an INSERT always is one


class Use:
    """One use of the system's role."""

    def __init__(self, duty: Duty, place: str = ""):
        self.duty, self.place = duty, place
        self.written = False
        self.writing = False

    def leave(self, *, by=None, **said) -> None:
        """The event, if this use has none yet."""
        if self.writing or self.written or self._waits_for_its_commit():
            return
        self.writing = True
        try:
            leave(self.duty, by=by, place=self.place, **said)
            transaction.on_commit(self._committed)
        finally:
            self.writing = False

    def watch(self, execute, sql, params, many, context):
        """Around each statement (``connection.execute_wrapper``)."""
        if self.writing or self.written or not _may_change(sql):
            return execute(sql, params, many, context)
        connection = context["connection"]
        with nullcontext() if connection.in_atomic_block else transaction.atomic(using=connection.alias):
            done = execute(sql, params, many, context)
            if _has_changed(sql, context["cursor"]):
                self.leave()
        return done

    def _waits_for_its_commit(self) -> bool:
        """What was rolled back since, alone or with a savepoint, is not in this list any more."""
        return any(waiting == self._committed for _, waiting, *_ in connections[DEFAULT_DB_ALIAS].run_on_commit)

    def _committed(self) -> None:
        self.written = True


def leave(duty: Duty, *, by=None, place: str = "", **said) -> None:
    from privacy import audit  # here: the wall stands before there are models

    audit.record("system.use", by=by or f"system:{duty}", obj=place, duty=str(duty), why=duty.why, **said)


@contextmanager
def traced(duty: Duty, place: str = "") -> Iterator[Use]:
    """Within it, a use of ``duty`` that leaves its trace; stands inside of what took the role."""
    use = Use(duty, place)
    if duty.leaves is Leaves.EACH:
        use.leave()
    with ExitStack() as watched:
        if duty.leaves is Leaves.CHANGE:
            for connection in connections.all():
                watched.enter_context(connection.execute_wrapper(use.watch))
        yield use


def _may_change(sql) -> bool:
    return str(sql).lstrip(" (\n").upper().startswith(CHANGES)


def _has_changed(sql, cursor) -> bool:
    return not str(sql).lstrip().upper().startswith(COUNTED) or cursor.rowcount != 0
