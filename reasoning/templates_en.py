"""The words of every claim in English: frames (the sentence) and phrases (what is said in it), by template id.

A frame may hold ``{name} {whose} {skill} {skills} {level} {quote} {phrase} {prompt}``; what stands in [brackets] goes
when there is no quote to show. Phrases for words are verb phrases after a name, phrases for play are clauses of their
own, phrases for steps are infinitives. Only ``{whose}`` can become a pronoun, and only one that the roster holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mlcore.schema import SKILLS, Level, Skill
from reasoning.catalog import FAMILIES, MOVES, OPPOSITES
from reasoning.steps_en import STEPS, STRETCHES


@dataclass(frozen=True)
class Wordings:
    """``family`` replaces the frames where a family reads the page."""

    frames: tuple[str, ...]
    phrases: tuple[str, ...] = ("",)
    family: tuple[str, ...] = ()


SKILL_WORDS: Mapping[Skill, str] = dict(
    zip(SKILLS, ("empathy", "problem-solving", "self-regulation", "resilience"), strict=True)
)
SKILL_IDS = frozenset(skill.value for skill in SKILLS)
LEVEL_WORDS: Mapping[Level, str] = {level: level.value.capitalize() for level in Level}
AND = "{0} and {1}"
NAMES_OWN = "{0}'s"
OWN: Mapping[str, str] = {"she": "her", "he": "his", "they": "their"}  # the roster's pronoun -> its possessive

DOES: Mapping[str, tuple[str, ...]] = {
    "perspective_taking": (
        "looks at the situation from another person's side",
        "says what someone else thinks or wants",
        "takes in what the moment was like for someone else",
        "sees what another person may need",
    ),
    "feeling_named": (
        "puts another person's feeling into words",
        "notices how someone else feels",
        "names what someone else felt",
        "picks up on another person's feeling",
    ),
    "feeling_reason": (
        "says why another person feels that way",
        "connects someone's feeling with what brought it on",
        "explains what led to another person's feeling",
        "gives the reason for how someone else feels",
    ),
    "fitting_response": (
        "answers another person in a way that fits",
        "does something that fits what the other person needs",
        "responds with the other person in mind",
        "acts on what someone else could use at that moment",
    ),
    "cause_found": (
        "looks for the cause of the problem",
        "names what caused the difficulty",
        "traces the difficulty to where it began",
        "works out why it went that way",
    ),
    "options_weighed": (
        "weighs one way against another",
        "considers more than one way to go about it",
        "looks at what a choice would cost",
        "thinks another option through",
    ),
    "steps_checked": (
        "works in steps and looks at the result",
        "takes steps for a reason",
        "goes at the problem step by step",
        "tries a step and looks at how it turns out",
    ),
    "state_noticed": (
        "notices what is going on inside",
        "says what was going on inside at that moment",
        "catches a feeling or a drift of attention",
        "puts the state of the moment into words",
    ),
    "strategy_used": (
        "uses a concrete way to stay steady",
        "names a concrete thing that helps in a hard moment",
        "takes a concrete step to steer the moment",
        "has a way to steer feelings or attention and uses it",
    ),
    "planned_ahead": (
        "plans ahead for the hard moment",
        "sees the hard moment coming and prepares for it",
        "thinks ahead to the hard moment",
        "prepares for the moment when it gets hard",
    ),
    "tried_again": (
        "finds a way on after a setback",
        "goes back to it after a setback",
        "keeps going after a setback",
        "treats a setback as something to come back from",
    ),
    "lesson_carried": (
        "draws a lesson from the setback",
        "takes something from the setback and carries it on",
        "turns a setback into something learned",
        "keeps what a hard experience had to teach",
    ),
}

# Counted play, never feelings.
PLAY: Mapping[str, tuple[str, ...]] = {
    "attempts_per_task": ("the tasks that were begun got more than one attempt", "{name} made further attempts"),
    "success_share": ("the greater part of the counted tries worked", "more tries worked than did not"),
    "retry_share": (
        "after a try that did not work, another one usually followed",
        "{name} mostly made another try when one did not work",
    ),
    "recovery_seconds": (
        "the time between a try that did not work and the next one counts toward this",
        "the next try after one that did not work came at a time that counts toward this",
    ),
    "recovered_share": (
        "tasks that did not work at first were solved later in the session",
        "{name} later solved tasks that did not work at first",
    ),
    "rushed_share": (
        "there was mostly a moment between a try that did not work and the next one",
        "{name} mostly took a moment before the next try",
    ),
    "idle_share": ("most of the session went to the tasks", "{name} stayed with the tasks for most of the session"),
    "hints_per_task": ("the tasks were worked with few hints", "{name} used few hints on the tasks"),
    "help_given_rate": ("help was given to others during the session", "{name} gave help to others while playing"),
}

TELLS: Mapping[str, tuple[str, ...]] = {
    "dismissal": (
        "another person's side is set apart for now",
        "the other person's side is not taken up yet",
        "the own side comes first",
    ),
    "no_plan": (
        "the problem is left open for now",
        "what to do about the problem stays open",
        "the way on is left to chance or to someone else",
    ),
    "impulse": (
        "the first impulse came before anything else",
        "acting came before steering",
        "the impulse decided that moment",
    ),
    "gave_up": (
        "{name} stepped away from the difficulty",
        "the difficulty was left where it stood",
        "the setback ended the effort for that time",
    ),
}

FRAMES: Mapping[str, tuple[str, ...]] = {
    "strength": (
        "{name} {phrase}[, as in {quote}].",
        "The clearest strength here: {name} {phrase}[, as in {quote}].",
        "What stands out first is that {name} {phrase}[: {quote}].",
        "In {skill}, {name} {phrase}[: {quote}].",
        "{name} {phrase}[ ({quote})], and that is a strength to build on.",
        "A strength in {skill} comes through: {name} {phrase}[, as in {quote}].",
        "Strongest in these responses: {name} {phrase}[, as in {quote}].",
        "Worth naming first: {name} {phrase}[, as in {quote}].",
        "First of all, {name} {phrase}[: {quote}].",
        "These responses speak best for {skill}: {name} {phrase}[, as in {quote}].",
        "A good place to start: {name} {phrase}[, as in {quote}].",
        "It speaks for {skill} that {name} {phrase}[: {quote}].",
        "{skill} shows most clearly: {name} {phrase}[, as in {quote}].",
        "Something to build on: {name} {phrase}[, as in {quote}].",
    ),
    "strength_play": (
        "The game record speaks for {skill}: {phrase}.",
        "Counted in {whose} game: {phrase}.",
        "{whose} play shows {skill} first: {phrase}.",
        "A strength counted in play: in {whose} session, {phrase}.",
        "In {whose} game, {phrase}, which speaks for {skill}.",
    ),
    # Where the evidence names no move of the skill, no more is said than the level its words read as.
    "strength_level": (
        "In {skill}, {whose} words read as {level}[, most of all {quote}].",
        "{whose} words stand out first in {skill}, which reads as {level}[, most clearly in {quote}].",
        "Strongest in {whose} responses is {skill}, which reads as {level}[, as in {quote}].",
        "Worth naming first: {whose} words on {skill} read as {level}[, as in {quote}].",
        "{whose} words speak best for {skill}[, most of all {quote}], and read as {level}.",
    ),
    "also": (
        "{name} also {phrase}[: {quote}].",
        "There is {skill} to see as well: {name} {phrase}[, as in {quote}].",
        "The words show {skill} too: {name} {phrase}[, as in {quote}].",
        "On {skill}, {name} {phrase}[: {quote}].",
        "Another thing that shows: {name} {phrase}[, as in {quote}].",
        "Alongside that, {name} {phrase}[: {quote}].",
        "Also worth naming: {name} {phrase}[, as in {quote}].",
        "When it comes to {skill}, {name} {phrase}[: {quote}].",
        "Beside it stands {skill}: {name} {phrase}[, as in {quote}].",
        "At the same time, {name} {phrase}[: {quote}].",
        "It also shows that {name} {phrase}[: {quote}].",
        "As for {skill}, {name} {phrase}[: {quote}].",
        "These responses show more: {name} {phrase}[, as in {quote}].",
    ),
    "also_level": (
        "{skill} reads as {level} in {whose} words[, most of all in {quote}].",
        "{whose} words on {skill} read as {level}[, as in {quote}].",
        "On {skill}, what {name} tells reads as {level}[, as in {quote}].",
        "For {skill}, {whose} words read as {level}[; {quote} counts most toward it].",
        "As for {skill}, {whose} words read as {level}[, most clearly in {quote}].",
        "In {skill}, {whose} words read as {level}[; {quote} counts most toward it].",
    ),
    "also_play": (
        "The game record adds to it: in {whose} session, {phrase}.",
        "What was counted in {whose} game adds to {skill}: {phrase}.",
        "In {whose} game, {phrase}.",
        "{skill} shows in play as well: in {whose} session, {phrase}.",
    ),
    "tell": (
        "In this part of {whose} words, {phrase}[: {quote}].",
        "On {skill}, this is what {whose} words hold so far: {phrase}[ ({quote})].",
        "This time, as {name} tells it, {phrase}[: {quote}].",
        "In what {name} tells here, {phrase}[: {quote}].",
        "As to {skill} in {whose} words, {phrase}[: {quote}].",
    ),
    "tell_level": (
        "On {skill}, {whose} words read as {level} for now[, as in {quote}].",
        "{skill} reads as {level} so far in what {name} tells[: {quote}].",
        "For now, {whose} words on {skill} read as {level}[; {quote} counts most].",
    ),
    "rise": (
        "{skill} has risen reliably since {whose} first responses[; {quote} is a part of it].",
        "{skill} has grown since {whose} first responses by more than the reading's own error[, as in {quote}].",
        "There is a reliable rise in {skill} since {whose} first responses[, to be seen in {quote}].",
        "Set beside {whose} first responses, {skill} shows reliably more[, as in {quote}].",
        "{whose} {skill} has grown since the first responses, and reliably so[: {quote}].",
    ),
    "fall": (
        "{skill} shows less here than in {whose} first responses; what was asked may have a part in that.",
        "These responses hold less of {skill} than {whose} first ones; a conversation can tell why.",
        "Set beside {whose} first responses, {skill} shows less this time; the prompts may have a part in it.",
        "There is less of {skill} to read than in {whose} first responses, which is worth a question to {name}.",
    ),
    "step": (
        "A next step toward {level}: ask {name} to {phrase}.",
        "To move toward {level}, {name} could {phrase}.",
        "One thing to try next in {skill}: {name} could {phrase}.",
        "In the next response, {name} could {phrase}.",
        "Next time, you could ask {name} to {phrase}.",
        "What comes next in {skill}: invite {name} to {phrase}.",
        "A small next step for {name}: to {phrase}.",
        "When something like this comes up again, {name} could {phrase}.",
        "Toward {level} in {skill}, it would help {name} to {phrase}.",
        "A good thing to ask of {name} next is to {phrase}.",
        "{skill} can grow toward {level} from here: {name} could {phrase}.",
        "You could invite {name} to {phrase}.",
    ),
    "step_back": (
        "[Looking back at {quote}, ]{name} could {phrase}.",
        "[Starting from {quote}, ]{name} could {phrase}.",
        "A next step toward {level}: ask {name} to {phrase}.",
        "When such a moment comes again, {name} could {phrase}.",
        "Toward {level} in {skill}, invite {name} to {phrase}.",
        "[With {quote} in mind, ]{name} could {phrase}.",
        "One thing to try next in {skill}: {name} could {phrase}.",
        "A small next step for {name}: to {phrase}.",
    ),
    "step_play": (
        "In the next game, {name} could {phrase}.",
        "Before the next session, you could ask {name} to {phrase}.",
        "A next step in play: {name} could {phrase}.",
        "Toward {level} in {skill}, {name} could {phrase} in the next game.",
    ),
    "stretch": (
        "With {skill} at Advanced, {name} could {phrase}.",
        "What could come next in {skill}: invite {name} to {phrase}.",
        "To carry {skill} further, {name} could {phrase}.",
        "{name} has {skill} to pass on and could {phrase}.",
        "A next step that uses this {skill}: ask {name} to {phrase}.",
    ),
}

_TOO_LITTLE = (
    "There is not enough evidence yet for {skills}",
    "On {skills}, {whose} words do not say enough yet",
    "What {name} has told so far is not enough to read {skills}",
    "It is too early to say anything about {skills}",
    "These responses do not show {skills} one way or the other yet",
    "For {skills}, one more response from {name} would help",
)
_TOO_EARLY = (
    "It is too early to say for {skills}",
    "About {skills}, {name} has not told enough yet",
    "For {skills}, one more response from {name} would help",
    "What {name} has told so far says little about {skills} yet",
)
_ASKS = (
    "; this usually shows {skill}: {prompt}",
    "; {skill} usually comes up with {prompt}",
    "; a prompt that brings out {skill} is {prompt}",
    "; you could ask for {skill} with {prompt}",
    "; to see {skill}, try {prompt}",
    "; answers about {skill} usually come with {prompt}",
)
_INVITES = tuple(opening + ask for opening in _TOO_LITTLE for ask in _ASKS)
# A family is told of a rise without the reading's error; that it is reliable is why it is told at all.
FAMILY_FRAMES: Mapping[str, tuple[str, ...]] = {
    "rise": (
        "{skill} has clearly grown since {whose} first responses[, as in {quote}].",
        "There is clearly more {skill} now than in {whose} first responses[: {quote}].",
    ),
}
_FAMILY_INVITES = tuple(opening + ask for opening in _TOO_EARLY for ask in _ASKS)


def _wordings(family: str, subject: str) -> Wordings:
    if family == "invite":
        return Wordings(_INVITES, family=_FAMILY_INVITES)
    if subject in MOVES:
        phrases = STEPS[subject] if family == "step" else PLAY[subject]
        return Wordings(FRAMES[f"{family}_play"], phrases)
    if family == "step" and subject in OPPOSITES:
        return Wordings(FRAMES["step_back"], STEPS[subject])
    if subject in SKILL_IDS and f"{family}_level" in FRAMES:
        return Wordings(FRAMES[f"{family}_level"])
    phrases = {"strength": DOES, "also": DOES, "tell": TELLS, "step": STEPS, "stretch": STRETCHES}.get(family)
    return Wordings(FRAMES[family], phrases[subject] if phrases else ("",), FAMILY_FRAMES.get(family, ()))


CATALOG: Mapping[str, Wordings] = {
    f"{name}.{subject}": _wordings(name, subject) for name, family in FAMILIES.items() for subject in family.subjects
}
