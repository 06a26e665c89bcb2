"""Finding a student by name, from any page."""

import pytest
from django.urls import reverse

from tests import factories as make


def search(client, text):
    return client.get(reverse("student_search"), {"q": text})


@pytest.fixture
def as_teacher(client, cast):
    client.force_login(cast.teacher)
    return client


def test_one_student_of_that_name_is_opened_at_once(as_teacher, cast):
    assert search(as_teacher, "mateo").url == reverse("student_page", args=[cast.mateo.pk])


def test_several_are_listed_with_their_class(as_teacher, cast):
    second = make.StudentFactory(school=cast.cedar, first_name="Mateo", last_name="Ortiz")
    make.EnrollmentFactory(student=second, classroom=cast.homeroom_7b)
    html = search(as_teacher, "Mateo").content.decode()
    assert "Mateo Ortiz" in html and "Mateo Quintanilla" in html
    assert "Homeroom 7B" in html


def test_a_misspelled_name_offers_the_nearest(as_teacher):
    html = search(as_teacher, "Priyanca").content.decode()
    assert "No student of yours is called “Priyanca”." in html
    assert "Priyanka Deshmukh" in html


@pytest.mark.parametrize("name", ["Tyrell", "Nora", "Sam", "Ines", "Kofi"])
def test_students_of_other_classes_are_neither_found_nor_offered(as_teacher, name):
    html = search(as_teacher, name).content.decode()
    assert "No student of yours" in html
    assert f"{name} " not in html.replace(f"“{name}”", "")


def test_an_empty_search_asks_for_a_name(as_teacher):
    assert "A first or last name" in search(as_teacher, "").content.decode()


def test_what_was_searched_is_escaped(as_teacher):
    assert "<b>x</b>" not in search(as_teacher, "<b>x</b>").content.decode()


@pytest.mark.parametrize("who", ["guardian", "school_admin", "newcomer"])
def test_those_who_see_no_records_find_nobody(client, cast, who):
    client.force_login(getattr(cast, who))
    assert "No student of yours" in search(client, "Mateo").content.decode()
