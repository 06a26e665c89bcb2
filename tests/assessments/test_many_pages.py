"""A zip of past work through the URLs: read, looked at, confirmed, added; seen by whoever brought it in."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments import tasks
from assessments.bulk import importing, packing
from assessments.bulk.rows import BulkImport, FileJob
from privacy.keys import SubjectKey
from tests import factories as make
from tests.assessments.test_transcript_fuzz import mutilated
from tests.assessments.uploads import added
from tests.assessments.zips import HISTORY, RESPONSES, damaged, locked, with_link, zip_of

NAMES = ("import_page", "import_progress", "import_confirm", "import_cancel", "import_retry")


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def at_once(monkeypatch, django_capture_on_commit_callbacks):
    """Work is done as soon as it is queued, as by a worker beside the web server."""
    monkeypatch.setattr(tasks.take_in, "delay", importing.run)
    return lambda: django_capture_on_commit_callbacks(execute=True)


def hand_in(client, data: bytes, **given):
    sent = {"file": SimpleUploadedFile("history.zip", data), "prompt": "What went wrong?", "day": "", **given}
    return client.post(reverse("many_files"), sent, follow=True)


def work() -> None:
    importing.run(list(FileJob.objects.filter(state="queued").values_list("pk", flat=True)))


def test_a_zip_is_read_in_the_background_and_the_page_shows_how_far(teacher, cast):
    page = hand_in(teacher, zip_of(HISTORY))
    assert page.resolver_match.url_name == "import_page"
    assert 'role="progressbar"' in page.text
    assert "Reading 2 files…" in page.text
    assert "hx-get" in page.text
    assert not added().exists()


def test_the_page_asks_only_while_something_is_outstanding(teacher, cast):
    hand_in(teacher, zip_of(HISTORY))
    bulk = BulkImport.objects.get()
    progress = reverse("import_progress", args=[bulk.pk])
    assert teacher.get(progress, {"done": "0"}).status_code == 204
    importing.run([bulk.files.first().pk])
    strip = teacher.get(progress, {"done": "0"})
    assert 'aria-valuenow="1"' in strip.text
    work()
    assert teacher.get(progress, {"done": "1"}).headers["HX-Refresh"] == "true"
    page = teacher.get(reverse("import_page", args=[bulk.pk])).text
    assert "progressbar" not in page
    assert "every 2s" not in page


def test_one_report_then_a_decision_then_everything_is_added(teacher, cast, at_once):
    with at_once():
        hand_in(teacher, zip_of({**HISTORY, "notes.csv": b"who,what\na,b\n"}))
    bulk = BulkImport.objects.get()
    page = teacher.get(reverse("import_page", args=[bulk.pk])).text
    assert "4 responses are ready" in page
    assert "Fall/responses.csv" in page
    assert "neither a table of responses nor a transcript" in page
    assert "Add 4 responses" in page
    with at_once():
        teacher.post(reverse("import_confirm", args=[bulk.pk]))
    page = teacher.get(reverse("import_page", args=[bulk.pk])).text
    assert "4 responses added" in page
    assert added().count() == 4
    assert "Add 4 responses" not in page


def test_two_clicks_on_confirm_add_once(teacher, cast, at_once):
    with at_once():
        hand_in(teacher, zip_of(HISTORY))
    bulk = BulkImport.objects.get()
    for _ in range(2):
        with at_once():
            assert teacher.post(reverse("import_confirm", args=[bulk.pk])).status_code == 302
    assert added().count() == 4


def test_cancel_destroys_the_files_and_their_key_before_and_never_after_confirming(teacher, cast):
    hand_in(teacher, zip_of(HISTORY))
    first = BulkImport.objects.get()
    teacher.post(reverse("import_cancel", args=[first.pk]))
    assert not BulkImport.objects.exists()
    assert not SubjectKey.objects.filter(subject=first.pk).exists()
    hand_in(teacher, zip_of(HISTORY))
    work()
    second = BulkImport.objects.get()
    teacher.post(reverse("import_confirm", args=[second.pk]))
    teacher.post(reverse("import_cancel", args=[second.pk]))
    work()
    assert added().count() == 4


def test_a_failed_file_can_be_tried_again(teacher, cast, monkeypatch):
    hand_in(teacher, zip_of(HISTORY))
    work()
    bulk = BulkImport.objects.get()
    teacher.post(reverse("import_confirm", args=[bulk.pk]))
    monkeypatch.setattr(importing, "setting_of", lambda bulk: 1 / 0)
    for _ in range(FileJob.MAX_ATTEMPTS):
        work()
    monkeypatch.undo()
    page = teacher.get(reverse("import_page", args=[bulk.pk])).text
    assert "It could not be added. Nothing of it was kept." in page
    teacher.post(reverse("import_retry", args=[bulk.pk]))
    work()
    assert added().count() == 4


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This is not a zip file, or it is damaged"),
        (RESPONSES, "This is not a zip file, or it is damaged"),
        (zip_of({}), "There is no file in it"),
        (zip_of({f"{n}.csv": b"x" for n in range(501)}), "more than 500 files"),
        (b"PK" + b"x" * (10 * 2**20 + 1), "larger than 10 MB"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_and_nothing_is_kept(teacher, cast, data, sentence):
    page = hand_in(teacher, data)
    assert page.status_code == 422
    assert sentence in page.text
    assert not BulkImport.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"), [(locked(), "password"), (damaged(), "damaged"), (with_link(), "a link")]
)
def test_a_file_that_cannot_be_trusted_is_told_and_the_rest_is_read(teacher, cast, data, sentence):
    hand_in(teacher, data)
    page = teacher.get(reverse("import_page", args=[BulkImport.objects.get().pk])).text
    assert sentence in page
    assert "Not read" in page
    assert "Add " not in page.split("<main")[1].split("</section>")[0].split("decide")[1]


@pytest.mark.parametrize("given", [{"day": "2031-01-01"}, {"day": "soon"}, {"prompt": "p" * 2_001}])
def test_a_day_or_prompt_that_cannot_be_is_asked_again(teacher, cast, given):
    assert hand_in(teacher, zip_of(HISTORY), **given).status_code == 422
    assert not BulkImport.objects.exists()


def test_who_teaches_at_two_schools_says_which(teacher, cast):
    make.MembershipFactory(user=cast.teacher, school=cast.alder)
    make.TeachingAssignmentFactory(teacher=cast.teacher, classroom=cast.homeroom_7c)
    assert "Alder Creek" in teacher.get(reverse("many_files")).text
    hand_in(teacher, zip_of(HISTORY), school=cast.alder.pk)
    assert BulkImport.objects.get().school == cast.alder


@pytest.mark.parametrize("who", ["school_admin", "district_admin", "guardian", "newcomer", "operator", "ex_teacher"])
def test_who_teaches_nobody_brings_nothing_in(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("many_files")).status_code == 403
    assert hand_in(client, zip_of(HISTORY)).status_code == 403
    assert not BulkImport.objects.exists()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["other_teacher", "teacher_elsewhere", "school_admin", "operator", "guardian"])
def test_an_import_is_seen_by_whoever_brought_it_in(teacher, cast, name, who):
    hand_in(teacher, zip_of(HISTORY))
    work()
    stranger = Client()
    stranger.force_login(getattr(cast, who))
    address = reverse(name, args=[BulkImport.objects.get().pk])
    assert stranger.get(address).status_code in (404, 405)
    assert stranger.post(address).status_code in (404, 405)
    assert BulkImport.objects.get().confirmed_at is None


def test_an_import_of_the_operators_command_is_on_nobodys_page(teacher, cast):
    bulk = importing.start(
        packing.from_zip(zip_of(HISTORY)),
        school=cast.cedar, by=cast.teacher, token="t", whole_school=True,
    )  # fmt: skip
    assert teacher.get(reverse("import_page", args=[bulk.pk])).status_code == 404


def test_the_page_asks_no_more_for_more_files(teacher, cast, django_assert_max_num_queries):
    hand_in(teacher, zip_of({f"{n}.csv": b"who,what\na,b\n" for n in range(120)}))
    work()
    with django_assert_max_num_queries(22 if connection.vendor == "postgresql" else 16):  # six are the second wall's
        teacher.get(reverse("import_page", args=[BulkImport.objects.get().pk]))


def test_any_zip_gets_an_answer_and_any_file_in_it_a_line(teacher, cast):
    for seed in range(6):
        chance = random.Random(seed)
        data = zip_of({f"{n} 2026-10-05.txt": mutilated(chance) for n in range(4)})
        if chance.random() < 0.5:
            at = chance.randrange(len(data))
            data = data[:at] + chance.randbytes(3) + data[at + 3 :]
        page = hand_in(teacher, data)
        assert page.status_code in (200, 422)
    work()
    for bulk in BulkImport.objects.all():
        assert not bulk.files.exclude(state="done").exists()
        assert teacher.get(reverse("import_page", args=[bulk.pk])).status_code == 200
        teacher.post(reverse("import_confirm", args=[bulk.pk]))
    work()
    assert not FileJob.objects.exclude(state="done").exists()


@pytest.mark.proof
def test_ten_thousand_files_in_zips_each_get_a_line(teacher, cast):
    for seed in range(400):
        chance = random.Random(50_000 + seed)
        hand_in(teacher, zip_of({f"{n} 2026-10-05.txt": mutilated(chance) for n in range(25)}))
        work()
        bulk = BulkImport.objects.get()
        assert not bulk.files.exclude(state="done").exists()
        importing.discard(bulk, by=cast.teacher)
