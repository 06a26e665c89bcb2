"""Other people's data: 1,860 essays in reaction to news, with the writers' own report of their empathy.

Buechel, Buffone, Slaff, Ungar and Sedoc 2018, "Modeling Empathy and Distress in Reaction to News Stories"
(CC BY 4.0). Self-reported concern is not what the codebook rates, so every method is low; the question is
how low beside length and plain TF-IDF, by writers that were left out.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost
from numpy.typing import NDArray

from mlcore import agreement, baselines, calibration, ridge, wording
from mlcore.agreement import Drawn
from mlcore.corpus import CorpusError
from mlcore.features import extract_batch
from mlcore.folds import Fold
from mlcore.held_out import score_all
from mlcore.read import read
from mlcore.registry import Models
from mlcore.results import Item
from mlcore.schema import Skill
from mlcore.sources import Standard, Tick
from mlcore.tokens import Token

Floats = NDArray[np.float64]
FOLDS, SEED = 10, 20261123
MESSAGES = Path("data/responses/data/messages.csv")
COLUMNS = {"writer": "response_id", "text": "essay", "target": "empathy"}
LENGTH, FEATURES, TREES, TFIDF = "length only", "features + ridge", "features + boosted trees", "TF-IDF + ridge"
OWN, TRANSFER = "wording and features, trained here", "transfer, without training"
# What simple methods reach on the same essays, by writer; given with the task.
REFERENCES = {LENGTH: ".11", FEATURES: ".28", TREES: ".24", TFIDF: ".35"}
TREE_SETTINGS = {"max_depth": 3, "eta": 0.05, "subsample": 0.7, "nthread": 1, "seed": SEED, "verbosity": 0}
TREE_ROUNDS = 100
STEPS = 2 * FOLDS + 2


def empathic_reactions(models: Models, path: Path, mask: Callable[[Item], Item], *, tick: Tick) -> dict[str, dict]:
    """Pearson with the writers' self-reported empathy, with intervals by writer, for each prediction."""
    table = _table(path)
    items = [mask(Item(str(i), text)) for i, text in enumerate(table[COLUMNS["text"]])]
    target = table[COLUMNS["target"]].to_numpy(float)
    writers = table[COLUMNS["writer"]].astype(str).to_numpy()
    tick()
    predictions = _predictions(models, items, target, writers, tick)
    return {name: _figures(name, target, value, writers) for name, value in predictions.items()}


def _table(path: Path) -> pd.DataFrame:
    file = path / MESSAGES if path.is_dir() else path
    if not file.exists():
        raise CorpusError(f"{file} is missing: name the folder that holds {MESSAGES}, or the file itself.")
    table = pd.read_csv(file)
    if missing := sorted(set(COLUMNS.values()) - set(table.columns)):
        raise CorpusError(f"{file} has no column {missing[0]!r}, so it is not the file of Buechel and others 2018.")
    return table


def _predictions(
    models: Models, items: Sequence[Item], target: Floats, writers: NDArray[np.str_], tick: Tick
) -> dict[str, Floats]:
    cells = by_writer(writers)
    texts = [item.text for item in items]
    plain = baselines.held_out(texts, target[:, None], cells, tick=tick)
    own = _own(items, target, writers, cells, tick)
    scores = score_all(models, read(items, models), Skill.EMPATHY)
    tick()
    return {
        LENGTH: plain[baselines.LENGTH][:, 0],
        TFIDF: plain[baselines.TFIDF][:, 0],
        **own,
        TRANSFER: np.array([score.score for score in scores]),
    }


def by_writer(writers: NDArray[np.str_]) -> list[Fold]:
    """Ten folds of whole writers, seeded."""
    names = np.unique(writers)
    dealt = np.random.default_rng(SEED).permutation(len(names)) % FOLDS
    fold = dealt[np.searchsorted(names, writers)]
    return [Fold(str(k), np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(FOLDS)]


def _own(
    items: Sequence[Item], target: Floats, writers: NDArray[np.str_], cells: Sequence[Fold], tick: Tick
) -> dict[str, Floats]:
    """Our features and our wording, trained on the other writers' essays of each fold."""
    (matrix, _), tokens = extract_batch(items), wording.tokens_of(items)
    matrix = matrix[:, ~np.isnan(matrix).all(axis=0)]
    result = {name: np.full(len(items), np.nan) for name in (FEATURES, TREES, OWN)}
    for cell in cells:
        mean, scale = np.nanmean(matrix[cell.train], axis=0), np.maximum(np.nanstd(matrix[cell.train], axis=0), 1e-3)
        features = Standard(mean, scale)(matrix)
        words = _words(tokens, writers, cell)
        result[FEATURES][cell.test] = _line(features, target, writers, cell)
        result[TREES][cell.test] = _trees(matrix, target, cell)
        result[OWN][cell.test] = _line(features, target, writers, cell, words)
        tick()
    return result


def _words(tokens: Sequence[list[Token]], writers: NDArray[np.str_], cell: Fold) -> tuple[Floats, Floats]:
    """Inner products of the wording's terms: among training essays, and of test with training essays."""
    here = [tokens[i] for i in cell.train]
    learned = wording.learn(here, writers[cell.train], cell.train.astype(str))
    train, test = learned.encode_tokens(here).matrix, learned.encode_tokens([tokens[i] for i in cell.test]).matrix
    return np.asarray((train @ train.T).todense()), np.asarray((test @ train.T).todense())


def _line(
    features: Floats,
    target: Floats,
    writers: NDArray[np.str_],
    cell: Fold,
    words: tuple[Floats, Floats] = (0.0, 0.0),
) -> Floats:
    """Ridge on features, and on the wording in equal parts where it is given; the penalty from left-out writers."""
    kernel = features[cell.train] @ features[cell.train].T + words[0]
    across = features[cell.test] @ features[cell.train].T + words[1]
    groups = [str(group_of(writer)) for writer in writers[cell.train]]
    line = ridge.fit(kernel, target[cell.train], groups=groups, penalties=(0.4, 1.6, 6.4))
    return across @ line.dual + line.intercept


def _trees(matrix: Floats, target: Floats, cell: Fold) -> Floats:
    train = xgboost.DMatrix(matrix[cell.train], label=target[cell.train], nthread=1)
    booster = xgboost.train(TREE_SETTINGS, train, num_boost_round=TREE_ROUNDS)
    return booster.predict(xgboost.DMatrix(matrix[cell.test], nthread=1)).astype(np.float64)


def group_of(writer: str) -> int:
    """One of five groups for a writer's name, the same on every machine."""
    return sum(map(ord, writer)) % 5


def _figures(name: str, target: Floats, predicted: Floats, writers: NDArray[np.str_]) -> dict[str, object]:
    return {
        "pearson": calibration.pearson(target, predicted),
        "interval": agreement.interval(Drawn.of(writers).pearsons(target, predicted)),
        "n": len(target),
        "writers": len(np.unique(writers)),
        "reference": REFERENCES.get(name, ""),
    }
