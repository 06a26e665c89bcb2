"""What each role is told about its rights: complete, and honest about what is not built."""

import pytest

from assessments.pages.rights import OPERATOR, RIGHTS
from students.models import Role


def test_every_role_and_the_operator_are_told_their_rights():
    assert set(RIGHTS) == {*Role, OPERATOR}


@pytest.mark.parametrize("role", RIGHTS)
def test_each_says_what_is_theirs_what_they_do_not_see_and_what_is_missing(role):
    rights = RIGHTS[role]
    assert rights.role == role
    assert rights.may and rights.may_not and rights.coming


@pytest.mark.parametrize("role", RIGHTS)
def test_every_link_leads_somewhere(role):
    assert all(link.url for link in RIGHTS[role].links)


def test_a_safeguarding_lead_is_told_that_rules_miss_things():
    assert "about half is missed" in str(RIGHTS[Role.SAFEGUARDING_LEAD].coming[0])
