import numpy as np
import pytest
from scipy import stats

from mlcore import agreement
from mlcore.agreement import FAIL, PASS, UNSURE, Drawn
from mlcore.calibration import pearson


def some(n=120, seed=3):
    random = np.random.default_rng(seed)
    left = random.random(n)
    return left, left + random.normal(0, 0.3, n), random.integers(0, 8, n).astype(str)


def test_kappa_is_one_for_the_same_levels_and_minus_one_for_the_ends_swapped():
    ends = np.array([0.0, 1.0, 0.0, 1.0])
    assert agreement.weighted_kappa(ends, ends) == 1
    assert agreement.weighted_kappa(ends, 1 - ends) == -1


def test_kappa_of_hand_counted_levels():
    """Levels 0,1,2,3 against 0,1,2,2: observed 1/4; the 16 pairs differ by 32 squares."""
    rated, assigned = np.array([0, 1 / 3, 2 / 3, 1]), np.array([0, 1 / 3, 2 / 3, 2 / 3])
    assert agreement.weighted_kappa(rated, assigned) == pytest.approx(1 - (1 / 4) / (32 / 16))


def test_levels_that_never_vary_have_no_kappa():
    assert agreement.weighted_kappa(np.zeros(5), np.zeros(5)) is None


def test_what_is_not_known_is_left_out_of_the_agreement():
    found = agreement.agreement(np.array([0, 1, np.nan, 0.5]), np.array([0, 1, 0.3, np.nan]))
    assert (found["n"], found["pearson"], found["mae"]) == (2, pytest.approx(1), 0)


def test_rank_agreement_is_scipys():
    left, right, _ = some()
    assert agreement.spearman(left, right) == pytest.approx(stats.spearmanr(left, right).statistic)


def test_drawn_groups_give_the_r_of_the_rows_they_draw():
    """One draw spelled out: rows of a group that was drawn twice count twice."""
    left, right, groups = some()
    drawn = Drawn.of(groups, draws=5)
    for counts, r in zip(drawn.counts, drawn.pearsons(left, right), strict=True):
        rows = np.concatenate([np.repeat(np.flatnonzero(drawn.number == g), int(c)) for g, c in enumerate(counts)])
        assert r == pytest.approx(pearson(left[rows], right[rows]))


def test_every_draw_holds_as_many_groups_as_there_are():
    _, _, groups = some()
    assert set(Drawn.of(groups).counts.sum(axis=1)) == {len(set(groups))}


def test_the_interval_is_wider_when_rows_of_a_group_are_alike():
    """A bootstrap over rows would not see that 8 groups are all there is."""
    random = np.random.default_rng(4)
    groups = np.repeat(np.arange(8), 40)
    shared = random.normal(0, 1, 8)[groups]
    alike, alone = Drawn.of(groups.astype(str)).means(shared), Drawn.of(np.arange(320).astype(str)).means(shared)
    assert np.ptp(agreement.interval(alike)) > 3 * np.ptp(agreement.interval(alone))


def test_an_interval_of_nothing_is_not_invented():
    assert agreement.interval(np.full(10, np.nan)) is None


def test_a_group_fails_only_where_chance_is_no_explanation():
    assert agreement.coverage_verdict(24, 29) == UNSURE
    assert agreement.coverage_verdict(21, 30) == PASS  # 70%, and 95% reach to 85%
    assert agreement.coverage_verdict(210, 300) == PASS  # 70%, and the interval just reaches 75%
    assert agreement.coverage_verdict(205, 300) == FAIL
    assert agreement.coverage_verdict(275, 300) == FAIL  # too wide an interval is a failure as well


def test_the_binomial_interval_is_clopper_and_pearsons():
    expected = stats.binomtest(21, 30).proportion_ci(method="exact")
    assert agreement.binomial_interval(21, 30) == pytest.approx((expected.low, expected.high))
    assert agreement.binomial_interval(0, 10)[0] == 0 and agreement.binomial_interval(10, 10)[1] == 1


def test_auc_is_the_chance_to_rank_a_seen_row_above_another():
    seen, p = np.array([True, True, False, False]), np.array([0.9, 0.4, 0.4, 0.1])
    assert agreement.auc(seen, p) == pytest.approx(3.5 / 4)
    assert agreement.auc(np.ones(3, bool), np.ones(3)) is None


def test_confusion_counts_rated_levels_down_and_assigned_levels_across():
    table = agreement.confusion(np.array([0, 1, 1, np.nan]), np.array([0.1, 0.9, 0.6, 0.5]))
    assert table == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1]]
