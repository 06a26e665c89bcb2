import numpy as np
import pytest

from mlcore import prmse

NONE = np.nan


def raters(n=40_000, *, noise=0.2, seed=5):
    """True ratings, two noisy readings of them, and a score that is the truth with its own noise."""
    random = np.random.default_rng(seed)
    true = random.normal(0.5, 0.3, n)
    return true, true[:, None] + random.normal(0, noise, (n, 2)), true + random.normal(0, 0.15, n)


def test_the_raters_error_variance_of_hand_counted_pairs():
    """Differences 0, 1/3 and 1/3: half the mean square is 1/27."""
    ratings = np.array([[0, 0], [1 / 3, 2 / 3], [1, 2 / 3], [1, NONE]])
    assert prmse.error_variance(ratings) == pytest.approx(1 / 27)


def test_prmse_of_a_hand_counted_file():
    """Two ratings each, N = 4, C = 8, written out from the formulas in the module."""
    ratings = np.array([[0, 1 / 3], [1 / 3, 1 / 3], [2 / 3, 1], [1, 1]])
    score = np.array([0.1, 0.4, 0.8, 0.9])
    means, noise = ratings.mean(axis=1), (1 / 9 / 2 + 1 / 9 / 2) / 4
    true = (2 * ((means - means.mean()) ** 2).sum() - 3 * noise) / (8 - 16 / 8)
    wrong = (2 * ((means - score) ** 2).sum() - 4 * noise) / 8
    assert prmse.prmse(score, ratings) == pytest.approx(1 - wrong / true)


def test_prmse_finds_the_share_of_the_true_variance_however_noisy_the_raters():
    for noise in (0.05, 0.3, 0.6):
        true, ratings, score = raters(noise=noise)
        assert prmse.prmse(score, ratings) == pytest.approx(1 - np.mean((true - score) ** 2) / true.var(), abs=0.05)


def test_agreement_with_one_rater_falls_with_noise_while_prmse_stands():
    _, quiet, score = raters(noise=0.05)
    _, loud, _ = raters(noise=0.6)
    assert np.corrcoef(score, quiet[:, 0])[0, 1] - np.corrcoef(score, loud[:, 0])[0, 1] > 0.3
    assert abs(prmse.prmse(score, quiet) - prmse.prmse(score, loud)) < 0.05


def test_responses_rated_once_count_with_half_the_weight_and_rows_without_any_not_at_all():
    _, ratings, score = raters(200)
    mixed = ratings.copy()
    mixed[:50, 1] = NONE
    assert prmse.prmse(score, mixed) != pytest.approx(prmse.prmse(score, ratings))
    mixed[:50] = NONE
    assert prmse.prmse(score, mixed) == pytest.approx(prmse.prmse(score[50:], ratings[50:]))


def test_without_a_second_rating_nothing_is_said():
    assert prmse.prmse(np.array([0.2, 0.4]), np.array([[0.1, NONE], [0.5, NONE]])) is None
    assert prmse.prmse(np.array([0.2]), np.array([[NONE, NONE]])) is None


def test_ratings_that_differ_by_noise_alone_have_no_true_variance_to_explain():
    ratings = np.array([[0, 1], [1, 0], [0, 1], [1, 0]], dtype=float)
    assert prmse.prmse(np.full(4, 0.5), ratings) is None


def test_two_raters_are_told_beside_one_another():
    first, second = np.array([0, 1 / 3, 1, NONE, 1]), np.array([0, 2 / 3, 1, NONE, NONE])
    found = prmse.two_raters(np.array([0.1, 0.5, 0.9, 0.5, 0.5]), first, second)
    assert (found["n"], found["raters_exact"], found["observed_alike"]) == (3, pytest.approx(2 / 3), pytest.approx(0.8))
