"""The roster page, through the URL: choose, check, confirm; who may; and what bad files meet."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from privacy import uploads
from privacy.keys import SubjectKey
from students.models import Enrollment, RosterImport, Student
from tests import factories as make

HEADER = "student_id,first_name,last_name,grade,classroom\n"
GOOD = HEADER + "S-9,Zoë,Comer,7,Homeroom 7B\nS-10,Ray,Doe,seventh,Homeroom 7B\n"
PAGE = "/roster/"


@pytest.fixture
def office(cast, client):
    client.force_login(cast.school_admin)
    return client


def send(client, content=GOOD, name="roster.csv", **data):
    content = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"school": "", **data, "file": SimpleUploadedFile(name, content)})


def send_to(client, school, content=GOOD):
    return send(client, content, school=school.pk)


def waiting(client, cast, content=GOOD) -> RosterImport:
    assert send_to(client, cast.cedar, content).status_code == 302
    return RosterImport.objects.get()


def step(name, file):
    return reverse(name, args=[file.batch])


def test_from_file_to_roster(office, cast):
    answer = send_to(office, cast.cedar)
    file = RosterImport.objects.get()
    assert answer.url == step("roster_check", file)
    page = office.get(answer.url).content.decode()
    assert "1 added, 0 changed, 0 as before, 1 left out" in page
    assert "Zoë Comer" in page and "The grade &#x27;seventh&#x27; is not a number from K to 12." in page
    done = office.post(step("roster_confirm", file), follow=True)
    assert "1 added" in done.content.decode()
    student = Student.objects.get(school=cast.cedar, external_ids__isnull=False)
    assert student.name == "Zoë Comer"
    assert Enrollment.objects.get(student=student).classroom == cast.homeroom_7b


def test_nothing_changes_until_confirmed(office, cast):
    before = Student.objects.count()
    file = waiting(office, cast)
    office.get(step("roster_check", file))
    assert Student.objects.count() == before


def test_a_waiting_file_is_sealed_under_its_own_key(office, cast):
    file = waiting(office, cast)
    assert SubjectKey.objects.filter(subject=file.pk).exists()
    assert b"Comer" not in bytes(RosterImport.objects.get().__dict__["content"])


@pytest.mark.parametrize("way_out", ["roster_confirm", "roster_cancel"])
def test_a_file_and_its_key_are_gone_afterwards(office, cast, way_out):
    file = waiting(office, cast)
    office.post(step(way_out, file))
    assert not RosterImport.objects.exists()
    assert not SubjectKey.objects.filter(subject=file.pk).exists()


def test_discarding_changes_nothing(office, cast):
    before = Student.objects.count()
    office.post(step("roster_cancel", waiting(office, cast)))
    assert Student.objects.count() == before


def test_confirming_twice_is_not_found_the_second_time(office, cast):
    file = waiting(office, cast)
    office.post(step("roster_confirm", file))
    assert office.post(step("roster_confirm", file)).status_code == 404
    assert Student.objects.filter(external_ids__isnull=False).count() == 1


def test_a_second_click_that_was_on_its_way_says_so(office, cast, monkeypatch):
    from students.roster import waiting as files

    file = waiting(office, cast)
    monkeypatch.setattr(files, "get_or_404", lambda who, batch: [file])
    RosterImport.objects.all().delete()
    assert "confirmed already" in office.post(step("roster_confirm", file), follow=True).content.decode()


def test_a_forgotten_file_is_swept_after_a_day(office, cast):
    from assessments import housekeeping

    file = waiting(office, cast)
    RosterImport.objects.update(created_at=timezone.now() - timedelta(hours=25))
    housekeeping.expire_waiting_files()
    assert office.get(step("roster_check", file)).status_code == 404
    assert not SubjectKey.objects.filter(subject=file.pk).exists()


# --- who ------------------------------------------------------------------------------------------

STRANGERS = ["teacher", "guardian", "records_officer", "safeguarding_lead", "operator", "newcomer", "ex_teacher"]


@pytest.mark.parametrize("name", STRANGERS)
def test_only_those_who_run_the_roster_see_the_page(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(PAGE).status_code == 403
    assert send_to(client, cast.cedar).status_code == 403
    assert not RosterImport.objects.exists()


def test_who_is_not_signed_in_is_sent_to_the_door(cast, client):
    assert client.get(PAGE).url == "/sign-in/?next=/roster/"


def test_a_file_for_another_school_is_refused(office, cast):
    assert send_to(office, cast.alder).status_code == 422
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize("name", ["school_admin_elsewhere", "district_admin", "teacher"])
def test_a_waiting_file_is_its_uploaders_alone(office, cast, client, name):
    file = waiting(office, cast)
    client.force_login(getattr(cast, name))
    assert client.get(step("roster_check", file)).status_code == 404
    assert client.post(step("roster_confirm", file)).status_code == 404
    assert client.post(step("roster_cancel", file)).status_code == 404
    assert RosterImport.objects.exists()


def test_who_no_longer_runs_the_school_cannot_confirm(office, cast):
    file = waiting(office, cast)
    cast.school_admin.memberships.update(ends_on=cast.today)
    assert office.post(step("roster_confirm", file)).status_code == 404


def test_a_district_chooses_among_its_schools(cast, client):
    client.force_login(cast.district_admin)
    page = client.get(PAGE).content.decode()
    assert cast.cedar.name in page and cast.alder.name in page and cast.birch.name not in page
    assert send_to(client, cast.alder).status_code == 302
    assert RosterImport.objects.get().school == cast.alder


# --- what bad files meet --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04", "damaged or was cut short"),
        (b"\x00\x01\x02\x03", "not a text file"),
        ("student_id,first_name\nS-1,José".encode("cp1252"), "CSV UTF-8"),
        (b"student_id,first_name\nS-1,Ana", "does not name a column for"),
        (HEADER.encode(), "no students below"),
        (HEADER.encode() + b'S-1,"Ana,B,7,C\n', "quotation marks"),
    ],
)
def test_a_bad_file_is_explained_and_nothing_is_kept(office, cast, content, words):
    answer = send_to(office, cast.cedar, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_a_file_that_is_too_large_is_explained(office, cast, monkeypatch):
    monkeypatch.setattr(uploads, "LIMIT_BYTES", 100)
    answer = send_to(office, cast.cedar, GOOD + "S-1,A,B,7,C\n" * 20)
    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_no_file_is_explained(office, cast):
    assert "Choose a file first." in office.post(PAGE, {"school": cast.cedar.pk}).content.decode()


def test_what_a_file_holds_is_shown_as_text_and_never_run(office, cast):
    file = waiting(office, cast, HEADER + "S-9,<script>alert(1)</script>,B,7,C\n")
    page = office.get(step("roster_check", file)).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page


def test_a_very_long_file_is_cut_and_says_so(office, cast, monkeypatch):
    from students.views import roster as view

    monkeypatch.setattr(view, "SHOWN_ROWS", 2)
    file = waiting(office, cast, HEADER + "".join(f"S-{n},A{n},B,7,C\n" for n in range(5)))
    assert "3 more lines are not shown" in office.get(step("roster_check", file)).content.decode()


def test_changes_classes_and_teachers_are_announced(office, cast):
    make.ExternalIdFactory(student=cast.mateo, value="S-1")
    content = HEADER.strip() + ",teacher\nS-1,Matteo,Quintanilla,7,Homeroom 9Z,okafor\n"
    page = office.get(step("roster_check", waiting(office, cast, content))).content.decode()
    assert "The first name changes from Mateo to Matteo." in page
    assert "The class changes from Homeroom 7B to Homeroom 9Z." in page
    assert "New classes: Homeroom 9Z." in " ".join(page.split())
    assert "Ms. Okafor, Homeroom 9Z" in page


def test_the_example_file_can_be_brought_in(office, cast):
    example = office.get(reverse("roster_example"))
    assert example["Content-Type"] == "text/csv; charset=utf-8"
    file = waiting(office, cast, example.content.decode())
    assert "2 added, 0 changed, 0 as before, 0 left out" in office.get(step("roster_check", file)).content.decode()


@pytest.mark.parametrize("name", ["roster_confirm", "roster_cancel"])
def test_looking_never_changes(office, cast, name):
    assert office.get(step(name, waiting(office, cast))).status_code == 405
