"""``manage.py replay_tombstones``: after a backup was restored, erase again whoever it brought back."""

from django.core.management import CommandError

from privacy import erasure, tombstones
from privacy.wall.command import SystemCommand


class Command(SystemCommand):
    help = (
        "After restoring a backup: erase again everybody whose record was erased, from the copy outside the database."
    )

    def handle(self, **options):
        try:
            again = erasure.replay()
        except tombstones.TombstoneUnsound as problem:
            raise CommandError(str(problem)) from None
        known = erasure.Erasure.objects.filter(replays__isnull=True).count()
        self.stdout.write(f"{known} erasures are known; {len(again)} had been brought back and were erased again.")
        for one in again:
            self.stdout.write(f"  {one.subject}: {sum(one.before.values())} rows")
        self.stdout.write("Now run 'manage.py retain': what was over came back with the backup, too.")
