"""Claims as they are stored: ids and numbers, and back without loss."""

import json

from mlcore.schema import BY_NAME, LEVELS, SKILLS
from reasoning.claims import claims_from_json, claims_to_json
from reasoning.offline import OfflineWriter
from reasoning.prompts import PROMPTS_THAT_SHOW
from tests.reasoning.abouts import E, S, a_class, about, item, rise, scored


def test_claims_come_back_from_json_as_they_were():
    for one in a_class(24):
        claims = OfflineWriter().write(one)
        assert claims_from_json(json.loads(json.dumps(claims_to_json(claims)))) == claims


def test_stored_claims_hold_ids_and_numbers_only():
    """No word of a student, no name: every text in them is an id that stands in a table of ours."""
    prompts = {f"{skill.value}.{n}" for skill in SKILLS for n in range(1, 4)}
    known = {*SKILLS, *LEVELS, *BY_NAME, *prompts}
    for one in a_class(24):
        for stored in claims_to_json(OfflineWriter().write(one)):
            family, _, subject = stored["template"].partition(".")
            assert family.isalpha()
            assert set(subject.split(".")) <= known
            assert {v for v in stored["slots"].values() if isinstance(v, str)} <= known
            assert {skill for skill, _ in stored["evidence"]} <= set(SKILLS)


def test_only_scored_skills_have_evidence_to_cite():
    one = about(scored(E, 0.5, item("feeling_named", 0.1)))
    assert one.find(("empathy", 1)).feature == "feeling_named"
    assert one.find(("empathy", 2)) is None
    assert one.find(("resilience", 1)) is None
    assert [score.skill for score in one.scored] == [E]
    assert len(one.unscored) == len(SKILLS) - 1


def test_a_verdict_needs_something_to_compare_with():
    one = about(scored(E, 0.5), scored(S, 0.5), changes={E: rise(), S: None})
    assert one.verdict(E) == "rise"
    assert one.verdict(S) is None
    assert about(scored(E, 0.5)).verdict(E) is None


def test_every_prompt_a_claim_may_name_exists():
    assert all(len(prompts) == 3 for prompts in PROMPTS_THAT_SHOW.values())
