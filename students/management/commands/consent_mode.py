from django.core.management.base import CommandError

from privacy import consent
from privacy.consent import Mode
from privacy.wall.command import SystemCommand
from students import consent_modes
from students.models import District


class Command(SystemCommand):
    help = "Who agrees to assessing in a district: its schools, or each family. Without --to: print what holds now."

    def add_arguments(self, parser):
        parser.add_argument("--district", required=True, help="the district's name or id")
        parser.add_argument("--to", choices=Mode.values)

    def handle(self, *, district, to, **options):
        place = self._one(district)
        if to:
            changed = consent_modes.choose(place, Mode(to), by="system:consent_mode")
            self.stdout.write(f"Changed for {changed} students.")
        self.stdout.write(f"{place.name}: {consent.mode_of(place.pk).label}.")

    def _one(self, wanted: str) -> District:
        for found in District.objects.all():
            if wanted in (found.name, str(found.pk)):
                return found
        raise CommandError(f"No district is called '{wanted}'.")
