"""The catalog holds words for everything the schema names: a new feature without a phrasing fails here."""

from collections import Counter

import pytest

from mlcore.schema import FEATURES, LEVELS, SKILLS, Level, Skill, names_of
from reasoning import templates_en
from reasoning.catalog import (
    AIMS,
    FAMILIES,
    FROM_LEVEL,
    IDS,
    MOVES,
    OPPOSITES,
    WORDS,
    family_of,
    next_level,
    skill_of,
    speaks_of,
)
from reasoning.steps_en import STEPS, STRETCHES
from reasoning.templates_en import CATALOG, DOES, LEVEL_WORDS, PLAY, SKILL_WORDS, TELLS

LANGUAGES = [templates_en]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_has_words_in_every_language(language):
    assert set(language.CATALOG) == IDS
    assert all(wordings.frames and wordings.phrases for wordings in language.CATALOG.values())


@pytest.mark.parametrize("feature", names_of("linguistic"))
def test_every_linguistic_feature_has_a_phrasing_of_its_own(feature):
    own = TELLS[feature] if feature in OPPOSITES else DOES[feature]
    assert len(set(own)) >= 3
    assert len(set(STEPS[feature])) >= 4
    others = [
        phrase for table in (DOES, TELLS) for name, phrases in table.items() if name != feature for phrase in phrases
    ]
    assert not set(own) & set(others)


@pytest.mark.parametrize("feature", names_of("behavioral"))
def test_every_behavioral_feature_is_told_as_counted_play(feature):
    assert PLAY[feature]
    assert STEPS[feature]


def test_linguistic_features_are_either_moves_to_praise_or_opposites():
    assert sorted(WORDS + OPPOSITES) == sorted(names_of("linguistic"))
    assert names_of("behavioral") == MOVES
    assert {f.name for f in FEATURES if f.family == "linguistic" and not f.unseen} == set(OPPOSITES)


def test_no_opposite_can_be_praised():
    for family in ("strength", "also"):
        assert not set(OPPOSITES) & set(FAMILIES[family].subjects)


def test_every_level_above_the_first_has_steps_that_lead_there():
    for skill in SKILLS:
        for level in LEVELS[1:]:
            assert len(STEPS[f"{skill.value}.{level.value}"]) >= 3
        assert len(STRETCHES[skill.value]) >= 3


def test_every_move_is_aimed_at_a_level():
    assert set(AIMS) == set(WORDS)
    assert Level.EMERGING not in AIMS.values()


def test_no_phrase_is_written_twice():
    written = [
        phrase for table in (DOES, TELLS, PLAY, STEPS, STRETCHES) for phrases in table.values() for phrase in phrases
    ]
    assert [phrase for phrase, times in Counter(written).items() if times > 1] == []


def test_frames_of_one_kind_differ():
    for wordings in CATALOG.values():
        assert len(set(wordings.frames)) == len(wordings.frames)


def test_every_skill_and_level_has_a_word():
    assert set(SKILL_WORDS) == set(SKILLS)
    assert set(LEVEL_WORDS) == set(LEVELS)
    assert set(FROM_LEVEL.values()) <= set(LEVELS)


def test_an_id_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        family_of("strength.kindness")


def test_a_template_is_about_a_skill_when_its_subject_says_so():
    assert skill_of("rise.empathy") is Skill.EMPATHY
    assert skill_of("step.problem_solving.advanced") is Skill.PROBLEM_SOLVING
    assert skill_of("strength.feeling_reason") is None


@pytest.mark.parametrize(
    ("feature", "skill", "subject"),
    [
        ("feeling_reason", Skill.EMPATHY, "feeling_reason"),
        ("feeling_reason", Skill.RESILIENCE, "resilience"),
        ("wording", Skill.EMPATHY, "empathy"),
        ("empathy_ladder", Skill.EMPATHY, "empathy"),
        ("recovered_share", Skill.PROBLEM_SOLVING, "recovered_share"),
        ("recovered_share", Skill.EMPATHY, "empathy"),
    ],
)
def test_a_claim_speaks_of_a_feature_only_in_its_own_skill(feature, skill, subject):
    assert speaks_of(feature, skill) == subject


def test_levels_follow_one_another():
    assert [next_level(level) for level in LEVELS] == [*LEVELS[1:], None]
