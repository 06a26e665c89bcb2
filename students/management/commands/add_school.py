from django.core.management.base import CommandError
from django.db import transaction

from privacy import audit
from privacy.wall.command import SystemCommand
from students.models import District, School
from students.roster.zones import zone_of


class Command(SystemCommand):
    help = "Open a school, and its district if there is none of that name yet. Its people come by give_role and roster."

    def add_arguments(self, parser):
        parser.add_argument("--district", required=True, help="its name")
        parser.add_argument("--school", required=True, help="its name")
        parser.add_argument("--time-zone", default="America/New_York", help="as the IANA database calls it")

    def handle(self, *, district, school, time_zone, **options):
        zone = zone_of(time_zone)
        if not zone:
            raise CommandError(f"There is no time zone '{time_zone}'. Say it like America/Chicago.")
        districts = list(District.objects.filter(name=district)[:2])
        if len(districts) > 1:
            raise CommandError(f"Several districts are called '{district}'. Give one another name first.")
        with transaction.atomic():
            place = districts[0] if districts else District.objects.create(name=district)
            made, new = School.objects.get_or_create(district=place, name=school, defaults={"time_zone": zone})
            if new:
                audit.record("school.add", by="system:add_school", school=made, obj=made)
        self.stdout.write(f"{made.name} ({made.pk}), {place.name} ({place.pk}){'' if new else ': was there already'}.")
