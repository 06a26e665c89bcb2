"""``manage.py retain [--dry-run]``: let go of all that is over by the table of retention. The worker does it hourly."""

from collections import Counter

from privacy import retention
from privacy.wall.command import SystemCommand


class Command(SystemCommand):
    help = "Let go of what is over by the table of retention, or say what would go."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run, **options):
        for rule, gone in retention.run(dry=dry_run).items():
            tables = Counter()
            for one in gone:
                tables[one.table] += one.count
            for table, count in tables.items():
                self.stdout.write(f"{count:>8}  {table:32}{rule}")
        self.stdout.write("Nothing was changed." if dry_run else "Done.")
