"""A colleague's way in: one link by mail, for one role, once; shown to nobody who invites, and never to another's
account."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from privacy.audit import AuditEvent
from students import access, invitations, roles, staff
from students.access import Right
from students.accounts import NotPossible
from students.guardians import NewGuardian
from students.models import District, Invitation, Membership, Role, School, StaffInvitation, User
from students.roles import Place
from students.staff import NewColleague

ADA = NewColleague("Ada", "Marsh", "ada@example.org", Role.RECORDS_OFFICER)
PASSWORD = {"new_password1": "seven brown otters", "new_password2": "seven brown otters"}


@pytest.fixture
def here(cast):
    return Place(cast.district, cast.cedar)


@pytest.fixture
def invited(cast, here):
    return staff.add(ADA, at=here, by=cast.school_admin)


def status(path) -> int:
    return Client().get(path).status_code


def without_a_way_in(user, email="") -> User:
    user.set_unusable_password()
    user.email = email
    user.save()
    return user


# --- the link -------------------------------------------------------------------------------------


def test_a_link_lets_a_colleague_choose_a_password_and_leads_to_what_is_theirs(client, cast, invited):
    assert client.get(invited.path).status_code == 200
    answer = client.post(invited.path, PASSWORD, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Families&#x27; requests" in answer.text or "Families' requests" in answer.text
    user = User.objects.get(username="ada@example.org")
    assert user.check_password(PASSWORD["new_password1"]) and access.can(user, Right.REQUESTS)
    [event] = AuditEvent.objects.filter(verb="staff.accept")
    assert (event.actor, event.school) == (f"user:{user.pk}", cast.cedar.pk)
    assert event.object == f"membership:{invited.bond.pk}"


def test_where_staff_must_have_a_second_step_the_link_leads_to_setting_it_up(client, invited, settings):
    settings.SECOND_STEP_REQUIRED = True
    client.post(invited.path, PASSWORD)
    assert client.get("/requests/").headers["Location"] == "/account/second-step/"


def test_the_mail_holds_the_link_and_nobodys_name(cast, here, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invited = staff.add(ADA, at=here, by=cast.school_admin)
    [mail] = mailoutbox
    assert mail.to == ["ada@example.org"] and invited.path in mail.body
    assert not [hidden for hidden in ("Ada", "Marsh", "Cedar", "Records") if hidden in mail.subject + mail.body]


def test_the_link_is_shown_to_nobody_who_invites(cast, client):
    """A teacher's role opens records, and an administrator's does not: whoever gives it must not be able to use it."""
    client.force_login(cast.school_admin)
    sent = {"email": "ada@example.org", "first_name": "Ada", "last_name": "Marsh", "role": "teacher"}
    page = client.post(f"/people/schools/{cast.cedar.pk}/", sent, follow=True).text
    assert "The invitation is on its way by mail" in page and "Invited " in page and "/invitation/" not in page
    row = Membership.objects.get(user__email="ada@example.org")
    assert "/invitation/" not in client.post(f"/people/{row.pk}/invite/", follow=True).text


def test_a_link_works_once_and_a_changed_one_never(client, invited):
    token = invited.path.split("/")[2]
    assert status(f"/invitation/{token[:5]}{'A' if token[5] != 'A' else 'B'}{token[6:]}/") == 400
    client.post(invited.path, PASSWORD)
    assert status(invited.path) == 400 and Client().post(invited.path, PASSWORD).status_code == 400


def test_of_two_who_use_it_at_the_same_moment_one_wins(invited):
    first, second = (invitations.find(invited.path.split("/")[2]) for _ in range(2))
    invitations.accept(first, password="seven brown otters")
    with pytest.raises(invitations.LinkDead):
        invitations.accept(second, password="another one, too")
    assert User.objects.get(username="ada@example.org").check_password("seven brown otters")


@pytest.mark.parametrize(("days", "answer"), [(13, 200), (15, 400)])
def test_a_link_lasts_14_days(invited, days, answer):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert status(invited.path) == answer


def test_a_familys_link_is_no_colleagues_and_the_other_way_round(cast, invited):
    """Each kind is signed with a salt of its own."""
    link = StaffInvitation.objects.get()
    other = invitations.signing.dumps([link.pk.hex, link.membership_id.hex], salt=invitations.FAMILY.salt)
    assert status(f"/invitation/{other}/") == 400


def test_a_link_ends_with_its_role_and_with_the_account(cast, invited):
    roles.end(invited.bond, by=cast.school_admin)
    assert status(invited.path) == 400
    assert StaffInvitation.objects.get().withdrawn_at is not None


def test_a_link_ends_with_its_role_whoever_ended_it(cast, invited):
    """A roster's import, say, which knows of no invitations."""
    Membership.objects.filter(pk=invited.bond.pk).update(ends_on=cast.today)
    assert status(invited.path) == 400


def test_a_link_of_an_account_that_is_switched_off_is_dead(invited):
    User.objects.filter(pk=invited.bond.user_id).update(is_active=False)
    assert status(invited.path) == 400


def test_a_new_invitation_ends_the_former_one_also_of_another_kind(cast, client, invited):
    client.force_login(cast.school_admin)
    page = client.post(f"/people/{invited.bond.pk}/invite/", follow=True)
    assert page.status_code == 200 and status(invited.path) == 400
    [event, *_] = AuditEvent.objects.filter(verb="staff.invite").order_by("-at")
    assert event.object == f"membership:{invited.bond.pk}"
    family = invitations.add_and_invite(
        student=cast.mateo, new=NewGuardian("Ada", "Marsh", "ada2@example.org"), by=cast.school_admin
    )
    staff.add(NewColleague("", "", "ada2@example.org", Role.TEACHER), at=Place.of(invited.bond), by=cast.school_admin)
    assert status(family.path) == 400


def test_whoever_has_no_role_today_is_not_invited(cast, client):
    client.force_login(cast.school_admin)
    row = without_a_way_in(cast.ex_teacher, "v@example.org").memberships.get()
    answer = client.post(f"/people/{row.pk}/invite/")
    assert answer.status_code == 422 and "no role here today" in answer.text
    assert not StaffInvitation.objects.exists()


# --- never to another's account -----------------------------------------------------------------------


def test_whoever_has_a_password_is_sent_no_link(cast, here, mailoutbox, django_capture_on_commit_callbacks):
    cast.teacher.email = "okafor@example.org"
    cast.teacher.save()
    with django_capture_on_commit_callbacks(execute=True):
        given = staff.add(NewColleague("", "", "okafor@example.org", Role.SAFEGUARDING_LEAD), at=here, by="system:t")
    assert given.path == "" and not StaffInvitation.objects.exists()
    [mail] = mailoutbox
    assert "/invitation/" not in mail.body and mail.subject == "Something new stands in Sightline for you"


def test_whom_the_schools_own_service_signs_in_is_sent_no_link(cast, here):
    """A password set by a link would open an account that has none on purpose."""
    user = without_a_way_in(cast.teacher, "okafor@example.org")
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    given = staff.give(Role.SAFEGUARDING_LEAD, to=user, at=here, by="system:t")
    assert given.path == ""
    family = invitations.add_and_invite(
        student=cast.priyanka, new=NewGuardian("A", "B", "okafor@example.org"), by=cast.school_admin
    )
    assert family.path == "" and not Invitation.objects.exists()


def test_a_link_sent_before_the_service_signed_somebody_in_is_dead(cast, invited):
    SocialAccount.objects.create(user=invited.bond.user, provider="google", uid="1")
    assert status(invited.path) == 400


def test_a_colleague_made_family_comes_in_by_the_role_and_no_link_of_the_office(cast, client):
    """Whoever keeps the families would otherwise come in as a teacher who has not come in yet."""
    without_a_way_in(cast.teacher, "okafor@example.org")
    client.force_login(cast.records_officer)
    sent = {"first_name": "A", "last_name": "B", "email": "okafor@example.org", "relation": "parent"}
    page = client.post(f"/families/{cast.priyanka.pk}/", sent).text
    assert "signs in as before" in page and "/invitation/" not in page
    assert not Invitation.objects.exists()


def test_the_page_tells_a_user_name_that_is_not_the_address(cast):
    user = without_a_way_in(cast.teacher, "ms.okafor@example.org")
    path = invitations.invite_colleague(user.memberships.get(), by=cast.school_admin).path
    assert "the user name <b>okafor</b>" in Client().get(path).text


def test_an_address_is_never_changed_here(cast, client):
    client.force_login(cast.school_admin)
    row = without_a_way_in(cast.teacher, "okafor@example.org").memberships.get()
    client.post(f"/people/{row.pk}/invite/", {"email": "thief@example.org"})
    client.post(f"/people/{row.pk}/give/", {"role": "records_officer", "email": "thief@example.org"})
    cast.teacher.refresh_from_db()
    assert cast.teacher.email == "okafor@example.org"


# --- the commands -----------------------------------------------------------------------------------


def run(name: str, **options) -> str:
    said = StringIO()
    call_command(name, stdout=said, **options)
    return said.getvalue()


def test_an_operator_opens_a_school_and_its_first_administrator_comes_in(db, client):
    said = run("add_school", district="Pine Valley", school="Cedar Hollow", time_zone="America/Chicago")
    school = School.objects.get()
    assert str(school.pk) in said and school.time_zone == "America/Chicago"
    options = {"district": "Pine Valley", "role": "district_admin", "email": "rosa@example.org"}
    link = run("give_role", **options, first_name="Rosa", last_name="Delgado").strip()
    assert client.post(link[link.index("/invitation/") :], PASSWORD, follow=True).status_code == 200
    assert client.get(f"/people/schools/{school.pk}/").status_code == 200


def test_a_school_is_opened_once_and_in_a_time_zone_that_is_there(db):
    for _ in range(2):
        said = run("add_school", district="Pine Valley", school="Cedar Hollow")
    assert "was there already" in said
    assert (School.objects.count(), District.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(verb="school.add").count() == 1
    with pytest.raises(CommandError, match="no time zone"):
        run("add_school", district="Pine Valley", school="Alder Creek", time_zone="Mars/Olympus")


def test_a_command_may_give_what_no_page_can_and_keeps_to_the_rules(cast):
    cast.school_admin.email = "whitfield@example.org"
    cast.school_admin.save()
    place = {"district": "Pine Valley", "school": "Cedar Hollow Middle School", "email": "whitfield@example.org"}
    assert "holds the role from now on" in run("give_role", **place, role="safeguarding_lead")
    assert cast.school_admin.memberships.get(role="safeguarding_lead").given_by == "system:give_role"
    with pytest.raises(CommandError, match="kept apart"):
        run("give_role", **place, role="teacher")
    with pytest.raises(CommandError, match="no such role"):
        run("give_role", **place, role="district_admin")
    with pytest.raises(CommandError, match="No one place"):
        run("give_role", district="Atlantis", email="a@example.org", role="district_admin")


def test_a_role_for_nobody_in_particular_is_refused(cast, here):
    with pytest.raises(NotPossible, match="first and the last name"):
        staff.add(NewColleague("", "", "new@example.org", Role.TEACHER), at=here, by="system:t")
