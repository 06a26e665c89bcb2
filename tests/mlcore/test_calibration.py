import json
from dataclasses import replace

import numpy as np
import pytest

from mlcore.calibration import Calibration, OutOfFold, calibrate, covered, fuse, key, quantile
from mlcore.schema import BEHAVIORAL, LINGUISTIC, MODEL, SKILLS, Skill

WEIGHTS = dict.fromkeys(SKILLS, {MODEL: 0.3, LINGUISTIC: 0.45, BEHAVIORAL: 0.15, "confidence": 0.1})
N = 600


@pytest.fixture(scope="module")
def table() -> OutOfFold:
    """Ratings with errors that are larger where the spread says so; one in four was not observed."""
    random = np.random.default_rng(5)
    size = N * len(SKILLS)
    truth, spread = random.uniform(0, 1, size), random.uniform(0.05, 0.3, size)
    rating = np.where(random.uniform(size=size) < 0.25, np.nan, truth)
    scores = {MODEL: truth + random.normal(size=size) * spread, LINGUISTIC: truth + random.normal(size=size) * spread}
    names = np.repeat([skill.value for skill in SKILLS], N)
    writers = random.choice(["A", "B", "C", "D"], size)
    prompts = random.choice([f"P{n:02}" for n in range(15)], size)
    return OutOfFold(names, rating, scores, spread, random.uniform(size=size), writers, prompts)


def test_eighty_percent_of_the_rows_lie_in_their_interval(table):
    calibration = calibrate(table, WEIGHTS)
    for skill in SKILLS:
        assert calibration.of(skill, (MODEL, LINGUISTIC)).coverage == pytest.approx(0.8, abs=0.06)


def test_two_sources_err_less_than_one(table):
    calibration = calibrate(table, WEIGHTS)
    both, one = calibration.of(SKILLS[0], (MODEL, LINGUISTIC)), calibration.of(SKILLS[0], (MODEL,))
    assert both.interval < one.interval
    assert both.error < one.error
    assert both.r > one.r


def test_the_interval_of_a_row_comes_from_other_writers_and_prompts(table):
    rows = table.of(SKILLS[0])
    fused = fuse(rows, (MODEL, LINGUISTIC), WEIGHTS[SKILLS[0]])
    spoiled = OutOfFold(
        rows.skill, np.where(rows.writer == "A", 50.0, rows.rating), rows.scores, rows.spread, rows.p_observed,
        rows.writer, rows.prompt,
    )  # fmt: skip
    plain, other = covered(rows, fused), covered(spoiled, fused)
    assert not other[rows.writer == "A"].any()
    wider = other[rows.writer != "A"].mean() - plain[rows.writer != "A"].mean()
    assert wider > 0.1


def test_patterns_with_telemetry_are_marked_as_assumed(table):
    calibration = calibrate(table, WEIGHTS)
    assert calibration.of(Skill.EMPATHY, (MODEL, LINGUISTIC, BEHAVIORAL)).assumed
    assert calibration.of(Skill.EMPATHY, (BEHAVIORAL,)).assumed
    assert not calibration.of(Skill.EMPATHY, (MODEL,)).assumed


def test_telemetry_alone_is_the_least_certain(table):
    calibration = calibrate(table, WEIGHTS)
    alone = calibration.of(Skill.EMPATHY, (BEHAVIORAL,))
    assert alone.interval > calibration.of(Skill.EMPATHY, (MODEL, LINGUISTIC)).interval
    assert alone.r is None


def test_other_weights_give_another_calibration(table):
    uneven = dict.fromkeys(SKILLS, {MODEL: 0.75, LINGUISTIC: 0.0, BEHAVIORAL: 0.15, "confidence": 0.1})
    skill = SKILLS[0]
    assert calibrate(table, uneven).of(skill, (MODEL, LINGUISTIC)) == calibrate(table, WEIGHTS).of(skill, (MODEL,))


def test_a_calibration_survives_json(table):
    calibration = calibrate(table, WEIGHTS)
    assert Calibration.from_json(json.loads(json.dumps(calibration.to_json()))) == calibration


def test_the_quantile_leaves_room_for_the_row_to_come():
    assert quantile(np.arange(1.0, 10.0)) == 8.0
    assert quantile(np.array([3.0])) == 3.0


def test_a_pattern_is_named_in_the_order_of_the_schema():
    assert key(Skill.EMPATHY, (LINGUISTIC, MODEL)) == "empathy:model+linguistic"


def test_mistakes_are_counted_among_the_rows_that_show_nothing(table):
    sure = np.where(np.isnan(table.rating), 0.3, 0.9)
    sure[np.flatnonzero(np.isnan(table.rating))[::5]] = 0.7  # one in five of what shows nothing looks sure
    calibration = calibrate(replace(table, p_observed=sure), WEIGHTS)
    for skill in SKILLS:
        assert calibration.mistakes(skill, 0.2) == 1
        assert calibration.mistakes(skill, 0.7) == pytest.approx(0.2, abs=0.05)
        assert calibration.mistakes(skill, 0.8) == 0  # how sure the rest is does not count
    assert Calibration.from_json(json.loads(json.dumps(calibration.to_json()))) == calibration


def test_an_artifact_of_before_knows_no_mistakes(table):
    told = {name: part for name, part in calibrate(table, WEIGHTS).to_json().items() if name != "mistaken"}
    assert Calibration.from_json(told).mistakes(Skill.EMPATHY, 0.1) == 0
