"""Whom a text only writes about stays: the cited, the famous, figures of a story. The writer's own people go."""

import pytest

from privacy.deidentify import Deidentifier, Person, cited, mask
from privacy.deidentify.context import Neighbors
from privacy.deidentify.spelling import Near, is_one_off
from privacy.deidentify.tokens import tokenize

STORY = (
    'In the story "Kept Bread" by Orla Vance the author uses a symbol in every chapter. Brindle Tamsin hides the loaf, '
    "and the reader knows why. The theme is that Brindle cannot share. "
)


def taken(text, people=()):
    masked = Deidentifier(people, statistical_model=False).mask(text)
    return [text[r.start : r.end] for r in masked.replacements]


@pytest.mark.parametrize(
    "text",
    [
        "According to Ostrander, the vote is unfair.",
        "Lena Ostrander, a sociologist, argues that buses are cheaper.",
        "A study by Lena Ostrander at the University of Texas found that sleep helps.",
        "The poem by Lena Ostrander is short.",
        "Dear Senator Ostrander, please vote for longer lunches.",
        "Psychologists Lena Ostrander and Tomas Reinholt call this flow.",
        "In 1973 Lena Ostrander wrote a book called Plants.",
        'Dr. Ostrander and his colleagues made a 3-D model. "It works," says Dr. Ostrander.',
        "Do you agree with Emerson that you never grow? I agree with Emerson.",
        "Thomas Edisson failed a lot and Lebrom James trains every day.",
    ],
)
def test_people_a_text_cites_stay(text):
    assert taken(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("My uncle Lena Ostrander, a sociologist, argues that buses are cheaper.", ["Lena Ostrander"]),
        ("Our mother, Dr. Adaeze Nwosu, had a study at home.", ["Adaeze Nwosu"]),
        ("Me and Marisol did the research.", ["Marisol"]),
        ("My Summer\nby Marisol Quintero", ["Marisol Quintero"]),
        ("Ms. Emerson gave us the quote in class.", ["Emerson"]),
        ("My classmate Jordan Chiles helped me.", ["Jordan Chiles"]),
    ],
)
def test_whoever_is_of_the_writers_life_is_masked(text, names):
    assert taken(text) == names


def test_figures_of_a_story_under_discussion_stay():
    assert taken(STORY) == []


def test_a_classmate_and_a_teacher_are_masked_in_a_text_about_a_story():
    text = STORY + "My partner Marisol said we should quote Ms. Okonkwo. Marisol and I wrote it."
    assert taken(text) == ["Marisol", "Okonkwo", "Marisol"]


def test_a_rostered_name_is_masked_wherever_it_stands():
    assert taken(STORY, [Person("b", ("Brindle Moss",))]) == ["Brindle Tamsin", "Brindle"]


@pytest.mark.parametrize(
    ("words", "names_a_work", "expected"),
    [
        ({"author", "symbol", "chapter"}, False, True),
        ({"story", "book"}, False, False),
        ({"story", "theme"}, True, True),
        ({"book"}, True, False),
    ],
)
def test_a_text_is_about_a_story_when_its_words_are_those_of_literature(words, names_a_work, expected):
    assert cited.is_about_a_story(words, names_a_work) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Paris driving was banned.", []),
        ("We moved to Paris in May.", ["Paris"]),
        ("My aunt is in Paris. Paris is cold.", ["Paris", "Paris"]),
        ("The Riverside Park is old and the Chicago Bulls won.", []),
        ("I am from Mullens, West Virginia and I like it.", ["Mullens"]),
        ("He lives in Dearborn Heights now.", ["Dearborn Heights"]),
        ("I went to Mrs. Okonkwo for help.", ["Okonkwo"]),
    ],
)
def test_a_city_everyone_writes_of_stays_until_it_is_of_the_writers_life(text, expected):
    assert taken(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I go to T.C. Marshall Elementary.", ["T.C. Marshall Elementary"]),
        ("She is from Booker T. Washington Magnet.", ["Booker T. Washington Magnet"]),
        ("In the Summer we had Summer School.", []),
        ("The Electoral College is old.", []),
        ("Researchers at the University of Texas did a study.", []),
        ("My sister goes to Howard University now.", ["Howard University"]),
        ("I wore one at Our Lady of Guadalupe for years.", ["Our Lady of Guadalupe"]),
    ],
)
def test_schools_by_their_shape(text, expected):
    assert taken(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Students need Faith and Joy. Art, Music and Drama help.", []),
        ("So Mark the date.", []),
        ("I told Mark the date.", ["Mark"]),
        ("There was moss on the rock, and dang it was cold.", []),
        ("My lola made bread. Lola was happy.", []),
        ("We poured NaCl into it. We like Anime and anime likes us.", []),
        ("An old lady came with a walker.", []),
        ("Dear Assemblywoman, hello.", []),
        ("Sincerely,\nDestiny R.\nGrade 9", ["Destiny R."]),
        ('Sincerely,\nIgnatius "Iggy" Moreau', ['Ignatius "Iggy" Moreau']),
        ("Sincerely,\nA Concerned Student", []),
        ("it was hunter b. he ran", ["hunter b"]),
        ("ask DeShawn or lil Terrence", ["DeShawn", "lil Terrence"]),
        ("then olga samoylova left", ["olga samoylova"]),
        ("I said NAVARRO because the sign said so. We went to the RAND office.", ["NAVARRO"]),
    ],
)
def test_words_that_only_look_like_names(text, expected):
    assert taken(text) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("follow me on insta kay.la.rose ok", ["handle"]),
        ("my snap is kaylabug and my gamertag is BlazeKnight", ["handle", "handle"]),
        ("I love youtube.they are bad etc.and so on. My snap is broken.", []),
        ("I live at 418 Maplewood with mom", ["address"]),
        ("our house is 2210 County Road 14", ["address"]),
        ("i live on juniper street", ["address"]),
        ("1420 Calle Sol", ["address"]),
        ("We read The House on Mango Street", []),
        ("her badge (RN-77204) was on", ["id"]),
        ("Dear TEACHER_NAME, PROPER_NAME is late.", []),
    ],
)
def test_contacts_by_their_shape(text, kinds):
    assert [r.kind for r in mask(text).replacements] == kinds


def at(text):
    return Neighbors(tokenize(text), text)


def test_a_sentence_is_personal_when_it_tells_of_the_writer_and_not_of_an_opinion():
    text = "I think Paris is big. In my opinion it is. We went there."
    about = at(text)
    marks = [about.is_personal(i) for i, token in enumerate(about.tokens) if token.fold == "."]
    assert marks == [False, False, True]


def test_capitals_waver_where_common_nouns_have_them():
    assert at("The Teachers gave the Students more Homework and the Lessons were hard").capitals_waver
    assert not at("The teachers gave Marisol more homework and the lessons were hard").capitals_waver


def test_one_letter_off():
    assert is_one_off("poter", "potter") and is_one_off("edisson", "edison") and is_one_off("teh", "the")
    assert not is_one_off("potter", "potter") and not is_one_off("pot", "potter")
    assert Near(("emerson", "edison")).to("emmerson") == {"emerson"}
