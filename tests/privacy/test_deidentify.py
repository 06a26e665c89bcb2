"""What the de-identifier takes, what it leaves, and what must hold for any text."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcore.placeholders import PLACEHOLDER
from privacy.deidentify import DEIDENTIFIER_VERSION, Deidentifier, Person, mask, statistical
from privacy.deidentify.tokens import fold

CLASS = (
    Person("alex", ("Alexander Petrov",)),
    Person("mo", ("Mohammed Al-Rashid",)),
    Person("aoife", ("Aoife O'Sullivan",)),
    Person("marisol", ("Marisol Quintero-Vega",)),
    Person("joaquin", ("Joaquín Muñoz",)),
    Person("will", ("Will Carver",)),
    Person("hope", ("Hope Lindqvist",)),
    Person("may", ("May Thao",)),
    Person("xochitl", ("Xochitl Hernandez",)),
    Person("abernathy", ("Patricia Abernathy",), "teacher"),
    Person("writer", ("Delphine Okoro",), "student"),
    Person("mother", ("Adaeze Okoro",), "family"),
    Person("joy", ("Joy Cook",)),
    Person("haeun", ("Ha-eun Seo",)),
    Person("kim", ("Kim Do",)),
    Person("april", ("April Lor",)),
    Person("rosa", ("Rosa Delgado",)),
)


@pytest.fixture(scope="module")
def of_class():
    return Deidentifier(CLASS, statistical_model=False)


def taken(masked, text):
    return [text[r.start : r.end] for r in masked.replacements]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("I sat with Alexander.", "Alexander", "classmate"),
        ("i sat with alexander", "alexander", "classmate"),
        ("ALEXANDER WAS SO MAD AT ME", "ALEXANDER", "classmate"),
        ("Alex broke his arm", "Alex", "classmate"),
        ("then sasha left", "sasha", "classmate"),
        ("Petrov scored twice", "Petrov", "classmate"),
        ("alexander petrov is good at chess", "alexander petrov", "classmate"),
        ("Alexander's bike was gone", "Alexander", "classmate"),
        ("alexanders bike was gone", "alexanders", "classmate"),
        ("Alexnder broke it", "Alexnder", "classmate"),
        ("me and mo got into a fight", "mo", "classmate"),
        ("Mohamed is fast", "Mohamed", "classmate"),
        pytest.param(
            "Al-Rashid is his last name",
            "Al-Rashid",
            "classmate",
            marks=pytest.mark.xfail(strict=True, reason="Al is read as Alexander's short form: masked, as two people"),
        ),
        ("OSullivan is hard to spell", "OSullivan", "classmate"),
        ("O’Sullivan is hard to spell", "O’Sullivan", "classmate"),
        ("Marisol Quintero Vega came", "Marisol Quintero Vega", "classmate"),
        ("we asked Mari about it", "Mari", "classmate"),
        ("joaquin wouldnt pass the ball", "joaquin", "classmate"),
        ("xochi said it was mid", "xochi", "classmate"),
        ("Ms. Abernathy said no", "Abernathy", "teacher"),
        ("They said Delphine was late", "Delphine", "student"),
        ("Adaeze drove us", "Adaeze", "family"),
        ("then marisol q said no", "marisol q", "classmate"),
        ("joy cook got the part", "joy cook", "classmate"),
        ("i saw ha-eun there", "ha-eun", "classmate"),
        ("We asked Kim Do about it", "Kim Do", "classmate"),
        ("Marisol Brooks is another one", "Marisol Brooks", "classmate"),
        ("I sat with Alexander J. Whitfield", "Alexander J. Whitfield", "classmate"),
        ("xoc thinks its funny", "xoc", "classmate"),
    ],
)
def test_a_rostered_person_is_masked_in_any_form(of_class, text, name, kind):
    masked = of_class.mask(text)
    assert taken(masked, text) == [name]
    assert masked.replacements[0].kind == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("will told me he was sorry", ["will"]),
        ("I told will it was ok", ["will"]),
        ("I will try harder", []),
        ("where there's a will there's a way", []),
        ("Will you be my partner?", []),
        ("Will said he would come", ["Will"]),
        ("hope said she doesnt care", ["hope"]),
        ("i hope she feels better", []),
        ("I saw Hope at the store", ["Hope"]),
        ("I may go", []),
        ("My recital is in May and on May 9", []),
        ("I sat with May at lunch", ["May"]),
        ("i saw hope in the hall", ["hope"]),
        ("i talked to hope at lunch", ["hope"]),
        ("i was mad at hope.", ["hope"]),
        ("so hope got mad", ["hope"]),
        ("hope was crying", ["hope"]),
        ("hopes mom came", ["hopes"]),
        ("with alex, hope, and may", ["alex", "hope"]),
        ("Hope never listens", ["Hope"]),
        ("Hope from my class", ["Hope"]),
        ("Hope is not a plan", []),
        ("Hope for the best", []),
        ("He left in April and I cried", []),
        ("Alex and April left", ["Alex", "April"]),
        ("I gave it to April.", ["April"]),
        ("Rosa Parks sat down", []),
    ],
)
def test_a_name_that_is_a_common_word_is_masked_only_in_a_names_place(of_class, text, names):
    assert taken(of_class.mask(text), text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("So Jaylen and I left", ["Jaylen"]),
        ("then lupita says to me tranquila", ["lupita"]),
        ("the new girl anjali sat alone", ["anjali"]),
        ("My friend Tavares and I were late", ["Tavares"]),
        ("My dog Biscuit got out", ["Biscuit"]),
        ("a kid named quantavius kept kicking", ["quantavius"]),
        ("Coach Pettibone benched me", ["Pettibone"]),
        ("mr garza took my phone", ["garza"]),
        ("Ms. K lets me walk", ["K"]),
        ("Emily Stone ran for president", ["Emily Stone"]),
        ("The two Emmas laughed", ["Emmas"]),
        ("Maria S. took her seat", ["Maria S"]),
        ("I told Zhorvyn about it", ["Zhorvyn"]),
        ("My sister Ha-eun sang", ["Ha-eun"]),
        ("Mr. Brown and Ms. White agreed", ["Brown", "White"]),
        ("my friend India sat", ["India"]),
        ("Jordan sat in Jordan", ["Jordan"]),
        ("Student: Ilmatarq K.", ["Ilmatarq K"]),
        ("Vinkaq, can you come", ["Vinkaq"]),
        ("Zhorvyn\nEnglish 9\nMy text", ["Zhorvyn"]),
        ("Henrietta Park came. Then Park sat", ["Henrietta Park", "Park"]),
        ("then grace kim got the solo", ["grace kim"]),
        ("Faith was crying", ["Faith"]),
        ("her grandmother Um Khaled", ["Um Khaled"]),
        ("My dog Biscuit died. I miss Biscuit", ["Biscuit", "Biscuit"]),
        ("a kid named qorvath left. qorvath was mean", ["qorvath", "qorvath"]),
        ("I told Merle about it", ["Merle"]),
        ("with leidy t morales and benjamin m. olsen", ["leidy t morales", "benjamin m. olsen"]),
        ("It was under Valida M. Ibragimov and Dyan van Gijn", ["Valida M. Ibragimov", "Dyan van Gijn"]),
        ("Then Kiet and Widelene sat with Mirembe", ["Kiet", "Widelene", "Mirembe"]),
        ("tyrese n malik", ["tyrese", "malik"]),
    ],
)
def test_an_unrostered_name_is_masked(text, names):
    masked = mask(text)
    assert [name.rstrip(".") for name in taken(masked, text)] == names


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("write a.b_2010@student.k12.ca.us now", "email", "a.b_2010@student.k12.ca.us"),
        ("it's kiki at gmail dot com", "email", "kiki at gmail dot com"),
        ("text 559-555-0142 please", "phone", "559-555-0142"),
        ("my number is (415) 555-0199", "phone", "(415) 555-0199"),
        ("call 5595550163", "phone", "5595550163"),
        ("his snap is jay_brooks22", "handle", "jay_brooks22"),
        ("follow @maris_lqv", "handle", "@maris_lqv"),
        ("My student id is 40213877", "id", "40213877"),
        ("i live at 19 cedar lane", "address", "19 cedar lane"),
        ("We live at 1420 Maple Street.", "address", "1420 Maple Street."),
        ("see https://youtu.be/dQw4", "link", "https://youtu.be/dQw4"),
        ("I went to Cedar Hollow Middle School", "school", "Cedar Hollow Middle School"),
        ("i went to brightwater elementary", "school", "brightwater elementary"),
        ("PS 118 has a mural", "school", "PS 118"),
        ("I left Escuela Benito Juárez then", "school", "Escuela Benito Juárez"),
        ("Oakmont Preparatory Academy called", "school", "Oakmont Preparatory Academy"),
        ("We met on Kenilworth Ave once", "address", "Kenilworth Ave"),
        ("We beat Northgate HS last week", "school", "Northgate HS"),
        ("We live at 1420 Maple Street, Apt 3 now", "address", "1420 Maple Street, Apt 3"),
        ("ZIP: 7412 SL", "address", "7412 SL"),
        ("we moved from Fresno in June", "place", "Fresno"),
        ("we drove to los angeles", "place", "los angeles"),
    ],
)
def test_contacts_schools_and_cities_are_masked_by_shape(text, kind, what):
    masked = mask(text)
    assert [(r.kind, text[r.start : r.end]) for r in masked.replacements] == [(kind, what)]
    assert f"[{kind}]" in masked.text


@pytest.mark.parametrize(
    "text",
    [
        "On 3/14/2024 we won 45-38 and I scored 12 points in 20 minutes.",
        "Grade 8 was hard. I got a C in the 2022-2023 school year.",
        "I play Minecraft and Roblox with people from Brazil and they speak Portuguese.",
        "In Zelda you fail like fifty times and that is the point.",
        "I play as Mario and my brother is always Luigi.",
        "We read The Giver and To Kill a Mockingbird.",
        "Rosa Parks sat down so others could stand up.",
        "Homeroom 7B meets on Tuesday at 10:45 in room 212.",
        "My high school is strict and my middle school wasn't.",
        "On Christmas Eve my whole family argues about tamales.",
        "Becuase I dint study I faild the Quiz.",
        "Nobody Cares What I Think So I Stopped Raising My Hand.",
        "I HATE WHEN PEOPLE SAY CALM DOWN. IT MAKES IT WORSE.",
        "World War II ended in 1945 and the Cold War lasted 1947-1991.",
        "Student Council voted no on my idea.",
        "Thomas Jefferson wrote of idleness. Jefferson was right.",
        "India claims the river, and in Georgia they grow peaches.",
        "The Germans lost, and Islamophobia is wrong.",
        "ISIS is in the news, says National Geographic.",
        "We sat in Washington Square Park and read about the Paris Agreement.",
        "I think the Studens and the Technoligy are good.",
        "Due on 14 October 2023\nWhat resilience means to me",
        "It was an American high school like in the movies.",
        "The Electoral College should go.",
        "I'd go to Harvard University or Yale.",
        "My U8s got Bs.",
        "Regrettably, the Database was down. Hindsight is easy.",
        "Nevertheless Photosynthesis is hard.",
        "We wrote of Afganistan and of Febuary.",
        "In Lord of the Flies, Jack and Simon hunt while Ralph waits.",
        "In Hamlet, Claudius lies to Gertrude.",
        "AP Gov is hard, and so is MS Word.",
        "",
        "   \n\n ",
    ],
)
def test_dates_scores_games_and_public_names_stay(text):
    assert mask(text).text == text


def test_letters_stay_the_same_across_a_students_texts(of_class):
    first = of_class.mask("Alex told Marisol.")
    second = of_class.mask("Marisol told Zhorvyn, then Alex left.", aliases=first.aliases)
    assert first.text == "[classmate A] told [classmate B]."
    assert second.text.startswith("[classmate B] told [person A], then [classmate A]")


def test_a_stranger_met_by_full_name_keeps_the_letter_when_named_by_one(of_class):
    masked = of_class.mask("Keisha Obi came. Keisha sat.")
    assert masked.text == "[person A] came. [person A] sat."


def test_a_letter_already_in_the_text_is_not_given_to_someone_else(of_class):
    assert of_class.mask("[classmate A] met Alex.").text == "[classmate A] met [classmate B]."


def test_the_caller_s_aliases_are_left_as_they_were(of_class):
    aliases = {}
    of_class.mask("Alex left.", aliases=aliases)
    assert aliases == {}


def test_invisible_characters_do_not_hide_a_name(of_class):
    assert of_class.mask("with Mari\u200bsol today").text == "with [classmate A] today"
    assert of_class.mask("with Mari\x00sol today").text == "with [classmate A] today"


def test_accents_are_folded_and_offsets_stay_those_of_the_original(of_class):
    text = "with Joaqui\u0301n Mun\u0303oz y yo"
    masked = of_class.mask(text)
    assert taken(masked, text) == ["Joaqui\u0301n Mun\u0303oz"]


def test_describe_says_what_masks_here(of_class):
    assert of_class.describe() == {"version": DEIDENTIFIER_VERSION, "statistical_model": None}


def test_an_installed_model_adds_people_and_is_named(monkeypatch):
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "quill"}, {"label": "ORG", "pattern": "acme"}])
    monkeypatch.setattr(statistical, "installed_model", lambda: "en_core_web_sm")
    monkeypatch.setattr(statistical, "_load", lambda name: nlp)
    deidentifier = Deidentifier()
    assert deidentifier.describe()["statistical_model"] == "en_core_web_sm"
    assert deidentifier.mask("a quill at acme").text == "a [person A] at acme"
    assert Deidentifier(statistical_model=False).mask("a quill at acme").text == "a quill at acme"


def test_it_imports_without_django():
    code = "import sys, privacy.deidentify; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


HOSTILE = ["a", "A ", "[", "[[]]", "a\u200b", "\u202eab", "\0", "a\0", "a'", "1 ", "1-", "@", "a@", "a.", "www.", "a_"]


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_text_of_100_kb_costs_no_more_than_its_length(of_class, piece):
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    of_class.mask(text)
    assert time.process_time() - start < 10  # about 1 s here; the square of the length would be hours


SOME_WORDS = """Alex alex Marisol will Will hope Petrov Zhorvyn I i and told said with my friend the in May 5 . , ' -
Ms. Fresno High School 555-123-4567 a@b.com [classmate A] [person B] Grace grace Kim
s O'Sullivan Al-Rashid named was to"""
WORDS = st.sampled_from(SOME_WORDS.split())
SENTENCES = st.lists(WORDS, max_size=14).map(" ".join)
ANY_TEXT = st.one_of(SENTENCES, st.text(max_size=80))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_offsets_map_and_the_text_around_replacements_is_unchanged(text):
    masked = DEIDENTIFIER.mask(text)
    old = new = 0
    for r in masked.replacements:
        assert text[old : r.start] == masked.text[new : r.new_start]
        assert PLACEHOLDER.fullmatch(masked.text[r.new_start : r.new_end])
        old, new = r.end, r.new_end
    assert text[old:] == masked.text[new:]


HARD_SET = Path(__file__).parent / "data" / "deidentify_hard.jsonl"
HARD = [json.loads(line) for line in HARD_SET.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", HARD, ids=lambda row: row["id"])
def test_masked_text_passes_through_unchanged(row):
    once = DEIDENTIFIER.mask(row["text"]).text
    assert DEIDENTIFIER.mask(once).text == once


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from("Marisol xochitl PETROV joaquín Okoro sat by the x , .".split()), max_size=12))  # noqa: SIM905
def test_no_rostered_name_that_is_no_word_survives(words):
    masked = DEIDENTIFIER.mask(" ".join(words))
    left = {fold(word) for word in PLACEHOLDER.sub(" ", masked.text).split()}
    assert not left & {"marisol", "xochitl", "petrov", "joaquin", "okoro"}


DEIDENTIFIER = Deidentifier(CLASS, statistical_model=False)
