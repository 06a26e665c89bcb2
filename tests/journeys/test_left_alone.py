"""A page that lies open after its session is over shows nobody's words any more."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]  # one site, one browser

MINUTE = 60_000


def test_a_page_that_nobody_uses_goes_from_the_screen(visit, site):
    page = visit("okafor", "/account/")
    page.clock.install()
    page.goto(site.mateo)
    page.context.clear_cookies()  # the session is over
    page.clock.run_for(30 * MINUTE)
    page.keyboard.press("Shift")  # somebody is there
    page.clock.run_for(40 * MINUTE)
    assert "Mateo" in page.content()
    page.clock.run_for(21 * MINUTE)
    page.wait_for_url("**/sign-in/**")
    assert "Mateo" not in page.content()
