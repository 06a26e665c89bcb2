"""``manage.py prepare_database``: both databases and the cache table, created or brought up to date.

On PostgreSQL it runs as the owner of the tables and raises the second wall; ``--login NAME`` also makes the role that
the application connects as (its password: SIGHTLINE_LOGIN_PASSWORD). See docs/guides/postgresql.md.
"""

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from config import env
from privacy import keys, root_key
from privacy.wall import raising


class Command(BaseCommand):
    help = "Create or update both databases, the cache table and, on PostgreSQL, the second wall."
    requires_system_checks = ()  # those of the databases are run by `migrate`

    def add_arguments(self, parser):
        parser.add_argument("--login", default="", help="the role the application connects as (PostgreSQL)")

    def handle(self, *, login="", **options):
        if login and connection.vendor != "postgresql":
            raise CommandError("--login is for PostgreSQL: SQLite has no roles.")
        if login and not env.LOGIN_PASSWORD:
            raise CommandError(f"Set SIGHTLINE_LOGIN_PASSWORD to the password of {login}, as in its DATABASE_URL.")
        for alias in ("keys", "default"):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        raising.raise_wall()  # once more, for the cache's table
        if login:
            raising.admit(login, env.LOGIN_PASSWORD)
        try:
            root_key.ensure()
        except keys.MasterKeyWrong as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("Both databases are up to date.")
