"""A copy of the tree in which one mutant at a time is let loose, and its tests asked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from config import testing
from tests import migrated
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = {".git", ".venv", "var", "staticfiles", "__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache"}
LINKED = {"ml_artifacts", "docs"}  # large, and changed by no mutant
PASSED, FAILED = 0, 1  # pytest's: anything else is an error of our own, such as a test that is not there
MOST_SECONDS = 1_200


class DoesNotApply(ValueError):
    """The code moved on; the message says which mutant has to follow."""


@dataclass(frozen=True)
class Outcome:
    code: int
    said: str

    @property
    def held(self) -> bool:
        return self.code == PASSED

    def red(self, tests: Iterable[str]) -> bool:
        """Each of these failed: not that it could not be found, imported or set up."""
        told = [line.removeprefix("FAILED ") for line in self.said.splitlines() if line.startswith("FAILED tests/")]
        return self.code == FAILED and all(any(one.startswith(test) for one in told) for test in tests)


def changed(mutant: Mutant, root: Path = ROOT) -> str:
    """The file as the mutant makes it. Raises DoesNotApply."""
    text = (root / mutant.file).read_text(encoding="utf-8")
    if (count := text.count(mutant.before)) != 1 or not mutant.before:
        raise DoesNotApply(f"{mutant}: what it changes stands in {mutant.file} {count} times, not once")
    return text.replace(mutant.before, mutant.after)


class Copy:
    def __init__(self, folder: Path):
        self.root, self.migrated = folder / "tree", folder
        shutil.copytree(ROOT, self.root, ignore=_ignored, symlinks=True)
        for name in LINKED:
            (self.root / name).symlink_to(ROOT / name)

    def tried(self, mutant: Mutant) -> Outcome:
        """Its tests, while it is let loose."""
        file = self.root / mutant.file
        broken = changed(mutant, self.root)
        sound = file.read_text(encoding="utf-8")
        try:
            file.write_text(broken, encoding="utf-8")
            return self.run(mutant.red, postgresql=mutant.postgresql)
        finally:
            file.write_text(sound, encoding="utf-8")

    def run(self, tests: Collection[str], *, postgresql: bool = False) -> Outcome:
        # No bytecode: a file that is changed twice within a second would be taken for its former self.
        options = ["-p", "no:cacheprovider", "-p", "no:schemathesis", "--tb=line", "--show-capture=no", "--no-header"]
        if len(tests) == 1:
            options.append("-x")  # one of its cases is enough
        done = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", *options, *tests],
            cwd=self.root, env=self._environment(postgresql), capture_output=True, text=True, timeout=MOST_SECONDS,
            check=False,
        )  # fmt: skip
        return Outcome(done.returncode, f"{done.stdout}\n{done.stderr}"[-4_000:])

    def _environment(self, postgresql: bool) -> dict[str, str]:
        """This run's own keys; databases of its own, so that it may run beside any other. On SQLite they are in memory,
        and migrated for the first mutant alone: none that runs there is about migrations."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        for name in testing.SERVERS:
            kept.pop(name, None)
        if postgresql:
            kept |= testing.servers("sightline_mutants", "sightline_mutants_keys")
            testing.create_databases("sightline_mutants", "sightline_mutants_keys")
        else:
            kept |= {migrated.FOLDER: str(self.migrated)}
        return {**kept, "PYTHONDONTWRITEBYTECODE": "1"}


def _ignored(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in NOT_COPIED or (Path(folder) == ROOT and name in LINKED)}
