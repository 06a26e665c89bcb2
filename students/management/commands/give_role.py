from django.conf import settings
from django.core.management.base import CommandError

from privacy.wall.command import SystemCommand
from students import roles, staff
from students.accounts import NotPossible
from students.models import District, School
from students.roles import Place
from students.staff import NewColleague

BY = "system:give_role"


class Command(SystemCommand):
    help = (
        "Give somebody a role at a school or over a district: the first administrator, or whom no page can help. "
        "Whoever has no way in gets a link that works once, for 14 days; it is mailed and printed here."
    )

    def add_arguments(self, parser):
        parser.add_argument("--district", required=True, help="its name or id")
        parser.add_argument("--school", help="its name or id; without it the role is over the whole district")
        parser.add_argument("--role", required=True, choices=sorted({*roles.AT_A_SCHOOL, *roles.OVER_A_DISTRICT}))
        parser.add_argument("--email", required=True)
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *, district, school, role, email, first_name, last_name, **options):
        whole = _one(District.objects.all(), district)
        at = Place(whole, _one(whole.schools.all(), school) if school else None)
        try:
            given = staff.add(NewColleague(first_name, last_name, email, role), at=at, by=BY)
        except NotPossible as problem:
            raise CommandError(str(problem)) from None
        if given.path:
            self.stdout.write(f"{settings.PUBLIC_URL}{given.path}")
        else:
            self.stdout.write(f"{given.bond.user.get_username()} has a way in already and holds the role from now on.")


def _one(places, wanted: str) -> District | School:
    found = [place for place in places if wanted in (place.name, str(place.pk))]
    if len(found) != 1:
        known = ", ".join(f"{place.name} ({place.pk})" for place in places.order_by("name")[:20])
        raise CommandError(f"No one place is called '{wanted}'. Known: {known or 'none yet, see add_school'}")
    return found[0]
