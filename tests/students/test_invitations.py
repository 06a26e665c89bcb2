"""A guardian's way in: one link, one relationship, once; and which adults belong to a student."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from privacy.audit import AuditEvent, AuditSubject
from students import guardians, invitations
from students.guardians import NewGuardian, NotPossible
from students.models import Guardianship, Invitation, Role, User
from tests import factories as make

ADA = NewGuardian("Ada", "Quintanilla", "ada@example.org")
PASSWORD = {"new_password1": "seven brown otters", "new_password2": "seven brown otters"}


@pytest.fixture
def invited(cast):
    return invitations.add_and_invite(student=cast.mateo, new=ADA, by=cast.school_admin)


def open_link(client, path):
    return client.get(path).status_code


def events(verb):
    return list(AuditEvent.objects.filter(verb=verb))


# --- the link -------------------------------------------------------------------------------------


def test_a_link_lets_its_guardian_choose_a_password_and_leads_to_the_child(client, cast, invited):
    page = client.get(invited.path)
    assert page.status_code == 200
    answer = client.post(invited.path, PASSWORD, follow=True)
    assert answer.redirect_chain == [("/family/", 302)]
    assert "Mateo Quintanilla" in answer.content.decode()
    user = User.objects.get(username="ada@example.org")
    assert user.check_password(PASSWORD["new_password1"])
    [event] = events("guardian.accept")
    assert (event.actor, AuditSubject.objects.get(event_id=event.pk).subject) == (f"user:{user.pk}", cast.mateo.pk)


def test_the_page_and_the_link_say_nothing_about_a_child(client, cast, invited):
    said = client.get(invited.path).content.decode() + invited.path
    for hidden in ("Mateo", "Quintanilla", "Ada", str(cast.mateo.pk), "Cedar"):
        assert hidden not in said


def test_a_link_works_once(client, invited):
    client.post(invited.path, PASSWORD)
    client.logout()
    assert open_link(client, invited.path) == 400
    assert client.post(invited.path, PASSWORD).status_code == 400


def test_of_two_who_use_it_at_the_same_moment_one_wins(cast, invited):
    first, second = (invitations.find(invited.path.split("/")[2]) for _ in range(2))
    invitations.accept(first, password="seven brown otters")
    with pytest.raises(invitations.LinkDead):
        invitations.accept(second, password="another one, too")
    assert User.objects.get(username="ada@example.org").check_password("seven brown otters")


@pytest.mark.parametrize(("days", "status"), [(13, 200), (15, 400)])
def test_a_link_lasts_14_days(client, invited, monkeypatch, days, status):
    import time

    later, seconds = timezone.now() + timedelta(days=days), time.time() + days * 86_400
    monkeypatch.setattr("students.invitations.timezone.now", lambda: later)
    monkeypatch.setattr("django.core.signing.time.time", lambda: seconds)
    assert open_link(client, invited.path) == status


def test_a_changed_link_is_no_link(client, invited):
    token = invited.path.split("/")[2]
    swapped = token[:5] + ("A" if token[5] != "A" else "B") + token[6:]
    assert open_link(client, f"/invitation/{swapped}/") == 400
    assert open_link(client, "/invitation/nonsense/") == 400


def test_a_new_invitation_ends_the_former_one(client, cast, invited):
    again = invitations.invite(invited.bond, by=cast.school_admin)
    assert (open_link(client, invited.path), open_link(client, again.path)) == (400, 200)


@pytest.mark.parametrize("change", ["end", "restrict"])
def test_a_link_ends_with_its_relationship(client, cast, invited, change):
    getattr(guardians, change)(invited.bond, by=cast.school_admin)
    assert open_link(client, invited.path) == 400


@pytest.mark.parametrize("change", [{"ends_on": timezone.localdate}, {"restricted": lambda: True}])
def test_a_link_ends_with_its_relationship_whoever_changed_it(client, invited, change):
    """A roster's import, say, which knows of no invitations."""
    Guardianship.objects.filter(pk=invited.bond.pk).update(**{name: value() for name, value in change.items()})
    assert open_link(client, invited.path) == 400


def test_a_link_of_an_account_that_is_switched_off_is_dead(client, invited):
    User.objects.filter(pk=invited.bond.guardian_id).update(is_active=False)
    assert open_link(client, invited.path) == 400


def test_a_weak_password_is_refused_and_the_link_still_works(client, invited):
    answer = client.post(invited.path, {"new_password1": "12345", "new_password2": "12345"})
    assert answer.status_code == 422
    assert open_link(client, invited.path) == 200


def test_whoever_has_a_password_is_sent_no_link(cast):
    """A link that sets a password would be a way to another's account."""
    invited = invitations.invite(cast.guardian.guardianships.get(), by=cast.school_admin)
    assert invited.path == "" and not Invitation.objects.exists()


def test_a_link_that_was_sent_before_somebody_chose_a_password_is_dead(client, cast, invited):
    user = invited.bond.guardian
    user.set_password("chosen elsewhere 7")
    user.save()
    assert open_link(client, invited.path) == 400


def test_the_mail_holds_the_link_and_nobodys_name(cast, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invited = invitations.add_and_invite(student=cast.mateo, new=ADA, by=cast.school_admin)
    [mail] = mailoutbox
    assert mail.to == ["ada@example.org"] and invited.path in mail.body
    for hidden in ("Mateo", "Quintanilla", "Ada", "Cedar", str(cast.mateo.pk)):
        assert hidden not in mail.subject + mail.body


def test_an_adult_of_the_roster_without_an_address_is_given_one_and_invited(client, cast):
    bond = make.GuardianshipFactory(student=cast.mateo)
    bond.guardian.set_unusable_password()
    bond.guardian.save()
    client.force_login(cast.school_admin)
    given = {"act": "invite", "email": "new@example.org"}
    html = client.post(f"/families/{cast.mateo.pk}/adults/{bond.pk}/", given).content.decode()
    assert "/invitation/" in html and User.objects.get(pk=bond.guardian_id).email == "new@example.org"


def test_nobodys_address_is_changed_from_outside(cast):
    cast.guardian.email = "own@example.org"
    cast.guardian.save()
    invitations.invite(cast.guardian.guardianships.get(), by=cast.school_admin, email="thief@example.org")
    cast.guardian.refresh_from_db()
    assert cast.guardian.email == "own@example.org"


def test_no_field_beside_the_forms_own_reaches_the_account(client, cast):
    more = {"is_staff": "on", "is_superuser": "on", "username": "operator2", "password": "x", "role": "school_admin"}
    client.force_login(cast.school_admin)
    client.post(
        f"/families/{cast.mateo.pk}/",
        {"first_name": "Ada", "last_name": "Q", "email": "ada@example.org", "relation": "parent", **more},
    )
    bond = Guardianship.objects.get(guardian__email="ada@example.org")
    path = invitations.invite(bond, by=cast.school_admin).path
    client.logout()
    client.post(path, {**PASSWORD, **more})
    user = bond.guardian
    user.refresh_from_db()
    assert (user.username, user.is_staff, user.is_superuser) == ("ada@example.org", False, False)
    assert not user.memberships.exists() and user.check_password(PASSWORD["new_password1"])


# --- who may become family --------------------------------------------------------------------------


def test_the_same_address_is_the_same_person(cast, invited):
    other = invitations.add_and_invite(student=cast.priyanka, new=ADA, by=cast.school_admin)
    assert other.bond.guardian == invited.bond.guardian
    assert User.objects.filter(email="ada@example.org").count() == 1


def test_asked_twice_there_is_one_relationship(cast, invited):
    invitations.add_and_invite(student=cast.mateo, new=ADA, by=cast.school_admin)
    assert Guardianship.objects.filter(student=cast.mateo, guardian=invited.bond.guardian).count() == 1


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("school_admin", "looks after the roster"),
        ("district_admin", "looks after the roster"),
        ("records_officer", "looks after the roster"),
        ("teacher_other_district", "outside of your district"),
        ("newcomer", "outside of your district"),
        ("inactive_teacher", "switched off"),
        ("restricted_guardian", "court"),
    ],
)
def test_who_cannot_be_made_family_is_not(cast, who, why):
    user = getattr(cast, who)
    user.email = "somebody@example.org"
    user.save()
    before = Guardianship.objects.count()
    with pytest.raises(NotPossible, match=why):
        invitations.add_and_invite(
            student=cast.mateo, new=NewGuardian("A", "B", "somebody@example.org"), by=cast.school_admin
        )
    assert Guardianship.objects.count() == before


def test_a_teacher_may_be_family_too(cast):
    cast.other_teacher.email = "lindgren@example.org"
    cast.other_teacher.save()
    new = NewGuardian("A", "B", "lindgren@example.org")
    invited = invitations.add_and_invite(student=cast.mateo, new=new, by=cast.school_admin)
    assert invited.bond.guardian == cast.other_teacher and invited.path == ""


# --- a dated relationship ---------------------------------------------------------------------------


def see(client, who, child):
    client.force_login(who)
    return client.get(f"/family/{child.pk}/").status_code


def test_a_courts_order_takes_effect_at_once_and_history_stays(client, cast):
    bond = cast.guardian.guardianships.get()
    assert see(client, cast.guardian, cast.mateo) == 200
    fresh = guardians.restrict(bond, by=cast.records_officer)
    assert see(client, cast.guardian, cast.mateo) == 404
    bond.refresh_from_db()
    assert (bond.restricted, bond.ends_on) == (False, cast.today)
    assert (fresh.restricted, fresh.starts_on, fresh.ends_on) == (True, cast.today, None)
    guardians.lift(fresh, by=cast.records_officer)
    assert see(client, cast.guardian, cast.mateo) == 200


def test_an_ended_relationship_opens_nothing_and_can_begin_again(client, cast):
    bond = cast.guardian.guardianships.get()
    guardians.end(bond, by=cast.school_admin)
    assert see(client, cast.guardian, cast.mateo) == 404
    cast.guardian.email = "q@example.org"
    cast.guardian.save()
    guardians.add(student=cast.mateo, new=NewGuardian("A", "B", "q@example.org"), by=cast.school_admin)
    assert see(client, cast.guardian, cast.mateo) == 200


def test_what_has_ended_cannot_be_restricted(cast):
    with pytest.raises(NotPossible):
        guardians.restrict(cast.former_guardian.guardianships.get(), by=cast.school_admin)


# --- the page ---------------------------------------------------------------------------------------


def test_the_office_finds_a_student_adds_an_adult_and_is_shown_the_link_once(client, cast):
    client.force_login(cast.records_officer)
    assert f"/families/{cast.mateo.pk}/" in client.get("/families/", {"q": "Mateo"}).content.decode()
    address = f"/families/{cast.mateo.pk}/"
    new = {"first_name": "Ada", "last_name": "Q", "email": "ada@example.org", "relation": "parent"}
    shown = client.post(address, new).content.decode()
    assert "/invitation/" in shown and "Ada Q" in shown
    assert "/invitation/" not in client.get(address).content.decode()


def test_a_form_with_a_hole_comes_back_and_adds_nobody(client, cast):
    client.force_login(cast.school_admin)
    answer = client.post(f"/families/{cast.mateo.pk}/", {"first_name": "Ada", "email": "no address"})
    assert answer.status_code == 422
    assert not User.objects.filter(first_name="Ada", email="no address").exists()


@pytest.mark.parametrize(
    ("act", "verb"), [("restrict", "guardian.restrict"), ("end", "guardian.end"), ("invite", "guardian.invite")]
)
def test_each_act_on_a_relationship_is_written_down(client, cast, act, verb):
    bond = cast.guardian.guardianships.get()
    client.force_login(cast.school_admin)
    client.post(f"/families/{cast.mateo.pk}/adults/{bond.pk}/", {"act": act})
    [event] = events(verb)
    assert event.actor == f"user:{cast.school_admin.pk}"
    assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk


def test_a_relationship_of_another_child_is_not_changed_through_this_one(client, cast):
    bond = cast.guardian_of_another.guardianships.get()
    client.force_login(cast.school_admin)
    assert client.post(f"/families/{cast.mateo.pk}/adults/{bond.pk}/", {"act": "end"}).status_code == 404
    bond.refresh_from_db()
    assert bond.ends_on is None


def test_the_page_shows_no_score_and_says_when_nobody_would_answer(client, cast):
    client.force_login(cast.school_admin)
    html = client.get(f"/families/{cast.mateo.pk}/").content.decode()
    assert "0.62" not in html and "Proficient" not in html
    assert "no records officer" not in html
    cast.records_officer.memberships.filter(role=Role.RECORDS_OFFICER).update(ends_on=cast.today)
    assert "no records officer" in client.get(f"/families/{cast.mateo.pk}/").content.decode()


# --- the command ------------------------------------------------------------------------------------


def test_the_command_prints_a_link_that_works(client, cast, capsys):
    options = {"email": "ada@example.org", "first_name": "Ada", "last_name": "Q"}
    call_command("invite_guardian", student=str(cast.mateo.pk), **options)
    link = capsys.readouterr().out.strip()
    assert open_link(client, link[link.index("/invitation/") :]) == 200


def test_the_command_says_why_it_did_nothing(cast):
    options = {"email": "ada@example.org", "first_name": "Ada", "last_name": "Q"}
    with pytest.raises(CommandError, match="No student"):
        call_command("invite_guardian", student=str(make.uuid.uuid4()), **options)


# --- a link is no way to an account that opens more ---------------------------------------------------


@pytest.fixture
def colleague(cast):
    """A teacher of another class as the roster opens accounts, and as the school's own sign-in keeps them."""
    cast.other_teacher.email = "lindgren@example.org"
    cast.other_teacher.set_unusable_password()
    cast.other_teacher.save()
    return cast.other_teacher


COLLEAGUE = {"first_name": "A", "last_name": "B", "email": "lindgren@example.org", "relation": "parent"}


def test_an_office_gets_no_link_to_a_colleagues_account(client, cast, colleague):
    """It would choose the password and read, as this teacher, the records that an office is kept from."""
    client.force_login(cast.school_admin)
    html = client.post(f"/families/{cast.mateo.pk}/", COLLEAGUE).content.decode()
    assert "signs in as before" in html and "/invitation/" not in html
    assert Guardianship.objects.filter(student=cast.mateo, guardian=colleague).exists()
    assert not Invitation.objects.exists()


def test_nor_by_an_address_of_the_offices_choice(client, cast, colleague):
    colleague.email = ""
    colleague.save()
    bond = make.GuardianshipFactory(student=cast.mateo, guardian=colleague)
    client.force_login(cast.school_admin)
    client.post(f"/families/{cast.mateo.pk}/adults/{bond.pk}/", {"act": "invite", "email": "office@example.org"})
    colleague.refresh_from_db()
    assert colleague.email == "" and not Invitation.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.GUARDIAN])
def test_a_link_that_is_out_ends_when_its_account_is_given_a_role(client, cast, invited, role):
    make.MembershipFactory(user=invited.bond.guardian, role=role, school=cast.cedar)
    assert open_link(client, invited.path) == 400


@pytest.mark.parametrize("more", ["is_staff", "is_superuser"])
def test_or_the_administration(client, invited, more):
    User.objects.filter(pk=invited.bond.guardian_id).update(**{more: True})
    assert open_link(client, invited.path) == 400


def test_an_office_is_not_shown_the_link_of_another_schools_family(client, cast, invited, mailoutbox):
    """Whoever holds it reads what that school shares; so it goes to the address alone."""
    client.force_login(cast.school_admin_elsewhere)
    new = {"first_name": "Ada", "last_name": "Q", "email": ADA.email, "relation": "parent"}
    html = client.post(f"/families/{cast.nora.pk}/", new).content.decode()
    assert "on its way by mail" in html and "/invitation/" not in html and ADA.email in html
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_nor_can_it_choose_where_that_link_goes(cast, invited):
    User.objects.filter(pk=invited.bond.guardian_id).update(email="")
    bond = make.GuardianshipFactory(student=cast.nora, guardian=User.objects.get(pk=invited.bond.guardian_id))
    with pytest.raises(NotPossible, match="another school"):
        invitations.invite(bond, by=cast.school_admin_elsewhere, email="office@example.org")
    assert User.objects.get(pk=bond.guardian_id).email == ""


def test_whom_a_court_keeps_away_is_not_invited_by_a_second_row_that_forgot_it(cast):
    bond = make.GuardianshipFactory(guardian=cast.restricted_guardian, student=cast.mateo, starts_on=cast.today)
    with pytest.raises(NotPossible, match="may not see the record"):
        invitations.invite(bond, by=cast.school_admin)
