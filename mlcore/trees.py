"""The ``model`` source: gradient-boosted trees per skill on 26 features, small enough to explain exactly.

Trees are shallow and slow, monotone where the codebook leaves no doubt about a direction, and stopped
early by the error on writers they have not seen. ``nthread=1`` on Booster and DMatrix: byte-for-byte
the same anywhere on one machine, and safe in a forked worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mlcore.schema import BY_NAME, INDEX, Skill, columns_of

if TYPE_CHECKING:
    import xgboost

Floats = NDArray[np.float64]
MOST_ROUNDS, PATIENCE = 140, 15
SETTINGS: dict[str, object] = {
    "objective": "reg:squarederror",
    "max_depth": 3,
    "eta": 0.1,
    "subsample": 0.7,
    "colsample_bynode": 0.5,
    "min_child_weight": 4,
    "reg_lambda": 2.0,
    "seed": 20261123,
    "nthread": 1,
    "verbosity": 0,
}


@cache
def _library():
    """XGBoost, loaded at first use: scikit-learn and pandas come with it, and most commands score nothing."""
    import xgboost

    return xgboost


def columns(matrix: Floats, skill: Skill) -> Floats:
    """The 26 columns of ``matrix`` (n, 29) that the skill's trees see."""
    return matrix[:, [INDEX[name] for name in columns_of(skill)]]


def as_dmatrix(matrix: Floats, skill: Skill, target: Floats | None = None, weight: Floats | None = None):
    return _library().DMatrix(columns(matrix, skill), label=target, weight=weight, missing=np.nan, nthread=1)


def settings(skill: Skill) -> dict[str, object]:
    directions = (BY_NAME[name].direction.get(skill, 0) for name in columns_of(skill))
    return SETTINGS | {"monotone_constraints": f"({','.join(map(str, directions))})"}


def fit(matrix: Floats, target: Floats, skill: Skill, *, groups: Sequence[str], weight: Floats) -> xgboost.Booster:
    """Trees for ``target`` (n,) NaN-free; the number of rounds comes from leaving ``groups`` out in turn."""
    params = settings(skill) | {"base_score": float(np.average(target, weights=weight))}
    data = as_dmatrix(matrix, skill, target, weight)
    return _library().train(params, data, num_boost_round=_rounds(data, params, np.asarray(groups)))


def _rounds(data: xgboost.DMatrix, params: dict[str, object], groups: NDArray[np.str_]) -> int:
    everything = np.arange(len(groups))
    folds = [(everything[groups != g], everything[groups == g]) for g in sorted(set(groups))]
    history = _library().cv(
        params,
        data,
        num_boost_round=MOST_ROUNDS,
        folds=folds,
        early_stopping_rounds=PATIENCE,
        metrics="rmse",
        as_pandas=False,
    )
    return max(10, int(np.argmin(history["test-rmse-mean"])) + 1)


def contributions(booster: xgboost.Booster, matrix: Floats, skill: Skill) -> tuple[Floats, float]:
    """Exact TreeSHAP: (n, 26) contributions, and the base they start from."""
    values = booster.predict(as_dmatrix(matrix, skill), pred_contribs=True).astype(np.float64)
    return values[:, :-1], float(values[0, -1]) if len(values) else 0.0


def predict(booster: xgboost.Booster, matrix: Floats, skill: Skill) -> Floats:
    return booster.predict(as_dmatrix(matrix, skill)).astype(np.float64)


def dump(booster: xgboost.Booster) -> bytes:
    """XGBoost's own binary form; never pickle."""
    return bytes(booster.save_raw("ubj"))


def restore(raw: bytes) -> xgboost.Booster:
    booster = _library().Booster({"nthread": 1})
    booster.load_model(bytearray(raw))
    booster.set_param({"nthread": 1})
    return booster
