"""``manage.py prepare_database``: both databases and the cache table, created or brought up to date."""

from django.core.management import BaseCommand, CommandError, call_command

from privacy import keys, root_key


class Command(BaseCommand):
    help = "Create or update both databases and the cache table."

    def handle(self, *args, **options):
        for alias in ("keys", "default"):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        try:
            root_key.ensure()
        except keys.MasterKeyWrong as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("Both databases are up to date.")
