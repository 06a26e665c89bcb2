"""Finding a student by name: only among those a person may see, however the name is typed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from privacy import keys
from students import search
from students.access import Right
from students.models import Student
from tests import factories as make


def names(students):
    return [student.name for student in students]


@pytest.mark.parametrize(
    "typed", ["Mateo", "mateo", "MATEO ", "quintanilla", "Mateo Quintanilla", "quintanilla mateo", "mat", "teo", "m q"]
)
def test_a_student_is_found_by_any_part_or_beginning_of_a_name(cast, typed):
    assert names(search.find(cast.teacher, typed)) == ["Mateo Quintanilla"]


@pytest.mark.parametrize("typed", ["Tyrell", "Nora", "Sam", "Ines", "Kofi"])
def test_a_student_one_may_not_see_is_not_found(cast, typed):
    assert search.find(cast.teacher, typed) == []


@pytest.mark.parametrize("typed", ["", "   ", "-", "'", "\x00"])
def test_an_empty_search_finds_nobody(cast, typed):
    assert search.find(cast.teacher, typed) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("José", "jose"),
        ("Jose", "josé"),
        ("O'Neil", "oneil"),
        ("O’Neil", "o'neil"),
        ("Mary-Jane", "jane"),
        ("Åsa", "asa"),
        ("Nguyễn", "nguyen"),
        ("李", "李"),
        ("نور", "نور"),
    ],
)
def test_accents_apostrophes_and_hyphens_do_not_matter(cast, name, typed):
    student = make.StudentFactory(school=cast.cedar, first_name=name)
    make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    assert search.find(cast.teacher, typed) == [student]


def test_found_students_come_by_name(cast):
    for first, last in [("Ana", "Zapata"), ("Ana", "Alvarez"), ("Anabel", "Cruz")]:
        student = make.StudentFactory(school=cast.cedar, first_name=first, last_name=last)
        make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    assert names(search.find(cast.teacher, "ana")) == ["Ana Alvarez", "Ana Zapata", "Anabel Cruz"]


def test_nobody_found_offers_the_nearest_name(cast):
    assert search.find(cast.teacher, "Matteo") == []
    assert search.nearest(cast.teacher, "Matteo").name == "Mateo Quintanilla"
    assert search.nearest(cast.teacher, "Prianka Deshmuk").name == "Priyanka Deshmukh"


def test_the_nearest_name_is_never_a_strangers(cast):
    assert search.nearest(cast.teacher, "Tyrel") is None
    assert search.nearest(AnonymousUser(), "Mateo") is None


def test_nothing_near_is_nothing(cast):
    assert search.nearest(cast.teacher, "xxxxxxxx") is None


def test_among_many_whole_words_are_found_without_opening_the_rest(cast, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(search, "FEW", 1)
    with keys.keyring():
        assert names(search.find(cast.school_admin, "tyrell", right=Right.ROSTER)) == ["Tyrell Gaines"]
        assert set(keys._ring.get()) == {cast.tyrell.pk}


def test_among_many_the_beginning_of_a_name_is_found_too(cast, monkeypatch):
    monkeypatch.setattr(search, "FEW", 1)
    assert names(search.find(cast.school_admin, "tyr", right=Right.ROSTER)) == ["Tyrell Gaines"]


def test_a_student_under_erasure_is_left_out(cast):
    keys.destroy([cast.mateo.pk])
    assert search.find(cast.teacher, "mateo") == []
    assert names(search.names_for(Student.objects.filter(pk__in=[cast.mateo.pk, cast.priyanka.pk]))) == [
        "Priyanka Deshmukh"
    ]


def test_names_cost_one_query_for_keys(cast, django_assert_num_queries):
    students = list(Student.objects.all())
    with django_assert_num_queries(1, using="keys"):
        assert all(student.all_names for student in search.names_for(students))


def test_the_number_of_queries_does_not_grow_with_the_class(cast, django_assert_num_queries):
    for number in range(20):
        student = make.StudentFactory(school=cast.cedar, first_name=f"Ana{number}")
        make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    with django_assert_num_queries(2), keys.keyring():
        assert len(search.find(cast.teacher, "ana")) == 20
