"""What the science hands on: readings, fused readings and skill scores, as frozen dataclasses.

A *reading* is what one model version makes of one response. ``fusion`` turns each skill of a
reading into a ``Fused`` (one score from several sources); ``mlcore.combine`` turns a student's
fused readings into one ``SkillScore``. Everything here survives the words: offsets only, no text.
Scores are on 0-1, where ratings 1-4 stand at 0, 1/3, 2/3, 1. ``nan`` never leaves this module's
types: what cannot be said is absent (a missing key or ``None``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from mlcore.schema import Level, Skill


@dataclass(frozen=True, slots=True)
class Event:
    """One telemetry event; ``at`` in seconds from the start of the session."""

    kind: str
    at: float
    task: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One response (or one game session without words: ``text`` empty) to be read."""

    key: str
    text: str  # de-identified
    prompt: str = ""
    grade: int | None = None
    mode: str = "written"  # or "spoken"
    written_on: date | None = None
    events: tuple[Event, ...] = ()


class Contribution(NamedTuple):
    """What one feature adds to a score: signed, in the score's own units. Spans are (start, end) offsets.

    A tuple, since a student has hundreds of them and a frozen dataclass costs three times as much to make.
    """

    source: str
    feature: str
    value: float
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceScore:
    """One source's score for one skill. ``base`` plus the contributions' sum is the score before clipping to 0-1."""

    score: float
    base: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class SkillReading:
    p_observed: float
    observed: bool  # p_observed passed the threshold shipped with the model, and the text has more than five words
    spread: float  # the model's own estimate of its error at this response, in score units
    sources: Mapping[str, SourceScore]  # present sources only


@dataclass(frozen=True, slots=True)
class Reading:
    key: str
    words: int
    features: tuple[float | None, ...]  # the 29 columns in schema order; None is missing
    skills: Mapping[Skill, SkillReading]
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fused:
    """One skill of one reading after fusion; contributions are in fused-score units (share x contribution)."""

    key: str
    p_observed: float
    observed: bool
    score: float
    base: float
    spread: float
    words: int
    contributions: tuple[Contribution, ...]
    sources: Mapping[str, float]  # source -> its score
    shares: Mapping[str, float]  # source -> its weight among the present ones; sums to 1
    confidence_share: float  # from the weights; acts on the confidence number only
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    rank: int
    kind: str  # "words", "behavior", "not_seen"
    feature: str
    source: str
    contribution: float  # signed, fused-score units of the student's score
    key: str = ""  # the response (or game session) it stands in
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SkillScore:
    """One skill in an assessment. With status ``not_enough_evidence`` the numbers are ``None``
    unless every score was asked for."""

    skill: Skill
    status: str  # "scored" or "not_enough_evidence"
    score: float | None
    low: float | None  # 80% interval
    high: float | None
    standard_error: float | None
    base: float | None
    level: Level | None
    confidence: float | None
    confidence_parts: Mapping[str, float]  # agreement, amount, certainty, each 0-1
    sources: Mapping[str, float]
    shares: Mapping[str, float]
    readings: int  # how many observed readings were combined
    p_observed: float  # the best reading's
    evidence: tuple[Evidence, ...]


SCORED, NOT_ENOUGH = "scored", "not_enough_evidence"
