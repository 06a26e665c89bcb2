"""What stands behind one item of behavior: the run as a timeline, and the rule with this student's own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.models import GameSession
from assessments.pages import timeline
from assessments.pages.clock import Clock
from assessments.pages.timeline import Timeline
from assessments.telemetry import payload
from mlcore.features import behavioral
from mlcore.results import Reading, SkillScore
from mlcore.schema import BEHAVIORAL, BY_NAME, INDEX, Skill


@dataclass(frozen=True)
class Run:
    """One run of a game; ``timeline`` is None when its events are gone."""

    where: str
    timeline: Timeline | None
    simulated: bool


@dataclass(frozen=True)
class Term:
    """One line of the rule: ``weight`` x (``scaled`` - ``middle``) = ``value``."""

    title: str
    counted: str
    weight: float
    scaled: float
    middle: float
    value: float


@dataclass(frozen=True)
class Moves:
    runs: list[Run]
    terms: list[Term]
    base: float
    result: float
    share: float  # of this source in the score that is shown
    chances: str
    simulated: bool

    @property
    def formula(self) -> str:
        """0.50 + 0.5 x (1.00 - 0.60) + 0.3 x (0.50 - 0.50) = 0.70, with true minus and times signs."""
        said = [f"{self.base:.2f}"]
        for term in self.terms:
            sign = "+" if term.weight >= 0 else "−"
            said.append(f"{sign} {abs(term.weight):g} × ({term.scaled:.2f} − {term.middle:.2f})")
        return f"{' '.join(said)} = {self.result:.2f}"


def of(sessions: Sequence[GameSession], reading: Reading, score: SkillScore, clock: Clock) -> Moves | None:
    """None when this reading's rule says nothing of the skill."""
    skill = Skill(score.skill)
    source = reading.skills[skill].sources.get(BEHAVIORAL)
    if source is None:
        return None
    return Moves(
        runs=[
            Run(where(session, clock), timeline.of(payload.events_of(session)), session.simulated)
            for session in sessions
        ],
        terms=_terms(skill, reading),
        base=source.base,
        result=min(max(source.score, 0.0), 1.0),
        share=score.shares.get(BEHAVIORAL, 0.0),
        chances=behavioral.CHANCES[skill],
        simulated=any(session.simulated for session in sessions),
    )


def where(session: GameSession, clock: Clock) -> str:
    """Bridge Builder, 10 Nov."""
    day = clock.day(session.played_on)
    return f"{session.task}, {day}" if session.task else day


def _terms(skill: Skill, reading: Reading) -> list[Term]:
    found = ((row, reading.features[INDEX[row[0]]]) for row in behavioral.RULES[skill])
    return [_term(*row, value) for row, value in found if value is not None]


def _term(name: str, weight: float, full: float, middle: float, value: float) -> Term:
    scaled = min(value / full, 1.0)
    return Term(BY_NAME[name].title, in_unit(name, value), weight, scaled, middle, weight * (scaled - middle))


def in_unit(name: str, value: float) -> str:
    """60%, or 7 seconds: a column's value in its own unit."""
    unit = BY_NAME[name].unit if name in BY_NAME else ""
    return f"{value:.0%}" if unit == "share" else f"{value:.1f} {unit}".replace(".0 ", " ").strip()
