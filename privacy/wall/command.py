"""The base of every command that touches rows: it acts for all schools, by name."""

from django.core.management.base import BaseCommand

from privacy.wall import standing
from privacy.wall.duties import Duty


class SystemCommand(BaseCommand):
    def execute(self, *args, **options):
        with standing.system(Duty.COMMAND, place=f"command:{type(self).__module__.rpartition('.')[2]}"):
            return super().execute(*args, **options)
