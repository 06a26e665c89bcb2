"""Game sessions on the pages: what stands behind an item of behavior, and what is simulated is called so."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from assessments import pipeline, session_intake
from assessments.models import AssessmentJob, GameSession
from assessments.pages import timeline
from assessments.telemetry.standing import NewSession
from mlcore.features import behavioral
from mlcore.results import Event
from mlcore.schema import SKILLS
from tests import factories as make


@pytest.fixture
def newcomer(cast):
    """A student of 7B whom nothing is known of but games."""
    student = make.StudentFactory(school=cast.cedar, first_name="Ada", last_name="Novak")
    make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    return student


@pytest.fixture
def as_teacher(client, cast):
    client.force_login(cast.teacher)
    return client


def play(student, *, simulated=False, events=None, task="Bridge Builder", day=12):
    row = NewSession(
        student,
        events or make.a_run(4),
        datetime(2026, 11, day, 18, tzinfo=UTC),
        task=task,
        simulated=simulated,
    )
    session_intake.accept_sessions([row], school=student.school, by="system:test")
    queued = AssessmentJob.objects.filter(state="queued").values_list("pk", flat=True)
    pipeline.run(list(queued))
    return GameSession.objects.filter(student=student).order_by("-received_at").first()


def page(client, student, skill="resilience"):
    return client.get(reverse("student_page", args=[student.pk]), {"skill": skill}).text


def test_a_student_who_only_played_has_a_page(as_teacher, newcomer):
    play(newcomer)
    html = page(as_teacher, newcomer)
    assert "From one game session, of 12 November." in html
    assert "There is no response" not in html


def test_behavior_says_game_date_and_what_was_counted(as_teacher, newcomer):
    play(newcomer)
    assert "Bridge Builder, 12 Nov: 100%" in page(as_teacher, newcomer)


def test_behind_it_stand_a_timeline_its_sentence_and_the_same_as_a_table(as_teacher, newcomer):
    play(newcomer)
    html = page(as_teacher, newcomer)
    assert 'role="img" aria-label="A run of 4:40: 1 attempt, 4 retries, 1 success, 4 failures."' in html
    assert "Show as a table" in html
    assert html.count("<td>Retry</td>") == 4 * html.count("What was counted, and how")


def test_the_rule_stands_there_with_this_students_numbers_and_as_assumed(as_teacher, newcomer):
    play(newcomer)
    html = page(as_teacher, newcomer)
    assert "The rule for this skill is assumed, not learned from students." in html
    assert "0.50 + 0.5 × (1.00 − 0.60) + 0.3 × (1.00 − 0.50) = 0.85" in html
    assert "It carries 1.00 of this score." in html


@pytest.mark.parametrize("skill", SKILLS)
def test_what_the_page_calls_the_rule_is_the_rule(newcomer, cast, skill):
    from assessments.models import StoredReading
    from assessments.pages import moves
    from assessments.pages.clock import Clock
    from mlcore.read import from_json

    events = (*make.a_run(4), *(Event("help_given", 300.0 + n) for n in range(3)))
    session = play(newcomer, events=tuple(sorted(events, key=lambda event: event.at)))
    reading = from_json(StoredReading.objects.get(game_session=session).detail)
    score = session.student.latest.assessment.scores[skill]
    found = moves.of([session], reading, score, Clock())
    assert found.result == pytest.approx(found.base + sum(term.value for term in found.terms), abs=1e-4)
    assert found.result == pytest.approx(score.sources["behavioral"], abs=1e-4)


def test_a_run_that_joined_a_response_stands_behind_the_responses_item(as_teacher, newcomer):
    from assessments import intake

    text = "Our bridge fell and I wanted to quit, but I tried again with a wider base and looked at where it broke."
    intake.accept_text(
        student=newcomer, text=text, prompt="Bridge Builder", written_on=date(2026, 11, 12), by="system:t"
    )
    play(newcomer)
    html = page(as_teacher, newcomer)
    assert "And 1 game session." in html
    assert "What was counted, and how" in html


def test_when_the_events_are_gone_the_count_stays(as_teacher, newcomer):
    play(newcomer)
    GameSession.objects.update(payload=None)
    html = page(as_teacher, newcomer)
    assert "The events of this run are gone" in html
    assert "Bridge Builder, 12 Nov: 100%" in html


def test_a_games_own_words_are_escaped(as_teacher, newcomer):
    play(newcomer, task="<script>x</script>", events=make.a_run(4, task="<b>y</b>"))
    html = page(as_teacher, newcomer)
    assert "<script>x" not in html and "<b>y" not in html
    assert "&lt;b&gt;y" in html


SIMULATED = "Simulated game sessions."


def test_what_nobody_played_is_called_so_wherever_it_is_shown(as_teacher, cast, newcomer):
    play(newcomer, simulated=True)
    html = page(as_teacher, newcomer)
    assert SIMULATED in html
    assert "from a simulated session" in html and "simulated: nobody played it" in html
    assert SIMULATED in as_teacher.get(reverse("class_page", args=[cast.homeroom_7b.pk])).text
    assert SIMULATED in as_teacher.get(reverse("class_list")).text
    as_teacher.force_login(cast.school_admin)
    assert SIMULATED in as_teacher.get(reverse("school")).text


def test_where_everything_was_played_nothing_is_called_simulated(as_teacher, cast, newcomer):
    play(newcomer)
    assert SIMULATED not in page(as_teacher, newcomer)
    assert SIMULATED not in as_teacher.get(reverse("class_page", args=[cast.homeroom_7b.pk])).text


# --- the drawing -------------------------------------------------------------------------------


def test_a_run_is_drawn_to_scale_in_lanes():
    drawn = timeline.of([Event("attempt", 0, "a"), Event("failure", 25, "a"), Event("session_end", 100)])
    assert [(mark.kind, mark.x, mark.y) for mark in drawn.marks] == [
        ("attempt", "0.00%", 11),
        ("failure", "25.00%", 33),
    ]
    assert [label for label, _y in drawn.lanes] == ["Tries", "Results"]


def test_a_pause_is_as_wide_as_it_was_long():
    drawn = timeline.of([Event("session_start", 0), Event("idle", 50), Event("resume", 75), Event("session_end", 100)])
    assert [(mark.x, mark.width) for mark in drawn.marks] == [("50.00%", "25.00%")]
    assert drawn.sentence == "A run of 1:40: 1 pause, 0:25 in all."


@pytest.mark.parametrize("events", [(), (Event("session_start", 0), Event("session_end", 9))])
def test_where_nothing_happened_nothing_is_drawn(events):
    assert timeline.of(events) is None


def test_a_run_of_one_moment_is_drawn_without_dividing_by_nothing():
    assert timeline.of([Event("attempt", 0, "a")]).marks[0].x == "0.00%"


def test_a_very_long_run_is_drawn_in_part_and_says_so():
    drawn = timeline.of([Event("attempt", n, "a") for n in range(1_000)])
    assert (len(drawn.marks), len(drawn.rows), drawn.moves, drawn.cut) == (300, 300, 1_000, True)


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (7.4, "0:07"), (280, "4:40"), (3_723, "1:02:03")])
def test_time_as_a_clock_shows_it(seconds, said):
    assert timeline.clock(seconds) == said


def test_every_kind_that_is_drawn_has_words():
    for kind in timeline.GLYPHS:
        assert timeline.counted(kind, 1) and timeline.counted(kind, 3)
    assert set(timeline.GLYPHS) > behavioral.TRIES
