"""By whatever way a response comes in: one that points to danger raises the alert, meets no model and stands on no page
but the safeguarding lead's, until that person releases it."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments import pipeline, tasks, training
from assessments.alerts import Alert
from assessments.bulk import importing
from assessments.bulk.rows import FileJob
from assessments.models import Assessment, AssessmentJob, Response, StoredReading
from privacy import consent
from privacy.consent import Basis, Purpose
from privacy.training_store import TrainingExample
from students.models import ApiKey
from tests.assessments import discussion_files, test_many_pages, uploads
from tests.assessments.uploads import csv_of
from tests.assessments.zips import zip_of

CANARY = "zqcanaryword"
DANGER = f"We lost the match because of me. {CANARY}, I want to kill myself and nobody knows it."
CALM = "I took a breath, counted to ten and asked her what had happened before we went on."


# --- the ways in: each brings DANGER of Mateo's, most beside something calm of Priyanka's ----------


def pasted(client, cast, _tmp_path):
    client.force_login(cast.teacher)
    sent = {"student": cast.mateo.pk, "date": "2026-11-12", "prompt": "", "text": DANGER, "mode": "written"}
    client.post(reverse("collect_class", args=[cast.homeroom_7b.pk]), sent)


def from_a_file(client, cast, _tmp_path):
    client.force_login(cast.teacher)
    table = csv_of(("Mateo Quintanilla", "2026-11-12", "", DANGER), ("Priyanka Deshmukh", "2026-11-12", "", CALM))
    upload = uploads.upload_of(uploads.hand_in(client, cast.homeroom_7b, table))
    uploads.confirm(client, upload)


def from_a_transcript(client, cast, _tmp_path):
    client.force_login(cast.teacher)
    upload = uploads.upload_of(discussion_files.hand_in(client, cast.homeroom_7b, _talk()))
    discussion_files.settle(client, upload)
    discussion_files.confirm(client, upload)


def from_a_zip(client, cast, _tmp_path):
    client.force_login(cast.teacher)
    table = csv_of(("Mateo Quintanilla", "2026-11-12", "", DANGER), ("Priyanka Deshmukh", "2026-11-12", "", CALM))
    _bulk(client, {"fall/responses.csv": table})


def from_a_transcript_in_a_zip(client, cast, _tmp_path):
    client.force_login(cast.teacher)
    _bulk(client, {"fall/talk 2026-10-05.vtt": _talk().encode()})


def from_the_command_line(_client, cast, tmp_path):
    (tmp_path / "responses.csv").write_bytes(
        csv_of(("Mateo Quintanilla", "2026-11-12", "", DANGER), ("Priyanka Deshmukh", "2026-11-12", "", CALM))
    )
    call_command("import", str(tmp_path), school=str(cast.cedar.pk), by=cast.teacher.username, stdout=io.StringIO())


def from_a_program(client, cast, _tmp_path):
    _row, key = ApiKey.objects.create_key(name="t", district=cast.district, school=cast.cedar, scopes=["infer"])
    sent = {"content_type": "application/json", "headers": {"Authorization": f"Api-Key {key}"}}
    answer = client.post(reverse("api_infer", args=[cast.mateo.pk]), {"text": DANGER}, **sent)
    assert CANARY not in answer.content.decode()


WAYS = [
    pasted,
    from_a_file,
    from_a_transcript,
    from_a_zip,
    from_a_transcript_in_a_zip,
    from_the_command_line,
    from_a_program,
]


def _talk() -> str:
    return (
        f"WEBVTT\n\n00:00:01.000 --> 00:00:09.000\nMateo Quintanilla: {DANGER}\n\n"
        f"00:00:10.000 --> 00:00:19.000\nPriyanka Deshmukh: {CALM}\n"
    )


def _bulk(client, files) -> None:
    answer = test_many_pages.hand_in(client, zip_of(files))
    test_many_pages.work()
    client.post(reverse("import_confirm", args=answer.resolver_match.kwargs.values()))
    test_many_pages.work()


# --- what everybody else sees ---------------------------------------------------------------------


EVERYBODY = ("teacher", "other_teacher", "school_admin", "district_admin", "records_officer", "guardian", "operator")


def everything_seen(client, cast, *, by=EVERYBODY) -> str:
    """Every page, export, copy and answer that is about Mateo, his class or his school, as those people get it."""
    said = []
    student, room = cast.mateo.pk, cast.homeroom_7b.pk
    everybody = [reverse("home"), reverse("class_list"), reverse("school"), reverse("student_search") + "?q=Mateo"]
    about = [
        reverse("class_page", args=[room]),
        reverse("class_scores", args=[room]) + "?format=csv",
        reverse("collect_class", args=[room]),
        reverse("student_page", args=[student]),
        reverse("share", args=[student]),
        reverse("family"),
        reverse("family_child", args=[student]),
        reverse("family_looked", args=[student]),
        reverse("family_copy", args=[student]),
        reverse("compliance") + f"?student={student}",
        reverse("compliance_csv") + f"?student={student}",
        *(reverse("student_page", args=[student]) + f"?response={one}" for one in _responses_of(cast)),
        *(reverse("student_original", args=[student, one]) for one in _responses_of(cast)),
        *(reverse("upload_preview", args=[one]) + "?show=all" for one in _uploads()),
        *(reverse("import_page", args=[one]) for one in FileJob.objects.values_list("bulk", flat=True).distinct()),
    ]
    for who in by:
        client.force_login(getattr(cast, who))
        for address in (*everybody, *about):
            said.append(_text(client.get(address, follow=True)))
    return "\n".join(said)


def _responses_of(cast):
    return Response.objects.filter(student=cast.mateo).values_list("pk", flat=True)


def _uploads():
    from assessments.models import Upload

    return Upload.objects.values_list("pk", flat=True)


def _text(answer) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist() if not name.endswith(".pdf"))
    return data.decode(errors="replace")


def all_work_is_done() -> None:
    importing.run(list(FileJob.objects.filter(state="queued").values_list("pk", flat=True)))
    pipeline.run(list(AssessmentJob.objects.filter(state="queued").values_list("pk", flat=True)))


@pytest.fixture(autouse=True)
def nobody_is_woken(monkeypatch):
    monkeypatch.setattr(tasks.assess, "delay", lambda _ids: None)
    monkeypatch.setattr(tasks.take_in, "delay", lambda _ids: None)


@pytest.mark.parametrize("come_in", WAYS, ids=lambda way: way.__name__)
def test_it_is_set_aside_and_stands_nowhere_until_it_is_released(
    client, cast, tmp_path, monkeypatch, django_capture_on_commit_callbacks, come_in
):
    told = []
    monkeypatch.setattr(tasks.tell_leads, "delay", lambda: told.append(1))
    for purpose in (Purpose.TRAIN, Purpose.LLM_FEEDBACK):
        consent.grant(
            school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose=purpose, basis=Basis.PARENT, by="system:tests"
        )
    with django_capture_on_commit_callbacks(execute=True):
        come_in(client, cast, tmp_path)
    all_work_is_done()
    training.fill()

    [alert] = Alert.objects.all()
    assert (alert.student, alert.state) == (cast.mateo, Alert.State.WAITING) and CANARY in alert.words
    assert not [one for one in Response.objects.all() if CANARY in one.original]
    assert told == [1]
    assert not StoredReading.objects.filter(response__in=Response.objects.filter(token=alert.token)).exists()
    assert not [one for one in TrainingExample.objects.all() if CANARY in (one.text or "")]
    assert CANARY not in everything_seen(client, cast)

    client.force_login(cast.safeguarding_lead)
    client.post(reverse("alert_release", args=[alert.pk]))
    all_work_is_done()
    [released] = [one for one in Response.objects.filter(student=cast.mateo) if CANARY in one.original]
    assert StoredReading.objects.filter(response=released).count() == 1
    assert Assessment.objects.filter(responses=released).exists()
    assert CANARY in everything_seen(client, cast, by=["teacher"]), (
        "what stands on a page now must be found, or the search proved nothing"
    )


@pytest.mark.parametrize(
    "come_in", [way for way in WAYS if way not in (pasted, from_a_program)], ids=lambda way: way.__name__
)
def test_what_came_with_it_goes_on(client, cast, tmp_path, come_in):
    come_in(client, cast, tmp_path)
    all_work_is_done()
    assert [one for one in Response.objects.filter(student=cast.priyanka) if one.original == CALM]


def test_nothing_else_makes_responses():
    """Whoever builds another way in must come by ``intake``; released and made-up ones are its own callers."""
    from tests.test_architecture import ROOT

    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "assessments").rglob("*.py")
        if "Response.objects.bulk_create" in (text := path.read_text(encoding="utf-8"))
        or "Response.objects.create" in text
        or "Response(\n" in text.replace("NewResponse(\n", "")
    }
    assert makers == {"assessments/intake.py"}
