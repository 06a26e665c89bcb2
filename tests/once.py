"""What many tests begin with is made once and put back for each: writing rows costs a tenth of making them.

A test's transaction is rolled back, so the cast of people had to be made by its factories again for every test, with
two hundred queries; a third of the suite's time was that. Here the rows that making them added are kept, and written
as they are the next time, beside a fresh copy of the objects. Nobody can change them for another test.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from django.db import connections
from django.db.models.signals import post_migrate
from django.utils import timezone

GOOD_FOR = timedelta(minutes=5)  # rows tell when they were made: none may look older than a test expects
T = TypeVar("T")
Rows = dict[tuple[str, str], list[tuple]]  # by database and table

_kept: dict[Callable, "_Made"] = {}


def made(make: Callable[[], T]) -> T:
    """What ``make`` returns, with its rows. It may only add rows, and must add the same whenever it is called."""
    if not all(connection.in_atomic_block for connection in connections.all()):
        return make()  # a test with real transactions: the tables it leaves are others
    now = timezone.now()
    if make in _kept and abs(now - _kept[make].at) < GOOD_FOR:  # also of a clock that a test set
        return _kept[make].again()
    before = _rows()
    whole = make()
    _kept[make] = _Made(now, pickle.dumps(whole), _added(before, _rows()))
    return whole


@post_migrate.connect
def _forget(**_about):
    """After a test with real transactions the tables are emptied, and what rows refer to is made anew."""
    _kept.clear()


@dataclass(frozen=True)
class _Made:
    at: datetime
    whole: bytes
    rows: Rows

    def again(self):
        for alias, statement, rows in self._statements:
            with connections[alias].cursor() as cursor:
                cursor.executemany(statement, rows)
        return pickle.loads(self.whole)  # noqa: S301  (our own bytes)

    @cached_property
    def _statements(self) -> list[tuple[str, str, list[tuple]]]:
        return [
            (alias, f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)  # noqa: S608
            for (alias, table), rows in self.rows.items()
        ]


def _rows() -> Rows:
    found = {}
    for connection in connections.all():
        with connection.cursor() as cursor:
            for table in map(connection.ops.quote_name, connection.introspection.table_names(cursor)):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
                if rows := cursor.fetchall():
                    found[connection.alias, table] = rows
    return found


def _added(before: Rows, after: Rows) -> Rows:
    added = {place: [row for row in rows if row not in before.get(place, ())] for place, rows in after.items()}
    gone = {place for place, rows in before.items() if not all(row in after.get(place, ()) for row in rows)}
    assert not gone, f"only what adds rows can be put back: {gone} held others before"
    return {place: rows for place, rows in added.items() if rows}
