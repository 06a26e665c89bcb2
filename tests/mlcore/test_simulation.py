"""Runs that nobody played: reproducible, marked, weaker than words, and out of every figure."""

import ast
from pathlib import Path

import numpy as np
import pytest

from mlcore import corpus, simulation
from mlcore.events import NAMES
from mlcore.features import behavioral
from mlcore.schema import SKILLS, Skill
from mlcore.simulation import CEILING, Player, player, reached, session

ROOT = Path(simulation.__file__).resolve().parent


def run(seed: int = 1, rating: float | None = 0.5, **options):
    rng = np.random.default_rng(seed)
    return session(player(dict.fromkeys(SKILLS, rating), rng), rng, **options)


def test_one_seed_gives_one_run() -> None:
    assert run(3) == run(3)
    assert run(3) != run(4)


@pytest.mark.parametrize("seed", range(20))
def test_a_run_is_in_order_in_our_vocabulary_and_marked(seed: int) -> None:
    events = run(seed)
    assert {event.kind for event in events} <= set(NAMES)
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert (events[0].kind, events[-1].kind) == ("session_start", "session_end")
    assert events[0].data["simulated"] is True
    assert behavioral.tidy(events)[-1].at <= behavioral.LONGEST_SESSION


@pytest.mark.parametrize("seed", range(10))
def test_every_failure_is_of_a_try_and_every_retry_after_a_failure(seed: int) -> None:
    before = ""
    for event in run(seed):
        if event.kind in ("success", "failure"):
            assert before in behavioral.TRIES
        if event.kind == "retry":
            assert before in ("failure", "hint", "resume")
        before = event.kind


def test_alone_nobody_is_helped() -> None:
    assert not {event.kind for event in run(5, together=False)} & behavioral.WITH_OTHERS


@pytest.mark.parametrize("rating", [-0.1, 1.1, float("nan")])
def test_a_profile_is_on_the_ratings_scale(rating: float) -> None:
    with pytest.raises(ValueError, match="0-1"):
        player({Skill.EMPATHY: rating}, np.random.default_rng(1))


def test_what_was_not_rated_is_played_from_the_middle() -> None:
    rng = np.random.default_rng(1)
    drawn = [player({}, rng).t[Skill.EMPATHY] for _n in range(4000)]
    assert abs(np.mean(drawn)) < 0.06


@pytest.mark.parametrize(
    ("behavior", "column", "sign"),
    [("retries", "retry_share", 1), ("works", "success_share", 1), ("rushes", "rushed_share", 1)],
)
def test_behavior_follows_the_player_it_is_drawn_from(behavior: str, column: str, sign: int) -> None:
    skill = simulation.CHANCES[behavior][0]

    def mean_at(t: float) -> float:
        rng = np.random.default_rng(7)
        who = Player({**dict.fromkeys(SKILLS, 0.0), skill: t})
        values = [behavioral.read(session(who, rng))[behavioral.COLUMNS.index(column)] for _n in range(40)]
        return float(np.nanmean(values))

    slope = simulation.CHANCES[behavior][2]
    assert (mean_at(2.0) - mean_at(-2.0)) * slope * sign > 0


@pytest.fixture(scope="module")
def rows():
    return corpus.load(corpus.training_file())


def test_behavior_alone_reaches_at_most_point_three_with_the_ratings_out_of_fold(rows) -> None:
    found = reached(rows, seed=20261126)
    for skill, one in found.items():
        assert max(one.rule, one.fitted) <= CEILING, skill
    assert max(one.fitted for one in found.values()) > 0.05  # and it is not pure noise


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(12))
def test_it_does_so_whatever_the_seed_and_however_many_sessions(rows, seed: int) -> None:
    for sessions in (1, 10):
        for skill, one in reached(rows, seed=seed, sessions=sessions).items():
            assert max(one.rule, one.fitted) <= CEILING, (skill, sessions)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_of_the_science_imports_the_simulator(path) -> None:
    """Training, calibration, evaluation and the report are text only: nothing simulated can reach a figure."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    ]
    assert not [name for name in named if "simulation" in name]


def test_rated_rows_carry_no_telemetry(rows) -> None:
    assert not any(item.events for item in corpus.items(rows))
