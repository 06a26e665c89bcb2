"""Telemetry beside words: it acts through the behavioral source alone, and alone only where the rule lets it."""

from dataclasses import replace

import numpy as np
import pytest

from fusion.combine import fuse_reading
from mlcore import calibration, combine, registry
from mlcore.features import behavioral
from mlcore.read import from_json, joined, read, to_json
from mlcore.results import Event, Item
from mlcore.schema import BEHAVIORAL, LINGUISTIC, MODEL, SKILLS, Skill

KIND_WORDS = (
    "I felt sad for her because nobody asked her to play, so I went over and asked if she wanted to join us. "
    "When our bridge fell I took a breath and tried another way."
)
NOTHING_SAID = "The bus was late and it rained the whole day, so the game was called off and we went home."


def failing(times: int, *, task: str = "bridge") -> tuple[Event, ...]:
    """``times`` failures, each followed by another try, and a success in the end."""
    moves = [Event("session_start", 0)]
    for n in range(times):
        moves += [Event("failure", 20 + 40 * n, task), Event("retry", 35 + 40 * n, task)]
    return (*moves, Event("success", 40 * times + 20, task), Event("session_end", 40 * times + 60))


@pytest.fixture(scope="module")
def models():
    return registry.load()


@pytest.fixture(scope="module")
def one(models):
    return lambda text, events=(): read([Item("r1", text, events=tuple(events))], models)[0]


@pytest.mark.parametrize("text", [KIND_WORDS, NOTHING_SAID])
def test_telemetry_moves_no_source_that_reads_words(one, text) -> None:
    plain, beside = one(text), one(text, failing(5))
    for skill in SKILLS:
        for source in (MODEL, LINGUISTIC):
            if source in beside.skills[skill].sources:
                assert beside.skills[skill].sources[source] == plain.skills[skill].sources[source]
        if plain.skills[skill].observed:
            assert beside.skills[skill].p_observed == plain.skills[skill].p_observed
            assert beside.skills[skill].spread == plain.skills[skill].spread


def test_beside_words_that_show_the_skill_the_moves_are_a_third_source(one) -> None:
    resilience = one(KIND_WORDS, failing(5)).skills[Skill.RESILIENCE]
    assert set(resilience.sources) == {MODEL, LINGUISTIC, BEHAVIORAL}


def test_words_that_show_nothing_give_way_to_moves_that_do(one) -> None:
    plain, beside = one(NOTHING_SAID).skills, one(NOTHING_SAID, failing(5)).skills
    assert not plain[Skill.RESILIENCE].observed
    assert set(beside[Skill.RESILIENCE].sources) == {BEHAVIORAL}
    assert beside[Skill.RESILIENCE].observed


def test_a_session_without_words_reads_through_the_behavioral_source_alone(one) -> None:
    reading = one("", failing(5))
    assert reading.words == 0
    assert {source for part in reading.skills.values() for source in part.sources} == {BEHAVIORAL}
    assert not reading.skills[Skill.EMPATHY].observed  # nobody else was there


@pytest.mark.parametrize(("failures", "observed"), [(0, False), (1, False), (2, False), (3, True), (20, True)])
def test_fewer_than_three_chances_say_nothing(one, failures: int, observed: bool) -> None:
    part = one("", failing(failures)).skills[Skill.RESILIENCE]
    assert (part.observed, bool(part.sources)) == (observed, observed)


def test_one_failure_beside_words_adds_no_source(one) -> None:
    assert BEHAVIORAL not in one(KIND_WORDS, failing(1)).skills[Skill.RESILIENCE].sources


def test_p_observed_grows_with_the_chances_and_stays_below_its_ceiling() -> None:
    grown = [behavioral.p_observed(n) for n in range(200)]
    assert grown == sorted(grown)
    assert grown[:3] == [0, 0, 0]
    assert max(grown) < behavioral.CEILING


def test_what_counts_as_a_chance_is_written_down_for_every_skill() -> None:
    assert set(behavioral.CHANCES) == set(SKILLS) == set(behavioral.chances(()))


def test_chances_are_counted_from_the_moves_that_could_show_the_skill() -> None:
    counted = behavioral.chances((*failing(4), Event("failure", 900, "tower"), Event("message", 905)))
    assert counted == {
        Skill.EMPATHY: 1,
        Skill.PROBLEM_SOLVING: 6,
        Skill.SELF_REGULATION: 4,  # nobody came back to the tower
        Skill.RESILIENCE: 5,
    }


def test_one_session_never_outweighs_a_response_that_shows_the_skill(one, models) -> None:
    fit = calibration.calibrate(models.out_of_fold, models.default_weights)
    written, played = one(KIND_WORDS), replace(one("", failing(40)), key="s1")
    fused = [fuse_reading(reading, models.default_weights)[Skill.RESILIENCE] for reading in (written, played)]
    score = combine.combine(fused, skill=Skill.RESILIENCE, calibration=fit)
    assert score.shares[BEHAVIORAL] < 0.3


def test_the_interval_of_moves_alone_is_as_wide_as_ratings_are_spread(one, models) -> None:
    fit = calibration.calibrate(models.out_of_fold, models.default_weights)
    fused = fuse_reading(one("", failing(40)), models.default_weights)[Skill.RESILIENCE]
    score = combine.combine([fused], skill=Skill.RESILIENCE, calibration=fit)
    ratings = models.out_of_fold.of(Skill.RESILIENCE).rating
    known = ratings[np.isfinite(ratings)]
    away = np.quantile(np.abs(known - known.mean()), 0.8)
    half = fit.of(Skill.RESILIENCE, (BEHAVIORAL,)).interval * fused.spread
    assert half == pytest.approx(away, abs=0.02)
    assert score.high - score.low >= min(0.5, away)


@pytest.mark.parametrize("text", [KIND_WORDS, NOTHING_SAID, ""])
def test_words_that_are_gone_are_joined_as_if_they_were_there(one, models, text) -> None:
    stored = from_json(to_json(one(text)))
    assert joined(stored, failing(6), models) == one(text, failing(6))


def test_no_telemetry_joined_changes_nothing(one, models) -> None:
    assert joined(one(KIND_WORDS), (), models) == one(KIND_WORDS)
