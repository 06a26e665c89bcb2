"""``manage.py demo``: the sample district, made once by really running the pipeline."""

from django.conf import settings
from rich.console import Console
from rich.progress import track

from assessments import pipeline, sample_district
from assessments.models import AssessmentJob
from config.celery import make_broker_folders
from privacy import keys
from privacy.wall.command import SystemCommand

CHUNK = 12  # small, so that the bar moves


class Command(SystemCommand):
    help = "Create the sample district, unless it is there, and assess its responses."
    requires_system_checks = ()  # `make check` is for those: here somebody waits for a first page

    def handle(self, *args, **options):
        make_broker_folders()  # the worker starts after this, and some responses wait for a lead who is told by it
        with keys.keyring():
            sample_district.create(settings.ARTIFACTS / "corpus")
        queued = AssessmentJob.objects.filter(state=AssessmentJob.State.QUEUED).order_by("created_at", "id")
        ids = list(queued.values_list("pk", flat=True))
        chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
        for chunk in track(chunks, description="Assessing the sample classes", disable=not chunks, console=Console()):
            with keys.keyring():
                pipeline.run(chunk)
        with keys.keyring():
            sample_district.families()
        self.stdout.write("The sample district is ready.")
