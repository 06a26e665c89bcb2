"""For whoever lost the phone and the recovery codes. Make sure who is asking: it opens the account to the password."""

from django.core.management.base import CommandError
from django.db import transaction

from privacy import audit
from privacy.wall.command import SystemCommand
from students.models import User
from students.signing_in import devices, forgotten, second_step


class Command(SystemCommand):
    help = "Take the second step away from an account and end its sessions; the owner sets it up anew."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **_):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account named {username}.")
        with transaction.atomic():
            second_step.take_away(user)
            devices.end_all(user)
            audit.record("second_step.taken_away", by="system:operator", obj=user)
            forgotten.tell(user)
        self.stdout.write(f"{username} signs in with the password alone until a second step is set up again.")
