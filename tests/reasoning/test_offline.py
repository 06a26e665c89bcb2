"""What the offline writer says, and what it does not say."""

from collections import Counter

import pytest

from reasoning import guard
from reasoning.catalog import Kind, family_of
from reasoning.offline import OfflineWriter
from reasoning.render import render
from tests.reasoning.abouts import E, P, R, S, a_class, about, fall, item, no_quote, rise, scored

CLASS = a_class()


def claims_on(*scores, **more):
    return OfflineWriter().write(about(*scores, **more))


def kinds(claims):
    return [family_of(claim.template).kind for claim in claims]


def templates(claims):
    return [claim.template for claim in claims]


def of_kind(claims, kind):
    return [claim for claim in claims if family_of(claim.template).kind == kind]


def sentences(one, name="Ines"):
    return [s.text for s in render(OfflineWriter().write(one), name=name, pronouns=None, quote=no_quote)]


FULL = (
    scored(E, 0.6, item("perspective_taking", 0.2), item("feeling_reason", -0.05, kind="not_seen")),
    scored(P, 0.4, item("steps_checked", 0.08), item("options_weighed", -0.06, kind="not_seen")),
    scored(S, 0.9, item("planned_ahead", 0.22)),
)

# --- shape ------------------------------------------------------------------------------------


def test_a_strength_comes_first_and_one_next_step_follows():
    assert kinds(claims_on(*FULL)) == [
        Kind.STRENGTH,
        Kind.OBSERVATION,
        Kind.OBSERVATION,
        Kind.NEXT_STEP,
        Kind.INVITATION,
    ]


def test_a_whole_class_reads_three_to_five_sentences_each():
    lengths = Counter(len(OfflineWriter().write(one)) for one in CLASS)
    assert set(lengths) <= {2, 3, 4, 5}
    assert lengths[2] <= len(CLASS) * 0.05  # fewer only where the evidence holds less


def test_every_observation_cites_evidence_of_the_skill_it_speaks_of():
    for one in CLASS:
        for claim in OfflineWriter().write(one):
            if family_of(claim.template).kind in {Kind.STRENGTH, Kind.OBSERVATION, Kind.CHANGE}:
                assert claim.evidence
            assert all(skill == claim.slots["skill"] for skill, _ in claim.evidence)
            assert all(one.find(cited) for cited in claim.evidence)


def test_the_same_evidence_always_gives_the_same_claims():
    assert [OfflineWriter().write(one) for one in CLASS] == [OfflineWriter().write(one) for one in a_class()]


def test_claims_do_not_depend_on_the_ids_of_responses():
    """A restored copy, whose ids are new, says the same."""
    from dataclasses import replace

    for one in CLASS:
        copied = {
            skill: replace(score, evidence=tuple(replace(e, key=f"copy of {e.key}") for e in score.evidence))
            for skill, score in one.scores.items()
        }
        assert OfflineWriter().write(replace(one, scores=copied)) == OfflineWriter().write(one)


# --- strengths --------------------------------------------------------------------------------


def test_the_strength_is_the_best_supported_thing_not_the_highest_score():
    shaky = scored(R, 0.95, item("lesson_carried", 0.03), confidence=0.3)
    firm = scored(E, 0.7, item("feeling_reason", 0.24), confidence=0.8)
    assert templates(claims_on(shaky, firm))[0] == "strength.feeling_reason"


def test_of_two_equal_things_the_surer_one_is_the_strength():
    unsure = scored(E, 0.7, item("feeling_reason", 0.2), confidence=0.3)
    sure = scored(R, 0.7, item("lesson_carried", 0.2), confidence=0.8)
    assert templates(claims_on(unsure, sure))[0] == "strength.lesson_carried"


def test_a_named_move_stands_before_wording_that_names_none():
    both = scored(E, 0.8, item("wording", 0.15), item("fitting_response", 0.1))
    assert templates(claims_on(both))[0] == "strength.fitting_response"


def test_what_shows_the_same_thing_twice_is_cited_twice_and_said_once():
    twice = scored(E, 0.8, item("feeling_named", 0.2), item("feeling_named", 0.1, place=80))
    claims = claims_on(twice)
    assert claims[0].evidence == (("empathy", 1), ("empathy", 2))
    assert templates(claims).count("also.feeling_named") == 0


def test_another_skill_is_told_of_before_more_of_the_same():
    empathy = scored(E, 0.9, item("feeling_reason", 0.2), item("perspective_taking", 0.19, place=40))
    problem = scored(P, 0.7, item("cause_found", 0.05))
    assert templates(claims_on(empathy, problem))[:3] == [
        "strength.feeling_reason",
        "also.cause_found",
        "also.perspective_taking",
    ]


def test_wording_alone_is_told_by_its_level_from_proficient_up():
    claims = claims_on(scored(S, 0.7, item("wording", 0.1)))
    assert claims[0].template == "strength.self_regulation"
    assert claims[0].slots["level"] == "proficient"


@pytest.mark.parametrize(("score", "first"), [(0.4, "also.self_regulation"), (0.1, "step.self_regulation.developing")])
def test_wording_alone_is_no_strength_below_it(score, first):
    assert templates(claims_on(scored(S, score, item("wording", 0.1))))[0] == first


def test_a_feature_of_another_skill_is_not_praised_as_this_one():
    """The trees of one skill read the other skills' features too: there it is a sign, not a move of this skill."""
    claims = claims_on(scored(E, 0.8, item("strategy_used", 0.1)))
    assert claims[0].template == "strength.empathy"


def test_play_is_told_as_counted_play():
    claims = claims_on(scored(R, 0.8, item("retry_share", 0.15, kind="behavior")))
    text = render(claims, name="Ines", pronouns=None, quote=no_quote)[0].text
    assert claims[0].template == "strength.retry_share"
    assert any(word in text.lower() for word in ("game", "play", "session"))
    assert not any(word in text.lower() for word in ("feel", "wants", "determined", "frustrat", "motivat"))


# --- no praise where none is due --------------------------------------------------------------

LOWERING = (
    scored(E, 0.05, item("dismissal", -0.2), item("feeling_reason", -0.06, kind="not_seen")),
    scored(R, 0.1, item("gave_up", -0.25), item("wording", -0.1, place=60)),
)


def test_lowering_evidence_alone_yields_no_praise():
    claims = claims_on(*LOWERING)
    assert Kind.STRENGTH not in kinds(claims)
    assert not [template for template in templates(claims) if template.startswith(("strength", "also"))]
    assert all(one.contribution < 0 for claim in claims for one in [about(*LOWERING).find(c) for c in claim.evidence])


def test_lowering_evidence_alone_is_told_plainly_and_leads_to_a_step():
    claims = claims_on(*LOWERING)
    assert kinds(claims) == [Kind.OBSERVATION, Kind.NEXT_STEP, Kind.INVITATION]
    assert claims[0].template == "tell.gave_up"


@pytest.mark.parametrize("feature", ["dismissal", "no_plan", "impulse", "gave_up"])
def test_an_opposite_is_never_praised_even_in_words_that_raise(feature):
    skill = {"dismissal": E, "no_plan": P, "impulse": S, "gave_up": R}[feature]
    assert kinds(claims_on(scored(skill, 0.9, item(feature, 0.2)))) == [Kind.NEXT_STEP, Kind.INVITATION]


def test_what_was_not_seen_is_never_told_as_seen():
    odd = scored(E, 0.8, item("feeling_reason", 0.2, kind="not_seen"))  # cannot be, and is not believed
    assert Kind.STRENGTH not in kinds(claims_on(odd))


def test_a_trifle_is_not_told_as_a_strength():
    assert Kind.STRENGTH not in kinds(claims_on(scored(E, 0.8, item("feeling_reason", 0.012))))


# --- change -----------------------------------------------------------------------------------


def test_a_reliable_rise_is_told_once():
    claims = claims_on(*FULL, changes={E: rise(), S: rise(0.6)})
    assert templates(of_kind(claims, Kind.CHANGE)) == ["rise.self_regulation"]


def test_no_reliable_change_is_not_told():
    from mlcore.change import Change

    assert not of_kind(claims_on(*FULL, changes={E: Change("none", 0.15, 0.19), S: None}), Kind.CHANGE)


def test_a_reliable_fall_is_told_when_nothing_rose():
    assert templates(of_kind(claims_on(*FULL, changes={E: fall()}), Kind.CHANGE)) == ["fall.empathy"]
    both = {E: fall(-0.9), S: rise()}
    assert templates(of_kind(claims_on(*FULL, changes=both), Kind.CHANGE)) == ["rise.self_regulation"]


# --- what comes next --------------------------------------------------------------------------


def step_of(*scores):
    return of_kind(claims_on(*scores), Kind.NEXT_STEP)[0]


def test_the_step_is_in_the_skill_with_the_most_room():
    assert step_of(*FULL).slots["skill"] == "problem_solving"


def test_room_to_grow_counts_before_how_much_an_item_lowers():
    lower = scored(R, 0.3, item("gave_up", -0.03))
    higher = scored(S, 0.6, item("impulse", -0.25))
    assert step_of(lower, higher).slots["skill"] == "resilience"


def test_among_equal_levels_the_step_is_where_evidence_lowers_most():
    little = scored(E, 0.3, item("dismissal", -0.03))
    much = scored(R, 0.3, item("gave_up", -0.2))
    assert step_of(little, much).slots["skill"] == "resilience"


def test_the_step_leads_to_the_next_level():
    assert step_of(scored(R, 0.1, item("gave_up", -0.2))).slots["level"] == "developing"
    assert step_of(scored(R, 0.4, item("gave_up", -0.2))).slots["level"] == "proficient"


def test_what_is_not_seen_and_belongs_to_the_next_level_becomes_the_step():
    score = scored(
        P, 0.4, item("options_weighed", -0.09, kind="not_seen"), item("steps_checked", -0.05, kind="not_seen")
    )
    step = step_of(score)
    assert step.template == "step.steps_checked"  # weighing options is Advanced; Proficient comes first
    assert step.evidence == (("problem_solving", 2),)


def test_without_a_fitting_item_the_codebooks_step_for_the_level_is_taken():
    step = step_of(scored(P, 0.1, item("options_weighed", -0.09, kind="not_seen")))
    assert step.template == "step.problem_solving.developing"
    assert step.evidence == (("problem_solving", 1),)


def test_after_the_last_level_the_step_carries_the_skill_further():
    step = step_of(scored(S, 0.95, item("planned_ahead", 0.2)))
    assert step.template == "stretch.self_regulation"


# --- what cannot be read yet ------------------------------------------------------------------


def test_skills_that_cannot_be_read_get_one_sentence_with_one_prompt():
    claims = of_kind(claims_on(FULL[0]), Kind.INVITATION)
    assert len(claims) == 1
    assert claims[0].slots["skills"] == ("problem_solving", "self_regulation", "resilience")
    assert claims[0].slots["prompt"].startswith(claims[0].slots["skill"])


def test_nothing_to_read_gives_the_invitation_alone():
    assert kinds(claims_on()) == [Kind.INVITATION]


def test_every_score_shown_for_evaluation_is_still_not_written_about():
    """``--every-score`` gives numbers without enough evidence: no sentence is built on them."""
    from dataclasses import replace

    from mlcore.results import NOT_ENOUGH

    forced = replace(scored(E, 0.9, item("feeling_reason", 0.3)), status=NOT_ENOUGH)
    assert kinds(claims_on(forced)) == [Kind.INVITATION]


# --- variety ----------------------------------------------------------------------------------


def test_a_class_does_not_read_the_same_sentence_again_and_again():
    texts = [text for one in CLASS for text in sentences(one)]
    assert len(texts) > 180
    repeated = 1 - len(set(texts)) / len(texts)
    assert repeated <= 0.10
    assert max(Counter(texts).values()) <= 3


def test_even_a_class_that_shows_the_same_things_reads_many_sentences():
    """The hardest case: 24 students with the same three moves, the same skill unread, and every quote expired."""
    everyone = [
        about(
            scored(
                E, 0.4 + n / 100, item("feeling_named", 0.1 + n / 500), item("feeling_reason", -0.05, kind="not_seen")
            ),
            scored(P, 0.5 + n / 200, item("steps_checked", 0.06 + n / 400, place=n)),
            scored(S, 0.45 + n / 150, item("strategy_used", 0.07, place=3 * n)),
        )
        for n in range(24)
    ]
    texts = [text for one in everyone for text in sentences(one)]
    assert 1 - len(set(texts)) / len(texts) <= 0.25
    assert max(Counter(texts).values()) <= 4


def test_no_two_sentences_of_one_page_are_built_alike():
    for one in CLASS:
        assert len(set(sentences(one))) == len(sentences(one))


def test_each_students_claims_pass_the_guard():
    for one in CLASS:
        guard.check(OfflineWriter().write(one), one)
