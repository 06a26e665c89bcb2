"""Every page: accessible by axe's rules (WCAG 2.2 AA) and within its width, light on a desk and dark on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from mlcore import registry

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]  # one site, one browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = [
    ("sign-in", None, "/"),
    ("home", "okafor", "/"),
    ("classes", "okafor", "/classes/"),
    ("class", "okafor", "homeroom"),
    ("class-nobody-found", "okafor", "homeroom?q=zzzz"),
    ("empty-class", "okafor", "studio"),
    ("student", "okafor", "mateo"),
    ("student-not-enough", "okafor", "mateo?skill=resilience"),
    ("search", "okafor", "/search/?q=zzzz"),
    ("method", "okafor", "/how-scores-are-made/"),
    ("collect", "okafor", "homeroom/collect/"),
    ("many-files", "okafor", "/collect/many/"),
    ("school", "whitfield", "/school/"),
    ("models", "whitfield", "/models/"),
    ("model-card", "whitfield", f"/models/{registry.current()}/"),
    ("district", "delgado", "/"),
    ("records", "abrams", "/"),
    ("safeguarding", "cole", "/"),
    ("family", "quintanilla", "/family/"),
    ("family-child", "quintanilla", "child"),
    ("family-looked", "quintanilla", "child/who-looked/"),
    ("family-agreements", "quintanilla", "child/agreements/"),
    ("family-asks", "quintanilla", "child/ask/correction/"),
    ("share", "okafor", "mateo/share/"),
    ("requests", "abrams", "/requests/"),
    ("case", "abrams", "case"),
    ("families", "abrams", "/families/?q=Mateo"),
    ("adults", "whitfield", "adults"),
    ("people", "whitfield", "/people/"),
    ("people-of-schools", "delgado", "/people/"),
    ("people-of-a-district", "delgado", "/people/district/"),
    ("colleague", "whitfield", "colleague"),
    ("invitation", None, "invitation"),
    ("forgotten", None, "/sign-in/forgotten/"),
    ("forgotten-sent", None, "/sign-in/forgotten/sent/"),
    ("new-password", None, "new_password"),
    ("password", "quintanilla", "/account/password/"),
    ("operator", "operator", "/"),
]
SIZES = [pytest.param(1280, False, id="desk"), pytest.param(390, True, id="phone-dark")]


def address(site, path):
    """ "homeroom?q=x" -> the address of that class; a path stays as it is."""
    if path.startswith("/"):
        return path
    name, mark, rest = path.partition("?") if "?" in path else path.partition("/")
    return getattr(site, name) + (mark if mark == "?" else "") + rest


@pytest.mark.parametrize(("width", "dark"), SIZES)
@pytest.mark.parametrize(("name", "who", "path"), PAGES, ids=[name for name, *_ in PAGES])
def test_a_page_is_accessible_and_keeps_within_its_width(visit, site, name, who, path, width, dark):
    page = visit(who, address(site, path), width=width, dark=dark)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_student_page_reflows_at_320_pixels(visit, site):
    page = visit("okafor", site.mateo, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
