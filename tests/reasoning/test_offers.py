"""What may be said of a student at all: every offer passes the guard, and every claim of the offline writer is one."""

import pytest

from reasoning import guard
from reasoning.catalog import IDS
from reasoning.offers import offers
from reasoning.offline import OfflineWriter
from tests.reasoning.abouts import E, P, S, a_class, about, fall, item, rise, scored, unscored

CLASS = a_class(24)


def named(about):
    return {(offer.template, offer.skill.value): offer for offer in offers(about)}


@pytest.mark.parametrize("student", CLASS, ids=range(len(CLASS)))
def test_every_offer_in_every_phrase_passes_the_guard(student):
    for offer in offers(student):
        assert offer.template in IDS
        for phrase in range(len(offer.phrases)):
            guard.check((offer.claim(offer.evidence[:2], phrase),), student)


@pytest.mark.parametrize("student", CLASS, ids=range(len(CLASS)))
def test_whatever_the_offline_writer_says_is_on_offer(student):
    offered = named(student)
    for claim in OfflineWriter().write(student):
        offer = offered[claim.template, claim.slots["skill"]]
        assert set(claim.evidence) <= set(offer.evidence)


def test_what_raises_may_be_praised_and_what_lowers_may_be_told():
    offered = named(
        about(scored(P, 0.7, item("cause_found", 0.2), item("gave_up", -0.1)), scored(S, 0.3, item("impulse", -0.2)))
    )
    assert offered["strength.cause_found", "problem_solving"].evidence == (("problem_solving", 1),)
    assert ("tell.impulse", "self_regulation") in offered
    assert not [name for name, _ in offered if name.startswith("strength.") and "impulse" in name]


def test_what_hardly_counts_is_not_offered_as_praise():
    offered = named(about(scored(P, 0.7, item("cause_found", 0.01))))
    assert not [name for name, _ in offered if name.startswith(("strength", "also"))]


def test_a_change_is_offered_only_when_it_is_reliable():
    score = scored(E, 0.7, item("feeling_named", 0.2), item("wording", -0.1))
    assert not [n for n, _ in named(about(score)) if n.startswith(("rise", "fall"))]
    assert ("rise.empathy", "empathy") in named(about(score, changes={E: rise()}))
    assert ("fall.empathy", "empathy") in named(about(score, changes={E: fall()}))


def test_a_skill_without_enough_evidence_is_offered_an_invitation_with_three_prompts():
    offered = named(about(unscored(E)))
    assert {name for name, _ in offered} == {
        f"invite.{s}" for s in ("empathy", "problem_solving", "self_regulation", "resilience")
    }
    assert len(offered["invite.empathy", "empathy"].phrases) == 3
    assert offered["invite.empathy", "empathy"].claim((), 2).slots["prompt"] == "empathy.3"


def test_the_phrase_that_was_chosen_is_the_phrase_that_is_said():
    from reasoning.render import render

    student = about(scored(P, 0.7, item("cause_found", 0.2)))
    offer = named(student)["strength.cause_found", "problem_solving"]
    for number, phrase in enumerate(offer.phrases):
        [sentence] = render(
            [offer.claim(offer.evidence, number)], name="Name", pronouns=None, quote=lambda skill, rank: None
        )
        assert phrase in sentence.text
