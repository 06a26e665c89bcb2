"""``manage.py rotate_keys [--check]``: wrap every key anew under a new master key."""

from django.core.management import BaseCommand, CommandError

from privacy import keys, rotation
from privacy.wall.command import SystemCommand


class Command(SystemCommand):
    help = "Wrap every key anew under SIGHTLINE_MASTER_KEY; the former one stands in SIGHTLINE_MASTER_KEY_OLD."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say which master key the keys are wrapped under")

    def execute(self, *args, **options):
        """With a wrong key no event can be written, and that is what this is asked about: it says so. ``--check``
        counts rows of the keys database alone, which has no schools and no wall."""
        if options["check"]:
            return BaseCommand.execute(self, *args, **options)
        try:
            rotation.check_can_rotate()
            return super().execute(*args, **options)
        except (rotation.NothingToRotate, keys.MasterKeyWrong) as problem:
            raise CommandError(str(problem)) from None

    def handle(self, *, check, **options):
        done = None if check else rotation.rotate(by="system:rotate_keys")
        for under, count in sorted(rotation.standing().items()):
            here = "  (SIGHTLINE_MASTER_KEY)" if under == rotation.fingerprint() else ""
            self.stdout.write(f"{count:>8} keys under {under or 'a key that was not noted'}{here}")
        if done:
            self.stdout.write(f"{done.keys} keys were wrapped anew under {done.fingerprint}.")
            self.stdout.write(
                "Now take SIGHTLINE_MASTER_KEY_OLD away and start every process again. Backups of the keys database "
                "from before need the former key: keep it until the last of them is gone."
            )
