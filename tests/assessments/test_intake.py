"""The way in: agreement, words, seal, job and audit together or not at all."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError

from assessments import intake, tasks
from assessments.models import AssessmentJob, Prompt, Response
from config.jobs import Job
from privacy import audit, consent, keys
from privacy.audit import AuditEvent, AuditSubject
from tests import factories as make

WORDS = "I waited until it was quiet, then I asked what had happened."


@pytest.fixture
def school(db):
    return make.SchoolFactory()


@pytest.fixture
def student(school):
    return make.StudentFactory(school=school, first_name="Mateo", last_name="Quintanilla")


def accept(student, text=WORDS, **fields):
    return intake.accept_text(student=student, text=text, by="system:tests", **fields)


def rows_of(student, count, **fields):
    return [intake.NewResponse(student, f"{WORDS} Number {n}.", **fields) for n in range(count)]


# --- what is kept ------------------------------------------------------------------------------


def test_words_prompt_day_mode_and_grade_are_kept(student):
    accepted = accept(student, prompt="What went wrong?", written_on=date(2026, 11, 12), mode="spoken")
    response = Response.objects.get()
    assert accepted.added == [response]
    assert (response.original, response.prompt.text) == (WORDS, "What went wrong?")
    assert (response.written_on, response.mode, response.grade) == (date(2026, 11, 12), "spoken", student.grade)
    assert response.deidentified is None  # made once, by the pipeline


def test_the_database_holds_no_readable_words(student):
    accept(student)
    assert b"quiet" not in bytes(Response.objects.values_list("original", flat=True).get())


def test_the_words_open_with_the_students_key_and_with_no_other(student):
    accept(student)
    keys.destroy([student.pk])
    with pytest.raises(keys.KeyGone):
        _ = Response.objects.get().original


def test_a_day_nobody_named_is_the_schools_own_day(school, student, time_machine):
    school.time_zone = "America/Los_Angeles"
    school.save()
    time_machine.move_to(datetime(2026, 11, 13, 3, tzinfo=UTC))  # still the evening of the 12th in Los Angeles
    accept(student)
    assert Response.objects.get().written_on == date(2026, 11, 12)


def test_one_prompt_row_serves_many_responses(school, student):
    accept(student, prompt="What went  wrong?")
    accept(student, text=f"{WORDS} Again.", prompt=" What went wrong? ")
    accept(student, text=f"{WORDS} No prompt.", prompt=" ")
    assert [prompt.text for prompt in Prompt.objects.all()] == ["What went wrong?"]
    assert Response.objects.filter(prompt=None).count() == 1


# --- the words themselves ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  one\r\ntwo\rthree  ", "one\ntwo\nthree"),
        ("one\x00\x07 two\tthree", "one two\tthree"),
        ("🙂 ליאור", "🙂 ליאור"),
        ("a" * 20_000, "a" * 20_000),
    ],
)
def test_words_are_kept_without_control_characters(given, kept):
    assert intake.cleaned(given) == kept


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no words"),
        (" \n\t\x00", "There are no words"),
        ("a" * 20_001, "20,001 characters"),
        ("half of it \ud83d", "broken in two"),
    ],
)
def test_words_that_cannot_be_kept_are_refused_before_anything_is(student, text, sentence):
    with pytest.raises(intake.TextRefused, match=sentence):
        accept(student, text=text)
    assert not Response.objects.exists()
    assert not AuditEvent.objects.filter(verb="response.add").exists()


@pytest.mark.parametrize(("prompt", "sentence"), [("p" * 2_001, "up to 2,000 fit"), ("half \udc00", "broken in two")])
def test_a_prompt_that_cannot_be_kept_is_refused_too(student, prompt, sentence):
    with pytest.raises(intake.TextRefused, match=sentence):
        accept(student, prompt=prompt)
    assert not Prompt.objects.exists()


def test_a_prompt_is_kept_without_control_characters(student):
    accept(student, prompt="What\x00 went\nwrong?")
    assert Prompt.objects.get().text == "What went wrong?"


def test_one_refused_row_refuses_the_batch(school, student):
    with pytest.raises(intake.TextRefused):
        intake.accept_many([*rows_of(student, 2), intake.NewResponse(student, " ")], school=school, by="system:tests")
    assert not Response.objects.exists()


# --- agreement ---------------------------------------------------------------------------------


def test_nothing_is_kept_without_the_familys_agreement(school):
    student = make.StudentFactory(school=school, consent=False)
    with pytest.raises(consent.ConsentMissing) as missing:
        accept(student)
    assert missing.value.subjects == {student.pk}
    assert not Response.objects.exists()
    assert not Prompt.objects.exists()
    assert not AssessmentJob.objects.exists()


def test_an_agreement_that_was_withdrawn_counts_no_more(school, student):
    consent.withdraw(school=school.pk, subjects=[student.pk], purpose="assess", basis="parent", by="system:tests")
    with pytest.raises(consent.ConsentMissing):
        accept(student)


def test_one_student_without_agreement_keeps_the_whole_batch_out(school, student):
    other = make.StudentFactory(school=school, consent=False)
    rows = [*rows_of(student, 1), *rows_of(other, 1)]
    with pytest.raises(consent.ConsentMissing):
        intake.accept_many(rows, school=school, by="system:tests")
    assert not Response.objects.exists()


def test_an_agreement_at_another_school_does_not_count(school):
    elsewhere = make.StudentFactory()
    with pytest.raises(ValueError, match="one school"):
        intake.accept_many(rows_of(elsewhere, 1), school=school, by="system:tests")
    assert not Response.objects.exists()


# --- the same again ----------------------------------------------------------------------------


def test_the_same_words_are_added_once(student):
    assert len(accept(student, prompt="Why?").added) == 1
    again = accept(student, text=f"  {WORDS.replace(' ', '  ')}\r\n", prompt=" Why? ")
    assert (again.added, again.already_there, again.jobs) == ([], 1, [])
    assert Response.objects.count() == 1
    assert AuditEvent.objects.filter(verb="response.add").count() == 1


def test_the_same_row_twice_in_a_batch_is_added_once(school, student):
    accepted = intake.accept_many(rows_of(student, 2) * 2, school=school, by="system:tests")
    assert (len(accepted.added), accepted.already_there) == (2, 2)


@pytest.mark.parametrize("fields", [{"prompt": "Another?"}, {"written_on": date(2026, 11, 1)}])
def test_another_prompt_or_day_makes_another_response(student, fields):
    accept(student, prompt="Why?")
    assert len(accept(student, **{"prompt": "Why?", **fields}).added) == 1


def test_the_same_words_of_two_students_are_two_responses(school, student):
    other = make.StudentFactory(school=school)
    accept(student)
    assert len(accept(other).added) == 1


def test_a_rival_that_came_first_leaves_nothing_to_add(school, student, monkeypatch):
    """Between our look and our insert another transaction adds the same words: the unique key decides."""
    accept(student)
    nothing = Response.objects.none()
    real = Response.objects.filter
    monkeypatch.setattr(
        Response.objects, "filter", lambda **where: nothing if "student__in" in where else real(**where)
    )
    again = accept(student)
    assert (again.added, again.already_there) == ([], 1)
    assert AssessmentJob.objects.count() == 1


# --- job, audit, waking ------------------------------------------------------------------------


def test_each_student_gets_one_job_under_one_batch(school, student):
    other = make.StudentFactory(school=school)
    accepted = intake.accept_many([*rows_of(student, 3), *rows_of(other, 2)], school=school, by="system:tests")
    jobs = AssessmentJob.objects.all()
    assert {job.student for job in jobs} == {student, other}
    assert {job.batch for job in jobs} == {accepted.batch}
    assert {job.state for job in jobs} == {Job.State.QUEUED}
    assert all(job.idempotency_key == f"intake:{job.response_id}" for job in jobs)


def test_who_added_what_is_written_down_per_student_and_without_words(school, student):
    other = make.StudentFactory(school=school)
    teacher = make.UserFactory()
    upload = uuid.uuid4()
    intake.accept_many([*rows_of(student, 2), *rows_of(other, 1)], school=school, by=teacher, upload=upload)
    event = AuditEvent.objects.get(verb="response.add")
    assert (event.actor, event.school, event.detail) == (f"user:{teacher.pk}", school.pk, {"count": 3})
    subjects = AuditSubject.objects.filter(event_id=event.id).values_list("subject", flat=True)
    assert set(subjects) == {student.pk, other.pk}
    assert set(Response.objects.values_list("added_by", "upload")) == {(f"user:{teacher.pk}", upload)}


def test_without_its_audit_event_the_act_does_not_happen(student, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(DatabaseError):
        accept(student, prompt="Why?")
    assert not Response.objects.exists()
    assert not AssessmentJob.objects.exists()
    assert not Prompt.objects.exists()


def test_a_worker_is_woken_after_the_commit_and_not_before(student, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr(tasks.assess, "delay", woken.append)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        job = accept(student).jobs[0]
    assert woken == []
    for callback in callbacks:
        callback()
    assert woken == [[str(job.pk)]]


def test_a_worker_is_woken_in_chunks(school, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr(tasks.assess, "delay", woken.append)
    students = [make.StudentFactory(school=school) for _n in range(tasks.CHUNK + 1)]
    rows = [row for student in students for row in rows_of(student, 1)]
    with django_capture_on_commit_callbacks(execute=True):
        intake.accept_many(rows, school=school, by="system:tests")
    assert [len(chunk) for chunk in woken] == [tasks.CHUNK, 1]


def test_a_broker_that_is_away_does_not_undo_what_was_kept(student, monkeypatch, django_capture_on_commit_callbacks):
    def away(ids):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.assess, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        accept(student)
    assert Response.objects.count() == 1  # and the reaper finds the job
    assert AssessmentJob.objects.get().state == Job.State.QUEUED


def test_who_runs_the_job_itself_wakes_nobody(student, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        accept(student, call_worker=False)
    assert callbacks == []


def test_queries_are_constant_in_the_number_of_rows(school, django_assert_max_num_queries):
    students = [make.StudentFactory(school=school) for _n in range(20)]
    with keys.keyring(), django_assert_max_num_queries(16):
        intake.accept_many(rows_of(students[0], 2), school=school, by="system:tests")
    rows = [row for student in students for row in rows_of(student, 5)]
    with keys.keyring(), django_assert_max_num_queries(16):
        intake.accept_many(rows, school=school, by="system:tests")


def test_a_whole_file_of_five_thousand_rows_goes_in_at_once(school, student):
    accepted = intake.accept_many(rows_of(student, 5_000), school=school, by="system:tests")
    assert len(accepted.added) == 5_000


def test_an_empty_batch_is_nothing(school):
    accepted = intake.accept_many([], school=school, by="system:tests")
    assert (accepted.added, accepted.jobs, accepted.already_there) == ([], [], 0)
    assert not AuditEvent.objects.exists()


# --- again and retry ---------------------------------------------------------------------------


def test_assessing_again_queues_each_student_once_per_trigger(school, student):
    intake.assess_again([student], school=school, by="system:tests", trigger="weights:2")
    intake.assess_again([student], school=school, by="system:tests", trigger="weights:2")
    assert AssessmentJob.objects.count() == 1
    assert AuditEvent.objects.filter(verb="assessment.run").count() == 2


def test_failed_jobs_are_tried_again_and_others_are_left_alone(school, student):
    failed = make.AssessmentJobFactory(student=student, state=Job.State.FAILED, attempts=5, error="KeyGone")
    done = make.AssessmentJobFactory(student=student, state=Job.State.DONE)
    assert intake.retry_failed(AssessmentJob.objects.all(), school=school, by="system:tests") == 1
    failed.refresh_from_db()
    done.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (Job.State.QUEUED, 0, "")
    assert done.state == Job.State.DONE
    assert AuditEvent.objects.get(verb="job.retry").detail == {"count": 1}
