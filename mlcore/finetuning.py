"""Learning from people's ratings: they join the corpus, a fifth of the people is held out, and the new model must
show on them, pair by pair, what it is worth beside the one that is served.

Whoever is held out is held out whole: no response of theirs is trained on, in the folds or in the shipped fit. The
comparison therefore belongs to the shipped files.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement, calibration, corpus
from mlcore.agreement import Drawn
from mlcore.card_finetuning import span
from mlcore.card_tables import TITLES
from mlcore.corpus import CorpusError, Row
from mlcore.held_out import score_all
from mlcore.read import read
from mlcore.registry import Models
from mlcore.schema import SKILLS

Floats = NDArray[np.float64]
HELD_SHARE = 0.2
SALT = "held out 2026"
GROUPS = 4  # people are dealt into as many "writers", so that the crossed folds stay few and people whole
LEAST: Mapping[str, int] = {"people": 40, "responses": 200, "rated to learn from": 60, "rated and held out": 15}
BETTER, WORSE, NEITHER = "better", "worse", "no difference shown"
LABEL = "agreement with people's ratings on the codebook"


@dataclass(frozen=True, slots=True)
class Split:
    """``learn`` joins the corpus; ``held`` is read by both models. No person stands in both."""

    learn: list[Row]
    held: list[Row]


@dataclass(frozen=True, slots=True)
class Tuning:
    """One fine-tuning: the rows to train on, whom it is tested on, and the model it is held against."""

    rows: list[Row]
    found: Split
    served: Models

    def compared(self, new: Models) -> Models:
        """``new`` with what was found, so that it is saved with the version and told on its card."""
        joined_people = {row.writer for row in self.found.learn}
        said = {
            "joined": {"responses": len(self.found.learn), "people": len(joined_people)},
            "compared": compare(new, self.served, self.found.held),
        }
        return replace(new, metadata={**new.metadata, "finetuning": said})

    def said(self, new: Models) -> str:
        compared = new.metadata["finetuning"]["compared"]
        mean = compared["mean"]
        return (
            f"On {compared['responses']} responses of {compared['people']} people held out, beside "
            f"{self.served.version}: mean absolute error {span(mean['error_change'], mean['interval'])}, "
            f"{mean['verdict']} ({compared['label']}). The version is not served until it is promoted."
        )


def begin(corpus_rows: Sequence[Row], rated: Sequence[Row], *, served: Models, deidentifier_version: str) -> Tuning:
    """Split and join; raises ``CorpusError`` or ``ArtifactError`` before anything is trained."""
    served.check(deidentifier_version=deidentifier_version)
    found = split(rated, frozenset(row.text for row in corpus_rows))
    return Tuning(joined(corpus_rows, found.learn), found, served)


def split(rows: Sequence[Row], known_texts: frozenset[str] = frozenset()) -> Split:
    """A fifth of the people, chosen by a digest of their code so that a longer file holds out the same ones.

    Whoever wrote one of ``known_texts`` (what the served model learned from) cannot be held out. Raises
    ``CorpusError`` naming every number that is too small.
    """
    people = sorted({row.writer for row in rows}, key=_order)
    tainted = {row.writer for row in rows if row.text in known_texts}
    free = [person for person in people if person not in tainted]
    held = set(free[: ceil(HELD_SHARE * len(people))])
    found = Split([row for row in rows if row.writer not in held], [row for row in rows if row.writer in held])
    _check_enough(found, len(people))
    return found


def _order(person: str) -> str:
    return hashlib.sha256(f"{SALT} {person}".encode()).hexdigest()


def _check_enough(found: Split, people: int) -> None:
    counts = {"people": people, "responses": len(found.learn) + len(found.held)}
    short = [f"{n} {what} (at least {LEAST[what]})" for what, n in counts.items() if n < LEAST[what]]
    for what, rows in (("rated to learn from", found.learn), ("rated and held out", found.held)):
        for skill in SKILLS:
            n = sum(row.ratings[skill] is not None for row in rows)
            if n < LEAST[what]:
                short.append(f"{n} responses {what} for {TITLES[skill.value]} (at least {LEAST[what]})")
    if short:
        raise CorpusError(
            "Too few ratings to learn from and still to see whether it helped: "
            + "; ".join(short)
            + ". NO counts as a rating of its own, not among the rated. Nothing was trained."
        )


def joined(corpus_rows: Sequence[Row], learn: Sequence[Row]) -> list[Row]:
    """Training rows: a person's rating takes the place of the machine's for the same text.

    Codes of people do not go on: they become one of a few groups. A prompt the corpus knows keeps its id there, so
    that the folds hold it out as a whole.
    """
    rated = {row.text for row in learn}
    ids = {row.prompt: row.prompt_id for row in corpus_rows}
    people = [
        replace(row, id=f"PH-{number:05}", writer=_group(row.writer), prompt_id=ids.get(row.prompt, row.prompt_id))
        for number, row in enumerate(learn, 1)
    ]
    return [row for row in corpus_rows if row.text not in rated] + people


def _group(person: str) -> str:
    return f"people {int(_order(person)[-8:], 16) % GROUPS + 1}"


def compare(new: Models, old: Models, held: Sequence[Row]) -> dict[str, object]:
    """Both models on the held-out people, read as served; differences bootstrapped by whole persons."""
    items = corpus.items(held)
    readings = {model.version: read(items, model) for model in (new, old)}
    people = corpus.writers(held)
    figures = {}
    for skill in SKILLS:
        rating = corpus.targets(held, skill)
        after, before = (
            np.array([score.score for score in score_all(model, readings[model.version], skill)], dtype=float)
            for model in (new, old)
        )
        figures[skill.value] = _skill(rating, after, before, people)
    changes = np.mean([figure.pop("drawn") for figure in figures.values()], axis=0)
    mean = float(np.mean([figure["error_change"] for figure in figures.values()]))
    whole = {"error_change": mean, "interval": agreement.interval(changes)}
    return {
        "label": LABEL,
        "against": old.version,
        "people": len(set(people)),
        "responses": len(held),
        "skills": figures,
        "mean": whole | {"verdict": verdict(whole["interval"])},
    }


def _skill(rating: Floats, after: Floats, before: Floats, people: NDArray[np.str_]) -> dict:
    known = np.isfinite(rating)
    y, new, old = rating[known], after[known], before[known]
    drawn = Drawn.of(people[known])
    changes = drawn.means(np.abs(new - y) - np.abs(old - y))
    return {
        "n": int(known.sum()),
        "new": agreement.agreement(y, new),
        "old": agreement.agreement(y, old),
        "pearson_change": (calibration.pearson(y, new) or 0.0) - (calibration.pearson(y, old) or 0.0),
        "pearson_interval": agreement.interval(drawn.pearsons(y, new) - drawn.pearsons(y, old)),
        "error_change": float(np.mean(np.abs(new - y) - np.abs(old - y))),
        "interval": agreement.interval(changes),
        "verdict": verdict(agreement.interval(changes)),
        "drawn": changes,
    }


def verdict(interval: Sequence[float] | None) -> str:
    """Of the change in mean absolute error: less is better, and only what lies wholly on one side is called so."""
    if interval is None:
        return NEITHER
    low, high = interval
    return BETTER if high < 0 else WORSE if low > 0 else NEITHER
