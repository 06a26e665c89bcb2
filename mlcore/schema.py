"""The words of the science in one place: skills, levels, sources and the 29 features."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Skill(StrEnum):
    EMPATHY = "empathy"
    PROBLEM_SOLVING = "problem_solving"
    SELF_REGULATION = "self_regulation"
    RESILIENCE = "resilience"


SKILLS = tuple(Skill)


class Level(StrEnum):
    EMERGING = "emerging"
    DEVELOPING = "developing"
    PROFICIENT = "proficient"
    ADVANCED = "advanced"


LEVELS = tuple(Level)

# A score reads as the level of the nearest rating: ratings 1-4 stand at (rating - 1) / 3.
LEVEL_CUTS = (1 / 6, 1 / 2, 5 / 6)

MODEL, LINGUISTIC, BEHAVIORAL = "model", "linguistic", "behavioral"
SOURCES = (MODEL, LINGUISTIC, BEHAVIORAL)


def level_of(score: float) -> Level:
    """The level whose rating lies nearest to ``score`` (0-1); a score on a cut reads as the higher level."""
    return LEVELS[sum(score >= cut for cut in LEVEL_CUTS)]


# Bump when extraction changes in any way that can move a value: the schema's hash changes with it,
# and an artifact trained on the older values is refused.
FEATURE_VERSION = 2


@dataclass(frozen=True)
class Feature:
    """One named column. ``unseen`` is empty where absence is nothing to tell a teacher (the opposites)."""

    name: str
    family: str  # "linguistic", "behavioral" or "derived"
    title: str
    unseen: str
    unit: str
    low: float
    high: float
    meaning: str
    skills: tuple[Skill, ...]
    direction: Mapping[Skill, int] = field(default_factory=dict)  # only where certain: +1 or -1


_E, _P, _S, _R = SKILLS
_COUNT = "clauses, saturating"


def _words(name: str, skill: Skill, title: str, unseen: str, meaning: str, direction: int = 0) -> Feature:
    certain = {skill: direction} if direction else {}
    return Feature(name, "linguistic", title, unseen, _COUNT, 0.0, 1.0, meaning, (skill,), certain)


def _moves(name: str, title: str, unseen: str, unit: str, high: float, meaning: str, *skills: Skill) -> Feature:
    return Feature(name, "behavioral", title, unseen, unit, 0.0, high, meaning, skills)


def _ladder(name: str, skill: Skill, title: str, unseen: str) -> Feature:
    meaning = "The best-supported rung of the codebook's ladder that the words reach, less the opposite; see DERIVED."
    return Feature(name, "derived", title, unseen, "rungs", -1.0, 1.0, meaning, (skill,), {skill: 1})


FEATURES = (
    _words(
        "perspective_taking",
        _E,
        "Takes another's point of view",
        "Does not yet say what the other person thinks, wants or needs.",
        "Clauses that say what another person thinks, wants, knows, fears or is going through.",
        +1,
    ),
    _words(
        "feeling_named",
        _E,
        "Names how another feels",
        "Does not yet name how the other person feels.",
        "Clauses that name a feeling of another person, in words or by how it shows on them.",
    ),
    _words(
        "feeling_reason",
        _E,
        "Says why another feels that way",
        "Does not yet say why the other person feels that way.",
        "Clauses that give the reason for what another person feels, thinks or does.",
        +1,
    ),
    _words(
        "fitting_response",
        _E,
        "Responds in a way that fits the person",
        "Does not yet show a response that fits what the other person needs.",
        "Clauses in which the writer says or does something for another, or holds back for their sake.",
        +1,
    ),
    _words(
        "dismissal",
        _E,
        "Sets another's side apart",
        "",
        "Clauses that set another's feelings aside, mock them, or place all the blame on them.",
        -1,
    ),
    _words(
        "cause_found",
        _P,
        "Looks for the cause",
        "Does not yet say what caused the problem.",
        "Clauses that name the cause of a difficulty or tell how it was looked for.",
        +1,
    ),
    _words(
        "options_weighed",
        _P,
        "Weighs more than one way",
        "Does not yet weigh one way against another.",
        "Clauses that set out another way, what it would cost, or why it was not chosen.",
        +1,
    ),
    _words(
        "steps_checked",
        _P,
        "Takes steps and checks the result",
        "Does not yet say how the result would be checked.",
        "Clauses that split the work, take a step for a reason, test it, or look at how it came out.",
        +1,
    ),
    _words(
        "no_plan",
        _P,
        "Leaves the problem open for now",
        "",
        "Clauses that leave the difficulty to chance, to waiting or to somebody else, or guess without looking.",
        -1,
    ),
    _words(
        "state_noticed",
        _S,
        "Notices the own state",
        "Does not yet say what was going on inside at that moment.",
        "Clauses that notice the own feeling, body or attention, or a general resolve to steer it.",
    ),
    _words(
        "strategy_used",
        _S,
        "Uses a concrete strategy",
        "Does not yet name a concrete way to steady the self.",
        "Clauses that tell a concrete act to steer the self (pause, count, move away, put away) or what it did.",
        +1,
    ),
    _words(
        "planned_ahead",
        _S,
        "Plans for the hard moment and adjusts",
        "Does not yet plan ahead for the hard moment.",
        "Clauses that foresee the own reaction, prepare for it, or change strategy when it does not work.",
        +1,
    ),
    _words(
        "impulse",
        _S,
        "Acts before steering",
        "",
        "Clauses in which the impulse or the feeling decides.",
        -1,
    ),
    _words(
        "tried_again",
        _R,
        "Tries again or asks for help",
        "Does not yet tell of another try or of asking for help.",
        "Clauses that go back to it after a setback, change the way, ask for help, or see the setback as passing.",
        +1,
    ),
    _words(
        "lesson_carried",
        _R,
        "Draws a lesson and carries it on",
        "Does not yet say what was learned and where else it helps.",
        "Clauses that draw something from a setback, sustain effort over time, or carry it to others or elsewhere.",
        +1,
    ),
    _words(
        "gave_up",
        _R,
        "Steps away from the difficulty",
        "",
        "Clauses that quit, avoid, or hold that it cannot ever change.",
        -1,
    ),
    _moves(
        "attempts_per_task",
        "Attempts on each task",
        "No attempts were recorded.",
        "attempts per task",
        50.0,
        "Attempts and retries divided by the tasks that were begun.",
        _P,
        _R,
    ),
    _moves(
        "success_share",
        "Tries that worked",
        "No try that worked was recorded.",
        "share",
        1.0,
        "Successes divided by successes and failures; missing when there was neither.",
        _P,
    ),
    _moves(
        "retry_share",
        "Goes on after a try that failed",
        "No further try was recorded after one that failed.",
        "share",
        1.0,
        "Failures that another attempt at the same task followed; missing without failures.",
        _R,
    ),
    _moves(
        "recovery_seconds",
        "Time until the next try",
        "No next try was recorded.",
        "seconds",
        600.0,
        "Median time from a failure to the next attempt at the same task; missing without such a pair.",
        _R,
        _S,
    ),
    _moves(
        "recovered_share",
        "Solves in the end what failed first",
        "No task that failed first was solved later in this session.",
        "share",
        1.0,
        "Tasks with a failure that were solved later, divided by tasks with a failure; missing without failures.",
        _R,
        _P,
    ),
    _moves(
        "rushed_share",
        "Next tries within two seconds",
        "",
        "share",
        1.0,
        "Next attempts less than two seconds after a failure, of all that followed one; missing without such a pair.",
        _S,
    ),
    _moves(
        "idle_share",
        "Time away from the task",
        "",
        "share",
        1.0,
        "Time between idle and the next event, divided by the session's length; missing for sessions under 10 seconds.",
        _S,
    ),
    _moves(
        "hints_per_task",
        "Hints asked for",
        "No hint was asked for.",
        "hints per task",
        20.0,
        "Hints divided by the tasks that were begun.",
        _P,
        _R,
    ),
    _moves(
        "help_given_rate",
        "Helps others",
        "No help to others was recorded.",
        "per 10 minutes",
        20.0,
        "Help given, per ten minutes of session; missing when the session has no event with another person.",
        _E,
    ),
    _ladder("empathy_ladder", _E, "Understands others and responds", "Does not yet show how others are understood."),
    _ladder("problem_solving_ladder", _P, "Works the problem out", "Does not yet show how the problem is worked out."),
    _ladder("self_regulation_ladder", _S, "Steers the self", "Does not yet show how the self is steered."),
    _ladder("resilience_ladder", _R, "Keeps going and grows", "Does not yet show a way on from the setback."),
)

NAMES = tuple(feature.name for feature in FEATURES)
BY_NAME = {feature.name: feature for feature in FEATURES}
INDEX = {name: column for column, name in enumerate(NAMES)}


def names_of(family: str) -> tuple[str, ...]:
    """The columns of one family, in schema order."""
    return tuple(feature.name for feature in FEATURES if feature.family == family)


@dataclass(frozen=True)
class Ladder:
    """The formula of one derived column, from linguistic columns alone (telemetry acts only through its own source):

    ``max(height * min(2 * column, 1) for each rung) + breadth * (rungs seen beyond the first) - opposite``,
    clipped to -1..1;
    missing when the words are missing.
    """

    rungs: tuple[tuple[str, float], ...]  # (column, height on 0-1)
    opposite: str
    breadth: float = 0.1


DERIVED: Mapping[str, Ladder] = {
    "empathy_ladder": Ladder(
        (("feeling_named", 0.4), ("perspective_taking", 0.8), ("feeling_reason", 0.9), ("fitting_response", 0.8)),
        "dismissal",
    ),
    "problem_solving_ladder": Ladder(
        (("cause_found", 0.7), ("steps_checked", 0.7), ("options_weighed", 1.0)),
        "no_plan",
    ),
    "self_regulation_ladder": Ladder(
        (("state_noticed", 0.4), ("strategy_used", 0.8), ("planned_ahead", 1.0)),
        "impulse",
    ),
    "resilience_ladder": Ladder((("tried_again", 0.7), ("lesson_carried", 1.0)), "gave_up"),
}


def derived_of(skill: Skill) -> str:
    """The name of a skill's own derived column."""
    return f"{skill.value}_ladder"


def columns_of(skill: Skill) -> tuple[str, ...]:
    """The 26 columns a skill's model sees: the 25 shared ones and its own derived one, in schema order."""
    return (*names_of("linguistic"), *names_of("behavioral"), derived_of(skill))


def schema_hash() -> str:
    """SHA-256 over what decides a value: version, names, units, ranges and the derived formulas.

    Titles and sentences are left out: rewording a page does not make a model unfit.
    """
    columns = [(f.name, f.family, f.unit, f.low, f.high) for f in FEATURES]
    formulas = {name: (ladder.rungs, ladder.opposite, ladder.breadth) for name, ladder in DERIVED.items()}
    canonical = json.dumps([FEATURE_VERSION, columns, formulas], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
