"""What is installed is what was listed: every package that ours pull in has one pinned version."""

import re
from importlib import metadata

from packaging.requirements import Requirement

from tests.installation import ROOT


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(name_and_version(line) for line in lines if "==" in line)


def name_and_version(line: str) -> tuple[str, str]:
    name, _, version = line.partition("==")
    return plain(name), version.split(";")[0].split()[0]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def asked_for() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line.split("#")[0].strip()) for line in lines if line.split("#")[0].strip()]


def everything_pulled_in() -> set[str]:
    """The names of what ours need, and what these need, as installed here."""
    found, waiting = set(), [(one, "") for one in asked_for()]
    while waiting:
        one, extra = waiting.pop()
        if one.marker and not one.marker.evaluate({"extra": extra}):
            continue
        seen = (plain(one.name), tuple(sorted(one.extras)))
        if seen in found:
            continue
        found.add(seen)
        needs = metadata.distribution(one.name).requires or []
        waiting += [(Requirement(need), extra) for need in needs for extra in ("", *one.extras)]
    return {name for name, _extras in found}


def test_what_we_ask_for_is_asked_for_by_one_version():
    assert [str(one) for one in asked_for() if not re.fullmatch(r"==[^,*]+", str(one.specifier))] == []


def test_everything_pulled_in_is_pinned_and_what_is_installed_is_that():
    pinned = pins() | {"setuptools": metadata.version("setuptools")}  # comes with Python's own environment
    assert {name for name in everything_pulled_in() if pinned.get(name) != metadata.version(name)} == set()


def test_packages_come_from_the_index_alone():
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"index-url|find-links|git\+|https?://|^-e |@ ", text, re.MULTILINE), name


def test_an_image_holds_no_history_no_tests_and_no_data():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv", "var", "tests"} <= set(ignored)
