"""The roster page, through the URL: choose, check, confirm; who may; and what bad files meet."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from privacy import retention, uploads
from privacy.keys import SubjectKey
from students.models import Enrollment, RosterImport, RosterRun, Student
from students.tenancy import now_in
from tests import factories as make
from tests.students.roster import exports

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

    file = waiting(office, cast)
    RosterImport.objects.update(created_at=timezone.now() - timedelta(hours=25))
    retention.run()
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


# --- exports of student information systems -------------------------------------------------------


def in_term(**said):
    """A OneRoster export whose term runs today, whenever the test runs."""
    today = timezone.localdate()
    term = {**exports.TERM, "startDate": today - timedelta(days=30), "endDate": today + timedelta(days=90)}
    return exports.oneroster(academicSessions=[term], **said)


def upload(client, files, school=""):
    posted = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(PAGE, {"school": school, "file": posted})


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_oneroster_zip_from_file_to_roster_and_back(office, cast):
    checked = office.get(upload(office, in_term(), cast.cedar.pk).url)
    page = text_of(checked)
    assert "3 added" in page and "2 accounts are opened" in page and "OneRoster 1.1" in page
    assert "hunter2" not in page
    batch = RosterImport.objects.get().batch
    office.post(reverse("roster_confirm", args=[batch]))
    run = RosterRun.objects.get()
    assert "Undo" in text_of(office.get(PAGE))
    undone = office.post(reverse("roster_undo", args=[run.pk]), follow=True)
    assert "The import was undone." in text_of(undone)
    assert not Student.objects.filter(external_ids__system="oneroster").exists()


def test_the_files_of_one_export_may_be_chosen_together(office, cast):
    today = timezone.localdate()
    files = [
        (name, content.replace(b"8/24/2026", f"{today:%m/%d/%Y}".encode()).replace(b"6/11/2027", b"6/11/2099"))
        for name, content in exports.sds_1()
    ]
    assert "2 added" in text_of(office.get(upload(office, files, cast.cedar.pk).url))


def test_the_brake_names_the_number_and_a_second_confirmation_lets_go(office, cast):
    office.get(upload(office, in_term(), cast.cedar.pk).url)
    office.post(reverse("roster_confirm", args=[RosterImport.objects.get().batch]))
    sitting = Enrollment.objects.filter(now_in(""), school=cast.cedar)
    before = sitting.count()
    checked = upload(office, in_term(enrollments=exports.TABLES["enrollments"][:1]), cast.cedar.pk)
    batch = RosterImport.objects.get().batch
    page = text_of(office.get(checked.url))
    assert f"3 of {before} enrollments would end" in page and "End 3 enrollments" in page
    stopped = office.post(reverse("roster_confirm", args=[batch]))
    assert stopped.status_code == 409 and RosterImport.objects.exists()
    wrong = office.post(reverse("roster_confirm", args=[batch]), {"end": f"{RosterImport.objects.get().pk}:2"})
    assert wrong.status_code == 409
    endless = office.post(
        reverse("roster_confirm", args=[batch]), {"end": f"{RosterImport.objects.get().pk}:{'9' * 5_000}"}
    )
    assert endless.status_code == 409
    agreed = f"{RosterImport.objects.get().pk}:3"
    assert office.post(reverse("roster_confirm", args=[batch]), {"end": agreed}).status_code == 302
    assert sitting.count() == before - 3


def two_schools():
    alder = {"sourcedId": "org-2", "name": "Alder Creek Middle School", "type": "school"}
    birch = {"sourcedId": "org-3", "name": "Birch Point Middle School", "type": "school"}
    people = [exports.user(f"u-{n}", f"First{n}", "Doe", orgSourcedIds=f"org-{n}") for n in (2, 3)]
    return in_term(
        orgs=[exports.SCHOOL, alder, birch],
        classes=[
            *exports.TABLES["classes"],
            *(exports.klass(f"k-{n}", "Art", schoolSourcedId=f"org-{n}") for n in (2, 3)),
        ],
        users=[*exports.TABLES["users"], *people],
        enrollments=[
            *exports.TABLES["enrollments"],
            *(exports.seat(f"k-{n}", f"u-{n}", schoolSourcedId=f"org-{n}") for n in (2, 3)),
        ],
    )


def test_a_district_brings_in_its_schools_from_one_file_and_no_other(cast, client):
    client.force_login(cast.district_admin)
    checked = upload(client, two_schools())
    page = text_of(client.get(checked.url))
    assert "for 2 schools" in page and "not a school that you run in Sightline" in page
    client.post(reverse("roster_confirm", args=[RosterImport.objects.first().batch]))
    assert set(RosterRun.objects.values_list("school", flat=True)) == {cast.cedar.pk, cast.alder.pk}
    assert not Student.objects.filter(school=cast.birch, external_ids__isnull=False).exists()


def test_a_school_admin_takes_the_own_school_from_a_districts_file(office, cast):
    upload(office, two_schools(), cast.cedar.pk)
    assert RosterImport.objects.get().school == cast.cedar


def test_schools_nobody_here_runs_are_refused_altogether(cast, client):
    cast.birch.name = "Larch Point"  # one the file does not know
    cast.birch.save()
    client.force_login(cast.other_district_admin)
    answer = upload(client, two_schools())
    assert answer.status_code == 422 and "not a school that you run" in text_of(answer)
    assert not RosterImport.objects.exists()


def test_all_schools_of_a_file_or_none(cast, client, monkeypatch):
    from students.roster import applying

    client.force_login(cast.district_admin)
    upload(client, two_schools())
    confirm, done = applying.confirm, []

    def once(*args, **kwargs):
        done.append(confirm(*args, **kwargs) if not done else 1 / 0)
        return done[-1]

    monkeypatch.setattr(applying, "confirm", once)
    with pytest.raises(ZeroDivisionError):
        client.post(reverse("roster_confirm", args=[RosterImport.objects.first().batch]))
    assert not RosterRun.objects.exists() and RosterImport.objects.count() == 2
    assert not Student.objects.filter(external_ids__isnull=False).exists()


def test_passwords_do_not_wait_in_the_sealed_file(office, cast):
    upload(office, in_term(), cast.cedar.pk)
    assert "hunter2" not in RosterImport.objects.get().content


# --- imports there were ---------------------------------------------------------------------------


def a_run(office, cast) -> RosterRun:
    office.post(step("roster_confirm", waiting(office, cast)))
    return RosterRun.objects.get()


@pytest.mark.parametrize("name", ["teacher", "guardian", "school_admin_elsewhere", "other_district_admin", "operator"])
def test_only_who_runs_the_roster_sees_an_import_or_undoes_it(office, cast, client, name):
    run = a_run(office, cast)
    client.force_login(getattr(cast, name))
    assert client.get(reverse("roster_run", args=[run.pk])).status_code == 404
    assert client.post(reverse("roster_undo", args=[run.pk])).status_code == 404
    run.refresh_from_db()
    assert run.undone_at is None


def test_a_district_admin_undoes_what_a_school_admin_did(office, cast, client):
    run = a_run(office, cast)
    client.force_login(cast.district_admin)
    assert client.post(reverse("roster_undo", args=[run.pk])).status_code == 302
    run.refresh_from_db()
    assert run.undone_by == f"user:{cast.district_admin.pk}"


def test_what_could_not_be_undone_is_told_with_the_name(office, cast):
    run = a_run(office, cast)
    make.ResponseFactory(student=Student.objects.get(external_ids__isnull=False))
    page = text_of(office.post(reverse("roster_undo", args=[run.pk]), follow=True))
    assert "except for what stands below" in page and "Zoë Comer" in page and "so the record stays" in page


def test_an_import_is_undone_by_a_click_and_not_by_a_look(office, cast):
    run = a_run(office, cast)
    assert office.get(reverse("roster_undo", args=[run.pk])).status_code == 405
    assert office.get(reverse("roster_run", args=[run.pk])).status_code == 200
    office.post(reverse("roster_undo", args=[run.pk]))
    assert "undone already" in text_of(office.post(reverse("roster_undo", args=[run.pk]), follow=True))
