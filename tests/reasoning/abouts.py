"""Made-up results to write about: one skill at a time, or a whole class."""

import random

from mlcore.change import Change
from mlcore.results import NOT_ENOUGH, SCORED, Evidence, SkillScore
from mlcore.schema import FEATURES, SKILLS, Skill, level_of
from reasoning.claims import About

SPOKEN = tuple(f for f in FEATURES if f.family in {"linguistic", "behavioral"})


def item(feature, contribution, *, kind="words", rank=1, place=0):
    spans = {"start": place, "end": place + 24} if kind == "words" else {}
    return Evidence(rank, kind, feature, "behavioral" if kind == "behavior" else "model", contribution, "r1", **spans)


def scored(skill, score, *evidence, confidence=0.6):
    """A scored skill; its evidence is ranked in the order given."""
    ranked = tuple(
        Evidence(rank, e.kind, e.feature, e.source, e.contribution, e.key, e.start, e.end)
        for rank, e in enumerate(evidence, 1)
    )
    return SkillScore(
        skill=skill,
        status=SCORED,
        score=score,
        low=max(0.0, score - 0.15),
        high=min(1.0, score + 0.15),
        standard_error=0.11,
        base=0.5,
        level=level_of(score),
        confidence=confidence,
        confidence_parts={},
        sources={},
        shares={},
        readings=2,
        p_observed=0.95,
        evidence=ranked,
    )


def unscored(skill, p_observed=0.2):
    return SkillScore(skill, NOT_ENOUGH, *[None] * 7, {}, {}, {}, 0, p_observed, ())


def about(*scores, pronouns=None, changes=None):
    """These scores; every other skill without enough evidence yet."""
    given = {score.skill: score for score in scores}
    return About({skill: given.get(skill) or unscored(skill) for skill in SKILLS}, pronouns, changes)


def rise(delta=0.3):
    return Change("rise", delta, 0.19)


def fall(delta=-0.3):
    return Change("fall", delta, 0.19)


def a_class(size=48, seed=7):
    """Varied students as a term brings them: some skills unread, some changes, evidence of every kind."""
    chance = random.Random(seed)
    return [_student(chance) for _ in range(size)]


def _student(chance):
    unread = set(chance.sample(SKILLS, chance.choice([0, 0, 1, 1, 2])))
    scores = {
        skill: unscored(skill, chance.random() / 2) if skill in unread else _skill(skill, chance) for skill in SKILLS
    }
    changed = chance.choice(
        [{}, {}, {chance.choice(SKILLS): chance.choice([rise(), rise(), fall(), Change("none", 0.1, 0.2)])}]
    )
    return About(scores, chance.choice([None, None, "she/her", "he/him", "they/them"]), changed)


def _skill(skill, chance):
    score = round(chance.uniform(0.05, 0.95), 3)
    own = [f for f in SPOKEN if skill in f.skills]
    found = [_evidence(chance.choice(own), chance, score) for _ in range(chance.randint(1, 4))]
    return scored(
        skill, score, *found, item("wording", round(chance.uniform(-0.1, 0.15), 4), place=chance.randint(0, 900))
    )


def _evidence(feature, chance, score):
    size = round(chance.uniform(0.01, 0.25), 4) * (1 if chance.random() < 0.3 + score / 2 else -1)
    if feature.family == "behavioral":
        return item(feature.name, size, kind="behavior")
    if size < 0 and feature.unseen:
        return item(feature.name, size, kind="not_seen")
    opposite = not feature.unseen
    return item(feature.name, -abs(size) if opposite else abs(size), place=chance.randint(0, 900))


def no_quote(skill, rank):
    return None


E, P, S, R = (Skill.EMPATHY, Skill.PROBLEM_SOLVING, Skill.SELF_REGULATION, Skill.RESILIENCE)
