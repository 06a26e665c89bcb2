import numpy as np
import pytest

from mlcore import ridge

RANDOM = np.random.default_rng(3)
ROWS = RANDOM.normal(size=(40, 8))
TARGET = ROWS @ RANDOM.normal(size=8) + RANDOM.normal(size=40)
GROUPS = [f"G{n % 5}" for n in range(40)]


def fitted(rows, target, groups, weight=None):
    return ridge.fit(rows @ rows.T, target, groups=groups, weight=weight, penalties=[0.5])


def predicted(line, rows, new):
    return new @ (rows.T @ line.dual) + line.intercept


def test_left_out_predictions_equal_refitting_without_the_group():
    line = fitted(ROWS, TARGET, GROUPS)
    mean = TARGET.mean()
    for group in set(GROUPS):
        out = np.array(GROUPS) == group
        kernel = ROWS[~out] @ ROWS[~out].T + ridge.BIAS + 0.5 * np.eye((~out).sum())
        dual = np.linalg.solve(kernel, TARGET[~out] - mean)
        again = (ROWS[out] @ ROWS[~out].T + ridge.BIAS) @ dual + mean
        assert line.held_out[out] == pytest.approx(again)


def test_a_row_counted_twice_equals_a_row_of_weight_two():
    weight = np.ones(40)
    weight[0] = 2.0
    twice = fitted(np.vstack([ROWS, ROWS[:1]]), np.append(TARGET, TARGET[0]), [*GROUPS, GROUPS[0]])
    once = fitted(ROWS, TARGET, GROUPS, weight)
    new = RANDOM.normal(size=(5, 8))
    assert predicted(once, ROWS, new) == pytest.approx(predicted(twice, np.vstack([ROWS, ROWS[:1]]), new))


def test_the_penalty_is_the_one_that_predicts_left_out_groups_best():
    noise = RANDOM.normal(size=40)
    assert ridge.fit(ROWS @ ROWS.T, noise, groups=GROUPS, penalties=[0.01, 1000.0]).penalty == 1000.0
    clear = ROWS @ np.ones(8)
    assert ridge.fit(ROWS @ ROWS.T, clear, groups=GROUPS, penalties=[0.01, 1000.0]).penalty == 0.01
