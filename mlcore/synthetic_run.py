"""From nothing to an evaluated model in one run: synthesize, label, features, train, evaluate.

All of a run stands in one folder. Each step leaves its output there and is passed over when it is done, so the same
command goes on wherever the last one stopped; a step that is asked for by name, and all after it, are done again.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path

from mlcore import corpus, labeling, quality, synthesis
from mlcore.asking import Ask, Budget, Journal, Price, Request, Stopped, ask_all
from mlcore.corpus import CorpusError
from mlcore.schema import SKILLS
from mlcore.synthesis import TOKENS_A_WORD, Distinct, Order

STEPS = ("synthesize", "label", "features", "train", "evaluate")
Bar = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes a run the run it is; a folder that was begun with others is refused."""

    count: int
    seed: int
    model: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What the run is handed from outside of the science."""

    ask: Ask
    mask: Callable[[str], str]
    deidentifier_version: str
    bar: Bar


class Run:
    """One folder of a run. Raises ``CorpusError`` when it was begun with other settings."""

    def __init__(self, folder: Path, settings: Settings, *, budget: float, price: Price, workers: int):
        self.folder, self.settings, self.workers = folder, settings, workers
        folder.mkdir(parents=True, exist_ok=True)
        self._check_settings()
        self.prompts = prompts_of(corpus.training_file())
        self.orders = {o.key: o for o in synthesis.orders(settings.count, self.prompts, seed=settings.seed)}
        self.budget = Budget(budget, price)
        self.budget.spent = self.spent_before()

    def _check_settings(self) -> None:
        path, said = self.folder / "run.json", asdict(self.settings)
        if not path.exists():
            path.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        elif (begun := json.loads(path.read_text(encoding="utf-8"))) != said:
            changed = ", ".join(f"{name} {begun.get(name)}" for name in said if begun.get(name) != said[name])
            raise CorpusError(f"{self.folder} was begun with {changed}. Give the same again, or another folder.")

    # --- money ---------------------------------------------------------------------------------

    def spent_before(self) -> float:
        return sum(self._spent_in(name) for name in (WRITTEN, *(_read(p) for p in labeling.PASSES)))

    def _spent_in(self, name: str) -> float:
        if not (self.folder / name).exists():
            return 0.0
        with Journal(self.folder / name) as journal:
            return journal.spent

    def price_of_rest(self) -> tuple[float, float]:
        """US dollars for what is not settled yet: likely, and the most it can be if every call used all it may."""
        likely = most = 0.0
        for request, words_out in self._calls_to_come():
            most += self.budget.price.most(request)
            letters = len(request.text) + sum(path.stat().st_size for path in request.instructions)
            likely += self.budget.price.of(letters / 4, words_out * TOKENS_A_WORD)
        return likely, most

    def _calls_to_come(self) -> Iterator[tuple[Request, float]]:
        written = self._settled(WRITTEN)
        rated = {reading: self._settled(_read(reading)) for reading in labeling.PASSES}
        for key, order in self.orders.items():
            if key not in written:
                yield synthesis.request(order, 0, seed=self.settings.seed), order.words
            text = "x" * (6 * order.words)
            for reading in labeling.PASSES:
                if key not in rated[reading]:
                    yield labeling.request(key, order.prompt, text, reading=reading, tries=0), 20

    def _settled(self, name: str) -> set[str]:
        if not (self.folder / name).exists():
            return set()
        with Journal(self.folder / name) as journal:
            return {key for key, told in journal.told.items() if told.settled}

    # --- steps ---------------------------------------------------------------------------------

    def go(self, outside: Outside, *, start: str | None = None, until: str = STEPS[-1]) -> None:
        """Every step up to ``until`` that is not done; from ``start`` on they are done again.

        Raises ``Stopped`` when money or the endpoint runs out: what was reached is kept.
        """
        if start:
            for step in STEPS[STEPS.index(start) :]:
                self._undo(step)
        for step in STEPS[: STEPS.index(until) + 1]:
            if not self.done(step):
                DO[step](self, outside)
                (self.folder / f".{step}.done").touch()

    def done(self, step: str) -> bool:
        return (self.folder / f".{step}.done").exists()

    def _undo(self, step: str) -> None:
        """What was paid for stays in the journals: only what is made from it is made again."""
        (self.folder / f".{step}.done").unlink(missing_ok=True)

    def synthesize(self, outside: Outside) -> None:
        distinct = Distinct()
        with Journal(self.folder / WRITTEN) as journal:
            for text in journal.values.values():
                distinct.add(str(text))
            self._ask(
                "Writing",
                journal,
                self.orders,
                lambda key, tries: synthesis.request(self.orders[key], tries, seed=self.settings.seed),
                lambda request, answer: synthesis.accepted(self.orders[request.key], answer, distinct),
                outside,
            )

    def label(self, outside: Outside) -> None:
        with Journal(self.folder / WRITTEN) as written:
            texts = {key: outside.mask(str(text)) for key, text in written.values.items()}
            refused = Counter(reason for told in written.told.values() for reason in told.reasons)
        read: dict[str, Mapping] = {}
        for reading in labeling.PASSES:
            with Journal(self.folder / _read(reading)) as journal:
                self._ask(
                    f"Rating, {reading} reading",
                    journal,
                    texts,
                    lambda key, tries, reading=reading: labeling.request(
                        key, self.orders[key].prompt, texts[key], reading=reading, tries=tries
                    ),
                    lambda request, answer: labeling.ratings(answer),
                    outside,
                )
                read[reading] = journal.values
                refused.update(reason for told in journal.told.values() for reason in told.reasons)
        self._keep_rows(texts, read, refused, outside)

    def _keep_rows(self, texts: Mapping[str, str], read: Mapping[str, Mapping], refused: Counter, outside) -> None:
        first, second = read.values()
        twice = [key for key in texts if key in first and key in second]
        rows = [
            _row(self.orders[key], texts[key], first[key])
            for key in twice
            if labeling.agreed(first[key], second[key])
        ]  # fmt: skip
        write_corpus(self.folder / ROWS, rows, outside.deidentifier_version)
        said = quality.report(
            rows, readings={name: [one[key] for key in twice] for name, one in read.items()}, refused=refused
        )
        (self.folder / "quality.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        (self.folder / "quality.md").write_text(quality.as_markdown(said), encoding="utf-8")

    def _ask(self, title: str, journal: Journal, keys, request_of, accept, outside: Outside) -> None:
        settled = sum(told.settled for told in journal.told.values())
        with outside.bar(title, len(keys)) as tick:
            for _ in range(settled):
                tick()
            ask_all(
                keys, request_of, ask=outside.ask, accept=accept, journal=journal, budget=self.budget,
                workers=self.workers, tick=tick,
            )  # fmt: skip

    def features(self, outside: Outside) -> None:
        """The rows to train on (the corpus and the new ones) and their columns, by name."""
        path = corpus.training_file()
        if (version := corpus.deidentifier_of(path)) != outside.deidentifier_version:
            raise Stopped(f"The corpus was masked by de-identifier {version}: run `manage.py prepare_corpus` first.")
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        new = [json.loads(line) for line in (self.folder / ROWS).read_text(encoding="utf-8").splitlines()]
        if not new:
            raise Stopped("No text was rated the same way twice, so there is nothing to train on. See quality.md.")
        write_corpus(self.folder / JOINED, [*rows, *new], outside.deidentifier_version)
        with (self.folder / "features.jsonl").open("w", encoding="utf-8") as out, redirect_stdout(out):
            self._command("features", str(self.folder / JOINED))

    def train(self, outside: Outside) -> None:
        self._command("train", "--corpus", str(self.folder / JOINED), "--out", str(self.folder / VERSION))

    def evaluate(self, outside: Outside) -> None:
        version, joined = str(self.folder / VERSION), str(self.folder / JOINED)
        self._command("evaluate", version, "--corpus", joined, "--quick")

    def _command(self, *arguments: str) -> None:
        from mlcore import cli  # here, because the trees take seconds to load and writing does not need them

        if cli.main(arguments):
            raise Stopped(f"`python -m mlcore {arguments[0]}` did not succeed; what was reached is kept.")


WRITTEN, ROWS, JOINED, VERSION = "written.jsonl", "rows.jsonl", "joined.jsonl", "version"
DO: Mapping[str, Callable[[Run, Outside], None]] = {step: getattr(Run, step) for step in STEPS}


def _read(reading: str) -> str:
    return f"rated-{reading}.jsonl"


def _row(order: Order, text: str, rated: Mapping) -> dict:
    """A row of the corpus' format; what was ordered stands beside what was found, for the report."""
    return {
        "id": order.key,
        "writer": synthesis.WRITER,
        "prompt_id": order.prompt_id,
        "prompt": order.prompt,
        "grade": order.grade,
        "mode": order.mode,
        "style": order.style,
        "ratings": {skill.value: rated[skill.value] for skill in SKILLS},
        "ordered": {skill.value: order.profile[skill] for skill in SKILLS},
        "text": text,
    }


def write_corpus(path: Path, rows: list[dict], deidentifier_version: str) -> None:
    """Rows and the meta file beside them, by which a model knows which de-identifier wrote its text."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    about = {
        "deidentifier_version": deidentifier_version,
        "rows": len(rows),
        "sha256": {"deidentified": corpus.digest(path)},
    }
    meta = path.with_name(path.name.replace(".jsonl", ".meta.json"))
    meta.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def prompts_of(path: Path) -> dict[str, str]:
    """The corpus' prompts by id."""
    return {row.prompt_id: row.prompt for row in corpus.load(path)}
