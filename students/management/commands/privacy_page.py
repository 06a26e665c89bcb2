"""``manage.py privacy_page``: write docs/privacy.md anew, its tables from the rules in the code."""

from django.conf import settings
from django.core.management import BaseCommand

from students import privacy_page

PATH = settings.BASE_DIR / "docs" / "privacy.md"


class Command(BaseCommand):
    help = "Write docs/privacy.md: the words of templates/docs/privacy.md with tables from the code."

    def handle(self, **options):
        PATH.write_text(privacy_page.page(), encoding="utf-8")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} is written.")
