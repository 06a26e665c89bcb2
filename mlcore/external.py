"""Other people's data: 1,860 essays in reaction to news, with the writers' own report of their empathy.

Buechel, Buffone, Slaff, Ungar and Sedoc 2018, "Modeling Empathy and Distress in Reaction to News Stories"
(CC BY 4.0). Self-reported concern is not what the codebook rates, so every method is low; the question is
how low beside length and plain TF-IDF, by writers that were left out.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlcore import agreement, baselines, calibration, ridge, wording
from mlcore.corpus import CorpusError
from mlcore.features import extract_batch
from mlcore.folds import Fold
from mlcore.read import read
from mlcore.registry import Models
from mlcore.results import Item
from mlcore.schema import Skill
from mlcore.sealed import score_all
from mlcore.sources import Standard, Tick

Floats = NDArray[np.float64]
FOLDS, SEED = 10, 20261123
MESSAGES = Path("data/responses/data/messages.csv")
COLUMNS = {"writer": "response_id", "text": "essay", "target": "empathy"}


def empathic_reactions(models: Models, path: Path, mask: Callable[[Item], Item], *, tick: Tick) -> dict[str, dict]:
    """Pearson with the writers' self-reported empathy, with intervals by writer, for each prediction."""
    table = _table(path)
    items = [mask(Item(str(i), text)) for i, text in enumerate(table[COLUMNS["text"]])]
    target = table[COLUMNS["target"]].to_numpy(float)
    writers = table[COLUMNS["writer"]].astype(str).to_numpy()
    tick()
    predictions = _predictions(models, items, target, writers, tick)
    return {name: _figures(target, value, writers) for name, value in predictions.items()}


def _table(path: Path) -> pd.DataFrame:
    file = path / MESSAGES if path.is_dir() else path
    if not file.exists():
        raise CorpusError(f"{file} is missing: name the folder that holds {MESSAGES}, or the file itself.")
    return pd.read_csv(file)


def _predictions(
    models: Models, items: Sequence[Item], target: Floats, writers: NDArray[np.str_], tick: Tick
) -> dict[str, Floats]:
    cells = by_writer(writers)
    texts = [item.text for item in items]
    plain = baselines.held_out(texts, target, cells)
    tick()
    own = _own(items, target, writers, cells, tick)
    scores = score_all(models, read(items, models), Skill.EMPATHY)
    return {
        "length only": plain[baselines.LENGTH],
        "TF-IDF + ridge": plain[baselines.TFIDF],
        "wording and features, trained here": own,
        "transfer, without training": np.array([score.score for score in scores]),
    }


def by_writer(writers: NDArray[np.str_]) -> list[Fold]:
    """Ten folds of whole writers, seeded."""
    names = np.unique(writers)
    dealt = np.random.default_rng(SEED).permutation(len(names)) % FOLDS
    fold = dealt[np.searchsorted(names, writers)]
    return [Fold(str(k), np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(FOLDS)]


def _own(items: Sequence[Item], target: Floats, writers: NDArray[np.str_], cells: Sequence[Fold], tick: Tick) -> Floats:
    """Our own wording terms and features, in equal parts of one ridge, trained on the other writers."""
    (matrix, _), tokens = extract_batch(items), wording.tokens_of(items)
    matrix = matrix[:, ~np.isnan(matrix).all(axis=0)]
    result = np.full(len(items), np.nan)
    for cell in cells:
        mean, scale = matrix[cell.train].mean(axis=0), np.maximum(matrix[cell.train].std(axis=0), 1e-3)
        features = Standard(mean, scale)(matrix)
        here = [tokens[i] for i in cell.train]
        words = wording.learn(here, writers[cell.train], cell.train.astype(str))
        train, test = words.encode_tokens(here).matrix, words.encode_tokens([tokens[i] for i in cell.test]).matrix
        kernel = np.asarray((train @ train.T).todense()) + features[cell.train] @ features[cell.train].T
        across = np.asarray((test @ train.T).todense()) + features[cell.test] @ features[cell.train].T
        groups = [str(hash_of(writer)) for writer in writers[cell.train]]
        line = ridge.fit(kernel, target[cell.train], groups=groups, penalties=(0.4, 1.6, 6.4))
        result[cell.test] = across @ line.dual + line.intercept
        tick()
    return result


def hash_of(writer: str) -> int:
    """One of five groups for a writer's name, the same on every machine."""
    return sum(map(ord, writer)) % 5


def _figures(target: Floats, predicted: Floats, writers: NDArray[np.str_]) -> dict[str, object]:
    low, high = agreement.bootstrap(writers, lambda i: calibration.pearson(target[i], predicted[i]))
    return {"pearson": calibration.pearson(target, predicted), "interval": [low, high], "n": len(target)}


STEPS = FOLDS + 2
