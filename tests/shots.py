"""``make shots``: the sample school, as each role sees it, in var/shots; the README's picture in docs/images.

Light and dark, desktop and phone.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from students.demo import PASSWORD
from tests.installation import ROOT, Installation

KEPT = ROOT / "docs" / "images"
ALL = ROOT / "var" / "shots"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
# name of the page, who looks, how to get there from home
PAGES = [
    ("sign-in", None, ["/"]),
    ("forgotten", None, ["/sign-in/forgotten/"]),
    ("forgotten-sent", None, ["/sign-in/forgotten/sent/"]),
    ("link-dead", None, ["/sign-in/forgotten/x/y/"]),
    ("teacher-home", "okafor", ["/"]),
    ("class-page", "okafor", ["/classes/", "main a[href^='/classes/']"]),
    ("share-class", "okafor", ["/classes/", "main a[href^='/classes/']", "text=Share with families"]),
    ("student-page", "okafor", ["/classes/", "main a[href^='/classes/']", "table a[href^='/students/'] >> nth=1"]),
    ("collect", "okafor", ["/collect/", "main a[href*='/collect/']"]),
    ("empty-class", "vance", ["/classes/", "main a[href^='/classes/']"]),
    ("school-admin", "admin", ["/school/"]),
    ("roster", "admin", ["/roster/"]),
    ("people", "admin", ["/people/"]),
    ("colleague", "admin", ["/people/", "table.people a >> nth=0", ".held summary"]),
    ("people-of-schools", "district", ["/people/"]),
    ("models", "admin", ["/models/"]),
    ("model-card", "admin", ["/models/", "table.versions tr.now a"]),
    ("weights", "admin", ["/admin/fusion/weightsversion/"]),
    ("new-weights", "admin", ["/admin/fusion/weightsversion/", "text=shipped"]),
    ("district-home", "district", ["/"]),
    ("retention-periods", "district", ["/retention-periods/?rule=words&days=30"]),
    ("records-home", "records", ["/"]),
    ("safeguarding-home", "safeguarding", ["/"]),
    ("family", "family", ["/family/", "main .child a"]),
    ("requests", "records", ["/requests/"]),
    ("case", "records", ["/requests/", "main table a"]),
    ("adults", "records", ["/families/?q=Quintanilla", "main .which a"]),
    ("operator-home", "operator", ["/"]),
    ("method", "okafor", ["/how-scores-are-made/"]),
    ("not-found", "okafor", ["/students/00000000-0000-4000-8000-000000000000/"]),
    ("api", None, ["/api/"]),
]
README = ("student-page", "desktop", "light")


def main() -> int:
    if shutil.which("chromium") is None:
        print("make shots needs Chromium (Debian: apt-get install chromium)")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = Installation(Path(folder), SIGHTLINE_DEMO="1", DATABASE_URL=f"sqlite:///{folder}/s.sqlite3", REDIS_URL="")
        try:
            own.manage("prepare_database")
            own.manage("demo")
            address = own.start_web()
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for size in SIZES:
                for scheme in ("light", "dark"):
                    _round(browser, address, size, scheme)
        finally:
            own.close()
    print(f"every page: {ALL.relative_to(ROOT)}; kept: {KEPT.relative_to(ROOT)}")
    return 0


def _round(browser: Browser, address: str, size: str, scheme: str) -> None:
    ALL.mkdir(parents=True, exist_ok=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    pages: dict[str | None, Page] = {}
    for name, who, way in PAGES:
        if who not in pages:
            pages[who] = _signed_in(browser, address, who, size, scheme)
        page = pages[who]
        _go(page, address, way)
        path = ALL / f"{name}-{size}-{scheme}.png"
        page.screenshot(path=path, full_page=True)
        if (name, size, scheme) == README:
            shutil.copy(path, KEPT / f"{name}.png")
    for page in pages.values():
        page.context.close()


def _signed_in(browser: Browser, address: str, who: str | None, size: str, scheme: str) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    if who:
        page.goto(f"{address}/sign-in/")
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
    return page


def _go(page: Page, address: str, way: list[str]) -> None:
    for step in way:
        if step.startswith("/"):
            page.goto(address + step)
        else:
            page.locator(step).first.click()
        page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
