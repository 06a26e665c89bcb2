"""A forgotten password: a link by mail, once, for an hour, that opens nothing by itself. Through the URL."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as ours
from django.test import Client
from django.utils import timezone

from privacy.audit import AuditEvent
from students import tasks
from students.signing_in import forgotten
from tests import factories as make
from tests.students import totp

ASK, SENT, DOOR = "/sign-in/forgotten/", "/sign-in/forgotten/sent/", "/sign-in/"
NEW = "seven brown otters"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def okafor(cast):
    cast.teacher.email = "okafor@school.example"
    cast.teacher.save()
    return cast.teacher


@pytest.fixture
def woken(monkeypatch):
    """What a worker was woken with."""
    seen = []
    monkeypatch.setattr(tasks.mail_password_link, "delay", seen.append)
    return seen


@pytest.fixture
def ask(client, woken, mailoutbox, django_capture_on_commit_callbacks):
    """Ask, and let the worker do what it was woken for."""

    def asking(email="okafor@school.example", **more):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(ASK, {"email": email}, **more)
        with django_capture_on_commit_callbacks(execute=True):
            for ids in woken:
                tasks.mail_password_link(ids)
        woken.clear()
        return answer

    return asking


def link_in(mail) -> str:
    return re.search(r"(/sign-in/forgotten/\S+)", mail.body)[1]


def choose(client, link, form=BOTH):
    """As a browser does: the link leads to the form, which is sent."""
    page = client.get(link)
    return client.post(page.url, form) if page.status_code == 302 else page


def sign_in(client, password):
    return client.post(DOOR, {"username": "okafor", "password": password})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_link_comes_by_mail_and_the_new_password_holds(okafor, client, ask, mailoutbox):
    assert ask().url == SENT
    [mail] = mailoutbox
    assert mail.to == ["okafor@school.example"]
    answer = choose(client, link_in(mail))
    assert answer.url == DOOR
    assert "Your new password holds" in client.get(DOOR).content.decode()
    sign_in(client, make.PASSWORD)
    assert not is_in(client)
    sign_in(client, NEW)
    assert is_in(client)


def test_the_mail_names_nobody_and_leads_to_our_own_address_whatever_host_was_asked(
    okafor, client, ask, mailoutbox, settings
):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://sightline.example", ["*"]
    ask(HTTP_HOST="evil.example")
    [mail] = mailoutbox
    assert "https://sightline.example/sign-in/forgotten/" in mail.body and "evil" not in mail.body
    for name in ("okafor", okafor.first_name, okafor.last_name):
        assert name and name.casefold() not in (mail.subject + mail.body).casefold()


def test_asking_tells_nobody_whether_an_account_has_the_address(okafor, client, ask, woken, mailoutbox):
    known, unknown = ask(), ask("nobody@school.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [["okafor@school.example"]]


def test_the_same_work_is_done_for_an_address_nobody_has(okafor, client, woken, django_capture_on_commit_callbacks):
    """A worker is woken either way and makes the link, so that the answer takes as long."""
    for email in ("okafor@school.example", "nobody@school.example"):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(ASK, {"email": email})
    known, unknown = woken
    assert known == [str(okafor.pk)] and len(unknown) == 1 and len(unknown[0]) == len(known[0])


def test_what_goes_through_the_queue_is_an_id_and_no_link_and_no_address(
    okafor, client, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ASK, {"email": "okafor@school.example"})
    assert woken == [[str(okafor.pk)]]


def test_a_link_is_good_once(okafor, client, ask, mailoutbox):
    ask()
    link = link_in(mailoutbox[0])
    choose(client, link)
    again = choose(Client(), link, {"new_password1": "another three words", "new_password2": "another three words"})
    assert again.status_code == 400
    sign_in(client, NEW)
    assert is_in(client)


@pytest.mark.parametrize(("minutes", "status"), [(59, 302), (61, 400)])
def test_a_link_is_good_for_an_hour(okafor, client, ask, mailoutbox, minutes, status):
    assert ours.PASSWORD_RESET_TIMEOUT == 3600
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        ask()
        clock.shift(timedelta(minutes=minutes))
        assert client.get(link_in(mailoutbox[0])).status_code == status


def test_signing_in_meanwhile_makes_the_link_void(okafor, client, ask, mailoutbox):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask()
        clock.shift(timedelta(minutes=1))
        sign_in(client, make.PASSWORD)
        assert Client().get(link_in(mailoutbox[0])).status_code == 400


def test_a_changed_link_and_anothers_name_under_it_open_nothing(okafor, cast, client, ask, mailoutbox):
    ask()
    _, _, _, name, token, _ = link_in(mailoutbox[0]).split("/")
    other = forgotten.link_of(cast.other_teacher).split("/")[3]
    swapped = token[:-1] + ("a" if token[-1] != "a" else "b")
    for link in (f"{name}/{swapped}", f"{other}/{token}", f"nonsense/{token}", f"{name}/set-password"):
        assert client.get(f"/sign-in/forgotten/{link}/").status_code == 400


def test_the_token_leaves_the_address_before_the_form_is_shown(okafor, client, ask, mailoutbox):
    ask()
    link = link_in(mailoutbox[0])
    shown = client.get(link)
    assert shown.url.endswith("/set-password/")
    assert link.split("/")[4] not in client.get(shown.url).content.decode()


def test_it_ends_every_session_and_opens_none(okafor, client, ask, mailoutbox):
    elsewhere = Client()
    sign_in(elsewhere, make.PASSWORD)
    ask()
    choose(client, link_in(mailoutbox[0]))
    assert not is_in(client)
    assert elsewhere.get("/account/").url.startswith(DOOR)


def test_it_is_no_way_around_the_second_step(okafor, client, ask, mailoutbox):
    secret = totp.set_up(okafor)
    ask()
    choose(client, link_in(mailoutbox[0]))
    assert sign_in(client, NEW).url == "/sign-in/second-step/" and not is_in(client)
    client.post("/sign-in/second-step/", {"code": totp.code_of(secret)})
    assert is_in(client)


def test_a_weak_password_is_refused_and_the_link_still_works(okafor, client, ask, mailoutbox):
    ask()
    link = link_in(mailoutbox[0])
    weak = {"new_password1": "okafor2026", "new_password2": "okafor2026"}
    assert choose(client, link, weak).status_code == 422
    assert choose(client, link).url == DOOR


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_who_may_not_come_in_by_a_password_gets_no_link(okafor, ask, mailoutbox, change):
    type(okafor).objects.filter(pk=okafor.pk).update(**change)
    assert ask().url == SENT and mailoutbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_who_may_not_come_in_any_more_when_the_worker_comes_to_it_gets_no_link(okafor, woken, mailoutbox, change):
    type(okafor).objects.filter(pk=okafor.pk).update(**change)
    assert forgotten.mail_links([str(okafor.pk)]) == 0 and mailoutbox == []


def test_three_an_hour_for_an_address_and_others_do_not_wait(okafor, cast, ask, mailoutbox):
    assert [ask().status_code for _ in range(4)] == [302, 302, 302, 429]
    assert ask("nobody@school.example").status_code == 302
    assert ask("OKAFOR@school.example").status_code == 429
    assert len(mailoutbox) == 3


def test_an_address_nobody_has_waits_alike(cast, ask):
    assert [ask("nobody@school.example").status_code for _ in range(4)] == [302, 302, 302, 429]


def test_thirty_an_hour_from_one_place(cast, ask):
    answers = [ask(f"n{number}@school.example", REMOTE_ADDR="203.0.113.9").status_code for number in range(31)]
    assert answers == [302] * 30 + [429]
    assert ask("other@school.example", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_asking_and_choosing_are_written_down(okafor, client, ask, mailoutbox):
    ask()
    ask("nobody@school.example")
    choose(client, link_in(mailoutbox[0]))
    asked = list(AuditEvent.objects.filter(verb="password.ask").order_by("at").values_list("actor", "object"))
    assert asked == [("nobody", f"user:{okafor.pk}"), ("nobody", "")]
    [chosen] = AuditEvent.objects.filter(verb="password.reset")
    assert chosen.actor == f"user:{okafor.pk}"


def test_without_its_event_no_password_is_set(okafor, client, ask, mailoutbox, monkeypatch):
    ask()
    monkeypatch.setattr("privacy.audit.record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        choose(client, link_in(mailoutbox[0]))
    okafor.refresh_from_db()
    assert okafor.check_password(make.PASSWORD)


def test_while_the_door_to_the_outside_is_shut_nothing_is_offered(okafor, client, settings):
    """Mails are printed then, and a link in a log is anybody's."""
    assert ASK in client.get(DOOR).content.decode()
    settings.EGRESS_OFF = True
    assert ASK not in client.get(DOOR).content.decode()
    assert client.get(ASK).status_code == client.post(ASK, {"email": "a@b.example"}).status_code == 404


# --- the owner is told --------------------------------------------------------------------------------


def told(mailoutbox) -> int:
    return sum("was changed" in mail.subject for mail in mailoutbox)


def test_the_owner_is_told_of_a_password_chosen_by_a_link(
    okafor, client, ask, mailoutbox, django_capture_on_commit_callbacks
):
    ask()
    with django_capture_on_commit_callbacks(execute=True):
        choose(client, link_in(mailoutbox[0]))
    assert told(mailoutbox) == 1


def test_the_owner_is_told_of_a_changed_password(okafor, client, mailoutbox, django_capture_on_commit_callbacks):
    sign_in(client, make.PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/password/", {"old_password": make.PASSWORD, **BOTH})
    assert told(mailoutbox) == 1 and mailoutbox[0].to == ["okafor@school.example"]


def test_the_owner_is_told_of_a_second_step_set_up_and_taken_away(
    okafor, client, mailoutbox, django_capture_on_commit_callbacks
):
    sign_in(client, make.PASSWORD)
    page = client.get("/account/second-step/").content.decode()
    secret = re.search(r'<code class="key">(\w+)</code>', page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-step/", {"code": totp.code_of(secret)})
    assert told(mailoutbox) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-step/remove/")
    assert told(mailoutbox) == 2
