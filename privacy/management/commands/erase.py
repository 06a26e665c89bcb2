"""``manage.py erase STUDENT --dry-run | --yes --reason REASON --by USERNAME``: a student's record goes for good."""

import uuid

from django.contrib.auth import get_user_model
from django.core.management import CommandError

from privacy import erasure
from privacy.erasure import Reason
from privacy.holders import all_holdings
from privacy.wall.command import SystemCommand


class Command(SystemCommand):
    help = "Erase a student's record: the key, every row and file, what waits and what is remembered. Keeps a receipt."

    def add_arguments(self, parser):
        parser.add_argument("student", type=uuid.UUID, help="the student's id, as it stands in the address of the page")
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--dry-run", action="store_true", help="show what would go; change nothing")
        act.add_argument("--yes", action="store_true", help="erase")
        parser.add_argument("--reason", choices=[one for one in Reason.values if one != Reason.RESTORED])
        parser.add_argument("--by", help="who is responsible: the username of an account that may sign in")
        parser.add_argument("--despite-hold", action="store_true", help="although a request to see it is open")

    def handle(self, *, student, dry_run, yes, reason, by, despite_hold, **options):
        school = school_of(student)
        if dry_run:
            self._show(erasure.plan(student_id=student, school_id=school))
            return
        if not (reason and by):
            raise CommandError("Say why and who is responsible: --reason and --by.")
        try:
            receipt = erasure.erase(
                student_id=student, school_id=school, reason=reason, by=account(by), despite_hold=despite_hold
            )
        except erasure.RecordHeld as held:
            raise CommandError(f"{held} Or say --despite-hold.") from None
        self._receipt(receipt)

    def _show(self, plan):
        self.stdout.write("Would go:")
        self._counts(plan.goes)
        self.stdout.write("Stays, because it knows the student as a number alone and must tell what was done:")
        self._counts(plan.stays)
        if plan.held:
            self.stdout.write("A request to see this record is open: nothing goes before it is answered.")
        self.stdout.write("Nothing was changed.")

    def _receipt(self, receipt):
        self.stdout.write(f"{'table':40}{'before':>8}{'after':>8}")
        for table, before in receipt.before.items():
            self.stdout.write(f"{table:40}{before:>8}{receipt.after.get(table, 0):>8}")
        seconds = (receipt.finished_at - receipt.ordered_at).total_seconds()
        self.stdout.write(f"Erased in {seconds:.1f} s. Receipt: {receipt.pk}")

    def _counts(self, counts):
        for table, count in counts.items():
            if count:
                self.stdout.write(f"{count:>8}  {table}")


def account(username: str):
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"No active account is called '{username}'.")
    return found


def school_of(student: uuid.UUID) -> uuid.UUID:
    """Of the student, or of an erasure that began before: it can be resumed when the student's row is gone."""
    [people] = [one for one in all_holdings().values() if not one.path]
    row = people.rows_of(student).values_list("school_id", flat=True).first()
    begun = erasure.Erasure.objects.filter(subject=student).values_list("school", flat=True)
    if found := row or begun.filter(finished_at__isnull=True).first():
        return found
    if begun.exists():
        raise CommandError("This record was erased already; after a restore use 'manage.py replay_tombstones'.")
    raise CommandError(f"There is no student {student}.")
