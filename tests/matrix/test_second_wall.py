"""The matrix with the first wall taken away: the filter of every query lets every row pass, and PostgreSQL alone keeps
schools and districts apart. What lies within one's own schools is the first wall's to keep, and is not asked here."""

import zlib
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import Q

from students import access, routes
from students.schools_reached import schools_reached
from tests.matrix.walking import Ask, Walk, asks, expected, undone
from tests.matrix.world import PLACES, ROLES, planted

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall"),
]


@pytest.fixture
def walk(monkeypatch):
    monkeypatch.setattr("students.api_auth.PerKeyThrottle.allow_request", lambda *_: True)
    world = planted()
    monkeypatch.setattr(access, "_within", lambda *_: Q())
    return Walk(world)


def beyond(walk: Walk, role: str) -> set[str]:
    """The places whose school this role has nothing to do with."""
    reached = schools_reached(getattr(walk.world, role)) if role != "anonymous" else set()
    return {place for place in PLACES if walk.world.at(place)[2].pk not in reached}


def wrong(walk: Walk, ask: Ask) -> Iterator[str]:
    hidden = beyond(walk, ask.role)
    client = walk._client(ask.role)
    with undone():
        answer, sent = walk.ask(ask, client)
        for canary in walk.seen(ask, answer, sent):
            if canary.place in hidden:
                yield f"{ask}: LEAK of {canary.kind} of {canary.place}"
        one = ask.route.parameters and ask.route.declaration.loads.how == "one"
        if one and ask.place in hidden and answer.status_code not in expected(ask):
            yield f"{ask}: answered with {answer.status_code}, not {sorted(expected(ask))}"


def cells(role: str) -> list[Ask]:
    return [ask for route in routes.every_route() for ask in asks(route, role)]


@pytest.mark.parametrize("third", range(3))
def test_no_row_of_another_school_is_shown_without_the_filter(walk, third):
    """One declared method of each route in one of the places, chosen by name, the same each time."""
    found = []
    for role in ROLES[third::3]:
        hidden = beyond(walk, role)
        for route in routes.every_route():
            some = [a for a in asks(route, role) if a.place in hidden and a.method in route.declaration.audits]
            found += some and [some[zlib.crc32(f"{route.path} {role} wall".encode()) % len(some)]]
    assert [what for ask in found for what in wrong(walk, ask)] == []


@pytest.mark.proof
@pytest.mark.parametrize("role", [role for role in ROLES if role != "operator"])  # who is of every school
def test_every_cell_without_the_filter(walk, role):
    assert [what for ask in cells(role) for what in wrong(walk, ask)] == []


def test_without_the_filter_and_without_the_wall_everything_is_shown(walk, monkeypatch):
    """Proof that the filter is gone, and that it is the wall that keeps."""
    monkeypatch.setattr("students.middleware.schools_reached", lambda _: [s.pk for s in schools_of(walk)])
    [route] = [route for route in routes.every_route() if route.name == "student_page"]
    [ask] = [
        a for a in asks(route, "teacher") if (a.method, a.place, a.query, a.part) == ("GET", "other district", "", "")
    ]
    answer, sent = walk.ask(ask)
    assert answer.status_code == 200
    assert {"name", "words"} <= {canary.kind for canary in walk.seen(ask, answer, sent)}


def schools_of(walk: Walk) -> list:
    return [walk.world.at(place)[2] for place in PLACES]
