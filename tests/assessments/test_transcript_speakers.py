"""Who a speaker is: found when the name leaves no doubt, proposed when it is alike, asked for otherwise."""

import uuid

import pytest

from assessments.transcripts.lines import Line
from assessments.transcripts.plan import NOT_A_STUDENT
from assessments.transcripts.speakers import How, speakers_of
from assessments.uploading.people import ClassList

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    ids = {"S-77": [cast.mateo.pk], "7 A": [cast.priyanka.pk]}
    return ClassList("Homeroom 7B", [cast.mateo, cast.priyanka], lambda value: ids.get(value, []))


def speaker(people, name, *, group="", chosen="", teachers=(("Ada Okafor", "Okafor"),)):
    lines = [Line(1, name, "I tried it once more", group=group)]
    [found] = speakers_of(lines, people=people, teachers=teachers, chosen={"0": chosen}).values()
    return found


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("Mateo Quintanilla", How.FULL),
        ("quintanilla, mateo", How.FULL),
        ("Mateo Quintanilla (he/him)", How.FULL),
        ("Mateo Quintanilla (Guest)", How.FULL),
        ("Mateo Quintanilla's iPad", How.FULL),
        ("Mateo", How.SHORT),
        ("Mateo Q.", How.SHORT),
        ("Teo", How.SHORT),
        ("S-77", How.ID),
    ],
)
def test_a_name_that_leaves_no_doubt_finds_its_student(people, cast, name, how):
    found = speaker(people, name)
    assert (found.student, found.how, found.undecided) == (cast.mateo, how, False)


def test_a_speaker_of_a_team_is_found_by_team_and_letter(people, cast):
    assert speaker(people, "A", group="7").student == cast.priyanka
    assert speaker(people, "A", group="8").how is How.UNKNOWN


def test_a_name_that_is_only_alike_is_proposed_and_not_taken(people, cast):
    found = speaker(people, "Mateo Quintanila")
    assert (found.student, found.how, found.undecided, found.choice) == (None, How.SIMILAR, True, "")
    assert [one.value for one in found.candidates] == [str(cast.mateo.pk)]


@pytest.mark.parametrize("name", ["Ms. Okafor", "Mrs Okafor", "Ada Okafor", "Teacher", "Facilitator"])
def test_a_teacher_is_not_a_student(people, name):
    found = speaker(people, name)
    assert (found.how, found.choice) == (How.TEACHER, NOT_A_STUDENT)


def test_a_student_with_the_teachers_name_is_asked_about(people, cast):
    found = speaker(people, "Mateo Quintanilla", teachers=[("Mateo Quintanilla", "Quintanilla")])
    assert (found.how, found.undecided) == (How.SEVERAL, True)


@pytest.mark.parametrize("name", ["Speaker 1", "R", "Unknown", "💡"])
def test_a_stranger_is_asked_about(people, name):
    assert speaker(people, name).how is How.UNKNOWN


def test_what_a_person_chose_stands(people, cast):
    assert speaker(people, "Speaker 1", chosen=str(cast.priyanka.pk)).student == cast.priyanka
    assert speaker(people, "Mateo", chosen=NOT_A_STUDENT).student is None


def test_a_choice_that_is_not_of_the_class_counts_for_nothing(people):
    assert speaker(people, "Speaker 1", chosen=str(uuid.uuid4())).undecided


def test_speakers_are_counted_in_the_order_of_speaking(people):
    lines = [Line(1, "B", "uh"), Line(2, "A", "one two three"), Line(3, "B", "I said more then"), Line(4, "", "x")]
    found = list(speakers_of(lines, people=people, teachers=(), chosen={}).values())
    assert [(one.place, one.label, one.lines, one.words) for one in found] == [(0, "B", 2, 5), (1, "A", 1, 3)]
    assert found[0].first_words == "I said more then"
