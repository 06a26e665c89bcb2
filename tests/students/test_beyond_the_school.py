"""Rules that look beyond one school hold although the second wall shows whoever acts that one school alone."""

import pytest
from django.db import connection

from privacy.wall import standing
from students import guardians, invitations
from students.guardians import NewGuardian, NotPossible
from students.models import Guardianship, Role
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall"),
]
ADA = NewGuardian("Ada", "Quintanilla", "ada@example.org")


def test_a_parent_known_in_another_school_of_the_district_becomes_family_here(cast):
    there = guardians.add(student=cast.nora, new=ADA, by=cast.school_admin_elsewhere)
    with standing.within([cast.cedar.pk]):
        assert not Guardianship.objects.filter(pk=there.pk).exists()
        here = guardians.add(student=cast.mateo, new=ADA, by=cast.school_admin)
    assert here.guardian == there.guardian


def test_whoever_keeps_the_roster_of_another_school_is_not_made_family_here(cast):
    bond = guardians.add(student=cast.mateo, new=ADA, by=cast.school_admin)
    make.MembershipFactory(user=bond.guardian, role=Role.SCHOOL_ADMIN, school=cast.alder, district=cast.district)
    with standing.within([cast.cedar.pk]), pytest.raises(NotPossible, match="looks after the roster"):
        guardians.add(student=cast.priyanka, new=ADA, by=cast.school_admin)


def test_a_fresh_link_ends_the_one_from_another_school(cast, client):
    former = invitations.add_and_invite(student=cast.nora, new=ADA, by=cast.school_admin_elsewhere)
    assert client.get(former.path).status_code == 200
    with standing.within([cast.cedar.pk]):
        invitations.add_and_invite(student=cast.mateo, new=ADA, by=cast.school_admin)
    assert client.get(former.path).status_code == 400
