"""As whom the database is asked: what holds within a block, and that nothing of it is left behind."""

import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from privacy.wall import standing
from privacy.wall.duties import Duty
from tests.privacy.walled_rows import ask, run

on_postgresql = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]
SCHOOL, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def said() -> tuple[str, str, str]:
    sql = "SELECT current_setting('role'), current_setting('sightline.schools', true), "
    return tuple(value or "" for value in ask(sql + "current_setting('sightline.system', true)")[0])


def test_a_name_that_is_not_on_the_list_is_refused():
    with pytest.raises(ValueError, match=r"no privacy\.wall\.duties\.Duty"):
        standing.system("whatever")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite does")
def test_sqlite_is_asked_nothing(db, django_assert_num_queries):
    with (
        django_assert_num_queries(0),
        standing.within([SCHOOL]),
        standing.system(Duty.REAPER),
        standing.reaching() as schools,
    ):
        schools.add(OTHER)


@pytest.mark.django_db
class TestWithinATransaction:
    pytestmark = on_postgresql

    def test_it_holds_for_the_block_and_the_block_around_it_after_that(self):
        with standing.within([SCHOOL]):
            with standing.system(Duty.REAPER):
                assert said() == ("sightline_system", "", "reaper")
            assert said() == ("sightline_app", str(SCHOOL), "")
        assert said() == ("none", "", "")

    def test_an_error_in_the_block_leaves_nothing_of_it(self):
        with pytest.raises(KeyError), standing.within([SCHOOL]):
            raise KeyError
        assert said() == ("none", "", "")

    def test_an_error_of_the_database_leaves_nothing_of_it(self):
        with pytest.raises(ProgrammingError), transaction.atomic(), standing.within([SCHOOL]):
            run("SELECT nonsense")
        assert said() == ("none", "", "")

    def test_a_block_within_that_was_rolled_back_changes_nothing(self):
        with standing.within([SCHOOL]):
            with pytest.raises(IntegrityError), transaction.atomic(), standing.system(Duty.REAPER):
                raise IntegrityError
            assert said() == ("sightline_app", str(SCHOOL), "")

    def test_a_request_begins_within_no_school_and_is_widened(self):
        with standing.request():
            assert said() == ("sightline_app", "", "")
            for school in (SCHOOL, OTHER):
                with standing.reaching() as schools:
                    assert said() == ("sightline_system", "", "sign_in")
                    schools.add(school)
            assert said() == ("sightline_app", f"{SCHOOL},{OTHER}", "")
        assert said() == ("none", "", "")
        assert standing.now() == standing.Standing()

    def test_whoever_could_not_be_told_reaches_nothing(self):
        with standing.request():
            with pytest.raises(KeyError), standing.reaching():
                raise KeyError
            assert said() == ("sightline_app", "", "")

    def test_outside_of_a_request_there_is_nothing_to_widen(self):
        with standing.reaching() as schools:
            schools.add(SCHOOL)
        assert said() == ("none", "", "")
        with standing.system(Duty.REAPER):
            with standing.reaching() as schools:
                schools.add(SCHOOL)
            assert said() == ("sightline_system", "", "reaper")


@pytest.mark.django_db(transaction=True)
class TestOutsideOfATransaction:
    pytestmark = on_postgresql

    def test_it_holds_over_many_transactions(self):
        with standing.within([SCHOOL]):
            for _ in range(2):
                with transaction.atomic():
                    assert said() == ("sightline_app", str(SCHOOL), "")
            with transaction.atomic(), standing.system(Duty.AUDIT):
                assert said() == ("sightline_system", "", "audit")
            assert said() == ("sightline_app", str(SCHOOL), "")
        assert said() == ("none", "", "")

    def test_a_request_leaves_nothing_behind(self):
        with standing.request(), standing.reaching() as schools:
            schools.add(SCHOOL)
        assert said() == ("none", "", "")

    def test_a_connection_that_was_lost_midway_is_opened_again_as_the_same(self):
        with standing.within([SCHOOL]):
            connection.close()
            assert said() == ("sightline_app", str(SCHOOL), "")
        assert said() == ("none", "", "")

    def test_a_connection_goes_back_to_the_pool_without_it(self):
        with standing.system(Duty.REAPER):
            connection.close()
        assert said() == ("none", "", "")
        assert standing.now() == standing.Standing()
