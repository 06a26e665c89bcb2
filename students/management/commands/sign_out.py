"""For the day an account, or the whole installation, is not trusted any more."""

from django.core.management.base import CommandError
from django.db import transaction

from privacy import audit
from privacy.wall.command import SystemCommand
from students.models import User
from students.signing_in import devices


class Command(SystemCommand):
    help = "End every session of an account, or with --everybody of all accounts."

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?")
        parser.add_argument("--everybody", action="store_true")

    def handle(self, username, everybody, **_):
        if bool(username) == everybody:
            raise CommandError("Name one account, or say --everybody.")
        user = None if everybody else User.objects.filter(username=username).first()
        if user is None and not everybody:
            raise CommandError(f"There is no account named {username}.")
        with transaction.atomic():
            count = devices.end_everybodys() if everybody else devices.end_all(user)
            audit.record("session.end", by="system:operator", obj=user, count=count)
        self.stdout.write(f"{count} sessions ended.")
