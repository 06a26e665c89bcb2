"""One run from nothing to an evaluated model; it goes on at any step, and pays for nothing twice."""

import json
from contextlib import contextmanager
from dataclasses import replace

import pytest

from mlcore import corpus, synthetic_run, training
from mlcore.asking import Price, Reply, Stopped
from mlcore.corpus import CorpusError
from mlcore.labeling import PASSES
from mlcore.schema import SKILLS
from mlcore.synthetic_run import STEPS, Outside, Run, Settings
from tests import authors
from tests.mlcore import made_version

COUNT = 20


class Model:
    """An author and reader as a callable; it counts what it is asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, request):
        self.asked += 1
        instructions = "".join(path.read_text() for path in request.instructions)
        return Reply(json.dumps(authors.answer(instructions, request.text)), True, 100, 50)


@contextmanager
def no_bar(title, steps):
    yield lambda: None


@pytest.fixture(autouse=True)
def _a_small_corpus(tmp_path_factory, monkeypatch):
    path = tmp_path_factory.mktemp("corpus") / "train.jsonl"
    synthetic_run.write_corpus(path, [as_record(row) for row in made_version.rows()], "1.1")
    monkeypatch.setattr(corpus, "training_file", lambda: path)


def as_record(row):
    ratings = {skill.value: "NO" if row.ratings[skill] is None else row.ratings[skill] for skill in SKILLS}
    names = ("id", "writer", "prompt_id", "prompt", "grade", "mode", "style", "text")
    return {name: getattr(row, name) for name in names} | {"ratings": ratings}


@pytest.fixture
def model():
    return Model()


@pytest.fixture
def outside(model):
    return Outside(ask=model, mask=lambda text: text, deidentifier_version="1.1", bar=no_bar)


@pytest.fixture
def played(monkeypatch):
    """Training is played, so that a test takes seconds; what it was given is kept."""
    seen = []

    def train(rows, exemplars, *, version, deidentifier_version, metadata, tick):
        seen.append(rows)
        return replace(made_version.models(list(rows), version=version), metadata=metadata)

    monkeypatch.setattr(training, "train", train)
    return seen


def begin(folder, *, count=COUNT, budget=1.0):
    return Run(folder, Settings(count, 1, "stub"), budget=budget, price=Price(0.15, 0.6), workers=4)


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_up_to_an_evaluated_model(tmp_path, outside, model, played):
    begin(tmp_path).go(outside)
    new = rows_of(tmp_path / "rows.jsonl")
    assert model.asked == COUNT * (1 + len(PASSES))
    joined = corpus.load(tmp_path / "joined.jsonl")
    assert joined == played[0]
    assert {row.writer for row in joined} >= {"SY", "WA"}
    assert len(joined) == len(corpus.load(corpus.training_file())) + len(new)
    assert len(rows_of(tmp_path / "features.jsonl")) == len(joined)
    assert (tmp_path / "version" / "card.md").exists()
    metrics = json.loads((tmp_path / "version" / "metrics.json").read_text())
    assert metrics["rows"] == len(joined)
    assert "SY" in json.dumps(metrics)  # the figures of the made-up rows stand apart


@pytest.mark.parametrize("stopped", STEPS[2:])
def test_a_step_that_was_interrupted_is_the_next_one(tmp_path, outside, model, played, monkeypatch, stopped):
    real = dict(synthetic_run.DO)

    def breaks(run, outside):
        raise KeyboardInterrupt

    monkeypatch.setattr(synthetic_run, "DO", real | {stopped: breaks})
    with pytest.raises(KeyboardInterrupt):
        begin(tmp_path).go(outside)
    calls = model.asked
    done = [step for step in STEPS if begin(tmp_path).done(step)]
    assert done == list(STEPS[: STEPS.index(stopped)])
    monkeypatch.setattr(synthetic_run, "DO", {step: lambda run, outside, step=step: ran.append(step) for step in STEPS})
    ran = []
    begin(tmp_path).go(outside)
    assert ran == list(STEPS[STEPS.index(stopped) :])
    assert model.asked == calls


def test_from_a_step_on_all_is_done_again_and_nothing_is_paid_for_twice(tmp_path, outside, model, played):
    begin(tmp_path).go(outside, until="features")
    calls = model.asked
    (tmp_path / "rows.jsonl").unlink()
    run = begin(tmp_path)
    spent = run.budget.spent
    run.go(outside, start="label", until="features")
    assert (model.asked, run.budget.spent) == (calls, spent)
    assert rows_of(tmp_path / "rows.jsonl")


def test_what_may_still_come_shrinks_as_the_run_goes_on(tmp_path, outside):
    run = begin(tmp_path)
    likely, most = run.price_of_rest()
    assert 0 < likely < most
    run.go(outside, until="synthesize")
    assert begin(tmp_path).price_of_rest()[0] < likely
    begin(tmp_path).go(outside, until="label")
    assert begin(tmp_path).price_of_rest() == (0.0, 0.0)


def test_a_run_that_agrees_on_nothing_trains_nothing(tmp_path, outside, monkeypatch):
    monkeypatch.setattr(authors, "doubtful", lambda text: True)
    with pytest.raises(Stopped, match="nothing to train on"):
        begin(tmp_path).go(outside)


def test_a_corpus_masked_by_another_version_is_not_joined(tmp_path, outside):
    with pytest.raises(Stopped, match="prepare_corpus"):
        begin(tmp_path).go(replace(outside, deidentifier_version="0.0"))


def test_settings_of_a_folder_do_not_change(tmp_path):
    begin(tmp_path)
    with pytest.raises(CorpusError, match=f"was begun with count {COUNT}"):
        begin(tmp_path, count=COUNT + 1)
