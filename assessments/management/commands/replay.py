import uuid
from collections import Counter

from django.core.management.base import CommandError

from assessments.models import Assessment
from assessments.replay import replay
from mlcore.registry import ArtifactError
from privacy.wall.command import SystemCommand

SAME, DIFFERENT = "the same", "DIFFERENT"


class Command(SystemCommand):
    help = (
        "Compute assessments anew from the words or readings, model and weights they name, and compare. Nothing is "
        "changed. Ends with an error when one comes out otherwise."
    )

    def add_arguments(self, parser):
        parser.add_argument("--student", type=uuid.UUID, metavar="ID", help="only this student's")
        parser.add_argument("--latest", type=int, metavar="N", help="only the N newest")

    def handle(self, *, student, latest, **_):
        rows = Assessment.objects.order_by("-created_at")
        rows = rows.filter(student=student) if student else rows
        outcomes = Counter(self._outcome(assessment) for assessment in rows[:latest].iterator())
        for (outcome, basis), count in sorted(outcomes.items()):
            self.stdout.write(f"{count:>7}  {outcome} ({basis})")
        self.stdout.write(f"{outcomes.total():>7}  in all")
        if any(outcome == DIFFERENT for outcome, _basis in outcomes):
            raise CommandError("Some assessments do not follow from what they name. Which: the lines above, on stderr.")

    def _outcome(self, assessment: Assessment) -> tuple[str, str]:
        try:
            found = replay(assessment)
        except ArtifactError:
            return "not tried", f"model {assessment.model_version} cannot be loaded here"
        if found.same or found.basis not in ("words", "readings"):
            return (SAME if found.same else "not tried"), found.basis
        self.stderr.write(f"{assessment.pk} differs (from its {found.basis})")
        return DIFFERENT, found.basis
