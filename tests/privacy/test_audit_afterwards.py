"""Refusals outlive the rollback of what was refused; what cannot be written down is not answered."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from privacy import audit, middleware
from privacy.audit import AuditEvent, AuditSubject
from tests import factories as make
from tests.students import totp

DOOR = "/sign-in/"


def events(verb):
    return AuditEvent.objects.filter(verb=verb)


def broken(*args, **kwargs):
    raise ZeroDivisionError


def student_page(student):
    return reverse("student_page", args=[student.pk])


# --- refusals --------------------------------------------------------------------------------------


def test_a_refusal_is_written_with_the_student_it_concerns(client, cast):
    client.force_login(cast.guardian)
    assert client.get(student_page(cast.mateo)).status_code == 403
    event = events("access.refused").get()
    assert (event.actor, event.school) == (f"user:{cast.guardian.pk}", cast.cedar.pk)
    assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk


def test_a_refusal_outlives_the_transaction_it_ended(rf, cast):
    def view(request):
        with transaction.atomic():
            audit.record("class.view", by=cast.teacher)
            audit.afterwards("access.refused", by=cast.teacher, obj=cast.mateo)
            raise PermissionDenied

    def answered(request):
        try:
            return view(request)
        except PermissionDenied:
            return HttpResponse(status=403)

    assert middleware.audit_afterwards(answered)(rf.get("/")).status_code == 403
    assert events("access.refused").exists() and not events("class.view").exists()


def test_a_refusal_that_cannot_be_written_is_answered_with_503(client, cast, monkeypatch):
    client.force_login(cast.guardian)
    monkeypatch.setattr(audit, "write_noted", broken)
    answer = client.get(student_page(cast.mateo))
    assert answer.status_code == 503
    assert "Mateo" not in answer.content.decode()


def test_any_other_403_is_a_refusal_too_and_names_the_route_never_the_path(client, cast):
    client.force_login(cast.teacher)
    assert client.get("/roster/").status_code == 403
    event = events("access.refused").get()
    assert (event.actor, event.object) == (f"user:{cast.teacher.pk}", "route:roster_import")


def test_one_refusal_is_one_event(client, cast):
    client.force_login(cast.guardian)
    client.get(student_page(cast.mateo))
    assert events("access.refused").count() == 1


def test_a_stranger_and_a_row_that_is_not_there_leave_the_same_trace(client, cast):
    client.force_login(cast.teacher)
    there, nowhere = cast.sam.pk, "3f0c1f3e-1111-4222-8333-444455556666"
    for pk in (there, nowhere):
        assert client.get(reverse("student_page", args=[pk])).status_code == 404
    found = [(e.actor, e.school, e.object, e.detail) for e in events("access.not_found").order_by("at")]
    actor = f"user:{cast.teacher.pk}"
    assert found == [(actor, None, f"student:{pk}", {"right": "record"}) for pk in (there, nowhere)]
    assert not AuditSubject.objects.filter(subject=cast.sam.pk, event_id__in=events("access.not_found")).exists()


def test_a_program_is_refused_as_itself(client, cast):
    answer = client.get(
        reverse("api_assessment", args=[cast.mateo.latest.assessment_id]),
        headers={"Authorization": f"Api-Key {make.ApiKeyFactory(school=cast.cedar, scopes=['infer']).secret}"},
    )
    assert answer.status_code == 403
    assert events("access.refused").get().actor.startswith("key:")


def test_a_revoked_key_and_an_unknown_one_are_turned_away_and_written_down(client, cast):
    address = reverse("api_assessment", args=[cast.mateo.latest.assessment_id])
    for secret in (cast.revoked_key.secret, "nonsense"):
        assert client.get(address, headers={"Authorization": f"Api-Key {secret}"}).status_code == 401
    first, second = events("key.refused").order_by("at")
    assert (first.object, second.object) == (f"apikey:{cast.revoked_key.prefix}", "")
    assert cast.revoked_key.secret not in str(first.detail) + first.object


def test_outside_a_request_it_is_written_at_once(db):
    audit.afterwards("sign_out", by="system:tests")
    assert events("sign_out").exists()


# --- signing in and out ----------------------------------------------------------------------------


def test_signing_in_and_out_is_written_down(client, cast):
    client.post(DOOR, {"username": "okafor", "password": make.PASSWORD})
    client.post("/sign-out/")
    assert [events(verb).get().actor for verb in ("sign_in", "sign_out")] == [f"user:{cast.teacher.pk}"] * 2


def test_nobody_comes_in_unless_it_is_written_down(client, cast, monkeypatch):
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        client.post(DOOR, {"username": "okafor", "password": make.PASSWORD})
    monkeypatch.undo()
    assert client.get("/roster/").url == "/sign-in/?next=/roster/"


def test_leaving_works_even_if_it_cannot_be_written_down(client, cast, monkeypatch):
    client.force_login(cast.teacher)
    monkeypatch.setattr(audit, "write_noted", broken)
    assert client.post("/sign-out/").status_code == 503
    monkeypatch.undo()
    assert client.get("/roster/").url == "/sign-in/?next=/roster/"


def test_coming_in_says_by_what_it_was_proved(client, cast):
    client.post("/sign-in/", {"username": "okafor", "password": make.PASSWORD})
    assert events("sign_in").get().detail == {"methods": ["password"]}
    client.post("/sign-out/")
    secret = totp.set_up(cast.teacher)
    client.post("/sign-in/", {"username": "okafor", "password": make.PASSWORD})
    client.post("/sign-in/second-step/", {"code": totp.code_of(secret)})
    assert events("sign_in").order_by("at").last().detail == {"methods": ["mfa", "password"]}


def test_a_failed_sign_in_names_the_account_and_never_what_was_typed(client, cast):
    client.post(DOOR, {"username": "okafor", "password": "wrong horse"})
    client.post(DOOR, {"username": "my secret password", "password": "okafor"})
    known, unknown = events("sign_in.failed").order_by("at")
    assert (known.actor, known.object, unknown.object) == ("nobody", f"user:{cast.teacher.pk}", "")
    assert "secret" not in str(unknown.__dict__) and "wrong horse" not in str(known.__dict__)


def test_the_administrations_own_door_leads_to_the_one_that_is_written_down(client, cast):
    said = {"username": "operator", "password": make.PASSWORD}
    assert client.post("/admin/login/", said).status_code == 405
    sent_on = client.get("/admin/login/")
    assert sent_on.status_code == 302 and sent_on.url.startswith("/sign-in/") and not events("sign_in").exists()
    client.post(sent_on.url, said)
    assert events("sign_in").get().actor == f"user:{cast.operator.pk}"


def test_who_is_not_signed_in_and_not_let_in_leaves_nothing(client, db):
    client.get("/roster/")
    assert not AuditEvent.objects.exists()
