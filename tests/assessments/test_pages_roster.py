"""What a reader may ask of the class table."""

import pytest
from django.http import QueryDict

from assessments.pages.roster import Asked


def asked(query):
    return Asked.from_query(QueryDict(query))


def test_by_name_is_where_a_list_begins():
    assert asked("").sort == "name"


@pytest.mark.parametrize("sort", ["empathy", "score", "-resilience", "confidence"])
def test_a_list_is_never_sorted_by_score(sort):
    assert asked(f"sort={sort}").sort == "name"


def test_unknown_filters_are_ignored():
    assert asked("show=worst").show == ""


def test_a_filter_has_a_real_address_that_keeps_the_others():
    assert asked("q=ana&grade=7").query(sort="assessed") == "?q=ana&grade=7&sort=assessed"


def test_the_plain_list_has_the_plain_address():
    assert asked("sort=grade").query(sort="name") == "?"


def test_links_to_other_pages_keep_what_was_asked():
    assert asked("q=an a").for_pages == "q=an+a&"
    assert asked("").for_pages == ""


def test_a_search_is_cut_before_it_is_used():
    assert len(asked("q=" + "x" * 500).q) == 80
