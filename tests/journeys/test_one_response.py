"""One response from a teacher's hands to a student's page, with a real server, worker and browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]  # one site, one browser

WORDS = (
    "When my robot kept falling over I was really upset and wanted to quit. First I took a few deep breaths and "
    "walked around the hall until I was calm. Then I checked each wheel to find the cause, and it was the left "
    "motor, so we tried two other ways and tested each one. My partner Priyanka looked sad because she had built "
    "that part, so I told her it was not her fault and asked what she thought we should do next."
)


def test_a_pasted_response_becomes_scores_with_the_words_behind_them(visit, site):
    page = visit("okafor", f"{site.studio}collect/?student={site.wren_id}")
    page.get_by_label("The student’s words").fill(WORDS)
    page.locator("form", has=page.get_by_label("The student’s words")).get_by_role("button").last.click()
    page.wait_for_url(f"**{site.studio}")

    row = page.get_by_role("row", name="Wren Calloway")
    expect(row.locator("td.la")).to_have_text("Today", timeout=30_000)  # by itself, through polls

    page.get_by_role("link", name="Wren Calloway").click()
    expect(page.get_by_role("img", name="interval")).not_to_have_count(0)
    expect(page.locator("ol.evl > li")).not_to_have_count(0)
    assert "Priyanka" not in page.content()  # the classmate's name was taken out before anything read it


def test_evidence_and_words_light_up_together(visit, site):
    page = visit("okafor", f"{site.mateo}?skill=empathy")
    page.locator("#evidence-empathy-1").hover()
    expect(page.locator("#mark-empathy-1")).to_have_class("is-linked")


DRAWN = "() => { const c = document.querySelector('canvas'); return c && c.width > 0 && c.toDataURL().length > 3000 }"


def test_a_tab_brings_its_own_evidence_and_its_own_line_without_leaving_the_page(visit, site):
    page = visit("okafor", f"{site.mateo}?skill=empathy")
    page.evaluate("window.stillHere = true")
    page.get_by_role("navigation", name="Skill").get_by_role("link", name="Self-regulation").click()
    expect(page.locator("#mark-self_regulation-1")).to_contain_text("took a breath")
    expect(page.locator("#h-growth")).to_have_text("Self-regulation over time")
    assert "skill=self_regulation" in page.url
    assert page.evaluate("window.stillHere")
    page.wait_for_function(DRAWN)
    page.go_back()
    expect(page.locator("#h-growth")).to_have_text("Empathy over time")
    page.wait_for_function(DRAWN)


def test_on_a_phone_the_skill_is_chosen_from_a_list(visit, site):
    page = visit("okafor", f"{site.mateo}?skill=empathy", width=390)
    page.locator("#which").select_option("self_regulation")
    expect(page.locator("#mark-self_regulation-1")).to_be_visible()
    assert "skill=self_regulation" in page.url


def test_turning_to_another_response_does_not_leave_the_page(visit, site):
    page = visit("okafor", f"{site.mateo}?skill=empathy")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name="The older response").click()
    expect(page.locator(".paper .words")).to_have_text("An older one.")
    assert page.evaluate("window.stillHere")
    assert "response=" in page.url
    page.get_by_role("link", name="evidence 1, in another response").click()
    expect(page.locator("#mark-empathy-1")).to_be_visible()


def test_the_chart_is_drawn_and_its_table_is_one_click_away(visit, site):
    page = visit("okafor", f"{site.mateo}?skill=empathy")
    expect(page.locator("canvas")).to_be_visible()
    page.wait_for_function(DRAWN)
    page.get_by_text("Show as a table").click()
    expect(page.get_by_role("cell", name="0.62")).to_be_visible()


def test_a_skill_row_opens_with_the_keyboard(visit, site):
    page = visit("okafor", site.mateo)
    page.locator("details.skill summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sources agree").first).to_be_visible()


def test_searching_a_class_answers_while_one_types(visit, site):
    page = visit("okafor", site.homeroom)
    page.locator("#name").press_sequentially("pri", delay=40)
    expect(page.locator("table.roster tbody tr")).to_have_count(1)
    expect(page.locator("#name")).to_be_focused()
    expect(page.locator("#name")).to_have_value("pri")


def test_the_slash_key_goes_to_the_search(visit, site):
    page = visit("okafor", site.homeroom)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()


def test_everything_is_readable_without_javascript(visit, site):
    page = visit("okafor", f"{site.mateo}?skill=empathy", scripts=False)
    page.get_by_role("navigation", name="Skill").get_by_role("link", name="Self-regulation").click()
    expect(page.locator("#mark-self_regulation-1")).to_be_visible()
    page.goto(site.homeroom)
    page.locator("#name").fill("pri")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("table.roster tbody tr")).to_have_count(1)
