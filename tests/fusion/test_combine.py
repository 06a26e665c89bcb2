"""Sources -> one score: what fusion promises for any reading and any weights."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fusion.combine import CONFIDENCE, WeightsInvalid, check_weights, fuse, fuse_reading, shares_of
from mlcore import mixing
from mlcore.results import Contribution, Reading, SkillReading, SourceScore
from mlcore.schema import BEHAVIORAL, LINGUISTIC, MODEL, SKILLS, SOURCES, Skill

DEFAULT = {MODEL: 0.5, LINGUISTIC: 0.25, BEHAVIORAL: 0.15, CONFIDENCE: 0.1}

values = st.floats(-0.4, 0.4, allow_nan=False)
parts = st.lists(values, max_size=6)


@st.composite
def sources(draw, *, least=0):
    """Some of the three sources; each one's score is its base and contributions before clipping, as read makes it."""
    present = draw(st.sets(st.sampled_from(SOURCES), min_size=least))
    return {name: source(draw(st.floats(0, 1)), draw(parts), name) for name in SOURCES if name in present}


def source(base, contributions, name=MODEL):
    made = tuple(Contribution(name, f"f{n}", value, ((n, n + 3),)) for n, value in enumerate(contributions))
    return SourceScore(base + sum(contributions), base, made)


@st.composite
def weights(draw):
    """Four weights in steps of .05 that sum to 1, with at least one written source above 0."""
    cuts = sorted(draw(st.lists(st.integers(0, 20), min_size=3, max_size=3)))
    whole = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 20 - cuts[2]]
    assume(whole[0] + whole[1] > 0)
    return dict(zip((*SOURCES, CONFIDENCE), (part / 20 for part in whole), strict=True))


def reading(found, *, p_observed=0.9):
    return SkillReading(p_observed=p_observed, observed=True, spread=0.12, sources=found)


def fused(found, row):
    return fuse(reading(found), row, key="r1", words=40)


# --- the score --------------------------------------------------------------------------------


@given(sources(least=1), weights())
def test_base_and_contributions_sum_to_the_score_before_clipping(found, row):
    one = fused(found, row)
    assume(one is not None)
    total = one.base + sum(contribution.value for contribution in one.contributions)
    assert one.score == pytest.approx(min(1, max(0, total)), abs=1e-9)


@given(sources(least=1), weights())
def test_the_score_is_the_weighted_mean_of_the_sources_present(found, row):
    one = fused(found, row)
    assume(one is not None)
    held = {name: row[name] for name in found if row[name] > 0}
    mean = sum(held[name] * found[name].score for name in held) / sum(held.values())
    assert one.score == pytest.approx(min(1, max(0, mean)), abs=1e-9)


@given(sources(least=1), weights())
def test_shares_of_the_present_sources_sum_to_one(found, row):
    one = fused(found, row)
    assume(one is not None)
    assert sum(one.shares.values()) == pytest.approx(1)
    assert set(one.shares) == {name for name in found if row[name] > 0} == set(one.sources)


@given(sources(least=1), weights(), st.floats(0, 0.95))
def test_the_confidence_share_never_moves_a_score(found, row, share):
    """The same sources in the same proportions, whatever part confidence has of the whole."""
    rest = 1 - row[CONFIDENCE]
    other = {name: row[name] / rest * (1 - share) for name in SOURCES} | {CONFIDENCE: share}
    one, another = fused(found, row), fused(found, other)
    assume(one is not None)
    assert another.score == pytest.approx(one.score, abs=1e-9)
    assert another.base == pytest.approx(one.base, abs=1e-9)
    assert [c.value for c in another.contributions] == pytest.approx([c.value for c in one.contributions], abs=1e-9)
    assert another.spread == one.spread
    assert (one.confidence_share, another.confidence_share) == (row[CONFIDENCE], share)


@given(st.floats(0, 1), weights())
def test_a_single_source_is_handed_on_unchanged(score, row):
    assume(row[LINGUISTIC] > 0)
    one = fused({LINGUISTIC: source(score, [], LINGUISTIC)}, row)
    assert one.score == pytest.approx(score)
    assert one.shares == {LINGUISTIC: 1.0}


@given(sources(least=1), weights())
def test_a_score_lies_between_the_lowest_and_the_highest_source(found, row):
    one = fused(found, row)
    assume(one is not None)
    scores = [min(1, max(0, found[name].score)) for name in one.shares]
    assert 0 <= one.score <= 1
    if all(0 <= found[name].score <= 1 for name in one.shares):
        assert min(scores) - 1e-9 <= one.score <= max(scores) + 1e-9


def test_missing_sources_leave_their_weight_to_the_others():
    found = {MODEL: source(0.8, []), LINGUISTIC: source(0.5, [], LINGUISTIC)}
    assert fused(found, DEFAULT).shares == pytest.approx({MODEL: 2 / 3, LINGUISTIC: 1 / 3})
    assert fused(found, DEFAULT).score == pytest.approx(0.7)


def test_contributions_keep_their_place_and_shrink_to_their_sources_share():
    found = {MODEL: source(0.4, [0.3]), LINGUISTIC: source(0.5, [0.1], LINGUISTIC)}
    one = fused(found, DEFAULT)
    assert [(c.source, c.spans, round(c.value, 6)) for c in one.contributions] == [
        (MODEL, ((0, 3),), 0.2),
        (LINGUISTIC, ((0, 3),), round(0.1 / 3, 6)),
    ]


def test_sources_beyond_the_scale_are_mixed_before_the_score_is_clipped():
    """Clipping each source first would break the sum: 1.2 and 0.4 are 0.93 together, not 0.8."""
    found = {MODEL: source(1.2, []), LINGUISTIC: source(0.4, [], LINGUISTIC)}
    assert fused(found, DEFAULT).score == pytest.approx((2 * 1.2 + 0.4) / 3)
    assert fused({MODEL: source(1.2, [])}, DEFAULT).score == 1.0
    assert fused({MODEL: source(-0.2, [])}, DEFAULT).score == 0.0


def test_nothing_is_invented_when_no_present_source_has_weight():
    assert fused({}, DEFAULT) is None
    row = {MODEL: 0.9, LINGUISTIC: 0.0, BEHAVIORAL: 0.0, CONFIDENCE: 0.1}
    assert fused({BEHAVIORAL: source(0.9, [], BEHAVIORAL)}, row) is None


@given(sources(), weights())
def test_the_shares_are_those_that_calibration_uses(found, row):
    """``mlcore.mixing`` fuses whole columns when intervals are fitted: the two must be one arithmetic."""
    scores = [[found[name].score if name in found else math.nan for name in SOURCES]]
    column = mixing.shares(scores, [row[name] for name in SOURCES])[0]
    here = shares_of(list(found), row)
    if not here:
        assert np.isnan(column).all()
    else:
        assert [here.get(name, 0.0) for name in SOURCES] == pytest.approx(list(column))


# --- a whole reading --------------------------------------------------------------------------


def test_a_reading_is_fused_skill_by_skill_under_each_skills_own_weights():
    found = {MODEL: source(0.9, []), LINGUISTIC: source(0.3, [], LINGUISTIC)}
    rows = {skill: dict(DEFAULT) for skill in SKILLS}
    rows[Skill.RESILIENCE] = {MODEL: 0.0, LINGUISTIC: 0.75, BEHAVIORAL: 0.15, CONFIDENCE: 0.1}
    skills = {Skill.EMPATHY: reading(found), Skill.RESILIENCE: reading(found, p_observed=0.7)}
    one = fuse_reading(Reading("r7", 52, (), skills, date(2026, 11, 2)), rows)
    assert one[Skill.EMPATHY].score == pytest.approx(0.7)
    assert one[Skill.RESILIENCE].score == pytest.approx(0.3)
    resilience = one[Skill.RESILIENCE]
    assert (resilience.key, resilience.words, resilience.written_on) == ("r7", 52, date(2026, 11, 2))
    assert (resilience.p_observed, resilience.observed, resilience.spread) == (0.7, True, 0.12)


def test_a_skill_without_any_source_is_left_out():
    skills = {Skill.EMPATHY: reading({}), Skill.RESILIENCE: reading({MODEL: source(0.5, [])})}
    one = fuse_reading(Reading("r7", 3, (), skills), dict.fromkeys(SKILLS, DEFAULT))
    assert set(one) == {Skill.RESILIENCE}


def test_a_reading_that_was_not_observed_says_so_after_fusion():
    unseen = replace(reading({MODEL: source(0.5, [])}), observed=False, p_observed=0.1)
    assert fuse(unseen, DEFAULT, key="r1", words=9).observed is False


# --- weights that can be used -----------------------------------------------------------------


def every_skill(**row):
    return {skill.value: {**DEFAULT, **row} for skill in SKILLS}


@given(weights())
def test_weights_in_steps_that_sum_to_one_are_accepted(row):
    check_weights(dict.fromkeys(SKILLS, row))


def test_the_seeds_defaults_are_accepted():
    check_weights(every_skill())


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({skill.value: DEFAULT for skill in SKILLS[:3]}, "needed for each of empathy"),
        (every_skill() | {"grit": DEFAULT}, "needed for each of empathy"),
        ({skill.value: {MODEL: 1.0} for skill in SKILLS}, "needed for each of behavioral"),
        (every_skill(voice=0.0), "needed for each of behavioral"),
        (every_skill(model=1.2, linguistic=-0.45), "between 0 and 1"),
        (every_skill(model=math.nan), "between 0 and 1"),
        (every_skill(model=0.4), "sum to 0.9"),
        (every_skill(model=0.501), "sum to 1.001"),
        (every_skill(model=0.0, linguistic=0.0, behavioral=0.9), "cannot both be 0"),
    ],
)
def test_other_weights_are_refused_and_the_rule_is_named(bad, words):
    with pytest.raises(WeightsInvalid, match=words):
        check_weights(bad)
