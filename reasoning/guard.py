"""What may be said of a student: every claim cites, and no claim says more than what it cites.

The offline writer's claims pass by construction and are checked all the same; a writer that stands elsewhere is
believed nothing. Raised reasons name template ids and ranks, never a student's words.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping

from mlcore.change import FALL, RISE
from mlcore.results import Evidence
from mlcore.schema import LEVELS, SKILLS, Skill
from reasoning.catalog import FROM_LEVEL, Cites, Kind, family_of, next_level, skill_of, speaks_of, subject_of
from reasoning.claims import About, Claim
from reasoning.prompts import prompt_of
from reasoning.render import render

MOST = 5
ONCE = (Kind.CHANGE, Kind.NEXT_STEP, Kind.INVITATION)


class Unsupported(ValueError):
    """A claim that must not be shown; the message says which and why."""


def check(claims: tuple[Claim, ...], about: About) -> None:
    """Raise ``Unsupported`` for the first claim that says what ``about`` does not hold."""
    _check_shape(claims)
    for claim in claims:
        _check_slots(claim)
        _check_citations(claim, about)
        CHECKS.get(claim.template.partition(".")[0], _nothing_more)(claim, about)
    for sentence in render(claims, name="Name", pronouns=about.pronouns, quote=lambda skill, rank: None):
        if sentence.kind != Kind.INVITATION:  # its prompt is a table's own text
            check_words(sentence.text, about.pronouns)


def _check_shape(claims: tuple[Claim, ...]) -> None:
    kinds = [_family(claim).kind for claim in claims]
    if len(claims) > MOST:
        raise Unsupported(f"{len(claims)} claims: at most {MOST} are read")
    if Kind.STRENGTH in kinds[1:]:
        raise Unsupported("a strength comes first, and there is one")
    for kind in ONCE:
        if Counter(kinds)[kind] > 1:
            raise Unsupported(f"more than one {kind.value}")


def _family(claim: Claim):
    try:
        return family_of(claim.template)
    except KeyError:
        raise Unsupported(f"unknown template {claim.template!r}") from None


# --- slots: ids only, so that no word of a student and no name can be stored in one --------------


def _is_prompt(value: object) -> bool:
    try:
        return bool(prompt_of(value))
    except (KeyError, ValueError, AttributeError):
        return False


SLOTS: Mapping[str, Callable[[object], bool]] = {
    "voice": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    "skill": lambda value: value in SKILLS,
    "level": lambda value: value in LEVELS,
    "skills": lambda value: isinstance(value, tuple) and bool(value) and set(value) <= set(SKILLS),
    "prompt": _is_prompt,
}


def _check_slots(claim: Claim) -> None:
    wanted = _family(claim).slots
    if set(claim.slots) != wanted:
        raise Unsupported(f"{claim.template} takes the slots {', '.join(sorted(wanted))}")
    for name, value in claim.slots.items():
        if not SLOTS[name](value):
            raise Unsupported(f"{claim.template}: the slot {name} holds what is no id")
    if skill_of(claim.template) not in {None, claim.slots["skill"]}:
        raise Unsupported(f"{claim.template} is filled with another skill")


# --- citations --------------------------------------------------------------------------------


def _check_citations(claim: Claim, about: About) -> None:
    items = [_cited(claim, cited, about) for cited in claim.evidence]
    cites = _family(claim).cites
    if not items and cites in {Cites.RAISING, Cites.LOWERING}:
        raise Unsupported(f"{claim.template} cites no evidence")
    if items and cites is Cites.NOTHING:
        raise Unsupported(f"{claim.template} has nothing to cite")
    if cites in {Cites.RAISING, Cites.RAISING_OR_ABSENT} and any(item.contribution <= 0 for item in items):
        raise Unsupported(f"{claim.template} praises what lowers the score")
    if cites in {Cites.LOWERING, Cites.LOWERING_OR_ABSENT} and any(item.contribution >= 0 for item in items):
        raise Unsupported(f"{claim.template} rests on what raises the score")


def _cited(claim: Claim, cited: tuple[str, int], about: About) -> Evidence:
    item = about.find(cited)
    if item is None:
        raise Unsupported(f"{claim.template} cites {cited[0]} {cited[1]}, which is not among the evidence")
    if cited[0] != claim.slots["skill"]:
        raise Unsupported(f"{claim.template} speaks of one skill and cites another")
    return item


# --- what each family may say -----------------------------------------------------------------


def _nothing_more(claim: Claim, about: About) -> None:
    """Nothing beyond slots and citations."""


def _says_what_is_cited(claim: Claim, about: About) -> None:
    skill, subject = Skill(claim.slots["skill"]), subject_of(claim.template)
    spoken = {speaks_of(about.find(cited).feature, skill) for cited in claim.evidence}
    if subject not in {skill.value, *spoken} or (subject != skill.value and spoken != {subject}):
        raise Unsupported(f"{claim.template} speaks of a feature that its evidence is not about")
    if any(about.find(cited).kind == "not_seen" for cited in claim.evidence):
        raise Unsupported(f"{claim.template} tells as seen what was not seen")


def _tells_what_shows(claim: Claim, about: About) -> None:
    _says_what_is_cited(claim, about)
    level = about.scores[Skill(claim.slots["skill"])].level
    if claim.slots["level"] != level:
        raise Unsupported(f"{claim.template} names a level that was not reached")
    family = claim.template.partition(".")[0]
    if skill_of(claim.template) and LEVELS.index(level) < LEVELS.index(FROM_LEVEL[family]):
        raise Unsupported(f"{claim.template} makes too much of {level.value}")


def _changed(verdict: str) -> Callable[[Claim, About], None]:
    def reliably(claim: Claim, about: About) -> None:
        if about.verdict(Skill(claim.slots["skill"])) != verdict:
            raise Unsupported(f"{claim.template} claims a change that is not reliable")

    return reliably


def _leads_to_the_next_level(claim: Claim, about: About) -> None:
    score = about.scores.get(Skill(claim.slots["skill"]))
    wanted = next_level(score.level) if score in about.scored else None
    if wanted is None or claim.slots["level"] != wanted:
        raise Unsupported(f"{claim.template} does not lead to the next level")
    if "." in subject_of(claim.template) and subject_of(claim.template).partition(".")[2] != wanted:
        raise Unsupported(f"{claim.template} holds the step of another level")


def _goes_beyond_the_last_level(claim: Claim, about: About) -> None:
    score = about.scores.get(Skill(claim.slots["skill"]))
    if score not in about.scored or next_level(score.level) is not None:
        raise Unsupported(f"{claim.template} is for a skill at the last level")


def _invites_what_is_open(claim: Claim, about: About) -> None:
    open_skills = {score.skill.value for score in about.unscored}
    if not set(claim.slots["skills"]) <= open_skills or claim.slots["skill"] not in claim.slots["skills"]:
        raise Unsupported(f"{claim.template} says there is too little where there is a score")
    if claim.slots["prompt"].partition(".")[0] != claim.slots["skill"]:
        raise Unsupported(f"{claim.template} offers the prompt of another skill")


CHECKS: Mapping[str, Callable[[Claim, About], None]] = {
    "strength": _tells_what_shows,
    "also": _tells_what_shows,
    "tell": _tells_what_shows,
    "rise": _changed(RISE),
    "fall": _changed(FALL),
    "step": _leads_to_the_next_level,
    "stretch": _goes_beyond_the_last_level,
    "invite": _invites_what_is_open,
}

# --- words --------------------------------------------------------------------------------------

_DEFICIT = (
    "low weak weakness poor poorly lacks lacking deficit deficient inadequate unable incapable struggles struggling "
    "fails failed failure bad worse worst disappointing concerning problematic troubled at-risk underperforms lazy"
)
_DIAGNOSIS = "diagnosis diagnosed disorder symptom symptoms adhd autism autistic depression depressed anxiety trauma"
_COMPARISON = "peers average classmates' ranks ranked ranking best-in-class"
_PRONOUNS = {
    "he": re.compile(r"\b(?:he|him|his|himself)\b", re.I),
    "she": re.compile(r"\b(?:she|her|hers|herself)\b", re.I),
}
_RULES = (
    (re.compile(rf"\b(?:{'|'.join(f'{_DEFICIT} {_DIAGNOSIS}'.split())}|at risk)\b", re.I), "a deficit word"),
    (
        re.compile(rf"\b(?:{'|'.join(_COMPARISON.split())}|(?:than|like) (?:other|most) students)\b", re.I),
        "a comparison",
    ),
    (re.compile(r"\d"), "a number"),
    (re.compile(r"[!—]"), "a mark this product does not use"),
)


def check_words(text: str, pronouns: str | None) -> None:
    """Raise ``Unsupported`` for words no text about a student holds; he and she only when the roster has them."""
    for pattern, what in _RULES:
        if found := pattern.search(text):
            raise Unsupported(f"{what}: {found[0]!r}")
    held = set(re.findall(r"[a-z]+", (pronouns or "").lower()))
    for first, pattern in _PRONOUNS.items():
        if first not in held and (found := pattern.search(text)):
            raise Unsupported(f"a pronoun the roster does not hold: {found[0]!r}")
