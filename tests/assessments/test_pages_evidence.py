"""Items of evidence: quotes cut from the de-identified text, words that are gone, moves that were counted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from assessments.models import Response
from assessments.pages import evidence
from assessments.pages.clock import Clock
from assessments.pages.evidence import Counted
from mlcore.results import Evidence
from mlcore.schema import Skill
from tests.factories import WORDS, scored_skill

CLOCK = Clock(now=datetime(2026, 11, 24, tzinfo=UTC))


@pytest.fixture
def response():
    return Response(id=uuid4(), written_on=date(2026, 11, 12), deidentified=WORDS, original="elsewhere")


def score_with(*items):
    return replace(
        scored_skill(Skill.EMPATHY, "perspective_taking", "worried about the demo", key="", score=0.6), evidence=items
    )


def words(response, quote="worried about the demo", rank=1, value=0.12, feature="perspective_taking"):
    start = WORDS.index(quote)
    return Evidence(rank, "words", feature, "model", value, str(response.pk), start, start + len(quote))


def shown(score, response, counted=None):
    return evidence.items(score, {str(response.pk): response}, CLOCK, counted)


def test_a_quote_is_cut_from_the_deidentified_text(response):
    (item,) = shown(score_with(words(response)), response)
    assert (item.title, item.quote) == ("Takes another's point of view", "worried about the demo")
    assert (item.meta, item.raises, item.source) == ("12 Nov, written", True, "model")


@pytest.mark.parametrize(("value", "direction"), [(0.1, "higher"), (-0.1, "lower")])
def test_wording_is_named_by_its_direction(response, value, direction):
    (item,) = shown(score_with(words(response, value=value, feature="wording")), response)
    assert item.title == f"Wording like responses rated {direction}"


def test_what_is_not_seen_is_a_sentence_without_a_quote(response):
    (item,) = shown(score_with(Evidence(1, "not_seen", "feeling_reason", "model", -0.05)), response)
    assert item.title == "Does not yet say why the other person feels that way."
    assert (item.quote, item.meta) == ("", "")


def test_when_the_words_are_gone_the_item_stays_without_a_quote(response):
    response.deidentified = response.original = None
    (item,) = shown(score_with(words(response)), response)
    assert item.words_gone and item.quote == ""
    assert item.contribution == 0.12


def test_behavior_says_game_date_and_what_was_counted(response):
    moved = Evidence(1, "behavior", "retry_share", "behavioral", 0.04, str(response.pk))
    counted = {(str(response.pk), "retry_share"): Counted("Bridge Builder, 10 Nov", 0.75)}
    (item,) = shown(score_with(moved), response, counted)
    assert item.meta == "Bridge Builder, 10 Nov: 75%"


def test_a_simulated_session_says_so():
    assert evidence.counted_words("recovery_seconds", Counted("", 7.0, simulated=True)) == (
        "7 seconds, from a simulated session"
    )


def test_a_count_that_is_missing_says_nothing():
    assert evidence.counted_words("retry_share", Counted("", None)) == ""


def test_a_feature_that_was_renamed_since_still_has_a_title(response):
    (item,) = shown(score_with(words(response, feature="some_older_name")), response)
    assert item.title == "Some older name"


def test_marks_stand_in_reading_order_and_only_in_their_own_response(response):
    later = words(response, "could test one part", rank=1)
    earlier = words(response, "took a breath", rank=2, value=-0.02)
    elsewhere = Evidence(3, "words", "dismissal", "model", -0.1, str(uuid4()), 0, 5)
    marks = evidence.marks(score_with(later, earlier, elsewhere), str(response.pk))
    assert [(rank, value) for rank, _start, _end, value in marks] == [(2, -0.02), (1, 0.12)]
