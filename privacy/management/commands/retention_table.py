"""``manage.py retention_table``: write docs/reference/retention.md anew from the rules."""

from django.conf import settings
from django.core.management import BaseCommand

from privacy import retention_reference

PATH = settings.BASE_DIR / "docs" / "reference" / "retention.md"


class Command(BaseCommand):
    help = "Write the table of retention from the rules in the code."

    def handle(self, **options):
        PATH.write_text(retention_reference.page(), encoding="utf-8")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} is written.")
