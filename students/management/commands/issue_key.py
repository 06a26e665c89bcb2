from datetime import UTC, date, datetime, time

from django.core.management.base import CommandError
from django.utils import timezone

from privacy.wall.command import SystemCommand
from students import api_keys
from students.models import ApiKey, District, School


class Command(SystemCommand):
    help = "Issue an API key for one school or a whole district. The key is printed once and cannot be shown again."

    def add_arguments(self, parser):
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--school", help="the school's name or id")
        place.add_argument("--district", help="the district's name or id")
        parser.add_argument("--scopes", nargs="+", required=True, help=", ".join(ApiKey.Scope.values))
        parser.add_argument("--outside", action="store_true", help="not the school's own: only whom a family shares")
        parser.add_argument("--until", type=date.fromisoformat, help="the first day on which it opens nothing (UTC)")
        parser.add_argument("--name", required=True, help="what the key is for, such as 'SIS nightly sync'")

    def handle(self, *, school, district, scopes, name, outside, until, **_):
        place = _one(School, school) if school else _one(District, district)
        where = {"school": place, "district": place.district} if school else {"district": place}
        ends = until and datetime.combine(until, time(), UTC)
        if ends and ends <= timezone.now():
            raise CommandError(f"{until} has come already: the key would open nothing.")
        options = {"outside": outside, "until": ends, **where}
        try:
            key, secret = api_keys.issue(name=name, scopes=scopes, by="system:issue_key", **options)
        except api_keys.UnknownScope as problem:
            raise CommandError(str(problem)) from None
        self.stderr.write(f"{key.name}, for {place.name}: {', '.join(key.scopes)}. Keep it now; it is not shown again.")
        self.stdout.write(secret)


def _one(model, wanted: str):
    """By name, or by id; a name that two places share asks for the id."""
    by_name = list(model.objects.filter(name__iexact=wanted))
    found = by_name or [row for row in model.objects.all() if str(row.pk) == wanted]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{row.name} ({row.pk})" for row in (found or model.objects.order_by("name")[:20]))
    reason = "Several have this name, give the id" if found else f"No {model._meta.model_name} is called '{wanted}'"
    raise CommandError(f"{reason}. Known: {known or 'none yet'}")
