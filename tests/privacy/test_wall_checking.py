"""An installation whose second wall would not hold does not start, and says how to mend it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from privacy.wall import checking, raising
from tests.privacy.walled_rows import ask, run

pytestmark = pytest.mark.django_db
on_postgresql = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite says")
def test_sqlite_has_no_wall_to_check_and_no_roles_to_make():
    assert checking.trouble() == []
    with pytest.raises(CommandError, match="SQLite has no roles"):
        call_command("prepare_database", login="web")


class TestOnPostgresql:
    pytestmark = on_postgresql

    @pytest.fixture
    def connected_as(self):
        """As if this role had connected; it goes with the test's transaction."""

        def connect(*statements) -> list[str]:
            for statement in statements:
                run(statement)
            run("SET LOCAL SESSION AUTHORIZATION somebody")
            found = checking.trouble()
            run("RESET SESSION AUTHORIZATION")
            return found

        return connect

    def test_a_login_of_ours_is_in_order(self, connected_as):
        raising.admit("somebody", "pa'ss")
        assert connected_as() == []

    def test_a_login_made_twice_is_in_order(self, connected_as):
        raising.admit("somebody", "one")
        raising.admit("somebody", "two")
        assert connected_as() == []

    def test_a_superuser_is_refused(self, connected_as):
        [said] = connected_as("CREATE ROLE somebody LOGIN SUPERUSER")
        assert "row-level security does not hold" in said

    def test_whoever_bypasses_the_wall_is_refused(self, connected_as):
        raising.admit("somebody", "one")
        [said] = connected_as("ALTER ROLE somebody BYPASSRLS")
        assert "row-level security does not hold" in said

    def test_the_owner_of_a_table_is_refused(self, connected_as):
        raising.admit("somebody", "one")
        [said] = connected_as("ALTER TABLE students_student OWNER TO somebody")
        assert "could lift the wall" in said

    def test_a_login_that_may_not_act_as_the_application_is_told_what_to_grant(self, connected_as):
        [said] = connected_as("CREATE ROLE somebody LOGIN", "GRANT sightline_system TO somebody")
        assert "GRANT sightline_app TO somebody" in said

    def test_production_does_not_start_as_a_superuser(self, settings, monkeypatch):
        settings.PRODUCTION = True
        monkeypatch.setattr(checking, "let_go", lambda: None)  # the test's own connection
        with pytest.raises(ImproperlyConfigured, match="The second wall would not hold"):
            checking.refuse_in_production()

    def test_a_laptop_does(self, settings):
        settings.PRODUCTION = False
        checking.refuse_in_production()

    def test_what_the_application_makes_up_sees_nothing_outside_of_any_context(self, cast):
        """The login role itself, as a query would meet it that forgot to say where it stands."""
        raising.admit("somebody", "one")
        with transaction.atomic():
            run("SET LOCAL SESSION AUTHORIZATION somebody")
            assert ask("SELECT count(*) FROM students_student") == [(0,)]
            run("RESET SESSION AUTHORIZATION")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite says another thing first")
def test_a_login_without_a_password_is_not_made(monkeypatch):
    monkeypatch.setattr("config.env.LOGIN_PASSWORD", "")
    with pytest.raises(CommandError, match="SIGHTLINE_LOGIN_PASSWORD"):
        call_command("prepare_database", login="web")


def test_the_check_of_a_deployment_says_the_same(monkeypatch):
    from privacy import checks

    monkeypatch.setattr(checking, "trouble", lambda: ["as a superuser"])
    assert [(error.id, error.msg) for error in checks.the_second_wall(None)] == [("privacy.E001", "as a superuser")]
