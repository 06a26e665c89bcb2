"""A code from the phone beside the password: set up, asked for, required of staff, and what saves one who lost it."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from privacy.audit import AuditEvent
from tests import factories as make
from tests.students import totp

DOOR, STEP, SET_UP = "/sign-in/", "/sign-in/second-step/", "/account/second-step/"


def sign_in(client, username="okafor", **more):
    return client.post(DOOR, {"username": username, "password": make.PASSWORD, **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def turn_on(client) -> str:
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'<code class="key">(\w+)</code>', page)[1]
    answer = client.post(SET_UP, {"code": totp.code_of(secret)})
    assert answer.url == "/account/recovery-codes/", answer.content.decode()
    return secret


def verbs() -> set[str]:
    return set(AuditEvent.objects.values_list("verb", flat=True))


def test_without_a_second_step_the_password_is_enough(cast, client):
    assert sign_in(client).url == "/" and is_in(client)


def test_a_teacher_sets_it_up_with_a_code_and_gets_recovery_codes(cast, client, django_capture_on_commit_callbacks):
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        turn_on(client)
    page = client.get("/account/recovery-codes/").content.decode()
    codes = totp.recovery_codes(cast.teacher)
    assert all(code in page and re.fullmatch(r"\d{8}", code) for code in codes) and len(set(codes)) == 10
    assert len(client.get("/account/recovery-codes/recovery-codes.txt").content.split()) == 10
    assert "second_step.set_up" in verbs()


def test_setting_it_up_ends_every_session_that_had_the_password_alone(cast, client, django_capture_on_commit_callbacks):
    other = Client()
    sign_in(other)
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        turn_on(client)
    assert is_in(client) and other.get("/account/").url.startswith(DOOR)


def test_a_wrong_code_sets_nothing_up(cast, client):
    sign_in(client)
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": "000000"}).content.decode()
    assert "Incorrect code" in page and not Authenticator.objects.exists()


def test_the_password_alone_is_then_not_enough(cast, client):
    totp.set_up(cast.teacher)
    assert sign_in(client).url == STEP and not is_in(client)
    assert client.get("/classes/").url.startswith(DOOR)


def test_password_and_code_are(cast, client):
    secret = totp.set_up(cast.teacher)
    sign_in(client, next="/collect/")
    assert client.post(STEP, {"code": totp.code_of(secret)}).url == "/collect/"
    assert is_in(client)


def test_a_code_is_good_once(cast, client):
    secret = totp.set_up(cast.teacher)
    code = totp.code_of(secret)
    sign_in(client)
    client.post(STEP, {"code": code})
    client.post("/sign-out/")
    sign_in(client)
    client.post(STEP, {"code": code})
    assert not is_in(client)


def test_wrong_codes_are_written_down_and_soon_refused_unread(cast, client):
    secret = totp.set_up(cast.teacher)
    sign_in(client)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": totp.code_of(secret)})
    assert not is_in(client)
    assert AuditEvent.objects.filter(verb="second_step.failed", object=f"user:{cast.teacher.pk}").count() == 5


def test_a_recovery_code_opens_once(cast, client):
    totp.set_up(cast.teacher)
    code, *_ = totp.recovery_codes(cast.teacher)
    for opens in (True, False):
        sign_in(client)
        client.post(STEP, {"code": code})
        assert is_in(client) is opens
        client.post("/sign-out/")


def test_nobody_comes_to_the_second_step_without_the_first(cast, client):
    assert client.get(STEP).url.startswith(DOOR)


def test_the_secret_is_sealed_in_the_database(cast):
    secret = totp.set_up(cast.teacher)
    kept = Authenticator.objects.get(user=cast.teacher, type="totp")
    assert secret not in str(kept.data) and kept.wrap().validate_code(totp.code_of(secret))


def test_recovery_codes_are_kept_from_a_session_that_did_not_just_prove_itself(cast, client):
    totp.set_up(cast.teacher)
    client.force_login(cast.teacher)
    page = client.get("/account/recovery-codes/").content.decode()
    assert not any(code in page for code in totp.recovery_codes(cast.teacher))
    assert client.get("/account/recovery-codes/recovery-codes.txt").url.startswith("/sign-in/again/")


def test_what_protects_the_account_asks_for_the_password_once_more(cast, client):
    client.force_login(cast.teacher)
    again = client.get(SET_UP).url
    assert again.startswith("/sign-in/again/")
    client.post(again, {"password": make.PASSWORD})
    assert client.get(SET_UP).status_code == 200
    assert "sign_in.again" in verbs()


# --- where it is required --------------------------------------------------------------------------


@pytest.fixture
def required(settings):
    settings.SECOND_STEP_REQUIRED = True


STAFF = ("teacher", "school_admin", "district_admin", "records_officer", "safeguarding_lead", "operator")


@pytest.mark.parametrize("who", STAFF)
def test_staff_come_no_further_than_setting_it_up(cast, client, required, who):
    sign_in(client, getattr(cast, who).username)
    for path in ("/", "/account/", "/who-looked/", "/admin/", "/classes/"):
        assert client.get(path).url == SET_UP, path
    assert client.get(SET_UP).status_code == 200


def test_once_it_is_set_up_everything_opens(cast, client, required):
    sign_in(client)
    turn_on(client)
    assert client.get("/classes/").status_code == 200


def test_a_family_may_choose(cast, client, required):
    sign_in(client, "quintanilla")
    assert client.get("/account/").status_code == 200


def test_staff_cannot_turn_it_off_and_a_family_can(cast, client, required):
    for who, may in ((cast.teacher, False), (cast.guardian, True)):
        secret = totp.set_up(who)
        sign_in(client, who.username)
        client.post(STEP, {"code": totp.code_of(secret)})
        client.post("/account/second-step/remove/")
        assert Authenticator.objects.filter(user=who, type="totp").exists() is not may
        client.post("/sign-out/")


def test_it_is_required_in_production_and_not_in_the_demo(settings):
    assert settings.SECOND_STEP_REQUIRED is settings.PRODUCTION is False


def test_an_operator_takes_it_away_from_who_lost_phone_and_codes(cast, client):
    totp.set_up(cast.teacher)
    call_command("reset_second_step", "okafor", stdout=io.StringIO())
    sign_in(client)
    assert is_in(client)
    assert "second_step.taken_away" in verbs()


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login/?next=/admin/"])
def test_the_administration_has_no_door_of_its_own(cast, client, path):
    assert client.get(path).url == "/sign-in/?next=/admin/"
    assert client.post(path, {"username": "operator", "password": make.PASSWORD}).status_code == 405
