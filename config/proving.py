"""``make prove``: the long proofs, and their result with date and commit in docs/reference/proof.md.

A proof is a test marked so: it takes minutes and says what no quick test can. Each runs where its subject
lives; those that touch a database run on SQLite and again on PostgreSQL and Redis. A proof that fails does not keep
the others from being tried. ``python -m config.proving tests/mutants`` tries some of them and writes nothing.
"""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from config import testing

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "proof.md"
SQLITE, SERVERS = "SQLite", "PostgreSQL and Redis"
HELD, FAILED, SKIPPED = "held", "failed", "skipped"
MUTANT = "a mutant is caught"  # tests/mutants/test_mutants.py; each has a line of its own
HEAD = "| where | outcome | seconds |\n|---|---|---|---|"


class Proof(NamedTuple):
    name: str
    where: str
    outcome: str
    seconds: float
    case: str = ""  # of a proof that was tried with several

    @property
    def title(self) -> str:
        return f"{self.name} [{self.case}]" if self.case else self.name


def main(only: list[str]) -> int:
    proofs, failed = [], 0
    with tempfile.TemporaryDirectory(prefix="sightline-proofs-") as folder:
        for where, environment, extra in _places():
            report = Path(folder) / f"{where}.xml"
            chosen = ["--run-proofs", "-m", "proof", f"--junitxml={report}", *extra, *only]
            failed |= testing.run(where, environment, chosen)
            proofs += (
                read(report.read_text(), where) if report.exists() else [Proof("the run itself", where, FAILED, 0)]
            )
            if not only:
                PAGE.write_text(page(proofs))  # after each place: the next takes hours
    for proof in proofs:
        if proof.outcome == FAILED:
            print(f"failed: {proof.title} ({proof.where})")
    print(f"{sum(p.outcome == HELD for p in proofs)} of {len(proofs)} proofs held" + ("" if only else f": {PAGE}"))
    return failed


def _places():
    yield SQLITE, {}, []
    if testing.has_servers():
        testing.create_databases("sightline_keys")
        apart = [f"--ignore={path}" for path in testing.WITHOUT_DATABASE]
        yield SERVERS, testing.SERVERS, ["--only-database", *apart]
    else:
        print("skipped: the proofs on PostgreSQL and Redis (they do not answer on 127.0.0.1)")


def read(report: str, where: str) -> list[Proof]:
    """The cases of one pytest report, the longest first."""
    cases = ElementTree.fromstring(report).iter("testcase")  # noqa: S314  (our own run wrote it)
    found = [_proof(case, where) for case in cases]
    return sorted(found, key=lambda proof: -proof.seconds)


def page(proofs: Iterable[Proof]) -> str:
    proofs = list(proofs)
    mutants = [proof for proof in proofs if proof.name == MUTANT]
    others = [proof for proof in proofs if proof.name != MUTANT]
    places = {proof.where for proof in proofs}
    absent = [f"Not run here: the proofs on {where}.\n" for where in (SQLITE, SERVERS) if where not in places]
    caught = sum(proof.outcome == HELD for proof in mutants)
    return "\n".join(
        [
            "# Proofs\n",
            f"Made by `make prove` on {datetime.now(UTC):%Y-%m-%d}, commit {_commit()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}.\n",
            *absent,
            f"| what is proven {HEAD}",
            *folded(others),
            "",
            "## Mutants\n",
            "Each is a way in which the code could stop keeping a promise (`tests/mutants/`): let loose in a copy of "
            f"the tree, it must turn the tests named beside it red. {caught} of {len(mutants)} did.\n",
            f"| what the broken code does {HEAD}",
            *(_row(proof.case, proof.where, "caught" if proof.outcome == HELD else "SURVIVED", proof.seconds)
              for proof in mutants),
            "",
        ]
    )  # fmt: skip


def folded(proofs: Iterable[Proof]) -> Iterator[str]:
    """One line for all the cases of a proof that held (or were skipped), and one for each that failed."""
    ordered = sorted(proofs, key=lambda proof: (proof.where, proof.name, proof.outcome))
    rows = []
    for (where, name, outcome), cases in groupby(ordered, key=lambda proof: (proof.where, proof.name, proof.outcome)):
        same = list(cases)
        if outcome != FAILED and len(same) > 1:
            rows.append((sum(p.seconds for p in same), f"{name} ({len(same)} cases)", where, outcome))
        else:
            rows += [(p.seconds, p.title, where, outcome) for p in same]
    for seconds, title, where, outcome in sorted(rows, key=lambda row: -row[0]):
        yield _row(title, where, outcome, seconds)


def _row(what: str, where: str, outcome: str, seconds: float) -> str:
    return f"| {what} | {where} | {outcome} | {seconds:,.0f} |"


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()  # noqa: S603


def _proof(case: ElementTree.Element, where: str) -> Proof:
    name, _bracket, rest = (case.get("name") or "").partition("[")
    what = name.removeprefix("test_").replace("_", " ").replace("|", "/")
    tried = rest.removesuffix("]").partition("@")[0].replace("|", "/")  # after an "@" xdist names its group
    return Proof(what, where, _outcome(case), float(case.get("time", 0)), tried)


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return FAILED
    return HELD if case.find("skipped") is None else SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
