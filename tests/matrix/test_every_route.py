"""Every route as every role about one's own, another class, another school and another district.

What should be answered follows from the route's declaration and the truth table of tests/students/test_access.py.
Every body is searched for what was planted in it that this role may not see, and whoever is shown must be named by an
audit event of the same request. The whole matrix is a proof; here each route meets each role at least once.
"""

import zlib

import pytest

from students import routes
from students.routes import EVERYONE
from tests.matrix.walking import QUERIES, Walk, asks, expected
from tests.matrix.world import MAY_SEE, PLACES, ROLES, planted

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(monkeypatch):
    monkeypatch.setattr("students.api_auth.PerKeyThrottle.allow_request", lambda *_: True)
    return Walk(planted())


def thinned(route, role):
    """One cell: a declared method four times out of five, in one of the places; chosen by name, the same each time."""
    every = list(asks(route, role))
    declared = [ask for ask in every if ask.method in route.declaration.audits]
    others = [ask for ask in every if ask.method not in route.declaration.audits]
    number = zlib.crc32(f"{route.path} {role}".encode())
    some = declared if number % 5 else others
    return some[number // 5 % len(some)]


@pytest.mark.parametrize("third", range(3))
def test_each_route_meets_each_role(walk, third):
    found = [thinned(route, role) for role in ROLES[third::3] for route in routes.every_route()]
    assert [wrong for ask in found for wrong in walk.wrong(ask)] == []


@pytest.mark.proof
@pytest.mark.parametrize("role", ROLES)
def test_every_route_method_and_place(walk, role):
    found = [ask for route in routes.every_route() for ask in asks(route, role)]
    assert [wrong for ask in found for wrong in walk.wrong(ask)] == []


def test_the_walk_finds_what_it_looks_for(walk):
    """A teacher's own page shows everything planted there: a walk that saw nothing would find no leak either."""
    [route] = [route for route in routes.every_route() if route.name == "student_page"]
    own = next(ask for ask in asks(route, "teacher") if ask.method == "GET" and ask.place == "own")
    answer, sent = walk.ask(own)
    kinds = {canary.kind for canary in walk.seen(own, answer, sent)}
    assert {"name", "words", "score"} <= kinds


@pytest.mark.parametrize("name", ["family_child", "family_copy"])
def test_a_familys_walk_meets_what_is_shared_and_the_copy_is_opened(walk, name):
    """In the page and within the zip; what is planted in the unshared feedback would be seen the same way."""
    [route] = [route for route in routes.every_route() if route.name == name]
    own = next(ask for ask in asks(route, "guardian") if ask.method == "GET" and ask.place == "own")
    kinds = {canary.kind for canary in walk.seen(own, *walk.ask(own))}
    assert {"name", "shared"} <= kinds and not {"unshared", "words", "score"} & kinds


def test_a_leak_is_called_one(walk, monkeypatch):
    [route] = [route for route in routes.every_route() if route.name == "student_page"]
    own = next(ask for ask in asks(route, "teacher") if ask.method == "GET" and ask.place == "own")
    monkeypatch.setitem(MAY_SEE, "teacher", {"own": {"name"}})
    assert [wrong for wrong in walk.wrong(own) if "LEAK of words of own" in wrong]


def test_a_look_without_a_trace_is_called_one(walk, monkeypatch):
    [route] = [route for route in routes.every_route() if route.name == "student_page"]
    own = next(ask for ask in asks(route, "teacher") if ask.method == "GET" and ask.place == "own")
    monkeypatch.setattr("assessments.pages.looking.write_down", lambda *_, **__: None)
    assert [wrong for wrong in walk.wrong(own) if "wrote nothing down" in wrong]


def test_every_route_can_be_filled_for_every_place(walk):
    for route in routes.every_route():
        for place in PLACES:
            assert "<" not in walk.world.fill(route, place), route


def test_the_questions_are_asked_of_routes_that_exist():
    assert QUERIES.keys() <= {route.name for route in routes.every_route()}


def test_only_what_is_said_to_be_everyones_is_good_for_a_stranger():
    for route in routes.every_route():
        for ask in asks(route, "anonymous"):
            if expected(ask) & {200}:
                assert route.declaration.who == EVERYONE, ask
