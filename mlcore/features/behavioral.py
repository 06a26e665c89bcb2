"""The nine behavioral columns of a game session, and the transparent rule that makes a source of them.

Events may arrive out of order, twice, or with absurd times: they are sorted by time, exact duplicates are
dropped, times that are not finite, negative or beyond a day are set aside, and gaps over ten minutes count
as ten minutes (a closed laptop is not thinking time).
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import numpy as np

from mlcore.results import Contribution, Event, SourceScore
from mlcore.schema import BEHAVIORAL, BY_NAME, INDEX, Skill, names_of

COLUMNS = names_of("behavioral")

LONGEST_SESSION = 86_400.0  # seconds
LONGEST_GAP = 600.0
SHORTEST_SESSION = 10.0
RUSH = 2.0
TRIES = frozenset({"attempt", "retry"})
WITH_OTHERS = frozenset({"message", "turn", "help_given", "help_received", "lead"})


def read(events: Sequence[Event]) -> list[float]:
    """The nine columns in schema order; NaN for each that these events cannot say."""
    timeline = tidy(events) if events else ()
    if not timeline:
        return [math.nan] * len(COLUMNS)
    measured = {**_counts(timeline), **_recoveries(timeline), **_times(timeline)}
    return [_within(name, measured.get(name, math.nan)) for name in COLUMNS]


def _within(name: str, value: float) -> float:
    feature = BY_NAME[name]
    return value if math.isnan(value) else min(max(value, feature.low), feature.high)


def tidy(events: Iterable[Event]) -> list[Event]:
    """Events in order of time, without duplicates and absurd times, long gaps closed up to ``LONGEST_GAP``."""
    sane = {(e.at, e.kind, e.task): e for e in events if _is_sane(e.at)}
    ordered = [sane[key] for key in sorted(sane, key=lambda key: key[0])]
    closed: list[Event] = []
    cut = previous = 0.0
    for place, event in enumerate(ordered):
        gap = event.at - previous if place else 0.0
        cut += max(gap - LONGEST_GAP, 0.0)
        previous = event.at
        closed.append(Event(event.kind, event.at - cut, event.task, event.data))
    return closed


def _is_sane(at: object) -> bool:
    return isinstance(at, int | float) and math.isfinite(at) and 0 <= at <= LONGEST_SESSION


def _counts(timeline: list[Event]) -> dict[str, float]:
    kinds = Counter(event.kind for event in timeline)
    tasks = len({e.task for e in timeline if e.kind in TRIES or e.kind in ("task_start", "success", "failure")})
    outcomes = kinds["success"] + kinds["failure"]
    counts = {}
    if tasks:
        counts["attempts_per_task"] = (kinds["attempt"] + kinds["retry"]) / tasks
        counts["hints_per_task"] = kinds["hint"] / tasks
    if outcomes:
        counts["success_share"] = kinds["success"] / outcomes
    return counts


def _recoveries(timeline: list[Event]) -> dict[str, float]:
    """What followed each failure, task by task; nothing at all without a failure."""
    by_task: dict[str, list[Event]] = defaultdict(list)
    for event in timeline:
        by_task[event.task].append(event)
    waits = [wait for events in by_task.values() for wait in _waits(events)]
    if not waits:
        return {}
    followed = [wait for wait in waits if wait is not None]
    failed = [events for events in by_task.values() if any(e.kind == "failure" for e in events)]
    shares = {
        "retry_share": len(followed) / len(waits),
        "recovered_share": sum(_was_solved_later(events) for events in failed) / len(failed),
    }
    if followed:
        shares["recovery_seconds"] = median(followed)
        shares["rushed_share"] = sum(wait < RUSH for wait in followed) / len(followed)
    return shares


def _waits(events: list[Event]) -> list[float | None]:
    """For each failure at one task: seconds until the next try, or None when none came."""
    waits: list[float | None] = []
    for place, event in enumerate(events):
        if event.kind == "failure":
            tries = (e.at - event.at for e in events[place + 1 :] if e.kind in TRIES or e.kind == "success")
            waits.append(next(tries, None))
    return waits


def _was_solved_later(events: list[Event]) -> bool:
    first = next(place for place, event in enumerate(events) if event.kind == "failure")
    return any(event.kind == "success" for event in events[first + 1 :])


def _times(timeline: list[Event]) -> dict[str, float]:
    length = timeline[-1].at - timeline[0].at
    if length < SHORTEST_SESSION:
        return {}
    away = sum(after.at - event.at for event, after in itertools.pairwise(timeline) if event.kind == "idle")
    kinds = Counter(event.kind for event in timeline)
    times = {"idle_share": away / length}
    if WITH_OTHERS & kinds.keys():
        times["help_given_rate"] = kinds["help_given"] / (length / 600)
    return times


# The behavioral source, assumed until it is learned from students: a base in the middle of the scale, and for each
# column ``weight * (value / full - middle)``, value / full capped at 1. A skill has a source only when its needed
# columns are there.
RULE_BASE = 0.5
RULES: Mapping[Skill, tuple[tuple[str, float, float, float], ...]] = {
    # column, weight, full, middle
    Skill.EMPATHY: (("help_given_rate", 0.4, 2.0, 0.25),),
    Skill.PROBLEM_SOLVING: (
        ("success_share", 0.4, 1.0, 0.5),
        ("recovered_share", 0.3, 1.0, 0.5),
        ("hints_per_task", -0.1, 3.0, 0.3),
    ),
    Skill.SELF_REGULATION: (("rushed_share", -0.4, 1.0, 0.3), ("idle_share", -0.3, 0.5, 0.2)),
    Skill.RESILIENCE: (("retry_share", 0.5, 1.0, 0.6), ("recovered_share", 0.3, 1.0, 0.5)),
}
NEEDED: Mapping[Skill, tuple[str, ...]] = {
    Skill.EMPATHY: ("help_given_rate",),
    Skill.PROBLEM_SOLVING: ("success_share",),
    Skill.SELF_REGULATION: ("rushed_share",),
    Skill.RESILIENCE: ("retry_share",),
}


# P(observed) of moves, assumed like the rule itself: how many moves of a session could have shown the skill at all, and
# how far that many may be trusted. Fewer than ``FEWEST`` say nothing (one try is not a habit). However many there are,
# moves weigh at most ``CEILING`` beside a response whose words are certain: games are expected to agree with people's
# ratings no better than r .3, and no session may outweigh what a student wrote.
FEWEST = 3
CEILING = 0.3
CHANCES: Mapping[Skill, str] = {
    Skill.EMPATHY: "events with other people",
    Skill.PROBLEM_SOLVING: "successes and failures",
    Skill.SELF_REGULATION: "failures that another try followed",
    Skill.RESILIENCE: "failures",
}


def chances(events: Sequence[Event]) -> dict[Skill, int]:
    """For each skill, how many moves of these events could have shown it (``CHANCES``)."""
    timeline = tidy(events)
    by_task: dict[str, list[Event]] = defaultdict(list)
    for event in timeline:
        by_task[event.task].append(event)
    waits = [wait for own in by_task.values() for wait in _waits(own)]
    return {
        Skill.EMPATHY: sum(event.kind in WITH_OTHERS for event in timeline),
        Skill.PROBLEM_SOLVING: sum(event.kind in ("success", "failure") for event in timeline),
        Skill.SELF_REGULATION: sum(wait is not None for wait in waits),
        Skill.RESILIENCE: len(waits),
    }


def p_observed(count: int) -> float:
    """``CEILING * count / (count + FEWEST)``; 0 for fewer than ``FEWEST`` chances.

    >>> p_observed(2), p_observed(3), round(p_observed(27), 2)
    (0.0, 0.15, 0.27)
    """
    return CEILING * count / (count + FEWEST) if count >= FEWEST else 0.0


def rule_score(skill: Skill, values: np.ndarray) -> SourceScore | None:
    """The behavioral source of one skill from a row (29,); None when a needed column is missing.

    Other missing columns add nothing. ``base`` plus the contributions is the score, clipped to 0-1.
    """
    if any(math.isnan(values[INDEX[name]]) for name in NEEDED[skill]):
        return None
    contributions = tuple(
        Contribution(BEHAVIORAL, name, weight * (min(values[INDEX[name]] / full, 1.0) - middle))
        for name, weight, full, middle in RULES[skill]
        if not math.isnan(values[INDEX[name]])
    )
    total = RULE_BASE + sum(c.value for c in contributions)
    return SourceScore(min(max(total, 0.0), 1.0), RULE_BASE, contributions)
