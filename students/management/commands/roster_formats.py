"""``manage.py roster_formats``: write docs/reference/roster-formats.md anew from the header maps."""

from django.conf import settings
from django.core.management.base import BaseCommand

from students.roster import reference

PATH = settings.BASE_DIR / "docs" / "reference" / "roster-formats.md"


class Command(BaseCommand):
    help = "Write the reference of roster formats from the code."

    def handle(self, *args, **options):
        PATH.write_text(reference.page(), encoding="utf-8")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} is written.")
