"""All that may be said of one student: each claim the evidence allows, with what it may cite and how it may be put.

A writer that stands elsewhere chooses among these and from nothing else. An offer is made only for what the guard
lets pass, so that choosing can be wrong in taste, never in fact.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlcore.results import Evidence, SkillScore
from mlcore.schema import Skill
from reasoning import guard
from reasoning.catalog import IDS, OPPOSITES, next_level, speaks_of
from reasoning.claims import About, Cited, Claim, Slot
from reasoning.offline import LEAST
from reasoning.prompts import PROMPTS_THAT_SHOW
from reasoning.templates_en import CATALOG

TURN = 997  # render takes the phrase from voice // 997 and the frame from voice


@dataclass(frozen=True)
class Offer:
    """One claim that may be made. ``evidence`` is empty where it rests on nothing."""

    template: str
    skill: Skill
    slots: Mapping[str, Slot]
    evidence: tuple[Cited, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """The ways to say it, in our own words; for an invitation the prompts to choose from."""
        if self.template.startswith("invite."):
            return PROMPTS_THAT_SHOW[self.skill]
        return CATALOG[self.template].phrases

    def claim(self, cited: tuple[Cited, ...], phrase: int) -> Claim:
        """The claim with one phrase, in a frame that depends on what is cited."""
        frame = zlib.crc32(f"{self.template} {cited}".encode()) % TURN
        slots: dict[str, Slot] = {**self.slots, "voice": phrase * TURN + frame}
        if self.template.startswith("invite."):
            slots["prompt"] = f"{self.skill.value}.{phrase + 1}"
        return Claim(self.template, slots, cited)


def offers(about: About) -> tuple[Offer, ...]:
    """Every offer the guard lets pass, in schema order of the skills."""
    found: dict[tuple[str, Skill], Offer] = {}
    for template, skill, slots, cited in _candidates(about):
        before = found.get((template, skill))
        offer = Offer(template, skill, slots, cited)
        if template in IDS and _passes(offer, about):
            evidence = (*before.evidence, *cited) if before else cited
            found[template, skill] = Offer(template, skill, slots, evidence)
    return tuple(found.values())


def _passes(offer: Offer, about: About) -> bool:
    try:
        guard.check((offer.claim(offer.evidence, 0),), about)
    except guard.Unsupported:
        return False
    return True


Candidate = tuple[str, Skill, Mapping[str, Slot], tuple[Cited, ...]]


def _candidates(about: About) -> Iterator[Candidate]:
    for score in about.scored:
        yield from _next_step(score, ())
        for item in score.evidence:
            yield from _of(score, item)
    unread = tuple(score.skill.value for score in about.unscored)
    for score in about.unscored:
        slots = {"skill": score.skill.value, "skills": unread, "prompt": f"{score.skill.value}.1"}
        yield f"invite.{score.skill.value}", score.skill, slots, ()


def _of(score: SkillScore, item: Evidence) -> Iterator[Candidate]:
    """What one item could be cited for. Too little, or an opposite that happens to raise, is no praise."""
    skill, cited = score.skill, ((score.skill.value, item.rank),)
    subject, level = speaks_of(item.feature, skill), {"skill": skill.value, "level": score.level.value}
    if item.contribution < 0:
        yield f"tell.{subject}", skill, level, cited
        yield f"fall.{skill.value}", skill, {"skill": skill.value}, cited
        yield from _next_step(score, cited, subject)
    elif item.contribution >= LEAST and item.kind != "not_seen" and item.feature not in OPPOSITES:
        yield f"strength.{subject}", skill, level, cited
        yield f"also.{subject}", skill, level, cited
        yield f"rise.{skill.value}", skill, {"skill": skill.value}, cited
        yield f"stretch.{skill.value}", skill, {"skill": skill.value}, cited


def _next_step(score: SkillScore, cited: tuple[Cited, ...], subject: str = "") -> Iterator[Candidate]:
    skill, level = score.skill, next_level(score.level)
    if level is None:
        yield f"stretch.{skill.value}", skill, {"skill": skill.value}, ()
        return
    slots = {"skill": skill.value, "level": level.value}
    yield f"step.{skill.value}.{level.value}", skill, slots, cited
    if subject:
        yield f"step.{subject}", skill, slots, cited
