from dataclasses import replace

import pytest

from mlcore.change import FALL, NONE, ONE_LEVEL, RISE, Z80, error_factor, responses_for_one_level, verdict
from tests.mlcore.made import a_score


def test_a_difference_within_the_error_is_no_reliable_change():
    change = verdict(a_score(score=0.50, standard_error=0.15), a_score(score=0.65, standard_error=0.15))
    assert change.verdict == NONE
    assert change.delta == pytest.approx(0.15)


def test_a_difference_beyond_the_error_of_both_is_a_rise_or_a_fall():
    low, high = a_score(score=0.2, standard_error=0.1), a_score(score=0.8, standard_error=0.1)
    assert verdict(low, high).verdict == RISE
    assert verdict(high, low).verdict == FALL


def test_the_threshold_is_eighty_percent_of_both_errors_together():
    change = verdict(a_score(standard_error=0.3), a_score(standard_error=0.4))
    assert change.threshold == pytest.approx(1.2816 * 0.5, abs=1e-4)


def test_a_score_that_is_not_there_has_no_change():
    assert verdict(a_score(), replace(a_score(), score=None)) is None


def test_four_readings_leave_five_eighths_of_the_variance():
    assert error_factor(1) == 1
    assert error_factor(4) ** 2 == pytest.approx(0.625)


def test_the_responses_for_one_level_do_make_it_visible_and_one_less_does_not():
    error = 0.2
    needed = responses_for_one_level(error)
    seen = Z80 * 2**0.5 * error * error_factor(needed)
    assert seen <= ONE_LEVEL + 1e-12
    assert needed == 1 or Z80 * 2**0.5 * error * error_factor(needed - 1) > ONE_LEVEL


def test_no_number_of_responses_suffices_when_half_the_error_is_too_much():
    assert responses_for_one_level(0.5) is None


@pytest.mark.parametrize("moves_first", [True, False])
def test_moves_alone_whose_error_is_assumed_make_no_change_reliable(moves_first: bool) -> None:
    written = a_score(score=0.0, standard_error=0.01)
    played = replace(a_score(score=1.0, standard_error=0.01), sources={"behavioral": 1.0})
    both = (played, written) if moves_first else (written, played)
    assert verdict(*both).verdict == "none"
    beside_words = replace(played, sources={"model": 1.0, "behavioral": 1.0})
    assert verdict(written, beside_words).verdict == "rise"
