"""Signing in and out, through the URL."""

import pytest
from django.urls import reverse

from students import demo
from tests import factories as make

DOOR = "/sign-in/"


def sign_in(client, username="okafor", password=make.PASSWORD, **extra):
    return client.post(DOOR, {"username": username, "password": password, **extra})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_door_is_open_to_everyone(client, db):
    answer = client.get(DOOR)
    assert answer.status_code == 200
    assert b'name="username"' in answer.content


def test_a_teacher_comes_in_and_lands_at_home(cast, client):
    assert sign_in(client).url == reverse("home")
    assert signed_in(client)


@pytest.mark.parametrize(
    ("username", "password"),
    [("okafor", "wrong"), ("okafor", ""), ("nobody", make.PASSWORD), ("", ""), ("gone", make.PASSWORD)],
)
def test_who_does_not_belong_stays_outside(cast, client, username, password):
    answer = sign_in(client, username, password)
    assert answer.status_code == 200 and not signed_in(client)


def test_an_inactive_account_and_a_wrong_password_read_the_same(cast, client):
    """Otherwise the door would tell who has an account."""
    inactive = sign_in(client, "gone").content.replace(b"gone", b"")
    unknown = sign_in(client, "nobody").content.replace(b"nobody", b"")
    assert without_token(inactive) == without_token(unknown)


def without_token(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrf" not in line]


def test_an_account_that_is_switched_off_is_out_at_the_next_click(cast, client):
    sign_in(client)
    cast.teacher.is_active = False
    cast.teacher.save()
    assert client.get("/roster/").url == "/sign-in/?next=/roster/"


def test_a_session_planted_beforehand_is_worth_nothing(cast, client):
    client.get(DOOR)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    client.cookies["sessionid"] = before
    assert not signed_in(client)


def test_another_persons_session_is_not_carried_over(cast, client):
    sign_in(client, "whitfield")
    session = client.session
    session["note"] = "of the administrator"
    session.save()
    client.post("/sign-out/")
    sign_in(client)
    assert "note" not in client.session


def test_signing_out_ends_the_session(cast, client):
    sign_in(client)
    key = client.session.session_key
    assert client.post("/sign-out/").url == DOOR
    client.cookies["sessionid"] = key
    assert not signed_in(client)


def test_a_link_cannot_sign_anyone_out(cast, client):
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert signed_in(client)


def test_who_was_on_the_way_somewhere_gets_there(cast, client):
    assert sign_in(client, "whitfield", next="/roster/").url == "/roster/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_door_leads_nowhere_else(cast, client, elsewhere):
    assert sign_in(client, next=elsewhere).url == reverse("home")


def test_what_stands_in_the_address_is_no_part_of_the_form(cast, client):
    asked = f"{DOOR}?username=okafor&password={make.PASSWORD}"
    client.post(asked, {})
    client.get(asked)
    client.post(asked, {"username": "okafor", "password": "wrong"})
    assert not signed_in(client)


def test_who_is_in_already_goes_home(cast, client):
    sign_in(client)
    assert client.get(DOOR).url == reverse("home")


def test_the_demos_logins_stand_at_the_door_only_in_the_demo(client, db, settings):
    settings.DEMO = False
    assert demo.PASSWORD not in client.get(DOOR).content.decode()
    settings.DEMO = True
    page = client.get(DOOR).content.decode()
    assert demo.PASSWORD in page and all(login["label"] in page for login in demo.LOGINS)


def test_pages_about_people_are_not_kept_by_browsers_or_proxies(cast, client):
    client.force_login(cast.school_admin)
    assert client.get("/roster/")["Cache-Control"] == "no-store, private"


def test_the_session_cookie_is_out_of_reach_of_scripts(cast, client):
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_password_is_stored_by_a_slow_hash(settings):
    from django.conf import global_settings  # the tests' own settings use a fast one

    assert settings.PASSWORD_HASHERS != global_settings.PASSWORD_HASHERS
    from config import settings as ours

    assert ours.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
