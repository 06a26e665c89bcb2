"""Mangled files: every one is a plan or a sentence, none hangs, and what is confirmed can be taken back whole.

300 for each format here, 10,000 in ``make prove``. A seed names a file, so that a failure can be looked at:
``mangled(seed, upload)``.
"""

import random
import time

import pytest

from students.models import Enrollment, ExternalId, RosterRun, SourcedId, Student, TeachingAssignment, User
from students.roster import applying, formats, plan, records, undo
from students.roster.containers import unpacked
from students.roster.tables import RosterUnreadable
from tests import factories as make
from tests.students.roster import exports

SECONDS = 2.0  # of this process's own time: the machine may be busy with something else
SIMPLE = (
    b"student_id,first_name,last_name,grade,classroom,nicknames,teacher,term\r\n"
    + b"".join(b"S-%d,First%d,Last%d,7,Homeroom %d,N%d,okafor,\r\n" % (n, n, n, n % 3, n) for n in range(12))
)  # fmt: skip
UPLOADS = {
    "simple": [("roster.csv", SIMPLE)],
    "oneroster-1.1": exports.oneroster(),
    "oneroster-1.1-delta": exports.oneroster(modes=dict.fromkeys(exports.TABLES, "delta")),
    "oneroster-1.2": exports.oneroster_12(),
    "sds-1": exports.sds_1(),
    "sds-2": exports.sds_2(),
    "sds-2.1": exports.sds_21(),
}
SCRAPS = [
    *(b'"', b'""', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a"),
    *(b"=", b"+1", b"-", b"@x", b"'=1", b"1.2E+11", b"tobedeleted", b"2026-13-45", b"0000-00-00", b"9999-12-31"),
    *("ليلى".encode(), "🦊".encode(), "\u202e".encode(), "e\u0301".encode(), b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f"),
    *(b"sourcedId", b"org-1", b"u-1", b"c-1", b"t-1", b"bulk", b"delta", b"student", b"teacher", b"parent"),
    *(b"A" * 300, b"9" * 80, b"," * 40, b'"' * 31, b"00000000-0000-4000-8000-000000000000"),
]


def mangled(seed: int, upload: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """One of the many ways a file goes wrong: cells, lines, bytes, whole files, or the zip around them."""
    rng = random.Random(seed)
    zipped = upload[0][0].endswith(".zip")
    files = unpacked(upload[0][1]) if zipped else dict(upload)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        name = rng.choice(list(files))
        files[name] = rng.choice(WAYS)(rng, files[name])
    if rng.random() < 0.05 and len(files) > 1:
        del files[rng.choice(list(files))]
    if not zipped:
        return list(files.items())
    content = exports.zipped(files)
    return [(upload[0][0], _bytes(rng, content) if rng.random() < 0.15 else content)]


def _bytes(rng, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _insert(rng, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice(SCRAPS) + data[at:]


def _cell(rng, data: bytes) -> bytes:
    cells = data.split(b",")
    cells[rng.randrange(len(cells))] = rng.choice(SCRAPS)
    return b",".join(cells)


def _lines(rng, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    act = rng.randrange(4)
    at = rng.randrange(len(lines))
    if act == 0:
        rng.shuffle(lines)
    elif act == 1:
        lines[at:at] = [lines[at]] * rng.randint(1, 5)
    elif act == 2:
        del lines[at]
    else:
        lines[at : at + 1] = [rng.choice(SCRAPS), lines[at]]
    return b"".join(lines)


def _cut(rng, data: bytes) -> bytes:
    start, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    return rng.choice((data[:start], data[start:], data[:start] + data[end:]))


def _encoded(rng, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-16", "utf-16-le", "latin-1", "cp037")), "replace")


def _swapped(rng, data: bytes) -> bytes:
    return data.replace(b",", rng.choice((b";", b"\t", b"|", b",,", b'","')))


WAYS = (_bytes, _insert, _insert, _cell, _cell, _cell, _lines, _lines, _cut, _encoded, _swapped)


def read_in_time(seed: int, upload) -> records.RosterFile | None:
    """The records, or None for a refusal in words."""
    started = time.process_time()
    try:
        return formats.read(mangled(seed, upload))
    except RosterUnreadable as refused:
        assert str(refused).strip(), seed
        return None
    finally:
        assert time.process_time() - started < SECONDS, f"seed {seed} took too long"


def check_reading(name: str, seeds: range) -> None:
    for seed in seeds:
        file = read_in_time(seed, UPLOADS[name])
        for school in file.schools if file else ():
            assert records.from_json(records.to_json(school)) == school, seed


@pytest.mark.parametrize("name", UPLOADS)
def test_any_mangled_file_is_records_or_a_sentence(name):
    check_reading(name, range(300))


@pytest.mark.proof
@pytest.mark.parametrize("name", UPLOADS)
def test_ten_thousand_mangled_files_are_records_or_a_sentence(name):
    check_reading(name, range(10_000))


def check_whole(school) -> None:
    """Nothing half-saved: every row leads to the school's own, every student has names, an id and a class."""
    assert not Enrollment.objects.filter(school=school).exclude(student__school=school).exists()
    assert not Enrollment.objects.filter(school=school).exclude(classroom__school=school).exists()
    assert not TeachingAssignment.objects.filter(school=school).exclude(classroom__school=school).exists()
    for student in Student.objects.filter(school=school):
        assert student.name and student.external_ids.exists() and student.enrollments.exists()
    assert not [user for user in User.objects.all() if user.has_usable_password() or user.is_staff]


def counted(school) -> tuple[int, ...]:
    rows = (Student, ExternalId, SourcedId, TeachingAssignment, Enrollment)
    return (*(model.objects.filter(school=school).count() for model in rows), User.objects.count())


def check_importing(name: str, seeds: range, school) -> None:
    """Preview, confirm and undo whatever can be read."""
    for seed in seeds:
        file = read_in_time(seed, UPLOADS[name])
        for roster in file.schools if file else ():
            started = time.process_time()
            number = plan.compare(roster, school=school).brake.enrollments
            applying.confirm(roster, school=school, by="system:tests", accepting=number)
            check_whole(school)
            for run in RosterRun.objects.filter(school=school, undone_at__isnull=True).order_by("done_at"):
                undo.undo(run, by="system:tests")
            assert counted(school) == (0, 0, 0, 0, 0, 0), seed
            assert time.process_time() - started < SECONDS, f"seed {seed} took too long"


@pytest.mark.django_db
@pytest.mark.parametrize("name", UPLOADS)
def test_whatever_a_mangled_file_changes_is_whole_and_can_be_taken_back(name):
    check_importing(name, range(25), make.SchoolFactory(name="Cedar Hollow Middle School"))


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("name", UPLOADS)
def test_hundreds_of_mangled_files_are_imported_whole_and_taken_back(name):
    check_importing(name, range(25, 400), make.SchoolFactory(name="Cedar Hollow Middle School"))
