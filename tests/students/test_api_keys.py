"""Keys for programs: issued by an operator, shown once, and worth nothing when revoked or past their date."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from privacy.audit import AuditEvent
from students import access, api_keys
from students.access import Right
from students.api_auth import KeyAuthentication
from students.models import ApiKey, Student
from tests import factories as make


def present(secret, scheme="Api-Key"):
    return KeyAuthentication().authenticate(
        APIRequestFactory().get("/", headers={"authorization": f"{scheme} {secret}"})
    )


def issue(capsys, *arguments):
    call_command("issue_key", *arguments)
    said = capsys.readouterr()
    return said.out.strip(), said.err


def test_a_key_is_printed_once_and_opens_its_school(cast, capsys):
    secret, aside = issue(
        capsys, "--school", "cedar hollow middle school", "--scopes", "infer", "read", "--name", "SIS"
    )
    key, _ = present(secret)
    assert (key.name, key.school, key.district, key.scopes) == ("SIS", cast.cedar, cast.district, ["infer", "read"])
    assert set(access.visible(key, Student, Right.INFER)) == set(Student.objects.filter(school=cast.cedar))
    assert secret not in aside and "not shown again" in aside


def test_a_key_of_a_district_opens_its_schools(cast, capsys):
    secret, _ = issue(capsys, "--district", str(cast.district.pk), "--scopes", "read", "--name", "warehouse")
    key, _ = present(secret)
    reached = access.visible(key, Student, Right.READ_BY_KEY)
    assert {s.school for s in reached} == {cast.cedar, cast.alder}


def test_only_a_hash_is_stored(cast, capsys):
    secret, _ = issue(capsys, "--district", "Pine Valley", "--scopes", "read", "--name", "warehouse")
    stored = ApiKey.objects.filter(name="warehouse").values().get()
    assert not any(secret.partition(".")[2] in str(value) for value in stored.values())


def test_issuing_is_audited_without_the_key(cast, capsys):
    secret, _ = issue(capsys, "--school", "Cedar Hollow Middle School", "--scopes", "read", "--name", "SIS")
    event = AuditEvent.objects.get(verb="key.issue")
    assert (event.actor, event.school) == ("system:issue_key", cast.cedar.pk)
    assert event.detail == {"scopes": ["read"], "whole_district": False, "outside": False}
    assert event.object == f"apikey:{ApiKey.objects.get(name='SIS').prefix}"
    assert secret.partition(".")[2] not in str(vars(event))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--school", "Nowhere", "--scopes", "read"], "No school is called 'Nowhere'"),
        (["--district", "Pine Valley", "--scopes", "everything"], "Scopes are infer, read, aggregate"),
        (["--scopes", "read"], "required"),
        (["--school", "a", "--district", "b", "--scopes", "read"], "not allowed"),
    ],
)
def test_what_cannot_be_issued_is_explained(cast, arguments, words):
    before = ApiKey.objects.count()
    with pytest.raises(CommandError, match=words):
        call_command("issue_key", *arguments, "--name", "x")
    assert ApiKey.objects.count() == before


def test_a_name_that_two_schools_share_asks_for_the_id(cast):
    make.SchoolFactory(name=cast.cedar.name, district=cast.other_district)
    with pytest.raises(CommandError, match=f"give the id.*{cast.cedar.pk}"):
        call_command("issue_key", "--school", cast.cedar.name, "--scopes", "read", "--name", "x")


# --- when a key ends ---------------------------------------------------------------------------------


def test_a_key_may_have_a_last_day(cast, capsys):
    tomorrow = timezone.now().date() + timedelta(days=1)
    secret, _ = issue(
        capsys, "--school", cast.cedar.name, "--scopes", "read", "--name", "SIS", "--until", str(tomorrow)
    )
    assert present(secret)[0].expiry_date == datetime.combine(tomorrow, time(), UTC)


def test_a_day_that_has_come_is_refused(cast):
    today = str(timezone.now().date())
    with pytest.raises(CommandError, match="has come already"):
        call_command("issue_key", "--school", cast.cedar.name, "--scopes", "read", "--name", "x", "--until", today)
    assert not ApiKey.objects.filter(name="x").exists()


def test_an_operator_revokes_a_key_by_its_prefix(cast, capsys):
    call_command("revoke_key", cast.key.prefix)
    assert "opens nothing any more" in capsys.readouterr().out
    with pytest.raises(AuthenticationFailed, match="revoked"):
        present(cast.key.secret)
    assert AuditEvent.objects.get(verb="key.revoke").actor == "system:revoke_key"


def test_without_a_prefix_the_keys_are_listed_that_open_something(cast, capsys):
    closed = make.ApiKeyFactory(school=cast.cedar)
    api_keys.revoke(closed, by=cast.operator)
    over = make.ApiKeyFactory(school=cast.cedar)
    ApiKey.objects.filter(pk=over.pk).update(expiry_date=timezone.now())
    call_command("revoke_key")
    lines = capsys.readouterr().out.splitlines()
    listed = {line.split()[0] for line in lines}
    assert cast.key.prefix in listed and not listed & {closed.prefix, over.prefix}
    assert not any(cast.key.secret.partition(".")[2] in line for line in lines)


@pytest.mark.parametrize("which", ["unknown", "closed"])
def test_what_opens_nothing_cannot_be_revoked(cast, which):
    api_keys.revoke(cast.key, by=cast.operator)
    with pytest.raises(CommandError, match="Run revoke_key alone"):
        call_command("revoke_key", cast.key.prefix if which == "closed" else "nobody")
    assert AuditEvent.objects.filter(verb="key.revoke").count() == 1


# --- presenting a key -------------------------------------------------------------------------------


def test_a_key_acts_as_itself(cast):
    assert present(cast.key.secret)[0] == cast.key


def test_a_revoked_key_is_refused(cast):
    api_keys.revoke(cast.key, by=cast.operator)
    with pytest.raises(AuthenticationFailed, match="revoked"):
        present(cast.key.secret)
    assert AuditEvent.objects.get(verb="key.revoke").actor == f"user:{cast.operator.pk}"


def test_a_key_past_its_date_is_refused(cast):
    ApiKey.objects.filter(pk=cast.key.pk).update(expiry_date=timezone.now() - timedelta(seconds=1))
    with pytest.raises(AuthenticationFailed, match="expired"):
        present(cast.key.secret)


@pytest.mark.parametrize("secret", ["", "x", "a.b", "é.ü", "." * 500, "' OR 1=1 --", "a\x00b.c"])
def test_what_is_no_key_is_refused(cast, secret):
    with pytest.raises(AuthenticationFailed):
        present(secret)


def test_a_changed_letter_is_refused(cast):
    last = cast.key.secret[-1]
    with pytest.raises(AuthenticationFailed):
        present(cast.key.secret[:-1] + ("a" if last != "a" else "b"))


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "api-key"])
def test_another_scheme_is_not_ours_to_judge(cast, scheme):
    assert present(cast.key.secret, scheme) is None


def test_use_is_noted(cast):
    present(cast.key.secret)
    assert ApiKey.objects.get(pk=cast.key.pk).last_used_at is not None
