"""The model's own estimate of its error at one response, from what can be seen without the rating.

A straight line per skill over six cues, fitted to absolute errors out of fold. It need not be right on
average (calibration scales it); it must be larger where errors are larger.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CUES = ("one", "gap", "edge", "length", "observed", "known")
LOWEST, HIGHEST = 0.06, 0.5
SHRINK = 5.0


@dataclass(frozen=True, slots=True)
class Spread:
    """``weights`` is (cues,) for one skill."""

    weights: Floats

    def __call__(self, cues: Floats) -> Floats:
        return np.clip(cues @ self.weights, LOWEST, HIGHEST)


def cues(scores: Floats, fused: Floats, words: Floats, p_observed: Floats, known: Floats) -> Floats:
    """Shape (n, 6): a constant; how far the sources ((n, s), NaN missing) stand apart; how far the fused score
    stands from the middle; log words; P(observed); the share of known words."""
    top, low = np.nanmax(scores, axis=1), np.nanmin(scores, axis=1)
    edge = np.abs(np.clip(fused, 0, 1) - 0.5)
    return np.column_stack([np.ones(len(fused)), top - low, edge, np.log1p(words) / 5, p_observed, known])


def fit(cue: Floats, error: Floats) -> Spread:
    """Least squares towards absolute ``error`` (n,), the slopes (not the constant) shrunk."""
    center = cue.mean(axis=0)
    slopes = cue[:, 1:] - center[1:]
    gram = slopes.T @ slopes + SHRINK * np.diag(slopes.var(axis=0) + 1e-6)
    weights = np.linalg.solve(gram, slopes.T @ (error - error.mean()))
    return Spread(np.concatenate([[error.mean() - center[1:] @ weights], weights]))
