"""People's ratings join the corpus; a fifth of the people is held out whole; the new model is held against the old."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mlcore import card_finetuning, cli, corpus, finetuning, registry, training
from mlcore.corpus import CorpusError
from mlcore.finetuning import BETTER, NEITHER, WORSE, Split, compare, joined, split, verdict
from mlcore.registry import ArtifactError, Models
from mlcore.schema import SKILLS
from tests.mlcore import made_version

PEOPLE, EACH = 50, 6


def rated(people=PEOPLE, each=EACH, *, seed=5):
    """Made-up responses of ``people`` persons, four in five rated."""
    made = made_version.rows(seed=seed, writers=tuple(f"p{n:03}" for n in range(people)))
    kept = [row for row in made if int(row.id.rsplit("-", 1)[1]) == 0][: people * 10]
    return [row for n, row in enumerate(kept) if n % 10 < each]


# --- who is held out ----------------------------------------------------------------------------


def test_a_fifth_of_the_people_is_held_out_whole():
    found = split(rated())
    learn, held = ({row.writer for row in rows} for rows in (found.learn, found.held))
    assert not learn & held
    assert (len(learn), len(held)) == (40, 10)
    assert len(found.learn) + len(found.held) == PEOPLE * EACH


def test_the_same_people_are_held_out_each_time():
    rows = rated()
    assert {row.id for row in split(rows).held} == {row.id for row in split(rows[::-1]).held}


def test_nobody_is_held_out_whose_words_the_served_model_has_learned_from():
    rows = rated()
    known = {row.writer for row in split(rows).held}
    first = sorted(known)[0]
    tainted = frozenset(row.text for row in rows if row.writer == first)
    held = {row.writer for row in split(rows, tainted).held}
    assert first not in held
    assert len(held) == 10


def test_too_few_people_responses_or_ratings_are_named_all_at_once():
    with pytest.raises(CorpusError) as error:
        split(rated(people=10, each=3))
    said = str(error.value)
    assert "10 people (at least 40)" in said
    assert "30 responses (at least 200)" in said
    assert "responses rated and held out for self-regulation (at least 15)" in said
    assert said.endswith("Nothing was trained.")


def test_a_skill_that_hardly_anybody_was_rated_on_is_named():
    rows = [replace(row, ratings={**row.ratings, SKILLS[3]: None}) for row in rated()]
    with pytest.raises(CorpusError, match=r"0 responses rated to learn from for resilience \(at least 60\)"):
        split(rows)


# --- what is trained on -------------------------------------------------------------------------


def test_a_persons_rating_takes_the_place_of_the_machines():
    machine, people = made_version.rows(), split(rated()).learn
    same = replace(people[0], text=machine[3].text)
    rows = joined(machine, [same, *people[1:]])
    assert len(rows) == len(machine) + len(people) - 1
    [kept] = [row for row in rows if row.text == machine[3].text]
    assert kept.ratings == same.ratings


def test_codes_of_people_do_not_go_on_and_no_person_is_torn_apart():
    people = split(rated()).learn
    rows = joined([], people)
    assert {row.writer for row in rows} == {f"people {n}" for n in range(1, 5)}
    groups = {}
    for before, after in zip(people, rows, strict=True):
        assert groups.setdefault(before.writer, after.writer) == after.writer
    assert not any(code in repr(rows) for code in groups)


def test_a_prompt_that_the_corpus_knows_keeps_its_id_there():
    machine = [replace(row, prompt="Known?", prompt_id="T01") for row in made_version.rows()]
    people = [replace(row, prompt="Known?" if n % 2 else "New?", prompt_id="PH-x") for n, row in enumerate(rated())]
    ids = {row.prompt: row.prompt_id for row in joined(machine, people)[len(machine) :]}
    assert ids == {"Known?": "T01", "New?": "PH-x"}


# --- new beside old -----------------------------------------------------------------------------


@pytest.fixture
def readings(monkeypatch):
    """Two models whose scores are the rating with more or less noise; the words play no part."""

    def scoring(noise_of):
        def score_all(models, read, skill):
            random = np.random.default_rng(SKILLS.index(skill))
            return [
                type("Score", (), {"score": float(np.clip(y + random.normal(0, noise_of[models.version]), 0, 1))})
                for y in read[skill]
            ]

        rows = split(rated()).held
        truth = {skill: np.nan_to_num(corpus.targets(rows, skill), nan=0.5) for skill in SKILLS}
        monkeypatch.setattr(finetuning, "read", lambda items, models: truth)
        monkeypatch.setattr(finetuning, "score_all", score_all)
        return rows

    return scoring


def versions(*names):
    return [type("Models", (), {"version": name})() for name in names]


@pytest.mark.parametrize(("new", "old", "said"), [(0.05, 0.4, BETTER), (0.4, 0.05, WORSE), (0.2, 0.2, NEITHER)])
def test_a_difference_is_called_one_when_its_interval_lies_on_one_side(readings, new, old, said):
    held = readings({"new": new, "old": old})
    found = compare(*versions("new", "old"), held)
    assert found["mean"]["verdict"] == said
    assert {skill["verdict"] for skill in found["skills"].values()} == {said}
    assert (found["people"], found["responses"], found["against"]) == (10, len(held), "old")
    assert "people's ratings" in found["label"]


def test_the_interval_is_drawn_by_whole_persons(readings):
    """One person's responses are no independent rows: with all their errors alike, the interval must be wide."""
    held = readings({"new": 0.0, "old": 0.0})
    rating = corpus.targets(held, SKILLS[0])
    known = np.isfinite(rating)
    worse_for = {row.writer for row in held[: len(held) // 2]}
    off = np.array([0.1 if row.writer in worse_for else -0.1 for row in held])
    people = corpus.writers(held)
    by_person = finetuning._skill(rating, rating + np.abs(off), rating + np.maximum(-off, 0) * 2, people)
    by_row = finetuning._skill(
        rating, rating + np.abs(off), rating + np.maximum(-off, 0) * 2, np.arange(len(held)).astype(str)
    )
    widths = [np.ptp(found["interval"]) for found in (by_person, by_row)]
    assert known.sum() > 20
    assert widths[0] > 1.5 * widths[1]


@pytest.mark.parametrize(
    ("interval", "said"), [((-0.2, -0.1), BETTER), ((0.01, 0.3), WORSE), ((-0.1, 0.1), NEITHER), (None, NEITHER)]
)
def test_less_error_is_better(interval, said):
    assert verdict(interval) == said


def test_the_card_tells_who_joined_who_was_held_out_and_each_skills_verdict(readings):
    compared = compare(*versions("new", "2026.11.1"), readings({"new": 0.05, "2026.11.1": 0.4}))
    metadata = {"finetuning": {"joined": {"responses": 240, "people": 40}, "compared": compared}}
    title, [paragraph], [table] = card_finetuning.section(metadata)
    assert title == "Fine-tuned with people's ratings"
    assert "240 responses of 40 people" in paragraph
    assert [row[-1] for row in table.rows] == [BETTER] * 5
    assert card_finetuning.section({}) is None


def test_a_served_model_that_reads_other_text_is_no_opponent():
    made = made_version.models(made_version.rows())
    with pytest.raises(ArtifactError, match="learned from text of de-identifier"):
        finetuning.begin([], rated(), served=made, deidentifier_version="0.0")


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A corpus and a served version of our own; training is played, everything around it is real."""
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(line_of(row) for row in made_version.rows()))
    monkeypatch.setattr(corpus, "deidentifier_of", lambda path: registry.load().deidentifier_version)

    def train(rows, exemplars, *, version, deidentifier_version, metadata, tick):
        return replace(made_version.models(list(rows), version=version), metadata=metadata)

    monkeypatch.setattr(training, "train", train)
    return tmp_path


def line_of(row, **more):
    ratings = {skill.value: "NO" if row.ratings[skill] is None else row.ratings[skill] for skill in SKILLS}
    plain = {
        name: getattr(row, name) for name in ("id", "writer", "prompt_id", "prompt", "grade", "mode", "style", "text")
    }
    return json.dumps(plain | {"ratings": ratings} | more) + "\n"


def test_the_command_learns_compares_and_tells_it_in_metadata_and_card(shop, capsys):
    ratings = shop / "ratings.jsonl"
    ratings.write_text("".join(line_of(row, person=row.writer) for row in rated()))
    out = shop / "2026.12.1"
    command = ["train", "--corpus", str(shop / "corpus.jsonl"), "--out", str(out), "--ratings", str(ratings)]
    assert cli.main([*command, "--deidentifier", "none"]) == 0
    metadata = json.loads((out / "metadata.json").read_text())
    said = metadata["finetuning"]
    assert said["joined"] == {"people": 40, "responses": 240}
    assert said["compared"]["people"] == 10
    assert said["compared"]["against"] == registry.load().version
    assert "ratings.jsonl" in metadata["data"]
    assert "Fine-tuned with people's ratings" in (out / "card.md").read_text()
    registry.verify(out)
    everything = b"".join(path.read_bytes() for path in out.iterdir())
    assert b"p001" not in everything
    assert "is not served until it is promoted" in capsys.readouterr().err


def test_the_command_says_what_is_missing_and_writes_nothing(shop, capsys):
    ratings = shop / "ratings.jsonl"
    ratings.write_text("".join(line_of(row, person=row.writer) for row in rated(people=5)))
    out = shop / "2026.12.1"
    command = ["train", "--corpus", str(shop / "corpus.jsonl"), "--out", str(out), "--ratings", str(ratings)]
    assert cli.main([*command, "--deidentifier", "none"]) == 1
    assert "5 people (at least 40)" in capsys.readouterr().err
    assert not out.exists()


def test_models_carries_what_was_found(readings):
    held = readings({"new": 0.1, "old": 0.2})
    new = replace(made_version.models(made_version.rows()), version="new", metadata={"rows": 3})
    old = replace(new, version="old")
    tuned = finetuning.Tuning([], Split(rated(), held), old).compared(new)
    assert isinstance(tuned, Models)
    assert tuned.metadata["rows"] == 3
    assert tuned.metadata["finetuning"]["compared"]["against"] == "old"
