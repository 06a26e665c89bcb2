"""An administrator names a safeguarding lead and ends a role, by keyboard alone."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_lead_is_named_and_the_role_ended_again_by_keyboard(visit, site, scripts):
    page = visit("whitfield", "/people/", scripts=scripts)
    who = f"ada{int(scripts)}@example.org"
    page.get_by_label("E-mail").focus()
    page.keyboard.type(who)
    press(page, "Tab")
    page.keyboard.type("Ada")
    press(page, "Tab")
    page.keyboard.type("Marsh")
    press(page, "Tab", "ArrowDown", "Enter")  # from the first role to the second
    page.get_by_role("heading", name="Ada Marsh").wait_for()
    assert page.get_by_text("Safeguarding lead", exact=True).first.is_visible()
    page.get_by_text("End this role").focus()
    press(page, "Enter", "Tab", "Enter")
    page.get_by_role("heading", name="Roles that have ended").wait_for()
    assert re.search("None: nothing here is open", page.content())
