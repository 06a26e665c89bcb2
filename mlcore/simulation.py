"""Runs of a game that nobody played: for the sample district and for load tests, never for a figure.

A *profile* says how a student is rated (0-1 per skill, None where not observed). A *player* is drawn from it once:
for each skill ``t = AGREEMENT * z + sqrt(1 - AGREEMENT ** 2) * noise``, with ``z`` the profile on the scale of the
corpus' ratings and standard normal noise. All behavior is drawn from ``t`` alone, so that no way of reading it, and no
number of sessions, can agree with the rating better than about r = ``AGREEMENT``; reading all four skills at once may
add a little, because ratings of one student hang together. ``reached`` measures it out of fold, ``test_simulation``
holds it to .3. Nothing here is imported by training, calibration or evaluation; a test holds that, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlcore import folds
from mlcore.calibration import pearson
from mlcore.corpus import Row, prompts, targets, writers
from mlcore.features import behavioral
from mlcore.results import Event
from mlcore.schema import INDEX, NAMES, SKILLS, Skill

# With the ratings, per skill: assumed, and so far below .3 that a sample of the corpus' size stays under it, too.
AGREEMENT = 0.18
CENTER, SPREAD = 0.4, 0.3  # of ratings on 0-1
CEILING = 0.3
TASKS = ("ramp", "river", "canyon", "harbor", "storm", "summit")
MOST_TRIES = 7  # at one task, before anybody is let go on

# Each behavior is a chance ``1 / (1 + exp(-(at zero + slope * t)))`` of one skill's ``t``.
CHANCES: Mapping[str, tuple[Skill, float, float]] = {
    "works": (Skill.PROBLEM_SOLVING, -0.4, 0.8),  # an attempt
    "asks": (Skill.PROBLEM_SOLVING, -1.6, -0.4),  # for a hint, before a retry
    "retries": (Skill.RESILIENCE, 1.4, 1.0),  # after a failure
    "rushes": (Skill.SELF_REGULATION, -1.5, -1.0),  # the next try within two seconds
    "drifts": (Skill.SELF_REGULATION, -1.8, -0.7),  # away from the task for a while
    "helps": (Skill.EMPATHY, -1.0, 0.8),  # somebody, once a task
}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Player:
    """One made-up student's ``t`` per skill, drawn once: more sessions do not take its noise away."""

    t: Mapping[Skill, float]

    def chance(self, behavior: str) -> float:
        skill, at_zero, slope = CHANCES[behavior]
        return float(1 / (1 + np.exp(-(at_zero + slope * self.t[skill]))))


def player(profile: Mapping[Skill, float | None], rng: np.random.Generator) -> Player:
    """Raises ``ValueError`` for a rating that is not on 0-1."""
    drawn = {}
    for skill in SKILLS:
        rating = profile.get(skill)
        if rating is not None and not 0 <= rating <= 1:
            raise ValueError(f"a profile holds ratings on 0-1, not {rating!r}")
        z = 0.0 if rating is None else (rating - CENTER) / SPREAD
        drawn[skill] = AGREEMENT * z + np.sqrt(1 - AGREEMENT**2) * rng.standard_normal()
    return Player(drawn)


def session(who: Player, rng: np.random.Generator, *, tasks: int = 5, together: bool = True) -> tuple[Event, ...]:
    """One run through ``tasks`` tasks, in order of time; ``together`` with others who can be helped."""
    run = _Run(who, rng)
    run.say("session_start", data={"simulated": True})
    for number in range(tasks):
        run.task = TASKS[number % len(TASKS)]
        run.play()
        if together:
            run.say("turn")
            if run.happens("helps"):
                run.say("help_given", after=rng.uniform(3, 15))
    run.task = ""
    run.say("session_end", after=rng.uniform(2, 10))
    return tuple(run.events)


class _Run:
    """A run while it is written: the clock, the task, and what was said so far."""

    def __init__(self, who: Player, rng: np.random.Generator):
        self.who, self.rng = who, rng
        self.at, self.task = 0.0, ""
        self.events: list[Event] = []

    def say(self, kind: str, *, after: float = 0.0, data: Mapping[str, object] | None = None) -> None:
        self.at = round(self.at + after, 3)
        self.events.append(Event(kind, self.at, self.task, data or {}))

    def happens(self, behavior: str) -> bool:
        return bool(self.rng.random() < self.who.chance(behavior))

    def play(self) -> None:
        """One task until it is solved, left or let go."""
        self.say("task_start", after=self.rng.uniform(2, 8))
        self.say("attempt", after=self.rng.uniform(10, 50))
        for _try in range(MOST_TRIES):
            if self.happens("works"):
                self.say("success", after=self.rng.uniform(2, 6))
                return
            self.say("failure", after=self.rng.uniform(2, 6))
            if not self.happens("retries"):
                return
            self.come_back()

    def come_back(self) -> None:
        if self.happens("drifts"):
            self.say("idle", after=self.rng.uniform(1, 4))
            self.say("resume", after=self.rng.uniform(15, 90))
        if self.happens("asks"):
            self.say("hint", after=self.rng.uniform(1, 5))
        rushed = self.happens("rushes")
        self.say("retry", after=self.rng.uniform(0.3, 1.8) if rushed else self.rng.uniform(4, 40))


def columns(events: Sequence[Event]) -> Floats:
    """The whole row (29,) of a run without words."""
    row = np.full(len(NAMES), np.nan)
    row[[INDEX[name] for name in behavioral.COLUMNS]] = behavioral.read(events)
    return row


@dataclass(frozen=True, slots=True)
class Reached:
    """r with the ratings, out of fold: of the written rule, and of a line fitted to all nine columns."""

    rule: float
    fitted: float


def reached(rows: Sequence[Row], *, seed: int, sessions: int = 3) -> dict[Skill, Reached]:
    """How far behavior alone gets, were each row's writer to play ``sessions`` runs: writers and prompts held out."""
    rng = np.random.default_rng(seed)
    rated = np.column_stack([targets(rows, skill) for skill in SKILLS])
    players = [player(_profile(row), rng) for row in rated]
    runs = [[columns(session(who, rng)) for _n in range(sessions)] for who in players]
    means = np.array([_mean(np.array(own)) for own in runs])
    return {skill: _reached(rows, skill, rated[:, i], runs, means) for i, skill in enumerate(SKILLS)}


def _mean(rows: Floats) -> Floats:
    """Of each column, over the rows that have it; NaN where none does."""
    count = np.isfinite(rows).sum(axis=0)
    return np.divide(np.nansum(rows, axis=0), count, out=np.full(rows.shape[1], np.nan), where=count > 0)


def _profile(ratings: Floats) -> dict[Skill, float | None]:
    return {skill: None if np.isnan(one) else float(one) for skill, one in zip(SKILLS, ratings, strict=True)}


def _reached(rows: Sequence[Row], skill: Skill, rating: Floats, runs: list, means: Floats) -> Reached:
    known = np.isfinite(rating)
    scores = np.array([_rule(skill, own) for own in runs])
    told = known & np.isfinite(scores)
    kept = means[:, [INDEX[name] for name in behavioral.COLUMNS]]
    fitted = np.full(len(rows), np.nan)
    for fold in folds.crossed(writers(rows), prompts(rows)):
        train, test = fold.train[known[fold.train]], fold.test[known[fold.test]]
        if len(test):
            fitted[test] = _line(kept[train], rating[train], kept[test])
    return Reached(pearson(rating[told], scores[told]) or 0.0, pearson(rating[known], fitted[known]) or 0.0)


def _rule(skill: Skill, own: Sequence[Floats]) -> float:
    scores = [source.score for row in own if (source := behavioral.rule_score(skill, row))]
    return float(np.mean(scores)) if scores else np.nan


def _line(train: Floats, rating: Floats, test: Floats, *, shrink: float = 10.0) -> Floats:
    """Ridge on standardized columns, a missing one at its mean."""
    mean = np.nan_to_num(_mean(train))
    scale = np.maximum(np.sqrt(np.nan_to_num(_mean((train - mean) ** 2))), 1e-9)
    x, y = (np.nan_to_num((part - mean) / scale) for part in (train, test))
    weights = np.linalg.solve(x.T @ x + shrink * np.eye(x.shape[1]), x.T @ (rating - rating.mean()))
    return y @ weights + rating.mean()
