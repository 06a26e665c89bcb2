"""The writer that needs no outside service: claims chosen by stated rules, the same evidence always the same claims.

Three to five sentences: the strongest supported thing, what else shows, one reliable change when there is one, one
next step, and one prompt where a skill cannot be read yet. Fewer when there is less to say; never padded.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mlcore.change import FALL, RISE
from mlcore.results import Evidence, SkillScore
from mlcore.schema import LEVELS, Level
from reasoning import guard
from reasoning.catalog import AIMS, FROM_LEVEL, MOVES, OPPOSITES, next_level, speaks_of
from reasoning.claims import About, Claim
from reasoning.prompts import PROMPTS_THAT_SHOW

UNNAMED = 0.5  # wording that shows no named move supports a strength half as well as one that does
LEAST = 0.02  # of the score: what raises it by less is too little to be told
FEWEST, MOST_SHOWN = 3, 3


@dataclass(frozen=True)
class Seen:
    """One evidence item in its skill, and what a claim may say of it."""

    score: SkillScore
    item: Evidence

    @property
    def subject(self) -> str:
        return speaks_of(self.item.feature, self.score.skill)

    @property
    def named(self) -> bool:
        return self.subject != self.score.skill.value

    @property
    def support(self) -> float:
        """How well a strength stands on it: how much it raises, how sure that is, and how high the skill stands."""
        return self.item.contribution * self.score.confidence * self.score.score * (1.0 if self.named else UNNAMED)

    def may_be(self, family: str) -> bool:
        """A named move may always be told; without one there is only the level, and that must be there."""
        return self.named or LEVELS.index(self.score.level) >= LEVELS.index(FROM_LEVEL[family])


class OfflineWriter:
    name = "offline-1"

    def write(self, about: About) -> tuple[Claim, ...]:
        """Claims about one student, checked by the guard; raises ``Unsupported`` if this writer ever went wrong."""
        voice = _Voice(about)
        shown = _observations(about, voice)
        after = [*_change(about, voice), *_next_step(about, voice), *_invitation(about, voice)]
        # With little or nothing to praise, what the words hold is told plainly.
        told = _told(about, voice) if not shown or len(shown) + len(after) < FEWEST else []
        claims = (*shown, *told, *after)
        guard.check(claims, about)
        return claims


class _Voice:
    """Numbers that choose phrasings, drawn from the evidence: equal evidence, equal words; others, other words.

    Ids of responses are left out, so that a restored copy says the same.
    """

    def __init__(self, about: About) -> None:
        seen = [
            (item.feature, item.start, item.end, round(item.contribution, 6))
            for score in about.scored
            for item in score.evidence
        ]
        seen += [(score.skill.value, score.p_observed) for score in about.scores.values()]
        self._seed = repr(seen)

    def __call__(self, template: str) -> int:
        return zlib.crc32(f"{template} {self._seed}".encode())


# --- what shows ---------------------------------------------------------------------------------


def _observations(about: About, voice: _Voice) -> list[Claim]:
    raising = sorted(_raising(about), key=lambda seen: -seen.support)
    strength = next((seen for seen in raising if seen.may_be("strength")), None)
    others = [seen for seen in _one_each(raising, strength) if seen.may_be("also")]
    room = MOST_SHOWN - bool(strength) - any(_changes(about))
    found = [("strength", strength)] if strength else []
    found += [("also", seen) for seen in others[:room]]
    return [_observed(family, seen, raising, voice) for family, seen in found]


def _raising(about: About) -> Iterator[Seen]:
    """What raises a score and may be praised: never an opposite, even where it stands in words that raise."""
    for seen in _seen(about.scored):
        if seen.item.contribution >= LEAST and seen.item.kind != "not_seen" and seen.item.feature not in OPPOSITES:
            yield seen


def _one_each(ranked: Sequence[Seen], strength: Seen | None) -> list[Seen]:
    """What else shows: the best of each other skill first, then further named moves; nothing is told twice."""
    skills = {strength.score.skill} if strength else set()
    subjects = {strength.subject} if strength else set()
    best, further = [], []
    for seen in ranked:
        if seen.subject in subjects or (seen.score.skill in skills and not seen.named):
            continue
        (further if seen.score.skill in skills else best).append(seen)
        skills.add(seen.score.skill)
        subjects.add(seen.subject)
    return best + further


def _observed(family: str, seen: Seen, raising: Sequence[Seen], voice: _Voice) -> Claim:
    """One claim on an item, with the next item that shows the same thing beside it."""
    alike = [other for other in raising if other.subject == seen.subject and other.score is seen.score]
    template = f"{family}.{seen.subject}"
    slots = {"skill": seen.score.skill.value, "level": seen.score.level.value, "voice": voice(template)}
    return Claim(template, slots, tuple(_cite(other) for other in alike[:2]))


def _told(about: About, voice: _Voice) -> list[Claim]:
    """What the words hold that lowers a score, told once: an opposite first, else the level."""
    lowering = [seen for seen in _seen(about.scored) if seen.item.contribution < 0 and seen.item.kind == "words"]
    if not lowering:
        return []
    seen = min(lowering, key=lambda one: (one.subject not in OPPOSITES, one.item.contribution))
    subject = seen.subject if seen.subject in OPPOSITES else seen.score.skill.value
    slots = {"skill": seen.score.skill.value, "level": seen.score.level.value, "voice": voice(f"tell.{subject}")}
    return [Claim(f"tell.{subject}", slots, (_cite(seen),))]


# --- what changed -------------------------------------------------------------------------------


def _change(about: About, voice: _Voice) -> list[Claim]:
    """The reliable change that stands farthest beyond its threshold; a rise before a fall."""
    found = sorted(_changes(about), key=lambda one: (one[1] != "rise", -one[0]))[:1]
    return [
        Claim(f"{family}.{score.skill.value}", {"skill": score.skill.value, "voice": voice(family)}, cited)
        for _, family, score, cited in found
    ]


def _changes(about: About) -> Iterator[tuple[float, str, SkillScore, tuple]]:
    for score in about.scored:
        family = {RISE: "rise", FALL: "fall"}.get(about.verdict(score.skill))
        sign = 1 if family == "rise" else -1
        cited = tuple(_cite(seen) for seen in _seen([score]) if sign * seen.item.contribution > 0)
        if family and cited:
            change = about.changes[score.skill]
            yield abs(change.delta) / max(change.threshold, 1e-9), family, score, cited[:1]


# --- what comes next ----------------------------------------------------------------------------


def _next_step(about: About, voice: _Voice) -> list[Claim]:
    """One step in the skill with the most room to grow; among equals, where evidence lowers the score most."""
    scored = about.scored
    if not scored:
        return []
    score = min(scored, key=lambda one: (LEVELS.index(one.level), sum(min(0, e.contribution) for e in one.evidence)))
    level = next_level(score.level)
    return [_step(score, level, voice) if level else _stretch(score, voice)]


def _step(score: SkillScore, level: Level, voice: _Voice) -> Claim:
    """A feature's own step where that is what the next level asks for, else the codebook's step for the level."""
    lowering = sorted((s for s in _seen([score]) if s.item.contribution < 0), key=lambda s: s.item.contribution)
    fitting = next((seen for seen in lowering if _leads(seen, level)), None)
    subject = fitting.subject if fitting else f"{score.skill.value}.{level.value}"
    slots = {"skill": score.skill.value, "level": level.value, "voice": voice(f"step.{subject}")}
    cited = fitting or next(iter(lowering), None)
    return Claim(f"step.{subject}", slots, (_cite(cited),) if cited else ())


def _leads(seen: Seen, level: Level) -> bool:
    return seen.subject in (*OPPOSITES, *MOVES) or AIMS.get(seen.subject) == level


def _stretch(score: SkillScore, voice: _Voice) -> Claim:
    raising = [_cite(seen) for seen in _seen([score]) if seen.item.contribution > 0]
    template = f"stretch.{score.skill.value}"
    return Claim(template, {"skill": score.skill.value, "voice": voice(template)}, tuple(raising[:1]))


def _invitation(about: About, voice: _Voice) -> list[Claim]:
    """One sentence for all skills that cannot be read yet, with a prompt for the one that came nearest."""
    unread = about.unscored
    if not unread:
        return []
    nearest = max(unread, key=lambda score: score.p_observed).skill
    template = f"invite.{nearest.value}"
    chosen = voice(template)
    slots = {
        "skill": nearest.value,
        "skills": tuple(score.skill.value for score in unread),
        "prompt": f"{nearest.value}.{chosen // 7 % len(PROMPTS_THAT_SHOW[nearest]) + 1}",
        "voice": chosen,
    }
    return [Claim(template, slots)]


def _seen(scores: Iterable[SkillScore]) -> Iterator[Seen]:
    return (Seen(score, item) for score in scores for item in score.evidence)


def _cite(seen: Seen) -> tuple[str, int]:
    return (seen.score.skill.value, seen.item.rank)
