"""An erased student, looked for everywhere: in both databases, their files, exports, logs, cache, and in a backup.

The canaries are invented words, so that finding one can only be the student. Another student has as many: hers must
be found as before.
"""

import json
import shutil

import pytest

from tests.installation import Installation
from tests.privacy.canaries import bytes_of, folder_copied, found_in
from tests.privacy.erasure_world import OPEN, PLANT, SURFACES

pytestmark = pytest.mark.proof

KINDS = ("first", "last", "nick", "pronouns", "language", "external", "account", "parent", "words", "task", "game",
         "alias", "upload", "file", "bulk")  # fmt: skip
PLAIN = {"account", "parent", "last"}  # an adult's own account stands plainly; the last name is the parent's, too
PLAIN |= {"task", "game"}  # what a game is called
PLAIN |= {"file"}  # what an uploaded file is called
ON_PAGES = {"first", "last", "words", "external"}


def canaries(mark: str) -> dict[str, str]:
    return {kind: f"Zq{kind}é{mark}xovk" for kind in KINDS}


GOING, STAYING = canaries("wurmal"), canaries("tisbek")


class Proof:
    def __init__(self, installation: Installation):
        self.own = installation
        self.own.manage("prepare_database")
        planted = self.own.python(f"CANARIES = {[GOING, STAYING]!r}\n{PLANT}").splitlines()
        self.kept_for_training = planted[-2]
        self.ids = json.loads(planted[-1])
        self.student = self.ids["students"][0]
        self.logs = ""

    def opened(self) -> str:
        return self.own.python(OPEN)

    def pages(self) -> str:
        names = {"STUDENTS": self.ids["students"], "ROOM": self.ids["room"], "SCHOOL": self.ids["school"]}
        said = "\n".join(f"{name} = {value!r}" for name, value in names.items())
        return self.own.python(f"{said}\n{SURFACES}")

    def manage(self, *arguments: str) -> str:
        said = self.own.manage(*arguments)
        self.logs += said
        return said


@pytest.fixture
def proof(tmp_path):
    installation = Installation(tmp_path / "var")
    installation.folder.mkdir()
    yield Proof(installation)
    installation.close()


def kinds(found, of: dict[str, str]) -> set[str]:
    words = {word for word, _ in found}
    return {kind for kind, word in of.items() if word in words}


def searched(content: str, of: dict[str, str]) -> set[str]:
    return kinds(found_in({"here": content.encode()}, of.values()), of)


def test_an_erased_student_is_found_nowhere(proof, tmp_path):
    before = bytes_of(proof.own)
    assert searched(proof.opened(), GOING) == set(KINDS), "what was not planted cannot be missed"
    assert searched(proof.pages(), GOING) >= ON_PAGES
    assert proof.kept_for_training == "2 kept for training"
    assert kinds(found_in(before, GOING.values()), GOING) <= PLAIN, "sealed, and yet it stands plainly in a file"
    assert kinds(found_in(before, GOING.values()), GOING) >= {"account", "parent"}, "the search finds what is there"
    is_sqlite = proof.own.environment["DATABASE_URL"].startswith("sqlite")
    if is_sqlite:
        folder_copied(proof.own.folder, tmp_path / "backup", "*.sqlite3")

    dry = proof.manage("erase", proof.student, "--dry-run")
    assert "assessments.Response" in dry and "assessments.Upload" in dry and "privacy.TrainingExample" in dry
    assert searched(proof.opened(), GOING) == set(KINDS), "a dry run changed something"
    receipt = proof.manage("erase", proof.student, "--yes", "--reason", "family", "--by", "whitfield")
    assert all(line.split()[-1] == "0" for line in receipt.splitlines()[1:-1])

    nowhere(proof)
    if is_sqlite:
        a_backup_brings_nothing_back(proof, tmp_path / "backup")


def nowhere(proof) -> None:
    after, opened, pages = bytes_of(proof.own), proof.opened(), proof.pages()
    assert found_in(after, GOING.values()) == set()
    assert searched(opened, GOING) == searched(pages, GOING) == searched(proof.logs, GOING) == set()
    assert "values that do not open: 0" in opened
    still_there = set(KINDS) - {"upload", "bulk", "file"}
    assert searched(opened, STAYING) >= still_there, "another student's record went with it"
    assert searched(pages, STAYING) >= ON_PAGES


def a_backup_brings_nothing_back(proof, backup) -> None:
    """The main database as it was; the keys database is not restored with it. Then with both, as within the days
    in which backups of the keys still exist."""
    restore(proof, backup, "sightline.sqlite3")
    opened = proof.opened()
    assert searched(opened, GOING) <= PLAIN and "values that do not open: 0" not in opened
    assert "1 had been brought back" in proof.manage("replay_tombstones")
    nowhere_but_files(proof)

    restore(proof, backup, "sightline.sqlite3", "keys.sqlite3")
    assert searched(proof.opened(), GOING) == set(KINDS), "with its key a backup can be read: that is why keys expire"
    assert "1 had been brought back" in proof.manage("replay_tombstones")
    nowhere_but_files(proof)
    assert "0 had been brought back" in proof.manage("replay_tombstones")


def nowhere_but_files(proof) -> None:
    """Once the key is gone nobody can tell whom a waiting file names, so all of the school's went."""
    assert found_in(bytes_of(proof.own), GOING.values()) == set()
    opened = proof.opened()
    assert searched(opened, GOING) == set() and "values that do not open: 0" in opened
    assert searched(opened, STAYING) >= set(KINDS) - {"upload", "bulk", "file"}


def restore(proof, backup, *names: str) -> None:
    for name in names:
        for rest in ("-wal", "-shm"):
            (proof.own.folder / f"{name}{rest}").unlink(missing_ok=True)
        shutil.copy(backup / name, proof.own.folder / name)
