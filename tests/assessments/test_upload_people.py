"""Who wrote it, among the students of one class: ids, names, nicknames, and the two who share a name."""

import pytest

from assessments.uploading.people import ClassList
from assessments.uploading.values import RowProblem
from students.models import Student


def student(first: str, last: str, nicknames: str = "", grade: int | None = 7) -> Student:
    return Student(first_name=first, last_name=last, nicknames=nicknames, grade=grade)


JONAH_REYES = student("Jonah", "Reyes", grade=8)
JONAH_RUIZ = student("Jonah", "Ruiz")
AMELIA = student("Amelia", "Söderström", nicknames="Mia\nMel")
MIA = student("Mia", "Okoro", grade=None)
LIOR = student("ליאור", "כהן")
CLASS = [JONAH_REYES, JONAH_RUIZ, AMELIA, MIA, LIOR]
IDS = {"S-1": [JONAH_REYES.pk], "S-2": [JONAH_RUIZ.pk], "shared": [AMELIA.pk, MIA.pk]}


@pytest.fixture
def people():
    return ClassList("Period 3", CLASS, lambda value: IDS.get(value, []))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Jonah Reyes", JONAH_REYES),
        ("  jonah   REYES ", JONAH_REYES),
        ("Reyes, Jonah", JONAH_REYES),
        ("Jonah Re", None),
        ("Ruiz", JONAH_RUIZ),
        ("Amelia", AMELIA),
        ("amelia soderstrom", AMELIA),
        ("Mel", AMELIA),
        ("Mia Söderström", AMELIA),
        ("Mia O.", MIA),
        ("ליאור כהן", LIOR),
    ],
)
def test_names_are_found_in_the_forms_people_use(people, name, found):
    if found is None:
        with pytest.raises(RowProblem):
            people.find(external_id="", name=name)
    else:
        assert people.find(external_id="", name=name) is found


def test_an_id_finds_its_student(people):
    assert people.find(external_id="S-2", name="") is JONAH_RUIZ
    assert people.find(external_id="S-2", name="Jonah") is JONAH_RUIZ


def problem_of(people, external_id="", name="") -> RowProblem:
    with pytest.raises(RowProblem) as problem:
        people.find(external_id=external_id, name=name)
    assert problem.value.field == "student"
    return problem.value


def test_two_who_could_be_meant_are_both_offered(people):
    problem = problem_of(people, name="Jonah R")
    assert problem.sentence == "2 students in Period 3 could be “Jonah R”. Who wrote this?"
    assert [one.label for one in problem.candidates] == ["Jonah Reyes, grade 8", "Jonah Ruiz, grade 7"]
    assert [one.value for one in problem.candidates] == [str(JONAH_REYES.pk), str(JONAH_RUIZ.pk)]


def test_a_first_name_that_is_anothers_nickname_is_asked_about(people):
    assert {one.label for one in problem_of(people, name="Mia").candidates} == {
        "Amelia Söderström, grade 7",
        "Mia Okoro",
    }


def test_an_id_two_students_share_is_asked_about(people):
    assert len(problem_of(people, external_id="shared").candidates) == 2


def test_an_unknown_name_comes_with_the_nearest(people):
    problem = problem_of(people, name="Amelie")
    assert problem.sentence == "No student in Period 3 is called “Amelie”. You have Amelia Söderström, grade 7."


def test_a_name_like_nobodys_says_what_to_check(people):
    problem = problem_of(people, name="Xavier")
    assert problem.sentence.endswith("Check the spelling, or the class you chose.")
    assert not problem.candidates


def test_an_unknown_id_is_not_rescued_by_a_name(people):
    assert "No student in Period 3 has the id “S-9”" in problem_of(people, "S-9", "Jonah Ruiz").sentence


def test_an_id_and_a_name_that_disagree_are_asked_about(people):
    problem = problem_of(people, "S-1", "Jonah Ruiz")
    assert "The id S-1 belongs to Jonah Reyes, and the name here is “Jonah Ruiz”" in problem.sentence
    assert len(problem.candidates) == 2


def test_nobody_named_at_all(people):
    assert "does not say who wrote it" in problem_of(people).sentence


def test_a_class_without_students_finds_nobody():
    assert "No student in Empty" in problem_of(ClassList("Empty", [], lambda value: []), name="Mateo").sentence
