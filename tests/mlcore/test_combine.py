from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcore.combine import combine, weights_of
from mlcore.results import NOT_ENOUGH, SCORED, Contribution
from mlcore.schema import Level, Skill
from tests.mlcore.made import a_calibration, a_fused

CALIBRATION = a_calibration()


def combined(*fused, **options):
    return combine(fused, skill=Skill.EMPATHY, calibration=CALIBRATION, **options)


def test_one_reading_gives_that_reading_unchanged():
    reading = a_fused(base=0.5, parts=(Contribution("model", "perspective_taking", 0.2, ((0, 9),)),))
    score = combined(reading)
    assert score.status == SCORED
    assert score.score == pytest.approx(reading.score)
    assert score.low == pytest.approx(0.7 - 1.5 * 0.2)
    assert score.standard_error == pytest.approx(1.2 * 0.2)
    assert score.level is Level.PROFICIENT


def test_readings_weigh_by_how_surely_the_skill_shows():
    score = combined(a_fused("a", base=0.2, p=0.9), a_fused("b", base=0.8, p=0.3))
    assert score.score == pytest.approx(0.35)
    assert score.readings == 2


def test_a_reading_that_shows_nothing_of_the_skill_is_left_out():
    score = combined(a_fused("a", base=0.8), a_fused("b", base=0.0, p=0.2, observed=False))
    assert (score.score, score.readings) == (pytest.approx(0.8), 1)


def test_no_observed_reading_is_not_enough_evidence_and_gives_no_number():
    score = combined(a_fused(observed=False, p=0.3))
    assert score.status == NOT_ENOUGH
    assert (score.score, score.low, score.level, score.confidence, score.evidence) == (None, None, None, None, ())
    assert score.p_observed == 0.3


def test_every_score_gives_the_numbers_and_keeps_the_status():
    score = combined(a_fused(observed=False, p=0.3), a_fused("b", base=0.7, observed=False, p=0.1), every_score=True)
    assert score.status == NOT_ENOUGH
    assert score.score == pytest.approx(0.75 * 0.5 + 0.25 * 0.7)


def test_readings_that_show_nothing_at_all_weigh_alike():
    assert weights_of([a_fused(p=0.0), a_fused(p=0.0)]) == [0.5, 0.5]


def test_more_readings_narrow_the_interval_to_what_is_the_students_own():
    one, four = combined(a_fused()), combined(*(a_fused(str(n)) for n in range(4)))
    assert four.standard_error / one.standard_error == pytest.approx(0.625**0.5)
    assert four.high - four.low < one.high - one.low


def test_a_score_beyond_the_scale_is_clipped_and_its_parts_are_not():
    score = combined(a_fused(base=0.9, parts=(Contribution("model", "perspective_taking", 0.4, ((0, 9),)),)))
    assert (score.score, score.high) == (1.0, 1.0)
    assert score.base + sum(e.contribution for e in score.evidence) == pytest.approx(1.3)


def test_no_readings_are_not_enough_evidence():
    assert combined().status == NOT_ENOUGH


parts = st.lists(st.floats(-0.3, 0.3, allow_nan=False), max_size=6)


@given(st.lists(st.tuples(st.floats(0.1, 0.9), parts, st.floats(0.05, 1)), min_size=1, max_size=5))
def test_base_and_contributions_sum_to_the_score_before_clipping(drawn):
    readings = [
        a_fused(str(n), base=base, p=p, parts=tuple(Contribution("model", "rest", v) for v in values))
        for n, (base, values, p) in enumerate(drawn)
    ]
    weights = weights_of(readings)
    total = sum(w * (r.base + sum(c.value for c in r.contributions)) for w, r in zip(weights, readings, strict=True))
    assert combined(*readings).score == pytest.approx(min(1, max(0, total)))


def test_sources_are_shown_on_the_scale_with_their_shares():
    score = combined(a_fused(sources={"model": 1.2, "linguistic": 0.4}))
    assert score.sources == {"model": 1.0, "linguistic": pytest.approx(0.4)}
    assert sum(score.shares.values()) == pytest.approx(1)


def test_the_confidence_share_moves_the_confidence_and_never_the_score():
    plain, more = a_fused(share=0.1, words=300), a_fused(share=0.6, words=300)
    assert combined(plain).score == combined(more).score
    assert combined(plain).low == combined(more).low
    assert combined(plain).confidence != combined(more).confidence


def test_a_reading_with_telemetry_alone_has_its_own_pattern():
    score = combined(replace(a_fused(sources={"behavioral": 0.6}), words=0))
    assert list(score.sources) == ["behavioral"]


ONE_IN_FIVE = a_calibration(mistaken=(0.1, 0.2, 0.3, 0.4, 0.8))  # of what shows nothing, one in five looks sure at .8


def talked(*observed: float, silent: int = 0):
    """A window of ``observed`` readings and ``silent`` ones that were read and show nothing."""
    readings = [a_fused(f"o{n}", p=p) for n, p in enumerate(observed)]
    readings += [a_fused(f"s{n}", p=0.2, observed=False) for n in range(silent)]
    return combine(readings, skill=Skill.EMPATHY, calibration=ONE_IN_FIVE)


@pytest.mark.parametrize(
    ("window", "status"),
    [
        ({"observed": [0.75]}, SCORED),  # one response alone is read as it always was
        ({"observed": [0.75], "silent": 3}, SCORED),  # mistakes would give .8 of four
        ({"observed": [0.75], "silent": 4}, NOT_ENOUGH),  # and one whole of five
        ({"observed": [0.75, 0.75], "silent": 4}, SCORED),
        ({"observed": [0.75] * 4, "silent": 16}, NOT_ENOUGH),
        ({"observed": [0.75] * 5, "silent": 16}, SCORED),
        ({"observed": [0.85], "silent": 99}, SCORED),  # surer than any mistake is
    ],
)
def test_a_window_is_scored_when_more_shows_than_mistakes_would_give(window, status):
    assert talked(*window.pop("observed"), **window).status == status


def test_responses_too_short_to_be_mistaken_for_anything_do_not_count():
    unread = [a_fused(f"s{n}", p=0.0, observed=False) for n in range(30)]
    score = combine([a_fused(p=0.75), *unread], skill=Skill.EMPATHY, calibration=ONE_IN_FIVE)
    assert score.status == SCORED


def test_moves_that_show_the_skill_are_no_matter_of_chance():
    moves = a_fused("game", p=0.75, sources={"behavioral": 0.6})
    silent = [a_fused(f"s{n}", p=0.2, observed=False) for n in range(30)]
    assert combine([moves, *silent], skill=Skill.EMPATHY, calibration=ONE_IN_FIVE).status == SCORED


def test_an_artifact_that_did_not_measure_mistakes_asks_for_one_reading():
    many = [a_fused("o", p=0.75), *(a_fused(f"s{n}", p=0.2, observed=False) for n in range(30))]
    assert combined(*many).status == SCORED


def test_below_chance_every_score_still_gives_the_numbers():
    silent = [a_fused(f"s{n}", p=0.2, observed=False) for n in range(9)]
    score = combine([a_fused(p=0.75), *silent], skill=Skill.EMPATHY, calibration=ONE_IN_FIVE, every_score=True)
    assert (score.status, score.readings) == (NOT_ENOUGH, 1)
