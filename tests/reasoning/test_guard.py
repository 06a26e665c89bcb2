"""The guard believes no writer: what it lets through and what it turns away."""

import pytest

from reasoning.claims import Claim
from reasoning.guard import Unsupported, check, check_words
from reasoning.offline import OfflineWriter
from tests.reasoning.abouts import E, P, R, a_class, about, fall, item, rise, scored

ABOUT = about(
    scored(
        E, 0.6, item("feeling_reason", 0.2), item("dismissal", -0.1), item("fitting_response", -0.05, kind="not_seen")
    ),
    scored(P, 0.9, item("wording", 0.1), item("steps_checked", 0.05)),
    changes={E: rise(), P: fall()},
)


def strength(feature="feeling_reason", rank=1, **slots):
    return claim(f"strength.{feature}", (("empathy", rank),), **{"level": "proficient", **slots})


def claim(template, evidence=(), **slots):
    return Claim(template, {"skill": "empathy", "voice": 3, **slots}, evidence)


def step(template="step.dismissal", evidence=(("empathy", 2),), **slots):
    return claim(template, evidence, **{"level": "advanced", **slots})


def invite(**slots):
    given = {"skill": "resilience", "skills": ("resilience",), "prompt": "resilience.1", **slots}
    return claim("invite.resilience", (), **given)


def refused(*claims, because, one=ABOUT):
    with pytest.raises(Unsupported, match=because):
        check(claims, one)


def test_supported_claims_pass():
    check((strength(), claim("rise.empathy", (("empathy", 1),)), step(), invite()), ABOUT)


def test_the_offline_writers_claims_pass():
    for one in (ABOUT, *a_class(24, seed=3)):
        check(OfflineWriter().write(one), one)


# --- templates and slots ----------------------------------------------------------------------


@pytest.mark.parametrize("template", ["strength.kindness", "praise.feeling_reason", "strength.impulse", "strength", ""])
def test_an_unknown_template_is_refused(template):
    refused(claim(template, (("empathy", 1),), level="proficient"), because="unknown template")


def test_a_slot_too_many_or_too_few_is_refused():
    refused(strength(text="Ines is kind"), because="takes the slots")
    refused(claim("strength.feeling_reason", (("empathy", 1),)), because="takes the slots")


@pytest.mark.parametrize(
    "slots",
    [
        {"skill": "Ines is kind"},
        {"level": "brilliant"},
        {"voice": -1},
        {"voice": "one"},
        {"voice": True},
        {"voice": 1.5},
    ],
)
def test_a_slot_that_holds_words_or_anything_but_an_id_is_refused(slots):
    refused(strength(**slots), because="holds what is no id")


@pytest.mark.parametrize("prompt", ["resilience.9", "resilience.", "grit.1", "What did you do?", 3, None])
def test_a_prompt_outside_the_table_is_refused(prompt):
    refused(invite(prompt=prompt), because="holds what is no id")


def test_a_template_of_one_skill_filled_with_another_is_refused():
    refused(claim("rise.resilience", (("empathy", 1),)), because="another skill")


# --- citations --------------------------------------------------------------------------------


def test_an_observation_without_evidence_is_refused():
    refused(claim("also.feeling_reason", (), level="proficient"), because="cites no evidence")
    refused(claim("rise.empathy", ()), because="cites no evidence")


@pytest.mark.parametrize("cited", [("empathy", 9), ("resilience", 1), ("grit", 1)])
def test_evidence_that_does_not_exist_is_refused(cited):
    refused(claim("strength.feeling_reason", (cited,), level="proficient"), because="not among the evidence")


def test_evidence_of_another_skill_is_refused():
    refused(claim("strength.feeling_reason", (("problem_solving", 1),), level="proficient"), because="cites another")


def test_praise_of_what_lowers_the_score_is_refused():
    low = about(scored(E, 0.3, item("feeling_reason", -0.1)))
    refused(
        claim("strength.feeling_reason", (("empathy", 1),), level="developing"), because="praises what lowers", one=low
    )
    refused(strength("empathy", rank=2), because="praises what lowers")


def test_praise_that_cites_another_feature_is_refused():
    refused(strength("perspective_taking"), because="its evidence is not about")
    check((strength("empathy"),), ABOUT)  # the skill at large may rest on any of its evidence


def test_what_was_not_seen_cannot_be_told_as_seen():
    odd = about(scored(E, 0.6, item("feeling_reason", 0.1, kind="not_seen")))
    refused(strength(), because="was not seen", one=odd)


def test_a_step_that_rests_on_what_raises_is_refused():
    refused(step("step.feeling_reason", (("empathy", 1),)), because="rests on what raises")


def test_an_invitation_cites_nothing():
    with pytest.raises(Unsupported):
        check((Claim("invite.resilience", invite().slots, (("empathy", 1),)),), ABOUT)


# --- what each kind may say -------------------------------------------------------------------


def test_a_rise_without_a_reliable_rise_is_refused():
    cited = (("empathy", 1),)
    check((claim("rise.empathy", cited),), ABOUT)
    for changes in (None, {}, {E: None}, {E: fall()}):
        one = about(*(s for s in ABOUT.scores.values() if s.status == "scored"), changes=changes)
        refused(claim("rise.empathy", cited), because="not reliable", one=one)


def test_a_fall_without_a_reliable_fall_is_refused():
    refused(claim("fall.empathy", (("empathy", 2),)), because="not reliable")


def test_a_level_that_was_not_reached_is_refused():
    refused(_with_level("advanced"), because="not reached")


def _with_level(level):
    return claim("strength.empathy", (("empathy", 1),), level=level)


def test_a_skill_near_its_beginning_is_no_strength_by_its_level():
    low = about(scored(E, 0.3, item("wording", 0.1)))
    refused(_with_level("developing"), because="makes too much", one=low)


@pytest.mark.parametrize("level", ["emerging", "developing", "proficient"])
def test_a_step_leads_to_the_next_level_and_no_other(level):
    check((step(),), ABOUT)
    refused(step(level=level), because="next level")


def test_the_step_of_another_level_is_refused():
    refused(step("step.empathy.developing"), because="step of another level")


def test_no_step_is_made_from_a_skill_that_cannot_be_read():
    refused(Claim("step.gave_up", {"skill": "resilience", "voice": 1, "level": "developing"}, ()), because="next level")
    refused(Claim("stretch.resilience", {"skill": "resilience", "voice": 1}, ()), because="last level")


def test_going_further_is_for_the_last_level():
    refused(claim("stretch.empathy", (("empathy", 1),)), because="last level")
    check((Claim("stretch.problem_solving", {"skill": "problem_solving", "voice": 1}, ()),), ABOUT)


def test_an_invitation_for_a_skill_with_a_score_is_refused():
    refused(invite(skills=("resilience", "empathy")), because="where there is a score")
    refused(invite(skills=("self_regulation",)), because="where there is a score")
    refused(invite(prompt="self_regulation.1"), because="prompt of another skill")


# --- the page as a whole ----------------------------------------------------------------------


def test_a_strength_comes_first_or_not_at_all():
    refused(step(), strength(), because="comes first")
    refused(strength(), strength(), because="comes first")


def test_one_change_one_step_one_invitation():
    refused(step(), step(), because="more than one next_step")
    refused(invite(), invite(), because="more than one invitation")


def test_a_page_has_at_most_five_sentences():
    more = claim("also.feeling_reason", (("empathy", 1),), level="proficient")
    refused(*[more] * 6, because="at most 5")


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ines lacks empathy.", "deficit"),
        ("Ines is at risk.", "deficit"),
        ("A weakness shows.", "deficit"),
        ("Ines failed to plan.", "deficit"),
        ("Poor impulse control.", "deficit"),
        ("This may be anxiety.", "deficit"),
        ("Signs of ADHD.", "deficit"),
        ("Ines is ahead of the class average.", "comparison"),
        ("Ines ranks first.", "comparison"),
        ("More than other students, Ines plans.", "comparison"),
        ("A score of 0.41.", "number"),
        ("Well done!", "mark"),
        ("Ines plans — and well.", "mark"),
    ],
)
def test_words_this_product_does_not_use_are_refused(text, what):
    with pytest.raises(Unsupported, match=what):
        check_words(text, None)


@pytest.mark.parametrize(
    "text", ["Ines says she tried again.", "It helped him.", "That was his plan.", "Hers was new."]
)
def test_a_pronoun_that_the_roster_does_not_hold_is_refused(text):
    for pronouns in (None, "", "they/them"):
        with pytest.raises(Unsupported, match="pronoun"):
            check_words(text, pronouns)


def test_a_pronoun_that_the_roster_holds_is_fine():
    check_words("Ines keeps her plan.", "she/her")
    check_words("Sam keeps his plan.", "He/Him")
    with pytest.raises(Unsupported):
        check_words("Ines keeps his plan.", "she/her")


def test_harmless_words_that_hold_a_forbidden_one_pass():
    check_words("The shelter, the cashier and problem-solving below the surface.", None)


def test_a_refusal_tells_ids_and_no_words_of_a_student():
    with pytest.raises(Unsupported) as told:
        check((strength(skill="Mateo hit Priyanka"),), ABOUT)
    assert "Mateo" not in str(told.value)


def test_the_guard_reads_what_a_template_says(monkeypatch):
    """Were a template of ours to slip, the rendered sentence would still be stopped."""
    from reasoning import templates_en
    from reasoning.templates_en import Wordings

    slipped = {**templates_en.CATALOG, "rise.empathy": Wordings(("{name} is no longer at risk.",))}
    monkeypatch.setattr(templates_en, "CATALOG", slipped)
    refused(claim("rise.empathy", (("empathy", 1),)), because="deficit")


def test_resilience_is_not_praised_from_empathys_evidence():
    refused(Claim("rise.resilience", {"skill": "resilience", "voice": 0}, (("empathy", 1),)), because="cites another")
    assert R not in {score.skill for score in ABOUT.scored}
