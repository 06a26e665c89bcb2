"""The base of every command that touches rows: it acts for all schools, by name."""

from django.core.management.base import BaseCommand

from privacy.wall import standing


class SystemCommand(BaseCommand):
    def execute(self, *args, **options):
        with standing.system("command"):
            return super().execute(*args, **options)
