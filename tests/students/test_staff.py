"""People and roles: who gives and ends which role where, what nobody may, and that it holds at once: by the URL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.test import Client

from privacy.audit import AuditEvent
from privacy.wall import standing
from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students import access, roles, staff
from students.access import Right
from students.accounts import NotPossible
from students.models import Membership, Role, Student, TeachingAssignment, User
from students.roles import AT_A_SCHOOL, OVER_A_DISTRICT, Place
from students.schools_reached import schools_reached
from tests import factories as make

NEW = {"email": "ada@example.org", "first_name": "Ada", "last_name": "Marsh"}
OUTSIDERS = (
    "teacher", "other_teacher", "ex_teacher", "records_officer", "safeguarding_lead", "guardian", "former_guardian",
    "operator", "newcomer",
)  # fmt: skip


def at(school) -> str:
    return f"/people/schools/{school.pk}/"


DISTRICT = "/people/district/"


def page_of(row: Membership) -> str:
    return f"/people/{row.pk}/"


def role_of(user: User) -> Membership:
    return user.memberships.order_by("starts_on").last()


def held(user: User) -> set[str]:
    return {row.role for row in user.memberships.all() if row.holds}


def events(verb: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb=verb))


@pytest.fixture
def admin(cast):
    return signed_in(cast.school_admin)


@pytest.fixture
def district(cast):
    return signed_in(cast.district_admin)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- the list -------------------------------------------------------------------------------------


def test_an_administrator_of_one_school_is_led_to_its_people(admin, cast):
    assert admin.get("/people/").headers["Location"] == at(cast.cedar)


def test_a_districts_administrator_finds_each_school_with_whom_to_turn_to(district, cast):
    page = district.get("/people/").text
    assert page.index("Alder Creek") < page.index("Cedar Hollow") and "Birch Point" not in page
    assert cast.safeguarding_lead.display_name in page and "Nobody yet" in page
    assert f'href="{at(cast.cedar)}"' in page and f'href="{DISTRICT}' in page


def test_each_colleague_stands_there_with_role_since_when_second_step_last_sign_in_and_account(admin, cast):
    lead = cast.safeguarding_lead
    lead.last_login = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)  # the evening before, in New York
    lead.save()
    Authenticator.objects.create(user=lead, type=Authenticator.Type.TOTP, data={})
    line = row_about(lead, admin.get(at(cast.cedar)).text)
    since = role_of(lead).starts_on
    for said in ("Safeguarding lead", f"since {since.day} {since:%b %Y}", "On", "1 Nov 2026"):
        assert said in line
    assert "1:30" not in line and "20:30" not in line
    other = row_about(cast.records_officer, admin.get(at(cast.cedar)).text)
    assert "Off" in other and "Never" in other
    assert "Switched off" in row_about(cast.inactive_teacher, admin.get(at(cast.cedar)).text)


def row_about(user, page: str) -> str:
    [row] = [row for row in page.split("<tr>")[1:] if user.display_name in row]
    return row


def test_of_a_school_stand_its_own_people_and_those_of_the_whole_district(admin, cast):
    page = admin.get(at(cast.cedar)).text
    for who in (cast.teacher, cast.other_teacher, cast.school_admin, cast.records_officer, cast.district_admin):
        assert who.display_name in page
    for stranger in (cast.teacher_elsewhere, cast.teacher_other_district, cast.other_district_admin, cast.guardian):
        assert stranger.display_name not in page
    assert "for the whole district" in row_about(cast.district_admin, page)
    assert page_of(role_of(cast.district_admin)) not in page, "a school gives no role of the district"


def test_a_colleague_of_two_schools_is_shown_at_each_with_what_is_held_there(cast, admin):
    make.MembershipFactory(user=cast.records_officer, role=Role.TEACHER, school=cast.alder)
    line = row_about(cast.records_officer, admin.get(at(cast.cedar)).text)
    assert "Records officer" in line and "Teacher" not in line


def test_a_colleague_is_found_by_a_part_of_the_name_or_address(admin, cast):
    page = admin.get(at(cast.cedar), {"q": "okaf"}).text
    assert "Okafor" in page.split("<tbody>")[1] and cast.other_teacher.display_name not in page
    assert "Nobody here is called so" in admin.get(at(cast.cedar), {"q": "zzzz"}).text


def test_a_look_at_the_list_and_at_a_colleague_is_written_down(admin, cast):
    admin.get(at(cast.cedar))
    admin.get(page_of(role_of(cast.teacher)))
    [listed], [viewed] = events("staff.list"), events("staff.view")
    assert {event.actor for event in (listed, viewed)} == {f"user:{cast.school_admin.pk}"}
    assert {event.school for event in (listed, viewed)} == {cast.cedar.pk}
    assert viewed.object == f"membership:{role_of(cast.teacher).pk}"


def test_the_list_asks_as_often_for_forty_colleagues_as_for_ten(cast, django_assert_max_num_queries):
    place = Place(cast.district, cast.cedar)
    with django_assert_max_num_queries(50) as before:
        staff.of(place)
    for _ in range(30):
        make.MembershipFactory(school=cast.cedar)
    with django_assert_max_num_queries(len(before)):
        assert len(staff.of(place)) >= 30


def test_what_a_teacher_teaches_stands_on_the_page_and_no_student_does(admin, cast):
    page = admin.get(page_of(role_of(cast.teacher))).text
    assert "Homeroom 7B" in page
    assert not [child for child in cast.students().values() if child.first_name in page]


# --- giving a role ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", AT_A_SCHOOL)
def test_an_administrator_gives_each_role_of_the_school_from_today_on(admin, cast, role):
    answer = admin.post(at(cast.cedar), {**NEW, "role": role}, follow=True)
    user = User.objects.get(email="ada@example.org")
    row = user.memberships.get()
    assert (row.role, row.school, row.district, row.starts_on, row.ends_on) == (
        role, cast.cedar, cast.district, cast.today, None,
    )  # fmt: skip
    assert answer.redirect_chain == [(page_of(row), 302)]
    assert f"{Role(role).label} at Cedar Hollow Middle School from today on" in answer.text
    assert access.roles_of(user) == [role]


@pytest.mark.parametrize("role", OVER_A_DISTRICT)
def test_a_districts_administrator_gives_roles_over_the_whole_of_it(district, cast, role):
    assert district.post(DISTRICT, {**NEW, "role": role}).status_code == 302
    row = Membership.objects.get(user__email="ada@example.org")
    assert (row.role, row.school, row.district) == (role, None, cast.district)
    assert schools_reached(row.user) == {cast.cedar.pk, cast.alder.pk}


@pytest.mark.parametrize("role", AT_A_SCHOOL)
def test_a_districts_administrator_gives_roles_at_each_school(district, cast, role):
    assert district.post(at(cast.alder), {**NEW, "role": role}).status_code == 302
    assert Membership.objects.get(user__email="ada@example.org").school == cast.alder


def test_a_further_role_is_given_on_the_colleagues_own_page(admin, cast):
    teacher = role_of(cast.teacher)
    answer = admin.post(f"{page_of(teacher)}give/", {"role": Role.SAFEGUARDING_LEAD}, follow=True)
    assert answer.status_code == 200 and "Safeguarding lead" in answer.text
    assert held(cast.teacher) == {Role.TEACHER, Role.SAFEGUARDING_LEAD}


def test_a_gift_is_an_event_in_the_same_transaction_and_says_who_gave_what_to_whom(admin, cast, monkeypatch):
    admin.post(f"{page_of(role_of(cast.teacher))}give/", {"role": Role.RECORDS_OFFICER})
    [event] = events("role.give")
    row = cast.teacher.memberships.get(role=Role.RECORDS_OFFICER)
    assert (event.actor, event.school, event.object) == (
        f"user:{cast.school_admin.pk}", cast.cedar.pk, f"membership:{row.pk}",
    )  # fmt: skip
    assert event.detail == {"role": "records_officer", "to": str(cast.teacher.pk)}
    assert row.given_by == f"user:{cast.school_admin.pk}"
    assert "given by " + cast.school_admin.display_name in admin.get(page_of(row)).text


def test_what_cannot_be_written_down_is_not_given(admin, cast, monkeypatch):
    def full(*_, **__):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("students.roles.audit.record", full)
    admin.raise_request_exception = False
    assert admin.post(at(cast.cedar), {**NEW, "role": Role.TEACHER}).status_code == 500
    assert not User.objects.filter(email="ada@example.org").exists()


def test_somebody_of_the_district_is_found_by_the_address_whatever_name_is_typed(admin, cast):
    cast.teacher_elsewhere.email = "moreau@example.org"
    cast.teacher_elsewhere.save()
    admin.post(at(cast.cedar), {"email": "Moreau@Example.org", "role": Role.RECORDS_OFFICER})
    cast.teacher_elsewhere.refresh_from_db()
    assert cast.teacher_elsewhere.memberships.filter(school=cast.cedar, role=Role.RECORDS_OFFICER).exists()
    assert (
        cast.teacher_elsewhere.first_name == "Ada"
        and User.objects.filter(email__iexact="moreau@example.org").count() == 1
    )


def test_a_colleague_who_returns_is_no_stranger(admin, cast):
    cast.ex_teacher.email = "vance@example.org"
    cast.ex_teacher.save()
    assert admin.post(at(cast.cedar), {"email": "vance@example.org", "role": Role.TEACHER}).status_code == 302
    assert held(cast.ex_teacher) == {Role.TEACHER}
    assert cast.ex_teacher.memberships.count() == 2, "the former row stays as it was"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**NEW, "role": ""}, "This field is required"),
        ({**NEW}, "This field is required"),
        ({**NEW, "role": "guardian"}, "Select a valid choice"),
        ({**NEW, "role": "district_admin"}, "Select a valid choice"),
        ({**NEW, "role": "owner"}, "Select a valid choice"),
        ({"email": "no address", "role": "teacher"}, "Enter a valid email address"),
        ({"email": "ada@example.org", "role": "teacher"}, "Add the first and the last name"),
    ],
)
def test_a_form_that_cannot_be_comes_back_and_does_nothing(admin, cast, sent, said):
    before = Membership.objects.count()
    answer = admin.post(at(cast.cedar), sent)
    assert answer.status_code == 422 and said in answer.text
    assert Membership.objects.count() == before and not events("role.give")


@pytest.mark.parametrize(
    ("who", "role", "said"),
    [
        ("school_admin", Role.SAFEGUARDING_LEAD, "Nobody gives a role to themselves"),
        ("teacher", Role.TEACHER, "has this role already"),
        ("teacher_other_district", Role.TEACHER, "outside of your district"),
        ("newcomer", Role.TEACHER, "outside of your district"),
        ("operator", Role.TEACHER, "outside of your district"),
        ("inactive_teacher", Role.RECORDS_OFFICER, "switched off"),
        ("teacher", Role.SCHOOL_ADMIN, "kept apart"),
        ("district_admin", Role.TEACHER, "kept apart"),
    ],
)
def test_whom_nobody_gives_this_role(admin, cast, who, role, said):
    user = getattr(cast, who)
    user.email = "somebody@example.org"
    user.save()
    before = Membership.objects.count()
    answer = admin.post(at(cast.cedar), {**NEW, "email": "somebody@example.org", "role": role})
    assert answer.status_code == 422 and said in answer.text
    assert Membership.objects.count() == before


def test_an_operator_holds_no_role_even_where_one_was_once_a_colleague(cast):
    make.MembershipFactory(user=cast.operator, school=cast.cedar, ends_on=cast.today)
    with pytest.raises(NotPossible, match="keeps Sightline running"):
        roles.give(Role.TEACHER, to=cast.operator, at=Place(cast.district, cast.cedar), by=cast.district_admin)


def test_who_teaches_at_a_school_is_not_given_the_whole_district_and_the_other_way_round(district, cast):
    cast.teacher.email = "okafor@example.org"
    cast.teacher.save()
    answer = district.post(DISTRICT, {**NEW, "email": "okafor@example.org", "role": Role.DISTRICT_ADMIN})
    assert answer.status_code == 422 and "kept apart" in answer.text
    roles.end(role_of(cast.teacher), by=cast.district_admin)
    assert district.post(DISTRICT, {"email": "okafor@example.org", "role": Role.DISTRICT_ADMIN}).status_code == 302


def test_of_two_accounts_with_one_address_neither_is_taken(admin, cast):
    for user in (cast.teacher, cast.other_teacher):
        user.email = "same@example.org"
        user.save()
    answer = admin.post(at(cast.cedar), {**NEW, "email": "same@example.org", "role": Role.RECORDS_OFFICER})
    assert answer.status_code == 422 and "More than one account" in answer.text


def test_no_field_beside_the_forms_own_reaches_the_account_or_the_row(admin, cast):
    more = {"is_staff": "on", "is_superuser": "on", "username": "root", "school": str(cast.alder.pk), "password": "x"}
    more |= {"district": str(cast.other_district.pk), "starts_on": "2001-01-01", "user": str(cast.operator.pk)}
    admin.post(at(cast.cedar), {**NEW, **more, "role": Role.TEACHER})
    row = Membership.objects.get(user__email="ada@example.org")
    assert (row.school, row.starts_on, row.user.username) == (cast.cedar, cast.today, "ada@example.org")
    assert not row.user.is_staff and not row.user.is_superuser and not row.user.has_usable_password()


def test_an_administrators_role_opens_the_administration_and_its_end_shuts_it(district, cast):
    district.post(at(cast.cedar), {**NEW, "role": Role.SCHOOL_ADMIN})
    row = Membership.objects.get(user__email="ada@example.org")
    assert row.user.is_staff
    elsewhere = make.MembershipFactory(user=row.user, role=Role.SCHOOL_ADMIN, school=cast.alder)
    district.post(f"{page_of(row)}end/")
    row.user.refresh_from_db()
    assert row.user.is_staff, "still one at the other school"
    district.post(f"{page_of(elsewhere)}end/")
    row.user.refresh_from_db()
    assert not row.user.is_staff


# --- who may ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_administers_nothing_finds_no_page_and_changes_nothing(cast, who):
    client = signed_in(getattr(cast, who))
    row, before = role_of(cast.teacher), Membership.objects.count()
    for path in ("/people/", DISTRICT, at(cast.cedar), page_of(row)):
        assert client.get(path).status_code in (403, 404), path
    for path, sent in (
        (at(cast.cedar), {**NEW, "role": Role.SCHOOL_ADMIN}),
        (DISTRICT, {**NEW, "role": Role.DISTRICT_ADMIN}),
        (f"{page_of(row)}give/", {"role": Role.SAFEGUARDING_LEAD}),
        (f"{page_of(row)}end/", {"sure": "on"}),
        (f"{page_of(row)}invite/", {}),
    ):
        assert client.post(path, sent).status_code in (403, 404), path
    row.refresh_from_db()
    assert Membership.objects.count() == before and row.ends_on is None


@pytest.mark.parametrize("who", ["school_admin_elsewhere", "other_district_admin"])
def test_an_administrator_of_another_place_finds_nothing_here(cast, who):
    client, row = signed_in(getattr(cast, who)), role_of(cast.teacher)
    assert client.get(at(cast.cedar)).status_code == client.get(page_of(row)).status_code == 404
    assert client.post(at(cast.cedar), {**NEW, "role": Role.TEACHER}).status_code == 404
    for act in ("give", "end", "invite"):
        assert client.post(f"{page_of(row)}{act}/", {"role": Role.RECORDS_OFFICER, "sure": "on"}).status_code == 404
    row.refresh_from_db()
    assert row.ends_on is None and not User.objects.filter(email="ada@example.org").exists()


def test_a_school_administrator_reaches_no_role_of_the_district(admin, cast):
    """Neither to read it, nor to end it, nor to give one: that would be a right over schools they do not run."""
    row = role_of(cast.district_admin)
    assert admin.get(DISTRICT).status_code == 403
    assert admin.post(DISTRICT, {**NEW, "role": Role.DISTRICT_ADMIN}).status_code == 403
    assert admin.get(page_of(row)).status_code == 404
    for act in ("give", "end", "invite"):
        assert admin.post(f"{page_of(row)}{act}/", {"role": Role.DISTRICT_ADMIN, "sure": "on"}).status_code == 404
    row.refresh_from_db()
    assert row.ends_on is None and not User.objects.filter(email="ada@example.org").exists()


def test_a_role_with_a_district_administrators_name_at_one_school_reaches_that_school_alone(cast):
    one = make.UserFactory()
    make.MembershipFactory(user=one, role=Role.DISTRICT_ADMIN, school=cast.cedar, district=cast.district)
    client = signed_in(one)
    assert client.get(at(cast.cedar)).status_code == 200
    assert client.get(at(cast.alder)).status_code == 404 and client.get(DISTRICT).status_code == 403


@pytest.mark.parametrize("key", ["key", "district_key", "read_key"])
def test_a_program_is_nobody_here(cast, key, client):
    header = {"Authorization": f"Api-Key {getattr(cast, key).secret}"}
    for path in ("/people/", at(cast.cedar), page_of(role_of(cast.teacher))):
        assert client.get(path, headers=header).headers["Location"].startswith("/sign-in/")


def test_of_two_districts_the_named_one_is_meant_and_no_other_can_be(district, cast):
    assert district.get(DISTRICT, {"district": str(cast.other_district.pk)}).status_code == 404
    make.MembershipFactory(
        user=cast.district_admin, role=Role.DISTRICT_ADMIN, school=None, district=cast.other_district
    )
    address = f"{DISTRICT}?district={cast.other_district.pk}"
    assert "Lakeshore" in district.get(address).text
    district.post(address, {**NEW, "role": Role.RECORDS_OFFICER})
    assert Membership.objects.get(user__email="ada@example.org").district == cast.other_district


# --- ending a role ----------------------------------------------------------------------------------


def end(client, row: Membership, **sent):
    return client.post(f"{page_of(row)}end/", sent, follow=True)


def test_a_role_ends_today_and_its_row_stays(admin, cast):
    row = role_of(cast.records_officer)
    assert "is that no longer" in end(admin, row).text
    row.refresh_from_db()
    assert (row.ends_on, row.ended_by) == (cast.today, f"user:{cast.school_admin.pk}")
    [event] = events("role.end")
    assert event.detail == {"role": "records_officer", "of": str(cast.records_officer.pk), "classes": 0}
    page = admin.get(page_of(row)).text
    assert "Roles that have ended" in page and f"ended by {cast.school_admin.display_name}" in page
    assert "One role that has ended" not in admin.get(at(cast.alder)).text


def test_whoever_held_it_is_out_at_the_very_next_click(admin, cast):
    for who, path in (
        (cast.teacher, f"/students/{cast.mateo.pk}/"),
        (cast.records_officer, "/requests/"),
        (cast.safeguarding_lead, "/alerts/"),
    ):
        theirs = signed_in(who)
        assert theirs.get(path).status_code == 200
        end(admin, role_of(who))
        assert theirs.get(path).status_code in (403, 404)


def test_a_teachers_classes_end_too_so_that_the_role_given_anew_opens_none_of_them(admin, cast):
    end(admin, role_of(cast.teacher))
    assert TeachingAssignment.objects.get(teacher=cast.teacher).ends_on == cast.today
    admin.post(f"{page_of(role_of(cast.teacher))}give/", {"role": Role.TEACHER})
    assert held(cast.teacher) == {Role.TEACHER} and not access.visible(cast.teacher, Student).exists()


def test_what_is_taught_at_another_school_goes_on(admin, cast):
    make.MembershipFactory(user=cast.teacher, school=cast.alder)
    make.TeachingAssignmentFactory(teacher=cast.teacher, classroom=cast.homeroom_7c)
    end(admin, cast.teacher.memberships.get(school=cast.cedar))
    assert list(access.visible(cast.teacher, Student)) == [cast.nora]


def test_a_role_given_by_mistake_is_one_row_however_often_it_is_ended_and_given_that_day(admin, cast):
    for _ in range(2):
        admin.post(f"{page_of(role_of(cast.teacher))}give/", {"role": Role.RECORDS_OFFICER})
        end(admin, cast.teacher.memberships.get(role=Role.RECORDS_OFFICER))
    assert cast.teacher.memberships.filter(role=Role.RECORDS_OFFICER).count() == 1
    assert len(events("role.give")) == len(events("role.end")) == 2


def test_what_has_ended_is_not_ended_again(admin, cast):
    answer = admin.post(f"{page_of(role_of(cast.ex_teacher))}end/")
    assert answer.status_code == 422 and "has ended already" in answer.text and not events("role.end")


def test_a_role_that_has_yet_to_begin_never_will(admin, cast):
    later = make.MembershipFactory(
        user=cast.teacher, role=Role.RECORDS_OFFICER, school=cast.cedar, starts_on=cast.today + timedelta(days=9)
    )
    assert "from " in row_about(cast.teacher, admin.get(at(cast.cedar)).text)
    end(admin, later)
    later.refresh_from_db()
    assert later.ends_on == later.starts_on


# --- the last administrator, and one's own administration --------------------------------------------


def test_ones_own_administration_ends_only_if_one_says_that_one_means_it(admin, cast):
    row = role_of(cast.school_admin)
    answer = admin.post(f"{page_of(row)}end/")
    assert answer.status_code == 422 and "Say that you mean it" in answer.text
    assert access.can(cast.school_admin, Right.STAFF)
    assert end(admin, row, sure="on").redirect_chain == [("/", 302)], "there is nothing left to see here"
    assert not access.can(cast.school_admin, Right.STAFF)


def test_the_last_administrator_of_a_school_stays_whoever_asks(cast, admin):
    Membership.objects.filter(user=cast.district_admin).update(ends_on=cast.today)
    answer = admin.post(f"{page_of(role_of(cast.school_admin))}end/", {"sure": "on"})
    assert answer.status_code == 422 and "Nobody else who has signed in administers" in answer.text
    assert access.can(cast.school_admin, Right.STAFF)
    page = admin.get(page_of(role_of(cast.school_admin))).text
    assert "End it today" not in page and "Nobody else who has signed in administers" in page


def test_the_districts_administrator_looks_after_a_school_that_has_none_of_its_own(district, cast):
    end(district, role_of(cast.school_admin))
    assert not access.can(cast.school_admin, Right.STAFF) and access.can(cast.district_admin, Right.STAFF)


def test_the_last_administrator_of_a_district_stays(district, cast):
    row = role_of(cast.district_admin)
    assert district.post(f"{page_of(row)}end/", {"sure": "on"}).status_code == 422
    second = make.UserFactory()
    make.MembershipFactory(user=second, role=Role.DISTRICT_ADMIN, school=None, district=cast.district)
    end(district, row, sure="on")
    assert held(cast.district_admin) == set()


@pytest.mark.parametrize(
    "account",
    [{"is_active": False}, {"password": "!never", "last_login": None}],
    ids=["switched off", "invited, and never came"],
)
def test_an_administrator_who_cannot_come_in_is_none(cast, admin, account):
    """A typing mistake in an address must not leave a school to nobody."""
    Membership.objects.filter(user=cast.district_admin).update(ends_on=cast.today)
    second = make.UserFactory()
    make.MembershipFactory(user=second, role=Role.SCHOOL_ADMIN, school=cast.cedar)
    User.objects.filter(pk=second.pk).update(**account)
    assert admin.post(f"{page_of(role_of(cast.school_admin))}end/", {"sure": "on"}).status_code == 422
    User.objects.filter(pk=second.pk).update(is_active=True, last_login=datetime(2026, 11, 2, tzinfo=UTC))
    assert admin.post(f"{page_of(role_of(cast.school_admin))}end/", {"sure": "on"}).status_code == 302


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_of_two_who_end_each_other_at_the_same_moment_one_stays(transactional_db):
    from tests.cast import Cast

    cast = Cast()
    Membership.objects.filter(user=cast.district_admin).update(ends_on=cast.today)
    second = make.UserFactory()
    make.MembershipFactory(user=second, role=Role.SCHOOL_ADMIN, school=cast.cedar)
    pairs = [(signed_in(cast.school_admin), role_of(second)), (signed_in(second), role_of(cast.school_admin))]

    def go(pair):
        try:
            return pair[0].post(f"{page_of(pair[1])}end/").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(go, pairs))
    assert answers in ([302, 404], [302, 422]), answers
    assert sum(Role.SCHOOL_ADMIN in held(user) for user in (cast.school_admin, second)) == 1


# --- the safeguarding lead ---------------------------------------------------------------------------


def test_naming_a_lead_takes_the_banner_away_and_ending_the_last_brings_it_back(admin, cast):
    cast.safeguarding_lead.email = "cole@example.org"
    cast.safeguarding_lead.save()
    banner = "No safeguarding lead would be told"
    assert banner not in admin.get("/roster/").text
    warned = admin.get(page_of(role_of(cast.safeguarding_lead))).text
    assert "Name another safeguarding lead first" in warned
    end(admin, role_of(cast.safeguarding_lead))
    page = admin.get("/roster/").text
    assert banner in page and f'href="{at(cast.cedar)}#add"' in page, "it leads to where it can be mended"
    admin.post(at(cast.cedar), {**NEW, "role": Role.SAFEGUARDING_LEAD})
    assert banner not in admin.get("/roster/").text


def test_a_lead_without_an_address_is_named_and_it_is_said_that_nobody_was_told(admin, cast):
    answer = admin.post(f"{page_of(role_of(cast.teacher))}give/", {"role": Role.SAFEGUARDING_LEAD}, follow=True)
    assert "There is no mail address, so nobody was told" in answer.text
    assert "has no mail address" in answer.text


# --- the second wall ---------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")
class TestTheWall:
    def test_with_the_filter_gone_another_districts_roles_are_not_there(self, cast, monkeypatch):
        from django.db.models import Q

        monkeypatch.setattr(access, "_within", lambda *_: Q())
        client = signed_in(cast.school_admin)
        for user, status in ((cast.teacher_other_district, 404), (cast.teacher_elsewhere, 404), (cast.teacher, 200)):
            assert client.get(page_of(role_of(user))).status_code == status
        assert client.post(f"{page_of(role_of(cast.teacher_elsewhere))}end/").status_code == 404

    def test_a_role_at_another_school_cannot_even_be_written(self, cast):
        from django.db import DatabaseError, transaction

        with standing.within([cast.cedar.pk]), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            make.MembershipFactory(user=cast.newcomer, school=cast.alder)

    def test_an_invitation_is_seen_where_its_role_is(self, cast):
        from students import invitations
        from students.models import StaffInvitation

        cast.teacher.set_unusable_password()
        cast.teacher.save()
        with system(Duty.COMMAND):
            invitations.invite_colleague(role_of(cast.teacher), by="system:tests")
        for schools, seen in (([cast.cedar.pk], 1), ([cast.alder.pk], 0), ([], 0)):
            with standing.within(schools):
                assert StaffInvitation.objects.count() == seen
