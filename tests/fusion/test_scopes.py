"""For which places a person may see and set weights: by role, by place, and today."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import RequestFactory

from fusion import scopes
from fusion.weights import WeightsVersion, set_version
from mlcore.schema import SKILLS
from students.models import Role
from tests import factories as make

pytestmark = pytest.mark.django_db

WEIGHTS = {s.value: {"model": 0.5, "linguistic": 0.25, "behavioral": 0.15, "confidence": 0.1} for s in SKILLS}


def holder(role, *, school=None, district=None, **dates):
    user = make.UserFactory(is_staff=True)
    make.MembershipFactory(user=user, role=role, school=school, district=district or school.district, **dates)
    return user


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN}])
def test_a_role_over_a_whole_district_gives_no_weights_unless_it_is_an_administrators(cast, role):
    user = holder(role, district=cast.district)
    assert not scopes.districts_of(user).exists()
    assert not scopes.schools_of(user).exists()
    assert not scopes.may_set_any(user)


def test_a_school_administrator_of_every_school_does_not_set_the_district(cast):
    user = holder(Role.SCHOOL_ADMIN, district=cast.district)
    assert set(scopes.schools_of(user)) == {cast.cedar, cast.alder}
    assert not scopes.districts_of(user).exists()


def test_a_district_administrator_of_one_school_does_not_set_the_district(cast):
    user = holder(Role.DISTRICT_ADMIN, school=cast.cedar)
    assert set(scopes.schools_of(user)) == {cast.cedar}
    assert not scopes.districts_of(user).exists()


def test_a_district_administrator_sets_the_district_and_its_schools(cast):
    assert set(scopes.districts_of(cast.district_admin)) == {cast.district}
    assert set(scopes.schools_of(cast.district_admin)) == {cast.cedar, cast.alder}


def test_the_operator_sets_any_place(cast):
    assert cast.other_district in scopes.districts_of(cast.operator)
    assert cast.birch in scopes.schools_of(cast.operator)


def test_a_role_that_has_ended_gives_nothing(cast):
    user = holder(Role.DISTRICT_ADMIN, district=cast.district, ends_on=cast.today)
    assert not scopes.may_set_any(user)


def test_a_role_that_has_not_begun_gives_nothing(cast):
    user = holder(Role.DISTRICT_ADMIN, district=cast.district, starts_on=cast.today + timedelta(days=1))
    assert not scopes.may_set_any(user)


@pytest.mark.parametrize("name", ["district_admin", "operator"])
def test_a_disabled_account_gives_nothing(cast, name):
    user = getattr(cast, name)
    user.is_active = False
    assert not scopes.may_set_any(user)


def test_the_admin_refuses_to_show_a_single_version_of_another_place(cast):
    """Beside the scoped list: were a row handed to the page another way, it would still not be shown."""
    mine = set_version(district=cast.district, school=cast.cedar, weights=WEIGHTS, why="ours", by=cast.operator)
    other = set_version(district=cast.district, school=cast.alder, weights=WEIGHTS, why="theirs", by=cast.operator)
    request = RequestFactory().get("/")
    request.user = cast.school_admin
    room = admin.site._registry[WeightsVersion]
    assert room.has_view_permission(request, mine)
    assert not room.has_view_permission(request, other)
