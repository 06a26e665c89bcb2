"""``make prove``: the long proofs, and their result with date and commit in docs/reference/proof.md.

A proof is a test marked so: it takes minutes and says what no quick test can. Each runs where its subject
lives; those that touch a database run on SQLite and again on PostgreSQL and Redis.
"""

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from config import testing

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "proof.md"


class Proof(NamedTuple):
    name: str
    where: str
    outcome: str  # "held", "failed" or "skipped"
    seconds: float


def main() -> int:
    proofs, failed = [], 0
    with tempfile.TemporaryDirectory(prefix="sightline-proofs-") as folder:
        for where, environment, extra in _places():
            report = Path(folder) / f"{where}.xml"
            chosen = ["--run-proofs", "-m", "proof", f"--junitxml={report}", *extra]
            failed |= testing.run(where, environment, chosen)
            proofs += read(report.read_text(), where)
    PAGE.write_text(page(proofs))
    print(f"{sum(p.outcome == 'held' for p in proofs)} of {len(proofs)} proofs held: {PAGE.relative_to(ROOT)}")
    return failed


def _places():
    yield "SQLite", {}, []
    if testing.has_servers():
        testing.create_keys_database()
        yield "PostgreSQL and Redis", testing.SERVERS, [f"--ignore={path}" for path in testing.WITHOUT_DATABASE]
    else:
        print("skipped: the proofs on PostgreSQL and Redis (they do not answer on 127.0.0.1)")


def read(report: str, where: str) -> list[Proof]:
    """The cases of one pytest report, the longest first."""
    cases = ElementTree.fromstring(report).iter("testcase")  # noqa: S314  (our own run wrote it)
    found = [Proof(_sentence(case.get("name")), where, _outcome(case), float(case.get("time", 0))) for case in cases]
    return sorted(found, key=lambda proof: -proof.seconds)


def page(proofs: list[Proof]) -> str:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    ).stdout.strip()
    rows = [f"| {p.name} | {p.where} | {p.outcome} | {p.seconds:,.0f} |" for p in proofs]
    return "\n".join(
        [
            "# Proofs\n",
            f"Made by `make prove` on {datetime.now(UTC):%Y-%m-%d}, commit {commit}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}.\n",
            "| what is proven | where | outcome | seconds |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _sentence(name: str | None) -> str:
    return (name or "").removeprefix("test_").replace("_", " ").replace("|", "/")


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "held" if case.find("skipped") is None else "skipped"


if __name__ == "__main__":
    sys.exit(main())
