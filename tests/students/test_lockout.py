"""Wrong tries make one wait, longer each time; nobody outside can keep a school out. Through the URL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection, connections

from privacy.audit import AuditEvent
from students.signing_in import lockout
from tests import factories as make

DOOR = "/sign-in/"
WRONG = "wrong"
SCHOOL, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-02 08:00:00+00:00", tick=False) as moving:
        yield moving


def attempt(client, username="okafor", password=WRONG, address=SCHOOL):
    return client.post(DOOR, {"username": username, "password": password}, REMOTE_ADDR=address)


def comes_in(client, username="okafor", address=SCHOOL) -> bool:
    return attempt(client, username, make.PASSWORD, address).status_code == 302


def wrong(client, times, **where):
    for _ in range(times):
        answer = attempt(client, **where)
    return answer


def test_five_wrong_tries_are_free_and_the_sixth_waits(cast, client, clock):
    assert wrong(client, 5).status_code == 200
    answer = attempt(client)
    assert answer.status_code == 429 and answer["Retry-After"] == "30"
    assert "Try again in 30 seconds" in answer.content.decode()


def test_meanwhile_the_right_password_opens_nothing_and_afterwards_it_does(cast, client, clock):
    wrong(client, 5)
    assert not comes_in(client)
    clock.shift(31)
    assert comes_in(client)


def test_each_further_wrong_try_doubles_the_wait_up_to_a_quarter_of_an_hour(cast, client, clock):
    waits = []
    wrong(client, 5)
    for _ in range(7):
        waits.append(int(attempt(client)["Retry-After"]))
        clock.shift(waits[-1] + 1)
        assert attempt(client).status_code == 200
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_coming_in_forgets_the_wrong_tries(cast, client, clock):
    wrong(client, 4)
    assert comes_in(client)
    client.post("/sign-out/")
    assert wrong(client, 5).status_code == 200


def test_a_stranger_elsewhere_cannot_keep_a_teacher_out_of_the_account_at_school(cast, client, clock):
    wrong(client, 20, address=ELSEWHERE)
    assert attempt(client, address=ELSEWHERE).status_code == 429
    assert comes_in(client, address=SCHOOL)


def test_guessing_one_password_at_many_names_waits_too_and_spares_whom_the_school_knows(cast, client, clock):
    assert comes_in(client)
    client.post("/sign-out/")
    free = lockout.WIDE[0].free
    for number in range(free):
        attempt(client, username=f"name{number}")
    waits = attempt(client, username="whitfield")
    assert waits.status_code == 429 and int(waits["Retry-After"]) <= 60
    assert comes_in(client)  # okafor came in from here before
    clock.shift(61)
    assert comes_in(client, username="whitfield")


def test_guessing_one_name_from_many_addresses_waits_at_most_a_minute(cast, client, clock):
    for number in range(lockout.WIDE[1].free):
        attempt(client, address=f"203.0.113.{number}")
    waits = attempt(client, address="192.0.2.1")
    assert waits.status_code == 429 and int(waits["Retry-After"]) <= 60


def test_an_unknown_name_waits_like_a_known_one(cast, client, clock):
    """Otherwise the wait would tell who has an account."""
    wrong(client, 5, username="nobody")
    assert attempt(client, username="nobody").status_code == 429


def test_spelling_the_name_another_way_does_not_help(cast, client, clock):
    wrong(client, 5)
    assert attempt(client, username=" OKAFOR ").status_code == 429


def test_a_header_cannot_claim_another_address(cast, client, clock):
    wrong(client, 5)
    answer = client.post(
        DOOR, {"username": "okafor", "password": "wrong"}, REMOTE_ADDR=SCHOOL, HTTP_X_FORWARDED_FOR=ELSEWHERE
    )
    assert answer.status_code == 429


def test_behind_our_own_proxy_the_address_is_the_one_it_saw(cast, client, clock, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def forwarded(chain, password=WRONG):
        data = {"username": "okafor", "password": password}
        return client.post(DOOR, data, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=chain).status_code

    assert [forwarded(f"1.2.3.{n}, {ELSEWHERE}") for n in range(6)] == [200] * 5 + [429]
    assert forwarded(SCHOOL, make.PASSWORD) == 302


def test_who_has_to_wait_is_written_down_once_and_each_wrong_try_is(cast, client, clock):
    wrong(client, 8)
    verbs = list(AuditEvent.objects.filter(verb__startswith="sign_in").values_list("verb", flat=True))
    assert verbs.count("sign_in.failed") == 5 and verbs.count("sign_in.locked") == 1
    assert AuditEvent.objects.get(verb="sign_in.locked").object == f"user:{cast.teacher.pk}"


def test_what_the_cache_keeps_names_neither_person_nor_address(cast, client, clock):
    one = lockout.Try("okafor", SCHOOL)
    assert not any(word in one.key(rule) for rule in lockout.RULES for word in ("okafor", SCHOOL))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite in memory knows no waiting")
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_twenty_tries_at_once_are_five():
    def one(_):
        try:
            return lockout.begin("okafor", ELSEWHERE).wait == 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as crowd:
        let_through = sum(crowd.map(one, range(20)))
    assert let_through == 5


def test_the_table_of_rules_never_makes_a_whole_school_wait_longer_than_a_minute():
    assert all(rule.longest <= 60 for rule in lockout.RULES if not (rule.by_account and rule.by_address))
    assert [lockout.wait_after(number, lockout.TIGHT) for number in (4, 5, 6, 50)] == [0, 30, 60, 900]
