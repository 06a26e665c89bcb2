"""From a job to saved rows, on a real database with the real models."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments import intake, pipeline
from assessments.models import Assessment, AssessmentJob, Feedback, LatestAssessment, Response, StoredReading
from assessments.replay import replay
from fusion import weights
from mlcore.schema import SKILLS
from privacy import consent, consent_texts, keys
from privacy.audit import AuditSubject
from tests import factories

pytestmark = pytest.mark.django_db

LEFT_OUT = (
    "When they laughed at {name} I could tell that she felt ashamed because nobody had asked her to play, "
    "so I sat with her and asked if she wanted to draw the map with me. {n}"
)
IN_BETWEEN = "My partner looked sad about the poster. I felt bad for him but I just kept on working on my own part."
PROMPT = "Tell about a time when a classmate was left out."
MONDAY = date(2026, 9, 14)


@pytest.fixture
def school():
    return factories.SchoolFactory()


@pytest.fixture
def student(school):
    return factories.StudentFactory(school=school, first_name="Mateo", last_name="Quintanilla")


def write(student, *, on=MONDAY, n=0, name="Priyanka", text=None):
    text = text or LEFT_OUT.format(name=name, n=n)
    return intake.accept_text(student=student, text=text, prompt=PROMPT, written_on=on, by="system:test")


def run(*accepted):
    pipeline.run([job.pk for one in accepted for job in one.jobs])


def assess(student, **kwargs):
    accepted = write(student, **kwargs)
    run(accepted)
    return accepted


def current(student):
    return list(Assessment.objects.current().filter(student=student))


def test_one_response_becomes_one_assessment_with_four_skills(student):
    [response] = assess(student).added
    [assessment] = current(student)
    assert set(assessment.scores) == set(SKILLS)
    assert assessment.response_ids == [str(response.pk)]
    assert LatestAssessment.objects.get(student=student).assessment == assessment
    assert Response.objects.get(pk=response.pk).assessment == assessment
    assert AssessmentJob.objects.get(response=response).state == AssessmentJob.State.DONE


def test_what_is_scored_stands_in_the_columns_too(student):
    assess(student)
    [assessment] = current(student)
    for skill, score in assessment.scores.items():
        column = getattr(assessment, skill.value)
        assert column == score.score or column == pytest.approx(score.score, abs=1e-6)  # details keep six decimals


def test_evidence_leads_back_to_the_words_by_offsets(student):
    assess(student)
    [assessment] = current(student)
    words = [e for score in assessment.scores.values() for e in score.evidence if e.kind == "words"]
    assert words
    for evidence in words:
        text = Response.objects.get(pk=evidence.key).deidentified
        assert text[evidence.start : evidence.end].strip()


def test_base_and_contributions_stay_within_the_shown_evidence(student):
    assess(student)
    [assessment] = current(student)
    for score in assessment.scores.values():
        assert len(score.evidence) <= 5
        assert [e.rank for e in score.evidence] == list(range(1, len(score.evidence) + 1))


def test_names_are_taken_out_before_anything_reads_the_text(school, student):
    factories.StudentFactory(school=school, first_name="Priyanka", last_name="Deshmukh")
    [response] = assess(student, name="PRIYANKA's friend Mateo").added
    text = Response.objects.get(pk=response.pk).deidentified
    assert "priyanka" not in text.lower()
    assert "mateo" not in text.lower()
    assert "[classmate A]" in text
    assert "[student]" in text


def test_a_classmate_keeps_the_same_placeholder_across_a_students_texts(school, student):
    for first in ("Priyanka", "Declan"):
        factories.StudentFactory(school=school, first_name=first, last_name="Moriarty")
    assess(student, name="Priyanka")
    [second] = assess(student, name="Declan and Priyanka", on=MONDAY + timedelta(days=30)).added
    text = Response.objects.get(pk=second.pk).deidentified
    assert "[classmate B] and [classmate A]" in text


def test_no_words_stand_outside_the_response(student):
    assess(student)
    [assessment] = current(student)
    fragments = ["could tell that she felt ashamed", "sat with her and asked if"]
    elsewhere = [
        str(assessment.details),
        str(list(Feedback.objects.values())),
        str(list(StoredReading.objects.values())),
        str(list(AssessmentJob.objects.values())),
    ]
    assert not [f for f in fragments for text in elsewhere if f in text]


def test_running_the_same_job_twice_does_nothing_twice(student):
    accepted = assess(student)
    run(accepted)
    assert Assessment.objects.filter(student=student).count() == 1


def test_a_second_job_with_nothing_new_keeps_the_current_assessment(school, student):
    assess(student)
    [before] = current(student)
    jobs = intake.assess_again([student], school=school, by="system:test")
    pipeline.run([job.pk for job in jobs])
    assert current(student) == [before]
    assert {job.state for job in AssessmentJob.objects.filter(student=student)} == {"done"}


def test_responses_within_two_weeks_share_a_window(student):
    accepted = [write(student, on=MONDAY + timedelta(days=days), n=days) for days in (0, 14)]
    run(*accepted)
    [assessment] = current(student)
    assert (assessment.window_start, assessment.window_end) == (MONDAY, MONDAY + timedelta(days=14))


def test_a_gap_over_two_weeks_opens_a_new_window(student):
    accepted = [write(student, on=MONDAY + timedelta(days=days), n=days) for days in (0, 15)]
    run(*accepted)
    assert [a.window_start for a in current(student)] == [MONDAY, MONDAY + timedelta(days=15)]


def test_the_latest_assessment_is_of_the_last_window_whatever_came_in_last(student):
    assess(student, on=MONDAY + timedelta(days=40), n=1)
    assess(student, on=MONDAY, n=2)
    latest = LatestAssessment.objects.get(student=student).assessment
    assert latest.window_end == MONDAY + timedelta(days=40)


def test_a_late_response_inside_a_covered_window_supersedes_it(student):
    run(*[write(student, on=MONDAY + timedelta(days=days), n=days) for days in (0, 10)])
    [before] = current(student)
    [late] = assess(student, on=MONDAY + timedelta(days=5), n=5).added
    [after] = current(student)
    assert after.supersedes == before
    assert str(late.pk) in after.response_ids
    assert len(after.response_ids) == 3
    assert LatestAssessment.objects.get(student=student).assessment == after


def test_a_response_set_aside_leaves_its_window_by_a_superseding_row(school, student):
    first, second = (write(student, on=MONDAY + timedelta(days=days), n=days) for days in (0, 3))
    run(first, second)
    [before] = current(student)
    Response.objects.filter(pk=first.added[0].pk).update(set_aside_at=before.created_at)
    pipeline.run([job.pk for job in intake.assess_again([student], school=school, by="system:test")])
    [after] = current(student)
    assert after.supersedes == before
    assert after.response_ids == [str(second.added[0].pk)]


def test_new_weights_change_scores_and_every_assessment_keeps_the_version_it_used(school, student):
    assess(student, text=IN_BETWEEN)  # not so clear a case that every source says 0 or 1
    [before] = current(student)
    only_language = {s: {"model": 0, "linguistic": 0.9, "behavioral": 0, "confidence": 0.1} for s in SKILLS}
    version = weights.set_version(
        district=school.district, school=school, weights=only_language, why="a trial", by=factories.UserFactory()
    )
    pipeline.run([job.pk for job in intake.assess_again([student], school=school, by="system:test")])
    [after] = current(student)
    assert (before.weights_version, after.weights_version) == (None, version)
    assert after.supersedes == before
    scored = [s for s in SKILLS if after.scores[s].score is not None]
    assert scored
    for skill in scored:
        assert after.scores[skill].score == pytest.approx(after.scores[skill].sources["linguistic"], abs=1e-6)
    assert any(after.scores[s].score != pytest.approx(before.scores[s].score, abs=1e-4) for s in scored)


def test_the_database_itself_refuses_to_change_an_assessment(student):
    assess(student)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Assessment.objects.filter(student=student).update(empathy=1.0)


def test_an_assessment_replays_to_the_same_result_from_the_words(student):
    assess(student)
    result = replay(current(student)[0])
    assert (result.same, result.basis) == (True, "words")


def test_when_the_words_are_gone_it_replays_from_the_readings_and_says_so(student):
    assess(student)
    Response.objects.filter(student=student).update(original=None, deidentified=None)
    result = replay(current(student)[0])
    assert (result.same, result.basis) == (True, "readings")


def test_a_replay_notices_words_that_were_changed(student):
    [response] = assess(student).added
    row = Response.objects.get(pk=response.pk)
    row.deidentified = "I laughed at her too and then we all ran away from the teacher, it was funny."
    row.save()
    assert not replay(current(student)[0]).same


def test_consent_withdrawn_after_intake_stops_the_queued_job(school, student):
    accepted = write(student)
    consent.withdraw(school=school.pk, subjects=[student.pk], purpose="assess", basis="parent", by="system:test")
    run(accepted)
    job = AssessmentJob.objects.get(student=student)
    assert (job.state, job.error) == ("cancelled", "consent_missing")
    assert current(student) == []


def test_a_job_asks_for_the_agreement_before_it_reads_anything(school, student, monkeypatch):
    """Also where the word came by a way that stopped no queued work, such as a restored backup of the queue."""
    accepted = write(student)
    consent.ConsentRecord.objects.create(
        school=school.pk, subject=student.pk, purpose="assess", granted=False, basis="parent", actor="system:test",
        text_version=consent_texts.current("assess").version,
    )  # fmt: skip
    monkeypatch.setattr(pipeline.portfolio, "load", lambda *_, **__: pytest.fail("its words were opened"))
    run(accepted)
    job = AssessmentJob.objects.get(student=student)
    assert (job.state, job.error) == ("cancelled", "consent_missing")


def test_one_student_whose_key_is_gone_does_not_hold_up_the_others(school, student):
    other = factories.StudentFactory(school=school)
    accepted = [write(student), write(other, n=1)]
    keys.destroy([student.pk])
    run(*accepted)
    assert len(current(other)) == 1
    assert current(student) == []


def test_one_student_who_cannot_be_saved_is_retried_alone(school, student, monkeypatch):
    other = factories.StudentFactory(school=school)
    accepted = [write(student), write(other, n=1)]
    real = pipeline.score

    def breaks_on_mateo(batch, rules):
        if any(one.key == str(student.pk) for one in batch):
            raise ArithmeticError
        return real(batch, rules)

    monkeypatch.setattr(pipeline, "score", breaks_on_mateo)
    run(*accepted)
    job = AssessmentJob.objects.get(student=student)
    assert (job.state, job.error, job.attempts) == ("queued", "ArithmeticError", 1)
    assert len(current(other)) == 1


def test_jobs_of_two_schools_in_one_chunk_use_each_schools_own_names(school, student):
    elsewhere = factories.StudentFactory(first_name="Unheardof", last_name="Elsewhere")
    accepted = [write(student, name="Unheardof"), write(elsewhere, name="Unheardof")]
    run(*accepted)
    texts = {r.student_id: r.deidentified for r in Response.objects.all()}
    assert "[student]" in texts[elsewhere.pk]
    assert "[student]" not in texts[student.pk]


def test_feedback_is_written_from_the_evidence_and_says_who_wrote_it(student):
    assess(student)
    feedback = Feedback.objects.get(student=student)
    assert feedback.writer.startswith("offline")
    assert 1 <= len(feedback.claims) <= 6


def test_assessing_is_audited_with_the_student(student):
    assess(student)
    assert AuditSubject.objects.filter(subject=student.pk).count() >= 2  # added, assessed


def test_statements_do_not_grow_with_the_number_of_students(school):
    def statements(size):
        students = factories.StudentFactory.create_batch(size, school=school)
        jobs = [job for n, s in enumerate(students) for job in write(s, n=n).jobs]
        pipeline.rules_for(school, None)
        with (
            keys.keyring(),
            CaptureQueriesContext(
                connection,
            ) as captured,
        ):
            pipeline.run([job.pk for job in jobs])
        return len(captured)

    few, many = statements(3), statements(40)
    assert many <= few + 1, "a chunk of 40 may open the roster anew, and nothing else"


def test_an_unknown_job_id_is_nothing_to_do():
    pipeline.run([uuid.uuid4()])


def test_text_that_shows_nothing_is_not_enough_evidence_and_has_no_number(student):
    assess(student, text="idk")
    [assessment] = current(student)
    assert all(score.status == "not_enough_evidence" and score.score is None for score in assessment.scores.values())
    assert all(getattr(assessment, skill.value) is None for skill in SKILLS)
