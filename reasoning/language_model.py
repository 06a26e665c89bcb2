"""A writer that stands elsewhere: it is shown evidence and what may be said, and chooses. It writes no word itself.

What it answers is believed nothing: a choice that was not offered, cites what is not there, or comes with anything
beside its four fields is dropped, one by one. What a reader needs and the choice lacks (a strength, a change, the
next step, an invitation) is filled in by the offline writer, and the guard looks at the whole.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlcore.schema import LEVELS, NAMES, SKILLS
from privacy.egress.cleared import Cleared, listed, numbered, shipped, together
from reasoning import guard
from reasoning.catalog import IDS, Kind, family_of, speaks_of, subject_of
from reasoning.claims import About, Cited, Claim, claims_from_json, claims_to_json
from reasoning.offers import Offer, offers
from reasoning.offline import OfflineWriter
from reasoning.writer import Writer

INSTRUCTIONS = Path(__file__).resolve().parent / "instructions" / "feedback.md"
MOST_TOKENS = 600
MOST_CITED = 2
LONGEST_NAME = 27  # of the model, so that "… + offline-1" fits beside the feedback
NEEDED = (Kind.STRENGTH, Kind.CHANGE, Kind.NEXT_STEP, Kind.INVITATION)
ORDER = (Kind.STRENGTH, Kind.OBSERVATION, Kind.CHANGE, Kind.NEXT_STEP, Kind.INVITATION)
SEEN = (Kind.STRENGTH, Kind.OBSERVATION)
FIELDS = {"template", "skill", "evidence", "phrase"}
CHANGES = ("rise", "none", "fall")
KINDS = ("words", "behavior", "not_seen")

Ask = Callable[[Cleared, Cleared], str]  # instructions, text -> answer


class NothingUsable(Exception):
    """Nothing in the answer may be shown: what the offline writer wrote stands."""


@dataclass(frozen=True)
class Choice:
    """What is left of an answer, and how much of it was dropped."""

    claims: tuple[Claim, ...]
    dropped: int


class LanguageModelWriter:
    """``words`` are the places the evidence points to, cleared. ``recall`` and ``remember`` keep choices."""

    def __init__(
        self,
        *,
        model: str,
        ask: Ask,
        words: Mapping[Cited, Cleared],
        recall: Callable[[str], list | None] = lambda question: None,
        remember: Callable[[str, list], None] = lambda question, claims: None,
        offline: Writer | None = None,
    ):
        self.name = model[:LONGEST_NAME]
        self._model, self._ask, self._words = model, ask, words
        self._recall, self._remember = recall, remember
        self._offline = offline or OfflineWriter()

    def write(self, about: About) -> tuple[Claim, ...]:
        """Checked claims; ``name`` then says whether the offline writer had to help. Raises ``NothingUsable``."""
        offered = offers(about)
        instructions, text = shipped(INSTRUCTIONS), question(about, offered, self._words)
        asked = f"{self._model}\n{instructions}\n{text}"
        kept = self._recall(asked)
        if kept is None:
            choice = chosen(self._ask(instructions, text), offered, about)
            if not choice.claims:
                raise NothingUsable(f"none of {choice.dropped} claims may be shown")
            self._remember(asked, claims_to_json(choice.claims))
            kept = claims_to_json(choice.claims)
        own = claims_from_json(kept)
        whole = completed(own, self._offline.write(about))
        guard.check(whole, about)
        helped = any(claim not in own for claim in whole)
        self.name = self._model[:LONGEST_NAME] + (f" + {self._offline.name}" if helped else "")
        return whole


# --- what is asked ------------------------------------------------------------------------------


def question(about: About, offered: Sequence[Offer], words: Mapping[Cited, Cleared]) -> Cleared:
    """The evidence and the offers as JSON; no name, no pronoun, no id of a person, a school or a response."""
    return together(
        {
            "skills": [_skill(about, score, words) for score in about.scored],
            "too_little_to_say": [listed(score.skill.value, SKILLS) for score in about.unscored],
            "claims": [_offer(offer) for offer in offered],
        }
    )


def _skill(about: About, score, words: Mapping[Cited, Cleared]) -> dict:
    verdict = about.verdict(score.skill)
    return {
        "skill": listed(score.skill.value, SKILLS),
        "level": listed(score.level.value, LEVELS),
        "change": verdict and listed(verdict, CHANGES),
        "evidence": [
            {
                "id": numbered(listed(score.skill.value, SKILLS), item.rank),
                "kind": listed(item.kind, KINDS),
                "raises": item.contribution > 0,
                "shows": listed(speaks_of(item.feature, score.skill), {*NAMES, *SKILLS}),
                "words": words.get((score.skill.value, item.rank)),
            }
            for item in score.evidence
        ],
    }


def _offer(offer: Offer) -> dict:
    return {
        "template": listed(offer.template, IDS),
        "skill": listed(offer.skill.value, SKILLS),
        "evidence": [numbered(listed(skill, SKILLS), rank) for skill, rank in offer.evidence],
        "phrases": [listed(phrase, offer.phrases) for phrase in offer.phrases],
    }


# --- what is made of the answer -------------------------------------------------------------------


def chosen(answer: str, offered: Sequence[Offer], about: About) -> Choice:
    """The claims of an answer that were offered, each looked at alone; at most one of each kind that may stand once."""
    by_name = {(offer.template, offer.skill.value): offer for offer in offered}
    said = _claims_of(answer)
    kept: list[Claim] = []
    for one in said:
        claim = _claim(one, by_name)
        if claim and _fits(claim, kept) and _passes(claim, about):
            kept.append(claim)
    return Choice(_ordered(kept), len(said) - len(kept))


def _claims_of(answer: str) -> list:
    bare = answer.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        said = json.loads(bare)
    except (ValueError, RecursionError):
        return []
    claims = said.get("claims") if isinstance(said, dict) else None
    return claims if isinstance(claims, list) else []


def _claim(said: object, by_name: Mapping[tuple[str, str], Offer]) -> Claim | None:
    """One choice as a claim; ``None`` when it is not exactly a choice among the offers."""
    if not isinstance(said, dict) or set(said) != FIELDS:
        return None
    template, skill, evidence, phrase = (said[name] for name in ("template", "skill", "evidence", "phrase"))
    if not (isinstance(template, str) and isinstance(skill, str) and isinstance(evidence, list)):
        return None
    offer = by_name.get((template, skill))
    if offer is None or isinstance(phrase, bool) or not isinstance(phrase, int):
        return None
    known = {f"{name}.{rank}": (name, rank) for name, rank in offer.evidence}
    if not 0 <= phrase < len(offer.phrases) or not all(isinstance(one, str) and one in known for one in evidence):
        return None
    cited = tuple(dict.fromkeys(known[one] for one in evidence))
    return offer.claim(cited[:MOST_CITED], phrase)


def _fits(claim: Claim, kept: Sequence[Claim]) -> bool:
    """What may stand once stands once, and nothing is told twice."""
    kind = family_of(claim.template).kind
    return not (kind in NEEDED and any(_of(kept, kind))) and not any(_same(claim, one) for one in kept)


def _same(one: Claim, other: Claim) -> bool:
    """The same thing seen, whether as a strength or beside it."""
    return all(family_of(claim.template).kind in SEEN for claim in (one, other)) and (
        (subject_of(one.template), one.slots["skill"]) == (subject_of(other.template), other.slots["skill"])
    )


def _of(claims: Sequence[Claim], kind: Kind) -> Iterator[Claim]:
    return (claim for claim in claims if family_of(claim.template).kind == kind)


def _passes(claim: Claim, about: About) -> bool:
    try:
        guard.check((claim,), about)
    except guard.Unsupported:
        return False
    return True


def completed(own: Sequence[Claim], offline: Sequence[Claim]) -> tuple[Claim, ...]:
    """The choice with what it lacks and the offline writer would say; observations make room, the last first."""
    missing = [claim for kind in NEEDED if not any(_of(own, kind)) for claim in _of(offline, kind)]
    missing = [claim for claim in missing if not any(_same(claim, one) for one in own)]
    whole = [*own, *missing]
    while len(whole) > guard.MOST:
        whole.remove(next(_of(list(reversed(whole)), Kind.OBSERVATION)))
    return _ordered(whole)


def _ordered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: ORDER.index(family_of(claim.template).kind)))
