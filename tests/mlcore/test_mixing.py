import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcore.mixing import mix, shares

unit = st.floats(0, 1, allow_nan=False)


def test_a_missing_source_gives_its_weight_to_the_others():
    assert shares([[0.2, np.nan, 0.6]], [0.5, 0.25, 0.25])[0] == pytest.approx([2 / 3, 0, 1 / 3])


def test_nothing_present_mixes_to_nothing():
    assert np.isnan(mix([[np.nan, np.nan]], [0.5, 0.5])).all()


def test_a_source_without_weight_does_not_speak():
    assert mix([[0.9, 0.1]], [0.0, 1.0]) == pytest.approx([0.1])


@given(st.lists(unit, min_size=1, max_size=4), st.data())
def test_a_mix_lies_between_its_sources(scores, data):
    weights = data.draw(st.lists(st.floats(0.01, 1), min_size=len(scores), max_size=len(scores)))
    mixed = mix([scores], weights)[0]
    assert min(scores) - 1e-9 <= mixed <= max(scores) + 1e-9


@given(st.lists(st.one_of(unit, st.just(float("nan"))), min_size=2, max_size=4))
def test_shares_sum_to_one_or_are_absent(scores):
    total = shares([scores], [0.5] * len(scores)).sum()
    assert np.isnan(total) if np.isnan(scores).all() else total == pytest.approx(1)
