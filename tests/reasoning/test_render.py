"""Claims become sentences for one reader: name, quotes and pronouns are filled in here and nowhere else."""

import re

import pytest

from reasoning.catalog import FAMILIES, IDS, Kind, skill_of
from reasoning.claims import Claim
from reasoning.guard import check_words
from reasoning.offline import OfflineWriter
from reasoning.prompts import prompt_of
from reasoning.render import FAMILY, Chip, render
from reasoning.templates_en import CATALOG
from tests.reasoning.abouts import E, P, S, a_class, about, item, no_quote, rise, scored

ONE = about(
    scored(E, 0.6, item("feeling_reason", 0.2), item("dismissal", -0.1)),
    scored(P, 0.3, item("wording", 0.1), item("no_plan", -0.12)),
    scored(S, 0.9, item("planned_ahead", 0.05)),
    changes={S: rise()},
)
VOICES = range(0, 40_000, 997)  # turns through frames and phrases alike


def shown(one=ONE, **how):
    given = {"name": "Ines", "pronouns": None, "quote": no_quote, **how}
    return render(OfflineWriter().write(one), **given)


def claim(template, evidence=(), voice=0, **slots):
    skill = skill_of(template)
    return Claim(template, {"skill": skill.value if skill else "empathy", "voice": voice, **slots}, evidence)


STRENGTH = [claim("strength.feeling_reason", (("empathy", 1),), voice, level="proficient") for voice in VOICES]


def texts(claims, **how):
    given = {"name": "Ines", "pronouns": None, "quote": no_quote, **how}
    return [render([one], **given)[0].text for one in claims]


# --- sentences --------------------------------------------------------------------------------


def test_sentences_keep_the_claims_order_and_kind():
    assert [s.kind for s in shown()] == [
        Kind.STRENGTH,
        Kind.OBSERVATION,
        Kind.CHANGE,
        Kind.NEXT_STEP,
        Kind.INVITATION,
    ]


def test_chips_lead_to_the_evidence_and_say_whether_it_raises():
    strength, step = shown()[0], shown()[3]
    assert strength.chips == (Chip("empathy", 1, raises=True),)
    assert step.chips == (Chip("problem_solving", 2, raises=False),)


def test_every_sentence_begins_large_ends_whole_and_leaves_no_slot_open():
    for one in a_class(24):
        for sentence in shown(one, quote=lambda skill, rank: "and then I looked at the wires"):
            assert sentence.text[0].isupper()
            assert sentence.text.rstrip("”").endswith((".", "?"))
            assert not re.search(r"[{}\[\]]|\s{2}| [,.;:]|,,|\.\.", sentence.text)


def test_the_name_stands_where_a_pronoun_would_be_a_guess():
    for one in a_class(24):
        for sentence in shown(one, name="Xiomara", pronouns=None):
            assert not re.search(r"\b(she|he|her|hers|his|him)\b", _without_prompt(sentence.text), re.I)
            check_words(_without_prompt(sentence.text), None)


def _without_prompt(text):
    return re.sub(r"“[^”]*”", "", text)


def test_the_rosters_pronoun_may_stand_for_the_name_after_it_was_said_once():
    page = [
        claim("strength.feeling_reason", (("empathy", 1),), level="proficient"),
        claim("also.empathy", (("empathy", 1),), level="proficient"),
    ]
    said = render(page, name="Ines", pronouns="she/her", quote=no_quote)
    assert "Ines" in said[0].text
    assert "her words" in said[1].text
    assert "Ines's words" in render(page, name="Ines", pronouns=None, quote=no_quote)[1].text
    assert "their words" in render(page, name="Ines", pronouns="They/Them", quote=no_quote)[1].text
    assert "Ines's words" in render(page, name="Ines", pronouns="ze/zir", quote=no_quote)[1].text


def test_the_first_sentence_names_the_student_even_with_a_pronoun_at_hand():
    for voice in VOICES:
        first = claim("strength.empathy", (("empathy", 1),), voice, level="proficient")
        assert "Ines" in render([first], name="Ines", pronouns="she/her", quote=no_quote)[0].text


def test_a_frame_is_not_used_twice_on_a_page():
    """Two claims whose voice points to the same frame: the second takes the next one."""
    twice = [claim(f"also.{f}", (("empathy", 1),), level="proficient") for f in ("feeling_named", "feeling_reason")]
    first, second = (s.text for s in render(twice, name="Ines", pronouns=None, quote=no_quote))
    assert first.startswith("Ines also ")
    assert not second.startswith("Ines also ")


def test_a_name_with_braces_or_brackets_is_only_a_name():
    for text in texts(STRENGTH, name="{skill} [x] %s"):
        assert "{skill} [x] %s" in text


# --- quotes -----------------------------------------------------------------------------------


def test_the_students_words_stand_in_quotation_marks():
    for text in texts(STRENGTH, quote=lambda skill, rank: "because her dog was sick"):
        assert re.search(r"“because her dog was sick[,.]?”", text)


def test_a_quote_that_is_gone_is_left_out_and_the_sentence_stands():
    for text in texts(STRENGTH):
        assert "“" not in text
        assert text.endswith(".")
        assert "as in" not in text
        assert not re.search(r"[:,;(]\s*[.)]", text)


def test_the_next_cited_words_are_quoted_when_the_first_are_gone():
    twice = claim("strength.feeling_reason", (("empathy", 1), ("empathy", 3)), level="proficient")
    words = {("empathy", 3): "since she moved away"}
    assert "since she moved away" in texts([twice], quote=lambda skill, rank: words.get((skill, rank)))[0]


def test_the_same_words_are_quoted_once_on_a_page():
    page = " ".join(s.text for s in shown(quote=lambda skill, rank: "so I counted the wires twice"))
    assert page.count("so I counted the wires twice") == 1


@pytest.mark.parametrize(
    ("written", "shown_as"),
    [
        ("[classmate A] was worried", "classmate A was worried"),
        ("I asked [teacher B] at [school]", "I asked teacher B at school"),
        ("they call me [student] at home", "they call me Ines at home"),
        ("  and then\n I\tlooked, ", "and then I looked"),
        ("he said “go on” twice", "he said ‘go on’ twice"),
        ("{name} and {skill}", "{name} and {skill}"),
    ],
)
def test_quotes_read_as_one_line_with_placeholders_as_words(written, shown_as):
    assert shown_as in texts(STRENGTH[:1], quote=lambda skill, rank: written)[0]


@pytest.mark.parametrize("written", ["", "   ", "...", "41, 52, 60", "so"])
def test_what_holds_no_two_words_is_not_quoted(written):
    assert "“" not in texts(STRENGTH[:1], quote=lambda skill, rank: written)[0]


def test_a_long_quote_is_cut_at_a_word():
    text = texts(STRENGTH[:1], quote=lambda skill, rank: "because of the dog " * 20)[0]
    quoted = re.search(r"“([^”]*)”", text)[1]
    assert len(quoted) < 120
    assert re.search(r"\w …", quoted)


# --- for whom ---------------------------------------------------------------------------------


def test_a_family_reads_no_lowering_words_of_the_child():
    words = {("empathy", 1): "because her dog was sick", ("problem_solving", 2): "who cares about the wires"}
    slots = {"skill": "problem_solving", "level": "developing"}
    steps = [claim("step.no_plan", (("problem_solving", 2),), voice, **slots) for voice in VOICES]
    assert any("who cares" in text for text in texts(steps, quote=lambda *c: words.get(c)))
    assert not any("who cares" in text for text in texts(steps, quote=lambda *c: words.get(c), audience=FAMILY))
    assert "because her dog" in texts(STRENGTH[:1], quote=lambda *c: words.get(c), audience=FAMILY)[0]


def test_a_family_reads_that_it_is_too_early_to_say():
    slots = {"skills": ("resilience", "empathy"), "prompt": "resilience.1", "skill": "resilience"}
    invites = [Claim("invite.resilience", {**slots, "voice": voice}) for voice in VOICES]
    assert any("evidence" in text for text in texts(invites))
    assert not any("evidence" in text for text in texts(invites, audience=FAMILY))


def test_an_invitation_names_the_skills_and_offers_the_prompt():
    slots = {"skill": "resilience", "skills": ("empathy", "self_regulation", "resilience"), "prompt": "resilience.2"}
    for text in texts([Claim("invite.resilience", {**slots, "voice": voice}) for voice in VOICES]):
        assert "empathy, self-regulation and resilience" in text
        assert prompt_of("resilience.2").rstrip(".?") in text


# --- the catalog ------------------------------------------------------------------------------


def _cited_everything(template):
    family = FAMILIES[template.partition(".")[0]]
    slots = {"skill": "empathy", "level": "proficient", "skills": ("empathy",), "prompt": "empathy.1"}
    skill = skill_of(template)
    if skill:
        slots |= {"skill": skill.value}
    return {name: value for name, value in slots.items() if name in family.slots}


@pytest.mark.parametrize("template", sorted(IDS))
def test_every_wording_of_every_template_can_be_shown(template):
    """Each frame with each phrase, with a quote and without, for teachers and families: no forbidden word in any."""
    wordings = CATALOG[template]
    longest = max(len(wordings.frames), len(wordings.family))
    for place in range(longest * len(wordings.phrases)):
        frame, phrase = place % longest, place // longest
        voice = next(v for v in range(frame, 10**7, longest) if v // 997 % len(wordings.phrases) == phrase)
        one = Claim(template, {**_cited_everything(template), "voice": voice}, (("empathy", 1),))
        for audience in ("teacher", FAMILY):
            for quote in (no_quote, lambda skill, rank: "and then I looked"):
                text = render([one], name="Ines", pronouns=None, quote=quote, audience=audience)[0].text
                check_words(_without_prompt(text), None)
                assert "Ines" in text or "responses" in text or "game" in text.lower() or template.startswith("invite")
