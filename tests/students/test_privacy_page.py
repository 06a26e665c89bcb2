"""docs/privacy.md says what the code does, and names tests that exist."""

import re

from django.conf import settings

from privacy import consent, retention
from students import access, privacy_page
from students.management.commands.privacy_page import PATH


def test_the_page_is_fresh():
    assert PATH.read_text(encoding="utf-8") == privacy_page.page(), "run: manage.py privacy_page"


def test_every_right_is_in_words_and_somebody_holds_it():
    held = {right for rights in privacy_page.HOLDERS.values() for right in rights}
    assert held == set(privacy_page.WORDS) == {right.value for right in access.RULES}


def test_every_purpose_and_every_rule_of_retention_stands_there():
    page = privacy_page.page()
    assert all(f"| `{purpose.value}` |" in page for purpose in consent.Purpose)
    assert all(f"| {rule.title} |" in page for rule in retention.RULES.values())


def test_every_test_and_page_it_names_exists():
    page = privacy_page.page()
    tests = set(re.findall(r"`(tests/[\w/.]+)`", page))
    links = set(re.findall(r"\]\(([\w/.-]+)\)", page))
    assert len(tests) > 9 and len(links) > 5
    missing = [name for name in tests if not (settings.BASE_DIR / name).exists()]
    missing += [name for name in links if not (settings.BASE_DIR / "docs" / name).exists()]
    assert missing == []
