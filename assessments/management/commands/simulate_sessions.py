"""``manage.py simulate_sessions LOG``: runs of a game that nobody played, in our own vocabulary, for load tests."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from django.core.management.base import CommandError

from assessments.management.commands.assess import written_whole
from mlcore import simulation
from mlcore.schema import SKILLS
from privacy.wall.command import SystemCommand


class Command(SystemCommand):
    help = "Write a log (JSON Lines) of simulated runs; every run says of itself that it is simulated."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path)
        parser.add_argument("--students", type=int, default=100)
        parser.add_argument("--runs", type=int, default=3, help="of each student")
        parser.add_argument("--prefix", default="S-", help="of the student ids: S-1, S-2, ...")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, out: Path, students: int, runs: int, **options):
        if students < 1 or runs < 1:
            raise CommandError("--students and --runs are at least 1.")
        count = 0
        with written_whole(out) as handle:
            for event in events(students, runs, prefix=options["prefix"], seed=options["seed"]):
                handle.write(json.dumps(event) + "\n")
                count += 1
        self.stdout.write(f"{count:,} events of {students * runs:,} simulated runs: {out}")


def events(students: int, runs: int, *, prefix: str, seed: int) -> Iterator[dict]:
    """One dictionary an event. Profiles are drawn evenly over the ratings."""
    rng = np.random.default_rng(seed)
    today = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for number in range(1, students + 1):
        who = simulation.player({skill: float(rng.integers(4)) / 3 for skill in SKILLS}, rng)
        for run in range(runs):
            start = today - timedelta(days=run)
            for event in simulation.session(who, rng):
                yield {
                    "student_id": f"{prefix}{number}",
                    "session_id": f"{seed}-{number}-{run}",
                    "at": (start + timedelta(seconds=event.at)).isoformat(),
                    "kind": event.kind,
                    "task": event.task,
                    "game": "Bridge Builder",
                    "data": dict(event.data),
                }
