"""``manage.py prepare_database``: both databases and the cache table, created or brought up to date."""

from django.core.management import BaseCommand, call_command

from privacy.wall.raising import raise_wall


class Command(BaseCommand):
    help = "Create or update both databases and the cache table."

    def handle(self, *args, **options):
        for alias in ("keys", "default"):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        raise_wall()  # once more, for the cache's table
        self.stdout.write("Both databases are up to date.")
