"""``manage.py audit seal | verify | key``."""

from django.core.management import CommandError

from privacy import audit_chain, audit_heads, audit_verify
from privacy.wall.command import SystemCommand

SHOWN = 50


class Command(SystemCommand):
    help = "Seal the audit log, verify it, or print the public key its heads are signed under."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["seal", "verify", "key"])

    def handle(self, *, act, **options):
        {"seal": self._seal, "verify": self._verify, "key": self._key}[act]()

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
