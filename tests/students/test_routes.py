"""Deny by default: an address that does not say who may use it is not answered and fails the check."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path

from privacy.audit import VERBS
from students import access, checks, routes
from students.access import Right
from students.models import Student
from students.routes import EVERYONE, NOTHING, SIGNED_IN, Unaudited, declare, one, rows, unaudited


def answer(request, **_):
    return HttpResponse("answered")


everyones = declare(EVERYONE, GET=unaudited("a test"))(answer)
signed_in = declare(SIGNED_IN, GET=unaudited("a test"), POST="record.view")(answer)
rosters = declare(Right.ROSTER, GET=unaudited("a test"))(answer)

BASE = ("sign_in", "sign_out", "student_search", "how_scores_are_made")  # what the base template links to
urlpatterns = [
    path("silent/", answer, name="silent"),
    path("everyone/", everyones, name="everyone"),
    path("signed-in/", signed_in, name="signed_in"),
    path("rosters/", rosters, name="rosters"),
    path("outside/<int:n>/", answer, name="outside"),
    *(path(f"{name}/", everyones, name=name) for name in BASE),
]


@pytest.fixture
def ours(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(routes, "_outside", {"outside/*": routes.declaration(SIGNED_IN, GET=unaudited("a test"))})


def test_every_address_of_the_product_is_declared():
    assert checks.every_address_is_declared(None) == []
    assert len(routes.every_route()) > 40


def test_an_address_without_a_declaration_fails_the_check_and_is_told_what_to_write(ours):
    [error] = checks.every_address_is_declared(None)
    assert "/silent/" in error.msg and "test_routes.answer" in error.msg
    assert "@declare(" in error.hint and "adding-a-route.md" in error.hint


def test_an_address_without_a_declaration_is_not_answered(ours, client, cast, caplog):
    client.force_login(cast.operator)
    assert client.get("/silent/").status_code == 404
    assert "declares nothing" in caplog.text


def test_a_view_from_a_package_is_declared_by_its_address(ours, client, cast):
    client.force_login(cast.newcomer)
    assert client.get("/outside/7/").content == b"answered"


def test_nobody_comes_in_without_signing_in_unless_it_is_said(ours, client, cast):
    assert client.get("/everyone/").status_code == 200
    assert client.get("/signed-in/").status_code == 302
    client.force_login(cast.newcomer)
    assert client.get("/signed-in/").status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head", "trace"])
def test_a_method_that_is_not_named_is_refused(ours, client, cast, method):
    client.force_login(cast.newcomer)
    assert getattr(client, method)("/signed-in/").status_code == 405


def test_whoever_reaches_nothing_by_the_right_is_turned_away(ours, client, cast):
    client.force_login(cast.teacher)
    assert client.get("/rosters/").status_code == 403
    client.force_login(cast.school_admin)
    assert client.get("/rosters/").status_code == 200


def test_programs_are_let_through_to_the_key_check():
    assert routes.declaration(Right.INFER, loads=one(Student), POST="response.add").without_sign_in
    assert not routes.declaration(Right.RECORD, loads=one(Student), GET="record.view").without_sign_in


@pytest.mark.parametrize("audits", [{}, {"get": "record.view"}, {"GET": "record.stare"}])
def test_a_declaration_names_methods_and_known_verbs(audits):
    with pytest.raises(TypeError):
        declare(SIGNED_IN, **audits)


def test_a_declaration_reads_well():
    said = routes.declaration(Right.RECORD, loads=one(Student), GET="record.view", POST=unaudited("why not"))
    assert (said.who, str(said.loads)) == ("record", "Student by this right")
    assert str(said.audits["POST"]) == "none: why not"
    assert (str(NOTHING), str(rows(Student))) == ("nothing", "visible Student rows")


def test_the_right_is_asked_before_the_view_runs(rf, cast):
    request = rf.get("/")
    request.user = cast.guardian
    with pytest.raises(PermissionDenied):
        rosters(request)


def test_every_reason_for_no_event_is_a_reason():
    for route in routes.every_route():
        for said in route.declaration.audits.values():
            if isinstance(said, Unaudited):
                assert len(said.why) > 5, route


def test_no_route_that_loads_a_students_row_goes_without_an_event():
    for route in routes.every_route():
        if route.declaration.loads.how == "one" and access._hangs_on(route.declaration.loads.models[0], Student):
            assert not any(isinstance(said, Unaudited) for said in route.declaration.audits.values()), route


def test_every_declared_verb_has_words():
    declared = {
        verb
        for route in routes.every_route()
        for said in route.declaration.audits.values()
        if not isinstance(said, Unaudited)
        for verb in said
    }
    assert declared <= VERBS.keys()


def test_the_middleware_speaks_of_the_guide(rf, ours):
    from students.middleware import DenyUndeclared

    request = rf.get("/silent/")
    request.resolver_match = type("Match", (), {"route": "silent/"})
    with pytest.raises(Http404):
        DenyUndeclared(answer).process_view(request, answer, (), {})


def test_the_table_in_the_docs_is_what_the_routes_declare():
    from students.management.commands import list_routes

    assert list_routes.page().read_text(encoding="utf-8") == list_routes.table(), "manage.py list_routes --write"
