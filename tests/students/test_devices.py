"""Where one is signed in, and out at once: sessions, passwords, accounts that are switched off. Through the URL."""

import io
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from privacy.audit import AuditEvent
from students import invitations
from students.guardians import NewGuardian
from students.signing_in.devices import NOWHERE, called
from tests import factories as make

CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"


def signed_in(username="okafor", agent=CHROMEBOOK, password=make.PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR="198.51.100.7")
    client.post("/sign-in/", {"username": username, "password": password})
    return client


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_page_names_each_device_and_no_place(cast):
    here, _phone = signed_in(), signed_in(agent=IPHONE)
    page = here.get("/account/sessions/").content.decode()
    assert "Chrome on Chromebook" in page and "Safari on iPhone" in page and "this one" in page
    assert "198.51" not in page
    assert set(UserSession.objects.values_list("ip", flat=True)) == {NOWHERE}


def test_one_device_is_signed_out_and_the_others_stay(cast):
    here, phone = signed_in(), signed_in(agent=IPHONE)
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post(f"/account/sessions/{other.pk}/end/")
    assert is_in(here) and not is_in(phone)
    assert AuditEvent.objects.filter(verb="session.end", actor=f"user:{cast.teacher.pk}").count() == 1


def test_all_others_are_signed_out_at_once(cast):
    here, *others = signed_in(), signed_in(agent=IPHONE), signed_in()
    here.post("/account/sessions/end-others/")
    assert is_in(here) and not any(map(is_in, others))


def test_nobody_ends_a_session_of_somebody_else(cast):
    mine, theirs = signed_in(), signed_in("lindgren")
    row = UserSession.objects.get(user=cast.other_teacher)
    assert mine.post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert is_in(theirs)


def test_the_list_is_ones_own(cast):
    mine, _theirs = signed_in(), signed_in("lindgren", agent=IPHONE)
    assert "iPhone" not in mine.get("/account/sessions/").content.decode()


def test_a_device_that_signed_out_is_gone_from_the_list(cast):
    here, phone = signed_in(), signed_in(agent=IPHONE)
    phone.post("/sign-out/")
    assert "iPhone" not in here.get("/account/sessions/").content.decode()


def test_last_seen_moves_on_and_is_written_once_in_five_minutes(cast, django_assert_num_queries):
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        here = signed_in()
        clock.shift(timedelta(minutes=4))
        here.get("/account/")
        assert UserSession.objects.get().last_seen_at == begun
        clock.shift(timedelta(minutes=2))
        here.get("/account/")
        assert UserSession.objects.get().last_seen_at == begun + timedelta(minutes=6)


def test_a_session_ends_after_ten_hours_however_busy_it_was(cast):
    with time_machine.travel("2026-11-02 07:00:00+00:00", tick=False) as clock:
        here = signed_in()
        halves = []
        for half in range(24):
            halves += [half] if is_in(here) else []
            clock.shift(timedelta(minutes=30))
    assert halves == list(range(20))


@pytest.mark.parametrize(("minutes", "in_"), [(55, True), (61, False)])
def test_a_session_that_nobody_uses_for_an_hour_is_over(cast, settings, minutes, in_):
    assert settings.IDLE_SECONDS == 3600
    with time_machine.travel("2026-11-02 07:00:00+00:00", tick=False) as clock:
        here = signed_in()
        clock.shift(timedelta(minutes=minutes))
        answer = here.get("/account/sessions/")
        assert (answer.status_code == 200) is in_
        if not in_:
            assert answer.url == "/sign-in/?next=/account/sessions/" and not is_in(here)
            assert "you were signed out" in here.get(answer.url).content.decode()
            assert AuditEvent.objects.filter(verb="sign_out", actor=f"user:{cast.teacher.pk}").exists()


def test_the_page_says_how_long_this_installation_waits(cast, settings):
    assert "after 60 minutes without use" in signed_in().get("/account/sessions/").content.decode()
    settings.IDLE_SECONDS = 15 * 60
    assert "after 15 minutes without use" in signed_in().get("/account/sessions/").content.decode()


def test_what_somebody_left_alone_was_about_to_do_is_not_done(cast):
    with time_machine.travel("2026-11-02 07:00:00+00:00", tick=False) as clock:
        here, _other = signed_in(), signed_in(agent=IPHONE)
        clock.shift(timedelta(minutes=61))
        assert here.post("/account/sessions/end-others/").url == "/sign-in/?next=/"
        assert UserSession.objects.count() == 2


@pytest.mark.parametrize("which", ["end-others", "{pk}/end"])
def test_ending_a_session_asks_who_is_there_unless_they_came_in_just_now(cast, which):
    with time_machine.travel("2026-11-02 07:00:00+00:00", tick=False) as clock:
        here, phone = signed_in(), signed_in(agent=IPHONE)
        clock.shift(timedelta(minutes=6))
        pk = UserSession.objects.exclude(session_key=here.session.session_key).get().pk
        asked = here.post(f"/account/sessions/{which.format(pk=pk)}/")
        assert asked.url.startswith("/sign-in/again/?next=") and is_in(phone)
        here.post(asked.url, {"password": "wrong"})
        assert is_in(phone)
        here.post(asked.url, {"password": make.PASSWORD})
        assert is_in(here) and not is_in(phone)


def test_proving_it_once_more_brings_another_token_and_the_old_one_is_dead(cast):
    with time_machine.travel("2026-11-02 07:00:00+00:00", tick=False) as clock:
        here = signed_in()
        before = here.session.session_key
        clock.shift(timedelta(minutes=6))
        here.post("/sign-in/again/?next=/account/", {"password": make.PASSWORD})
        assert here.session.session_key != before and is_in(here)
        assert "this one" in here.get("/account/sessions/").content.decode()
        thief = Client()
        thief.cookies["sessionid"] = before
        assert not is_in(thief)


def test_an_operator_ends_every_session_of_one_account_or_of_all(cast):
    devices = [signed_in(), signed_in(agent=IPHONE)]
    other = signed_in("lindgren")
    call_command("sign_out", "okafor", stdout=io.StringIO())
    assert not any(map(is_in, devices)) and is_in(other)
    call_command("sign_out", everybody=True, stdout=io.StringIO())
    assert not is_in(other)
    assert AuditEvent.objects.filter(verb="session.end", actor="system:operator").count() == 2
    for wrong in ((), ("nobody-of-this-name",)):
        with pytest.raises(CommandError):
            call_command("sign_out", *wrong)


def test_who_accepts_an_invitation_is_signed_in_like_anybody(cast):
    invited = invitations.add_and_invite(
        student=cast.mateo, new=NewGuardian("Ada", "Quintanilla", "ada@example.org"), by=cast.school_admin
    )
    here = Client(HTTP_USER_AGENT=IPHONE)
    here.post(invited.path, {"new_password1": "seven brown otters", "new_password2": "seven brown otters"})
    assert "Safari on iPhone" in here.get("/account/sessions/").content.decode()


def test_the_administrations_own_password_page_leads_to_ours(cast):
    here = signed_in("operator")
    assert here.get("/admin/password_change/").url == "/account/password/"
    assert here.post("/admin/password_change/", {}).status_code == 405


def test_a_new_password_signs_out_every_other_device(cast):
    here, phone = signed_in(), signed_in(agent=IPHONE)
    new = "a-much-longer-one-2026"
    form = {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/account/password/", form).url == "/account/"
    assert is_in(here) and not is_in(phone)
    assert is_in(signed_in(password=new)) and not is_in(signed_in())
    assert AuditEvent.objects.filter(verb="password.change").count() == 1
    assert "this one" in here.get("/account/sessions/").content.decode()


@pytest.mark.parametrize(
    ("old", "new"), [("wrong", "a-much-longer-one-2026"), (make.PASSWORD, "short"), (make.PASSWORD, "password1234")]
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(cast, old, new):
    here = signed_in()
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    assert here.post("/account/password/", form).status_code == 422
    assert is_in(signed_in())


def test_an_account_that_is_switched_off_is_out_on_every_device_at_the_next_click(cast):
    devices = [signed_in(), signed_in(agent=IPHONE)]
    cast.teacher.is_active = False
    cast.teacher.save()
    assert not any(map(is_in, devices))
    cast.teacher.is_active = True
    cast.teacher.save()
    assert is_in(signed_in())


def test_a_teacher_whose_work_here_ended_sees_no_class_at_the_next_click(cast):
    here = signed_in()
    assert here.get(f"/classes/{cast.homeroom_7b.pk}/").status_code == 200
    cast.teacher.memberships.update(ends_on=timezone.localdate())
    assert here.get(f"/classes/{cast.homeroom_7b.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROMEBOOK, "Chrome on Chromebook"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel) Gecko/2010 Firefox/145.0", "Firefox on Mac"),
        ("curl/8", "A device that does not say what it is"),
        ("<script>alert(1)</script>", "A device that does not say what it is"),
    ],
)
def test_devices_are_called_by_browser_and_system(agent, name):
    assert called(agent) == name
