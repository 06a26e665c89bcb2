"""An import goes file by file, each whole or not at all, and on where it stopped."""

import io
import json
import uuid
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments import tasks
from assessments.bulk import importing, packing
from assessments.bulk.rows import BulkImport, FileJob
from assessments.models import AssessmentJob, Response
from privacy import consent, keys, retention
from privacy.audit import AuditEvent
from privacy.keys import SubjectKey
from tests.assessments.discussion_files import LONG, OTHER
from tests.assessments.uploads import added
from tests.assessments.zips import HISTORY, RESPONSES, zip_of

State = FileJob.State


def begin(cast, files=HISTORY, *, step=FileJob.Step.LOOK, by=None, **asked):
    by = by or cast.teacher
    data = zip_of(files)
    asked = {"school": cast.cedar, "whole_school": False, "prompt": "What went wrong?", "day": None, **asked}
    token = importing.digest_of(packing.from_zip(data), **asked)
    return importing.start(packing.from_zip(data), by=by, token=token, step=step, **asked)


def work(bulk) -> None:
    importing.run(list(bulk.files.filter(state=State.QUEUED).values_list("pk", flat=True)))


def test_looking_adds_nothing_and_tells_what_would_come(cast):
    bulk = begin(cast)
    work(bulk)
    assert [(row.ready, row.added, row.state) for row in bulk.files.all()] == [(2, 0, "done")] * 2
    assert not added().exists()


def test_confirming_adds_every_file_and_lets_the_words_go(cast):
    bulk = begin(cast)
    work(bulk)
    assert importing.confirm(bulk, by=cast.teacher) == 2
    work(bulk)
    assert [row.added for row in bulk.files.all()] == [2, 2]
    assert {(r.student, r.mode, str(r.written_on)) for r in added()} == {
        (cast.mateo, "written", "2026-10-01"),
        (cast.priyanka, "written", "2026-10-02"),
        (cast.mateo, "spoken", "2026-10-05"),
        (cast.priyanka, "spoken", "2026-10-05"),
    }
    assert not bulk.files.filter(content__isnull=False).exists()
    assert AssessmentJob.objects.count() == 4


def test_the_second_of_two_confirmations_queues_nothing(cast):
    bulk = begin(cast)
    work(bulk)
    importing.confirm(bulk, by=cast.teacher)
    assert importing.confirm(bulk, by=cast.teacher) == 0


def test_a_file_with_nothing_to_add_is_not_queued_and_not_kept(cast):
    bulk = begin(cast, {"a.csv": b"who,what\nx,y\n", "b.csv": RESPONSES, "c.zip": zip_of(HISTORY)})
    work(bulk)
    assert importing.confirm(bulk, by=cast.teacher) == 1
    assert [row.refused for row in bulk.files.all()] == [True, False, True]
    assert bulk.files.filter(content__isnull=False).count() == 1


def test_names_contents_and_reports_are_sealed_under_the_imports_own_key(cast):
    bulk = begin(cast, {"Mateo Quintanilla.csv": RESPONSES.replace(b"Priyanka", b"Xaver Unknown")})
    work(bulk)
    stored = FileJob.objects.values_list("name", "content", "report").get()
    assert not [value for value in stored for word in (b"Quintanilla", b"Xaver", b"motor") if word in bytes(value)]
    assert "Xaver Unknown" in next(importing.told_of(bulk)).sentences[0]
    keys.destroy([bulk.pk])
    with pytest.raises(keys.KeyGone):
        _ = FileJob.objects.get().name


def test_the_same_files_twice_add_nothing_twice(cast):
    for _ in range(2):
        bulk = begin(cast, step=FileJob.Step.ADD)
        work(bulk)
    assert [(row.added, row.before) for row in bulk.files.all()] == [(0, 2), (0, 2)]
    assert added().count() == 4


def test_a_file_that_fails_in_the_middle_leaves_nothing_of_itself_and_does_not_hold_up_the_others(cast, monkeypatch):
    from assessments.transcripts import keeping

    monkeypatch.setattr(keeping, "keep", lambda *args, **kwargs: 1 / 0)
    bulk = begin(cast, step=FileJob.Step.ADD)
    for _ in range(FileJob.MAX_ATTEMPTS):
        work(bulk)
    assert [(row.state, row.added) for row in bulk.files.all()] == [("done", 2), ("failed", 0)]
    assert not Response.objects.filter(mode="spoken").exists()
    monkeypatch.undo()
    assert importing.retry(bulk, by=cast.teacher) == 1
    work(bulk)
    assert Response.objects.filter(mode="spoken").count() == 2


def test_a_worker_that_was_overtaken_saves_nothing(cast, monkeypatch):
    """Its lease ran out while it read: another worker holds the file now."""
    bulk = begin(cast, {"a.csv": RESPONSES}, step=FileJob.Step.ADD)
    real = importing.setting_of

    def overtaken(one):
        FileJob.objects.update(lease=uuid.uuid4())
        return real(one)

    monkeypatch.setattr(importing, "setting_of", overtaken)
    work(bulk)
    assert not added().exists()
    assert FileJob.objects.get().state == State.RUNNING


def test_the_reaper_wakes_what_a_dead_worker_held(cast, monkeypatch):
    bulk = begin(cast, step=FileJob.Step.ADD)
    bulk.files.update(state=State.RUNNING, lease_until=timezone.now() - timedelta(seconds=1))
    monkeypatch.setattr(tasks.take_in, "delay", importing.run)
    tasks.reap()
    bulk.files.update(created_at=timezone.now() - timedelta(minutes=1))
    tasks.reap()
    assert added().count() == 4


def test_consent_that_is_withdrawn_between_look_and_add_keeps_the_words_out(cast):
    bulk = begin(cast)
    work(bulk)
    importing.confirm(bulk, by=cast.teacher)
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="assess", basis="parent", by="system:tests"
    )
    work(bulk)
    assert {response.student for response in added()} == {cast.priyanka}
    assert "the family has not agreed" in next(importing.told_of(bulk)).sentences[0]


def test_who_no_longer_teaches_a_student_adds_nothing_of_that_student(cast):
    bulk = begin(cast)
    work(bulk)
    importing.confirm(bulk, by=cast.teacher)
    cast.teacher.teaching.update(ends_on=cast.today)
    work(bulk)
    assert not added().exists()


def test_each_step_is_written_down_with_counts_alone(cast):
    bulk = begin(cast)
    work(bulk)
    importing.confirm(bulk, by=cast.teacher)
    work(bulk)
    told = [
        (event.verb, event.detail) for event in AuditEvent.objects.filter(verb__startswith="import.").order_by("at")
    ]
    assert told == [
        ("import.start", {"files": 2, "step": "look"}),
        ("import.confirm", {"files": 2}),
        ("import.file", {"added": 2}),
        ("import.file", {"added": 2}),
    ]
    assert "Mateo" not in json.dumps(told)


def test_what_is_not_confirmed_goes_after_a_day_and_a_report_after_a_month(cast):
    waiting, told, fresh = begin(cast), begin(cast, step=FileJob.Step.ADD), begin(cast)
    BulkImport.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=25))
    BulkImport.objects.filter(pk=told.pk).update(confirmed_at=timezone.now() - timedelta(days=31))
    SubjectKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    retention.run()
    assert list(BulkImport.objects.all()) == [fresh]
    assert SubjectKey.objects.filter(subject=fresh.pk).exists()
    assert not SubjectKey.objects.filter(subject__in=[waiting.pk, told.pk]).exists()


def test_too_much_is_refused_whole(cast):
    with pytest.raises(packing.FileRefused):
        begin(cast, {f"{n}.csv": b"x" for n in range(501)})
    assert not BulkImport.objects.exists()
    assert not FileJob.objects.exists()


def test_an_empty_zip_is_refused(cast):
    with pytest.raises(packing.FileRefused, match="no file in it"):
        begin(cast, {})
    assert not BulkImport.objects.exists()


# --- on the command line -------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    for name, data in HISTORY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def command(path, **options) -> str:
    out = io.StringIO()
    given = {"school": "Cedar Hollow Middle School", "by": "whitfield", **options}
    call_command("import", str(path), stdout=out, stderr=io.StringIO(), **given)
    return out.getvalue()


def test_a_dry_run_tells_everything_and_keeps_nothing(cast, folder):
    told = command(folder, dry_run=True)
    assert "Fall/responses.csv: responses, 2 ready, 0 there before, 0 left out" in told
    assert "Fall/talk 2026-10-05.txt: transcript, 2 ready, 0 there before, 0 left out" in told
    assert "Nothing was kept. In all: 4 ready" in told
    assert not added().exists()
    assert not BulkImport.objects.exists()


def test_a_folder_is_added_with_one_report(cast, folder):
    told = command(folder)
    assert "Fall/responses.csv: responses, 2 added" in told
    assert "In all: 4 added, 0 there before, 0 left out." in told
    assert {response.added_by for response in added()} == {f"user:{cast.school_admin.pk}"}


def test_a_zip_is_added_like_its_folder(cast, tmp_path):
    (tmp_path / "history.zip").write_bytes(zip_of(HISTORY))
    assert "In all: 4 added" in command(tmp_path / "history.zip")


def test_the_same_command_again_adds_nothing(cast, folder):
    command(folder)
    assert "In all: 0 added, 4 there before, 0 left out." in command(folder)


def test_the_command_goes_on_where_a_killed_one_stopped(cast, folder, monkeypatch, settings):
    """Killed after the first file, while it held the second under a lease."""
    settings.JOB_LEASE_SECONDS = 0.5

    class Killed(BaseException):
        pass

    done = []

    def one_then_die(ids):
        if done:
            FileJob.claim(ids, seconds=settings.JOB_LEASE_SECONDS)
            raise Killed
        done.append(ids)
        real(ids)

    real = importing.run
    monkeypatch.setattr(importing, "run", one_then_die)
    with pytest.raises(Killed):
        command(folder)
    assert added().count() == 2
    monkeypatch.setattr(importing, "run", real)
    assert "In all: 4 added, 0 there before, 0 left out." in command(folder)
    assert added().count() == 4
    assert BulkImport.objects.count() == 1


def test_one_day_and_one_prompt_for_all(cast, tmp_path):
    (tmp_path / "talk.txt").write_text(f"Mateo: {LONG}\nPriyanka: {OTHER}\n")
    assert "does not say when" in command(tmp_path, dry_run=True)
    command(tmp_path, day=date(2025, 3, 14), prompt="What went wrong?")
    assert {(str(r.written_on), r.prompt.text) for r in added()} == {("2025-03-14", "What went wrong?")}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"school": "Nowhere"}, "No school is called 'Nowhere'"),
        ({"by": "nobody"}, "nobody of the staff"),
        ({"by": "achebe"}, "nobody of the staff"),
        ({"by": "quintanilla"}, "nobody of the staff"),
    ],
)
def test_the_command_says_what_it_cannot_do(cast, folder, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        command(folder, **options)


def test_a_path_that_is_not_there_is_said(cast, tmp_path):
    with pytest.raises(CommandError, match="There is no folder or file"):
        command(tmp_path / "nothing")
