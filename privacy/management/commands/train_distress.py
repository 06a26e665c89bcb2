"""The learned line for signs of danger, from the committed sentences: the same bytes each time."""

import json

from django.core.management.base import BaseCommand
from threadpoolctl import threadpool_limits

from privacy.distress import left_out, likeness


class Command(BaseCommand):
    help = "Learn the line beside the distress rules, and measure it on hands that were left out."

    def handle(self, **_):
        with threadpool_limits(1):  # sums in one order
            kept, figures = left_out.learned()
        likeness.save(likeness.FILE, kept)
        left_out.FILE.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        self.stdout.write(
            f"{len(kept['terms'])} terms, raised from {kept['threshold']}; now manage.py measure_distress --write"
        )
