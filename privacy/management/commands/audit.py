"""``manage.py audit seal | verify | key | uses``."""

from collections import Counter
from datetime import timedelta

from django.core.management import CommandError
from django.utils import timezone

from privacy import audit_chain, audit_heads, audit_verify
from privacy.audit import AuditEvent
from privacy.wall.command import SystemCommand

SHOWN = 50
DAYS = 30


class Command(SystemCommand):
    help = "Seal the audit log, verify it, print the key its heads are signed under, or who acted across schools."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["seal", "verify", "key", "uses"])
        parser.add_argument("--days", type=int, default=DAYS, help=f"of how many days *uses* tells (default {DAYS})")

    def handle(self, *, act, days, **options):
        if act == "uses":
            return self._uses(days)
        return {"seal": self._seal, "verify": self._verify, "key": self._key}[act]()

    def _seal(self):
        done = audit_chain.seal(everything=True)
        self.stdout.write(f"{done.events} events sealed, {len(done.heads)} heads signed; copy: {audit_heads.path()}")
        if done.refused:
            raise CommandError(f"{len(done.refused)} events do not fit their digest and were not sealed: audit verify")

    def _verify(self):
        verdict = audit_verify.verify()
        self.stdout.write(f"{verdict.sealed} sealed events under {verdict.heads} signed heads.")
        age = f", the oldest {verdict.age().total_seconds():.0f} s old" if verdict.tail else ""
        self.stdout.write(f"{verdict.tail} events are not sealed yet{age}: a removal among these would leave no trace.")
        if verdict.sound:
            self.stdout.write("Nothing was changed, removed, inserted or put in another order.")
            return
        for finding in verdict.findings[:SHOWN]:
            self.stderr.write(str(finding))
        raise CommandError(f"The log is not what was written: {len(verdict.findings)} findings, {dict(verdict.kinds)}")

    def _key(self):
        self.stdout.write(audit_chain.public_key())

    def _uses(self, days: int):
        """Uses of the system's role, by duty and place; who asked which schools they reach is counted as one line."""
        since = timezone.now() - timedelta(days=days)
        rows = AuditEvent.objects.filter(verb="system.use", at__gte=since).order_by("at")
        said = Counter((row.detail.get("duty", ""), row.object) for row in rows.iterator(chunk_size=1000))
        for (duty, place), count in sorted(said.items()):
            self.stdout.write(f"{count:>8}  {duty:13} {place}")
        self.stdout.write(f"{sum(said.values())} uses of the system's role in {days} days.")
