"""A made-up version: rated rows and out-of-fold scores of its own, so that evaluating it takes no training.

Ratings are drawn with a seed; a source's score is the rating plus noise, so that how good a version is can be chosen.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from mlcore import registry
from mlcore.calibration import OutOfFold, calibrate
from mlcore.corpus import Row, targets
from mlcore.registry import Models
from mlcore.schema import SKILLS

WRITERS, PROMPTS, EACH = ("WA", "WB", "WC"), tuple(f"P{n:02}" for n in range(10)), 4
WORDS = [
    "we",
    "tried",
    "the",
    "plan",
    "again",
    "and",
    "she",
    "felt",
    "glad",
    "because",
    "I",
    "asked",
    "what",
    "would",
    "help",
    "him",
    "next",
    "time",
]
STYLES, NOT_OBSERVED = ("plain", "terse"), 0.25


def rows(*, seed: int = 1, writers: tuple[str, ...] = WRITERS) -> list[Row]:
    """``len(writers) * 40`` rows of jumbled words, alike on every machine."""
    random = np.random.default_rng(seed)
    return [
        Row(
            id=f"{writer}-{prompt}-{number}", writer=writer, prompt_id=prompt, prompt="What happened next?",
            grade=int(random.integers(5, 13)), mode="spoken" if number % 3 else "written",
            style=STYLES[number % len(STYLES)],
            ratings={s: None if random.random() < NOT_OBSERVED else int(random.integers(1, 5)) for s in SKILLS},
            text=" ".join(random.choice(WORDS, size=int(random.integers(12, 30)))),
        )
        for writer in writers for prompt in PROMPTS for number in range(EACH)
    ]  # fmt: skip


def models(
    made: list[Row], *, version: str = "2000.1.1", noise: float = 0.15, seed: int = 2, bias: float = 0.0
) -> Models:
    """A version that was right about ``made`` up to ``noise`` (and ``bias``, for the style terse alone)."""
    table = out_of_fold(made, noise=noise, seed=seed, bias=bias)
    served = registry.load()
    return replace(
        served,
        version=version,
        out_of_fold=table,
        calibration=calibrate(table, served.default_weights),
        thresholds=dict.fromkeys(SKILLS, 0.5),
        metadata={"rows": len(made), "data": {"made.jsonl": "0" * 64}},
        folder=None,
    )


def out_of_fold(made: list[Row], *, noise: float, seed: int, bias: float = 0.0) -> OutOfFold:
    random, n = np.random.default_rng(seed), len(made)
    off = np.array([bias if row.style == "terse" else 0.0 for row in made])
    rating = np.concatenate([targets(made, skill) for skill in SKILLS])
    known = np.isfinite(rating)
    middle = np.where(known, np.nan_to_num(rating), 0.5) + np.tile(off, len(SKILLS))
    return OutOfFold(
        skill=np.repeat([skill.value for skill in SKILLS], n),
        rating=rating,
        scores={s: middle + random.normal(0, noise, len(rating)) for s in ("model", "linguistic")},
        spread=np.full(len(rating), 0.15) + random.random(len(rating)) * 0.02,
        p_observed=np.where(known, 0.8, 0.2) + random.normal(0, 0.1, len(rating)),
        writer=np.tile([row.writer for row in made], len(SKILLS)),
        prompt=np.tile([row.prompt_id for row in made], len(SKILLS)),
    )


def saved(home: Path, made: list[Row], **kind) -> Models:
    """The same on disk under ``home``, sealed."""
    one = models(made, **kind)
    registry.save(one, home / one.version)
    return replace(one, folder=home / one.version)
