"""A real Sightline with web server and worker, and a headless Chromium in front of it."""

import os
import shutil
import time
import urllib.error
import urllib.request
from functools import cache

import pytest

from tests import factories as make
from tests.installation import Installation

CHROMIUM = shutil.which("chromium")
# The cast in a district with a name as long as real ones, plus history for Mateo: an earlier assessment, so that there
# is a line to draw.
PEOPLE = """
from datetime import timedelta
from assessments import releases, statements
from mlcore.schema import Skill
from privacy import keys
from students import invitations
from students.guardians import NewGuardian
from students.signing_in import forgotten
from tests import factories as make
from tests import quoting
from tests.cast import Cast
with keys.keyring():
    cast = Cast()
    cast.district.name = "Pine Valley and Lower Riverbend Unified School District"
    cast.district.save()
    make.ResponseFactory(student=cast.mateo, written_on=cast.today - timedelta(days=60), deidentified="An older one.")
    make.AssessmentFactory(student=cast.mateo, score=0.2, window_start=cast.today - timedelta(days=60))
    empty = make.ClassroomFactory(school=cast.cedar, term=cast.term, name="Period 6 Studio")
    make.TeachingAssignmentFactory(teacher=cast.teacher, classroom=empty)
    newcomer = make.StudentFactory(school=cast.cedar, first_name="Wren", last_name="Calloway")
    make.EnrollmentFactory(student=newcomer, classroom=empty)
    latest = cast.mateo.latest.assessment
    said = make.FeedbackFactory(assessment=latest, claims=quoting.CLAIMS, writer="shared")
    releases.share(student=cast.mateo, looked_at=str(said.pk), by=cast.teacher)
    case = statements.contest(
        child=cast.mateo, assessment=latest, skill=Skill.EMPATHY, words="Mateo was ill that week.", by=cast.guardian
    )
    newest = NewGuardian("Ada", "Lindqvist", "ada@example.org")
    invited = invitations.add_and_invite(student=cast.nora, new=newest, by=cast.school_admin)
    link = forgotten.link_of(cast.newcomer)
    role = cast.records_officer.memberships.get().pk
    print(cast.mateo.pk, newcomer.pk, cast.homeroom_7b.pk, empty.pk, case.pk, role, invited.path, link)
"""


class Site:
    """One running installation and the addresses of its people."""

    def __init__(self, url: str, mateo: str, wren: str, homeroom: str, studio: str, case: str, role: str, *links: str):
        self.url = url
        self.child, self.adults, self.case = f"/family/{mateo}/", f"/families/{mateo}/", f"/requests/{case}/"
        self.invitation, self.new_password = links
        self.colleague = f"/people/{role}/"
        self.mateo, self.wren = f"/students/{mateo}/", f"/students/{wren}/"
        self.homeroom, self.studio = f"/classes/{homeroom}/", f"/classes/{studio}/"
        self.wren_id = wren


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium fonts-liberation")
    installation = Installation(tmp_path_factory.mktemp("journeys"))
    try:
        installation.prepare()
        found = installation.python(PEOPLE).split()
        url = installation.start_web()
        installation.start_worker()
        _until_it_answers(url)
        yield Site(url, *found[-8:])
    finally:
        installation.close()


@pytest.fixture(scope="session")
def browser(site):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Django refuses database calls while an event loop runs in this thread, and playwright brings one.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture(scope="session")
def signed_in(browser, site):
    """The cookies of a person who signed in once, as people do in the morning."""

    @cache
    def _signed_in(username):
        if username is None:
            return None
        context = browser.new_context(base_url=site.url)
        _sign_in(context.new_page(), username)
        state = context.storage_state()
        context.close()
        return state

    return _signed_in


@pytest.fixture
def visit(browser, site, signed_in):
    """``visit("okafor", "/classes/")``: a page of one's own, signed in, that fails the test on any script error."""
    troubles, contexts = [], []

    def _visit(username, path, *, width=1280, dark=False, scripts=True):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            storage_state=signed_in(username),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
        page.goto(path)
        return page

    yield _visit
    for context in contexts:
        context.close()
    assert troubles == []


def _sign_in(page, username):
    page.goto("/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", level=1).wait_for()


def _until_it_answers(url: str, seconds: int = 180) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  (our own loopback address)
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise TimeoutError(f"{url} did not answer within {seconds} seconds")
