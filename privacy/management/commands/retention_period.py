"""``manage.py retention_period DISTRICT [RULE DAYS --by USERNAME]``: how long a district keeps what."""

import uuid

from django.core.management import CommandError

from privacy import retention
from privacy.management.commands.erase import account
from privacy.wall.command import SystemCommand
from students.models import District


class Command(SystemCommand):
    help = "Choose a district's period within the rule's bounds; without RULE and DAYS: print what holds."

    def add_arguments(self, parser):
        parser.add_argument("district", help="the district's name or id")
        parser.add_argument("rule", nargs="?", choices=list(retention.RULES))
        parser.add_argument("days", nargs="?", type=int)
        parser.add_argument("--by", help="who is responsible: the username of an account that may sign in")

    def handle(self, *, district, rule, days, by, **options):
        place = district_of(district)
        if rule:
            if days is None or not by:
                raise CommandError("Say how many days and who is responsible: RULE DAYS --by USERNAME.")
            try:
                retention.set_period(district=place, rule=rule, days=days, by=account(by))
            except retention.PeriodRefused as refused:
                raise CommandError(str(refused)) from None
        for one in retention.RULES.values():
            if one.days is not None:
                self.stdout.write(f"{one.key:16}{retention.days(one.key, place):>6} days  ({one.bounds})")


def district_of(wanted: str) -> uuid.UUID:
    for found in District.objects.all():
        if wanted in (found.name, str(found.pk)):
            return found.pk
    raise CommandError(f"No district is called '{wanted}'.")
