"""As whom the database is asked: as the application, within a set of schools, or as a named part of the system.

    with standing.within(schools): ...      # rows of these schools; of no school when the set is empty
    with standing.system(Duty.REAPER): ...  # every row; each use leaves its trace (``duties``)

Within a transaction this holds until the block ends, or until what encloses the block is rolled back. Outside of one
(a task or a command that commits as it goes) it holds for the connection until the block ends. On SQLite: nothing.
"""

import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from privacy.wall.duties import Duty
from privacy.wall.tracing import Use, traced

log = logging.getLogger("sightline.wall")

APP = "sightline_app"
SYSTEM_ROLE = "sightline_system"


@dataclass(frozen=True)
class Standing:
    role: str = "none"  # PostgreSQL's word for: as whoever connected
    schools: frozenset[uuid.UUID] = frozenset()
    system: str = ""


_now: ContextVar[Standing] = ContextVar("standing", default=Standing())  # noqa: B039  (it is frozen)


def now() -> Standing:
    return _now.get()


def within(schools: Iterable[uuid.UUID]):
    """The rows of these schools alone."""
    return _standing(Standing(APP, frozenset(schools)))


def system(duty: Duty, *, place: str = ""):
    """Every row, for a duty, which leaves its trace; ``place``: the task or command this is."""
    if not isinstance(duty, Duty):
        raise ValueError(
            f"{duty} is no privacy.wall.duties.Duty: add it there and say what for and what trace it leaves"
        )
    return _on_duty(duty, place)


@contextmanager
def _on_duty(duty: Duty, place: str) -> Iterator[Use]:
    with _standing(Standing(SYSTEM_ROLE, system=duty)), traced(duty, place) as use:
        yield use


def outside():
    """As whoever connected, for what only an owner of tables may do."""
    return _standing(Standing())


@contextmanager
def request() -> Iterator[None]:
    """One transaction for a whole request, within no school: ``reaching`` widens it once somebody is known."""
    if not walled():
        yield
        return
    outermost = not _connection().in_atomic_block
    with transaction.atomic(), _standing(Standing(APP), back=not outermost):  # a commit forgets by itself
        yield


@contextmanager
def reaching() -> Iterator[set[uuid.UUID]]:
    """Find out, as the system, which schools somebody reaches. Those put into the set are within the request's reach
    from then on; outside of a request nothing comes of it. Every request asks, and learns mostly what the last one did:
    whoever asks leaves the trace when there is something new in it (``students.reach_traces``)."""
    reached: set[uuid.UUID] = set()
    if not walled():
        yield reached
        return
    here, asking = now(), Standing(SYSTEM_ROLE, system=Duty.SIGN_IN)
    _say(asking)
    _now.set(asking)
    try:
        yield reached
    finally:
        if here.role == APP:
            here = replace(here, schools=here.schools | reached)
        _now.set(here)
        _step_back(here)


def walled() -> bool:
    return _connection().vendor == "postgresql"


# --- how it is said --------------------------------------------------------------------------------


@contextmanager
def _standing(wanted: Standing, *, back: bool = True) -> Iterator[None]:
    if not walled():
        yield
        return
    before = now()
    if wanted.system:
        log.debug("as the system: %s", wanted.system)
    _say(wanted)
    _now.set(wanted)
    try:
        yield
    finally:
        _now.set(before)
        if back:
            _step_back(before)


def _say(wanted: Standing) -> None:
    connection = _connection()
    local = connection.in_atomic_block
    schools = ",".join(sorted(map(str, wanted.schools)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, %s), set_config('sightline.schools', %s, %s), "
            "set_config('sightline.system', %s, %s)",
            [wanted.role, local, schools, local, str(wanted.system), local],
        )


def _step_back(before: Standing) -> None:
    """A transaction that will be rolled back restores what was said before it by itself, and takes no more word."""
    connection = _connection()
    if connection.connection is None:
        return  # closed meanwhile: see ``said_anew``
    if connection.in_atomic_block:
        broken = connection.connection.info.transaction_status.name == "INERROR"
        if not (broken or connection.needs_rollback):
            _say(before)
        return
    try:
        _say(before)
    except DatabaseError:  # never leave a standing behind on a connection that others will use
        connection.close()


def said_anew(*, connection, **_) -> None:
    """A connection that comes from the pool may have been given back in the middle of a block: it learns what holds
    here and now, and so does one that was opened again because the first was lost."""
    if connection.alias == DEFAULT_DB_ALIAS and connection.vendor == "postgresql":
        _say(now())


def _connection():
    return connections[DEFAULT_DB_ALIAS]
