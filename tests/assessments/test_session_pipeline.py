"""From a game session to an assessment: by itself, with the response it belongs to, and once more when it grows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments import intake, pipeline, session_intake
from assessments.models import Assessment, AssessmentJob, GameSession, LatestAssessment, Response, StoredReading
from assessments.replay import replay
from assessments.telemetry import joining, payload
from assessments.telemetry.standing import NewSession
from mlcore.results import Event
from mlcore.schema import BEHAVIORAL, SKILLS, Skill
from privacy import consent
from privacy.audit import AuditEvent, AuditSubject
from tests import factories as make

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY = date(2026, 9, 14)
NOON = datetime(2026, 9, 14, 19, tzinfo=UTC)
PROMPT = "Tell about the bridge you built."
WORDS = (
    "Our bridge fell three times and I wanted to quit, but I took a breath, looked at where it broke "
    "and tried again with a wider base until it held."
)


@pytest.fixture
def school():
    return make.SchoolFactory()


@pytest.fixture
def student(school):
    return make.StudentFactory(school=school, first_name="Mateo", last_name="Quintanilla")


def played(student, *, failures=4, days=0, **fields):
    row = NewSession(student, make.a_run(failures), NOON + timedelta(days=days), task="Bridge Builder")
    return accept(NewSession(**{**vars(row), **fields}))


def accept(*rows):
    return session_intake.accept_sessions(rows, school=rows[0].student.school, by="system:test")


def write(student, *, on=MONDAY, prompt=PROMPT):
    return intake.accept_text(student=student, text=WORDS, prompt=prompt, written_on=on, by="system:test")


def run(*accepted):
    pipeline.run([job.pk for one in accepted for job in one.jobs])


def current(student):
    return list(Assessment.objects.current().filter(student=student))


# --- the way in --------------------------------------------------------------------------------


def test_a_run_is_kept_sealed_queued_and_written_down(student):
    [session] = played(student).added
    stored = GameSession.objects.filter(pk=session.pk).values_list("payload", flat=True).get()
    assert b"failure" not in bytes(stored)
    assert payload.events_of(GameSession.objects.get(pk=session.pk)) == make.a_run(4)
    assert AssessmentJob.objects.get(student=student).state == "queued"
    event = AuditEvent.objects.get(verb="session.add")
    assert AuditSubject.objects.get(event_id=event.pk).subject == student.pk


def test_without_the_familys_agreement_no_run_is_kept(school, student):
    other = make.StudentFactory(school=school)
    consent.withdraw(school=school.pk, subjects=[student.pk], purpose="assess", basis="parent", by="system:test")
    rows = [NewSession(one, make.a_run(), NOON) for one in (other, student)]
    with pytest.raises(consent.ConsentMissing):
        accept(*rows)
    assert not GameSession.objects.exists()
    assert not AssessmentJob.objects.exists()


def test_the_same_run_twice_is_there_once(student):
    assert (len(played(student).added), len(played(student).added)) == (1, 0)
    row = NewSession(student, make.a_run(5), NOON)
    assert len(accept(row, row).added) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"events": ()},
        {"events": (Event("teleport", 0.0),)},
        {"started_at": datetime(1970, 1, 1, tzinfo=UTC)},
        {"started_at": datetime(2100, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_run_that_cannot_be_is_refused_and_none_of_its_file_is_kept(student, broken):
    good = NewSession(student, make.a_run(), NOON)
    with pytest.raises(session_intake.SessionRefused):
        accept(good, NewSession(**{**vars(good), **broken}))
    assert not GameSession.objects.exists()


def test_a_student_of_another_school_is_a_mistake_of_the_caller(student):
    with pytest.raises(ValueError, match="one school"):
        session_intake.accept_sessions(
            [NewSession(student, make.a_run(), NOON)], school=make.SchoolFactory(), by="system:test"
        )


def test_the_day_of_a_run_is_the_schools_own(student):
    student.school.time_zone = "America/Los_Angeles"
    student.school.save()
    late = datetime(2026, 9, 15, 5, tzinfo=UTC)  # ten at night, the day before
    assert played(student, started_at=late).added[0].played_on == MONDAY


# --- alone -------------------------------------------------------------------------------------


def test_a_run_alone_is_read_through_the_behavioral_source_alone(student):
    run(played(student))
    [assessment] = current(student)
    [session] = GameSession.objects.all()
    assert assessment.response_ids == []
    assert assessment.sessions == {str(session.pk): ""}
    assert session.assessment == assessment
    assert LatestAssessment.objects.get(student=student).assessment == assessment
    assert set(assessment.scores[Skill.RESILIENCE].sources) == {BEHAVIORAL}
    assert assessment.scores[Skill.EMPATHY].status == "not_enough_evidence"
    assert (assessment.window_start, assessment.grade) == (MONDAY, student.grade)


def test_evidence_of_a_run_is_behavior_in_fused_score_units_and_at_most_five(student):
    run(*[played(student, failures=4 + n, days=n) for n in range(4)])
    [assessment] = current(student)
    for score in assessment.scores.values():
        assert len(score.evidence) <= 5
        assert {item.kind for item in score.evidence} <= {"behavior"}
    told = assessment.scores[Skill.RESILIENCE]
    assert told.base + sum(item.contribution for item in told.evidence) <= told.score + 0.2
    assert {item.key for item in told.evidence} <= {str(s.pk) for s in GameSession.objects.all()}


def test_runs_and_responses_of_two_weeks_share_a_window(student):
    run(write(student), played(student, days=10))
    [assessment] = current(student)
    assert len(assessment.response_ids) == len(assessment.sessions) == 1
    assert (assessment.window_start, assessment.window_end) == (MONDAY, MONDAY + timedelta(days=10))


def test_a_run_counts_for_less_than_a_response_that_shows_the_skill(student):
    run(write(student), played(student))
    [assessment] = current(student)
    shares = assessment.scores[Skill.RESILIENCE].shares
    assert 0 < shares[BEHAVIORAL] < 0.3


def test_nothing_new_keeps_the_current_assessment(school, student):
    run(played(student))
    before = current(student)
    run_again = intake.assess_again([student], school=school, by="system:test")
    pipeline.run([job.pk for job in run_again])
    assert current(student) == before


# --- with a response ---------------------------------------------------------------------------


def test_a_run_joins_the_response_it_names(student):
    written = write(student)
    [response] = written.added
    run(written, played(student, response=response.pk, days=3))
    [assessment] = current(student)
    assert list(assessment.sessions.values()) == [str(response.pk)]
    assert assessment.scores[Skill.RESILIENCE].readings == 1
    assert BEHAVIORAL in assessment.scores[Skill.RESILIENCE].sources


def test_a_run_joins_the_response_to_the_same_task(student):
    run(write(student, prompt="bridge builder?"), played(student, days=3))
    [assessment] = current(student)
    assert list(assessment.sessions.values()) == assessment.response_ids


def test_a_response_written_long_after_the_game_is_not_about_it(student):
    run(write(student, prompt="Bridge Builder", on=MONDAY + timedelta(days=8)), played(student))
    [assessment] = current(student)
    assert list(assessment.sessions.values()) == [""]


def test_the_response_of_somebody_else_is_never_joined(school, student):
    [theirs] = write(make.StudentFactory(school=school)).added
    [session] = played(student, response=theirs.pk).added
    assert session.response is None


def test_new_telemetry_supersedes_the_reading_it_touches_and_the_assessment(student):
    written = write(student)
    run(written)
    [before] = current(student)
    run(played(student, response=written.added[0].pk))
    [after] = current(student)
    assert after.supersedes == before
    assert BEHAVIORAL in after.scores[Skill.RESILIENCE].sources
    assert BEHAVIORAL not in before.scores[Skill.RESILIENCE].sources
    assert StoredReading.objects.filter(response=written.added[0]).count() == 2  # the older one replays the older row


def test_a_response_that_comes_later_takes_its_run_along(student):
    run(played(student))
    [alone] = current(student)
    run(write(student, prompt="Bridge Builder", on=MONDAY + timedelta(days=2)))
    [joined] = current(student)
    assert joined.supersedes == alone
    assert list(joined.sessions.values()) == joined.response_ids


def test_a_response_set_aside_lets_its_run_go(school, student):
    written = write(student)
    run(written, played(student, response=written.added[0].pk))
    Response.objects.update(set_aside_at=NOON)
    pipeline.run([job.pk for job in intake.assess_again([student], school=school, by="system:test")])
    [after] = current(student)
    assert (after.response_ids, list(after.sessions.values())) == ([], [""])


def test_two_runs_of_one_task_are_one_stream(student):
    sessions = [make.GameSessionFactory(student=student, started_at=NOON + timedelta(days=n)) for n in (0, 1)]
    stream = payload.one_after_another(sessions)
    assert len(stream) == 2 * len(make.a_run())
    assert [event.at for event in stream] == sorted(event.at for event in stream)
    assert stream[-1].at < 1200  # the night between them is ten minutes


def test_words_that_are_gone_are_joined_by_new_telemetry(school, student):
    written = write(student)
    run(written)
    [before] = current(student)
    Response.objects.update(original=None, deidentified=None)
    run(played(student, response=written.added[0].pk))
    [after] = current(student)
    kept, joined = (one.scores[Skill.RESILIENCE].sources for one in (before, after))
    assert set(joined) == {*kept, BEHAVIORAL}
    assert all(joined[source] == kept[source] for source in kept)


def test_more_telemetry_joins_words_that_are_gone_and_were_only_read_with_some(student):
    written = write(student)
    [response] = written.added
    run(written, played(student, response=response.pk))
    Response.objects.update(original=None, deidentified=None)
    run(played(student, response=response.pk, failures=9, days=1))
    [after] = current(student)
    assert len(after.sessions) == 2
    assert set(after.scores[Skill.RESILIENCE].sources) == {"model", "linguistic", BEHAVIORAL}


# --- a longer copy -----------------------------------------------------------------------------


def test_a_longer_copy_of_a_run_takes_the_place_of_the_shorter(student):
    first = played(student, failures=3, run="run-7")
    run(first)
    [before] = current(student)
    longer = (*make.a_run(3), Event("task_start", 400.0, "bridge 2"), Event("failure", 420.0, "bridge 2"))
    again = played(student, events=longer, run="run-7")
    assert again.replaced == 1
    run(again)
    [after] = current(student)
    assert after.supersedes == before
    [kept] = GameSession.objects.filter(set_aside_at__isnull=True)
    assert len(payload.events_of(kept)) == len(longer)


def test_the_second_half_of_a_run_is_added_to_the_first(student):
    events = make.a_run(4)
    played(student, events=events[:6], run="run-7")
    later = NOON + timedelta(seconds=events[6].at)
    rest = tuple(Event(e.kind, e.at - events[6].at, e.task) for e in events[6:])
    played(student, events=rest, started_at=later, run="run-7")
    [kept] = GameSession.objects.filter(set_aside_at__isnull=True)
    assert payload.events_of(kept) == events


def test_a_shorter_copy_adds_nothing(student):
    played(student, run="run-7")
    again = played(student, events=make.a_run(4)[:5], run="run-7")
    assert (again.added, again.already_there) == ([], 1)


def test_an_id_that_is_used_again_another_day_is_another_run(student):
    played(student, run="1")
    assert played(student, run="1", days=1, failures=5).replaced == 0
    assert GameSession.objects.filter(set_aside_at__isnull=True).count() == 2


def test_a_file_that_only_counts_seconds_is_the_same_file_on_another_day(student):
    played(student, run="1", dated=False)
    assert played(student, run="1", dated=False, days=3).already_there == 1


# --- replay ------------------------------------------------------------------------------------


@pytest.fixture
def three_kinds(student):
    """A response alone, one with telemetry and a run alone, in one window."""
    first, second = write(student), write(student, on=MONDAY + timedelta(days=5), prompt="Another prompt.")
    run(first, second, played(student, response=second.added[0].pk), played(student, days=2, failures=6))
    [assessment] = current(student)
    return assessment


def test_an_assessment_with_telemetry_replays_from_words_and_events(three_kinds):
    result = replay(three_kinds)
    assert (result.same, result.basis) == (True, "words")


def test_when_words_or_events_are_gone_it_replays_from_the_readings(three_kinds):
    GameSession.objects.filter(response__isnull=True).update(payload=None)
    result = replay(three_kinds)
    assert (result.same, result.basis) == (True, "readings")


def test_a_replay_notices_events_that_were_changed(three_kinds):
    session = GameSession.objects.get(response__isnull=True)
    session.payload = payload.to_text(make.a_run(3, wait=1.0))
    session.save()
    assert not replay(three_kinds).same


def test_a_replay_notices_a_run_that_is_missing(three_kinds):
    GameSession.objects.filter(response__isnull=False).delete()
    assert not replay(three_kinds).same


def test_an_assessment_that_was_superseded_by_telemetry_still_replays(student):
    written = write(student)
    run(written)
    [before] = current(student)
    run(played(student, response=written.added[0].pk), played(student, days=1))
    assert replay(before).same
    assert replay(current(student)[0]).same


# --- matching ----------------------------------------------------------------------------------


def test_the_nearest_response_to_the_same_task_is_taken(student):
    prompt = make.PromptFactory(school=student.school, text="Bridge Builder.")
    days = [MONDAY, MONDAY + timedelta(days=4)]
    written = [make.ResponseFactory(student=student, prompt=prompt, written_on=day) for day in days]
    session = make.GameSessionFactory(student=student, started_at=NOON + timedelta(days=3))
    assert joining.joins(written, [session]) == {session.pk: written[1].pk}


def test_a_run_without_a_task_and_a_response_without_a_prompt_do_not_match(student):
    response = make.ResponseFactory(student=student, prompt=None, written_on=MONDAY)
    session = make.GameSessionFactory(student=student, task="", started_at=NOON)
    assert joining.joins([response], [session]) == {}


def test_statements_do_not_grow_with_the_number_of_runs(school):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from privacy import keys

    def statements(size):
        students = make.StudentFactory.create_batch(size, school=school)
        jobs = [job for one in students for job in played(one, failures=4).jobs]
        pipeline.rules_for(school, None)
        with keys.keyring(), CaptureQueriesContext(connection) as captured:
            pipeline.run([job.pk for job in jobs])
        return len(captured)

    assert statements(20) <= statements(3) + 1


def test_every_skill_is_told_of_even_where_a_run_shows_none(student):
    run(played(student, events=(Event("session_start", 0.0), Event("session_end", 60.0))))
    [assessment] = current(student)
    assert {assessment.scores[skill].status for skill in SKILLS} == {"not_enough_evidence"}
