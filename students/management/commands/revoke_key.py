from django.core.management.base import CommandError

from privacy.wall.command import SystemCommand
from students import api_keys
from students.models import ApiKey


class Command(SystemCommand):
    help = "Close an API key by its prefix, the part before the point; without one, list the keys that open something."

    def add_arguments(self, parser):
        parser.add_argument("prefix", nargs="?")

    def handle(self, *, prefix, **options):
        standing = api_keys.standing()
        if prefix is None:
            for key in standing:
                self.stdout.write(_line(key))
            self.stderr.write(f"{len(standing)} keys open something.")
            return
        key = next((one for one in standing if one.prefix == prefix), None)
        if key is None:
            raise CommandError(f"No key that opens something begins with '{prefix}'. Run revoke_key alone to see them.")
        api_keys.revoke(key, by="system:revoke_key")
        self.stdout.write(f"{key.name} opens nothing any more.")


def _line(key: ApiKey) -> str:
    until = f"until {key.expiry_date:%Y-%m-%d}" if key.expiry_date else "without an end"
    used = f"used {key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never used"
    place = key.school or key.district
    return f"{key.prefix}  {key.name}, for {place.name}: {', '.join(key.scopes)}; {until}, {used}"
