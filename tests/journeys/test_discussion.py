"""A discussion, and a zip of past work, from a teacher's hands onto students' pages, with a real server and worker."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.assessments.zips import zip_of
from tests.journeys.test_every_page import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]  # one site, one browser

TALK = """WEBVTT

00:00:01.000 --> 00:00:09.000
<v Wren Calloway>When the motor stalled I was upset, so I took a breath,
checked each wire and found the loose one.</v>

00:00:09.500 --> 00:00:10.000
<v Speaker 2>Okay, and what did you do after that?</v>
"""


def is_accessible(page, width):
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["desk", "phone-dark"])
def test_a_transcript_is_read_matched_and_added(visit, site, width, dark):
    page = visit("okafor", f"{site.studio}collect/", width=width, dark=dark)
    file = {"name": "talk 2026-11-10.vtt", "mimeType": "text/vtt", "buffer": TALK.encode()}
    page.get_by_label("A transcript").set_input_files(files=[file])
    page.get_by_role("button", name="Look at the lines").click()
    expect(page.get_by_label("Read as")).to_have_value("teams")
    is_accessible(page, width)
    page.get_by_label("What was discussed").fill(f"What did you do when it went wrong? ({width})")
    page.get_by_role("button", name="Look at the lines").click()
    page.get_by_label("Speaker 2").select_option("Not a student")
    page.get_by_role("button", name="Use these choices").click()
    page.get_by_role("link", name="All 2").click()
    is_accessible(page, width)
    already = page.get_by_text("was added before")
    if already.count():  # the other width added it: nothing is added twice
        expect(page.get_by_role("button", name="Add 1 response")).to_have_count(0)
        return
    page.get_by_role("button", name="Add 1 response").click()
    page.wait_for_url(f"**{site.studio}")


def test_a_zip_is_watched_while_it_is_read_and_added_after_one_look(visit, site):
    page = visit("okafor", "/collect/many/")
    rows = (
        "student,date,prompt,text\nWren Calloway,2026-10-01,Why?,I waited a moment and then I asked what she needed.\n"
    )
    data = zip_of({"fall/responses.csv": rows.encode(), "fall/unknown.csv": b"who,what\na,b\n"})
    page.get_by_label("A zip of files").set_input_files(
        files=[{"name": "past.zip", "mimeType": "application/zip", "buffer": data}]
    )
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("heading", name="1 response is ready")).to_be_visible(timeout=60_000)  # by itself
    is_accessible(page, 1280)
    page.get_by_role("button", name="Add 1 response").click()
    expect(page.get_by_role("heading", name="1 response added")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)
