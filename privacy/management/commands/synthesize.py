"""``manage.py synthesize FOLDER``: made-up responses through the door to the outside, up to an evaluated model.

Nothing of a student is read here. Each call is a row of disclosure without subjects; every text passes the
de-identifier on its way out, as everything does.
"""

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mlcore.asking import AskFailed, Price, Reply, Request, Stopped
from mlcore.corpus import CorpusError
from mlcore.labeling import PASSES
from mlcore.registry import ArtifactError
from mlcore.synthetic_run import STEPS, Outside, Run, Settings
from privacy.deidentify import Deidentifier
from privacy.egress import door
from privacy.egress.allowed import EgressRefused, check_open
from privacy.egress.cleared import deidentified, paragraphs, shipped
from privacy.wall.command import SystemCommand


class Command(SystemCommand):
    requires_system_checks = []  # they would load every page; this command needs the door and the science
    help = "Compose, rate and learn from made-up responses; run it again to go on where it stopped."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="everything of this run is kept here")
        parser.add_argument("--count", type=int, default=1000, help="responses to be written")
        parser.add_argument("--budget", type=float, required=True, help="US dollars this run may cost in all")
        parser.add_argument("--price", type=float, nargs=2, default=(0.15, 0.60), metavar=("IN", "OUT"),
                            help="US dollars per million tokens (default: gpt-4o-mini)")  # fmt: skip
        parser.add_argument("--workers", type=int, default=16, help="calls at once")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--from", dest="start", choices=STEPS, help="do this step and all after it again")
        parser.add_argument("--until", choices=STEPS, default=STEPS[-1])
        parser.add_argument("--yes", action="store_true", help="do not ask before spending")

    def handle(self, *args, folder, count, budget, price, workers, seed, start, until, yes, **options):
        try:
            model = check_open("synthesis").model
            run = Run(folder, Settings(count, seed, model), budget=budget, price=Price(*price), workers=workers)
            self._say_price(run, model)
            if not yes and input("Go on? [y/N] ").strip().lower() not in {"y", "yes"}:
                raise CommandError("Nothing was asked.")
            masking = Deidentifier(statistical_model=False)
            outside = Outside(
                ask=Model(masking),
                mask=lambda text: masking.mask(text).text,
                deidentifier_version=masking.describe()["version"],
                bar=bar,
            )
            run.go(outside, start=start, until=until)
        except (EgressRefused, Stopped, CorpusError, ArtifactError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Done up to {until}: {folder} (${run.budget.spent:.2f} spent in all).")

    def _say_price(self, run: Run, model: str) -> None:
        likely, most = run.price_of_rest()
        self.stdout.write(
            f"{run.settings.count:,} responses with {model}, each written once and rated twice: about ${likely:.2f} "
            f"still to come (${most:.2f} at the very most), ${run.budget.spent:.2f} spent so far. Stops before "
            f"${run.budget.cap:.2f}."
        )
        self.stdout.flush()


@contextmanager
def bar(title: str, steps: int):
    """On standard error; yields the function that moves it one step."""
    shape = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shape, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=steps)
        yield lambda: bars.advance(task)


@dataclass(frozen=True)
class Model:
    """The language model behind the door, as ``mlcore`` wants to be handed one."""

    masking: Deidentifier

    def __call__(self, request: Request) -> Reply:
        labels = set(PASSES.values())
        question = door.Question(
            purpose="labeling" if labels & set(request.instructions) else "synthesis",
            instructions=paragraphs(*(shipped(path) for path in request.instructions)),
            text=deidentified(request.text, self.masking),
            max_tokens=request.max_tokens,
            temperature=request.temperature,
            seed=request.seed,
        )
        try:
            answer = door.ask(question, by="system:synthesize", attempts=1)
        except door.RateLimited as limited:
            raise AskFailed(str(limited), limited.wait) from None
        except door.BreakerOpen as resting:
            raise AskFailed(str(resting), door.REST_SECONDS / 4) from None
        except door.EgressFailed as failed:
            raise AskFailed(str(failed)) from None
        except EgressRefused as refused:
            raise Stopped(str(refused)) from None
        finally:
            if threading.current_thread() is not threading.main_thread():
                connections.close_all()  # this thread's own: the rows of this call are written
        return Reply(answer.text, answer.complete, answer.tokens_in, answer.tokens_out)
