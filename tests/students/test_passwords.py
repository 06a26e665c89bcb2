"""Passwords that are guessed soon are refused, however long; what nobody near would try is taken."""

import re
import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from students.signing_in import forgotten, passwords
from tests import factories as make


def is_taken(password, user=None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


# Each of ten characters and more; twelve of them stand in no list of Django’s.
BREACHED = (
    "password1234", "1234567890", "qwertyuiop", "1q2w3e4r5t", "P@ssw0rd1234", "iloveyou2024", "football12345",
    "qwerty123456789", "aaaaaaaaaaaa", "abcdefghijkl", "Summer2024!", "letmein12345", "1qaz2wsx3edc", "monkeymonkey",
    "password-2026", "zaq12wsxcde3", "asdfghjkl123", "nosredna1234", "01/02/2003aa",
)  # fmt: skip


@pytest.mark.parametrize("password", BREACHED)
def test_what_is_tried_first_is_refused(password):
    assert not is_taken(password)


@pytest.mark.parametrize(
    "password",
    [
        "Sightline2026!",
        "sightline-teacher",
        "resilience&empathy",
        "TheSchoolOffice",
        "homeroom-7b-2026",
        "admin-admin-1",
    ],
)
def test_words_of_ours_make_no_password(password):
    assert not is_taken(password)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["okafor-cedar-2026", "cedar middle school", "Okafor.Okafor.1", "okaforokafor99"])
def test_neither_do_ones_own_name_and_the_name_of_ones_school(cast, password):
    cast.cedar.name = "Cedar Middle School"
    cast.cedar.save()
    assert not is_taken(password, cast.teacher)


@pytest.mark.django_db
def test_a_family_is_asked_about_its_childs_school_too(cast):
    cast.cedar.name = "Thornapple"
    cast.cedar.save()
    assert not is_taken("thornapple-77", cast.guardian)
    assert is_taken("thornapple-77-glacier-moth", cast.guardian)


@pytest.mark.parametrize(
    "password",
    ["seven brown otters", "correct horse battery", "kayak41 river blue", "pelmeni und regenschirm", "rK9!vT2#qL7m"],
)
def test_a_few_words_without_a_rule_about_their_letters_are_taken(password):
    assert is_taken(password)


@pytest.mark.parametrize("length", [64, 128, 1000])
def test_long_ones_are_taken_whole(length):
    said = ("glacier moth pelican " * 60)[:length]
    assert is_taken(said)


def test_one_made_to_take_long_does_not():
    begun = time.process_time()
    is_taken("4@8({[<369&1!|0$5+7%2" * 40)
    assert time.process_time() - begun < 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tried", ["seven Brown OTTERS ", " seven brown otters ", " Seven Brown OTTERS", "Seven Brown OTTERS"]
)
def test_a_password_is_looked_at_as_it_was_typed(cast, client, tried):
    new = " seven Brown OTTERS "
    client.post("/sign-in/", {"username": "okafor", "password": make.PASSWORD})
    client.post("/account/password/", {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new})
    client.post("/sign-out/")
    client.post("/sign-in/", {"username": "okafor", "password": tried})
    assert "_auth_user_id" not in client.session
    client.post("/sign-in/", {"username": "okafor", "password": new})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_fields_are_masked_and_left_to_the_browser_and_its_manager(cast, client):
    pages = [client.get("/sign-in/"), client.get(client.get(forgotten.link_of(cast.teacher)).url)]
    client.force_login(cast.teacher)
    pages.append(client.get("/account/password/"))
    fields = [field for page in pages for field in re.findall(r"<input[^>]*password[^>]*>", page.content.decode())]
    assert len(fields) == 1 + 2 + 3
    for field in fields:
        assert 'type="password"' in field and re.search(r'autocomplete="(current|new)-password"', field), field
        assert "maxlength" not in field and "onpaste" not in field


def test_our_words_stand_in_the_guide():
    from tests.installation import ROOT

    guide = (ROOT / "docs/guides/signing-in.md").read_text(encoding="utf-8")
    assert [word for word in passwords.OUR_WORDS if word not in guide] == []
