"""How much each clause bears on a skill, so that what is said of other things does not water down a score.

A response speaks of several things, and the codebook rates each skill by the part that shows it. A line learned
from *rated or not observed* over the wording gives every clause a height; a logistic curve makes of it a part
between ``FLOOR`` and 1, and the linguistic source reads each term at the part of the clauses it stands in.
Given the parts, the source stays linear: what a clause adds remains an exact sum over its terms.

For the rows it is learned from, a clause's height comes from a line that never saw its writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from mlcore import wording
from mlcore.ridge import BIAS
from mlcore.schema import SKILLS
from mlcore.wording import Encoded

Floats = NDArray[np.float64]
PENALTY = 0.3
SLOPE, FLOOR = 1.5, 0.05  # chosen on eight of the thirty crossed folds
SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Bearing:
    """Per skill (in schema order): the line over terms, and the mean and spread of its heights over clauses."""

    terms: Floats  # (terms, 4)
    mean: Floats  # (4,)
    spread: Floats  # (4,)

    def heights(self, encoded: Encoded) -> Floats:
        """(clauses, 4), standardized."""
        return (wording.clause_matrix(encoded) @ self.terms - self.mean) / self.spread


def attended(encoded: Encoded, height: Floats) -> Encoded:
    """The batch as a skill reads it to which its clauses bear by ``height`` (clauses,)."""
    return wording.weighed(encoded, FLOOR + (1 - FLOOR) * expit(SLOPE * height))


def learn(encoded: Encoded, kernel: Floats, seen: NDArray[np.bool_], groups: Sequence[str]) -> tuple[Bearing, Floats]:
    """The bearing, and the heights (clauses, 4) of the very rows it was learned from, each without its own group.

    ``kernel`` (n, n) of the rows, ``seen`` (n, 4) whether each skill was rated. Leaving a group out needs no second
    fit: with H = (K + D)^-1 and a = H y, the others' dual is a - H_G (H_GG)^-1 a_G.
    """
    target = np.where(seen, 1.0, -1.0)
    target = target - target.mean(axis=0)
    inverse = np.linalg.inv(kernel + BIAS + PENALTY * np.eye(len(kernel)))
    dual = inverse @ target
    clauses = wording.clause_matrix(encoded)
    terms = encoded.matrix.T @ dual
    held_out = np.empty((clauses.shape[0], len(SKILLS)))
    of = np.asarray(groups)[wording.clause_documents(encoded)]
    for group in sorted(set(groups)):
        inside = np.flatnonzero(np.asarray(groups) == group)
        without = dual - inverse[:, inside] @ np.linalg.solve(inverse[np.ix_(inside, inside)], dual[inside])
        rows = np.flatnonzero(of == group)
        held_out[rows] = clauses[rows] @ (encoded.matrix.T @ without) + BIAS * (without.sum(axis=0) - dual.sum(axis=0))
    mean, spread = held_out.mean(axis=0), np.maximum(held_out.std(axis=0), SPREAD)
    return Bearing(terms, mean, spread), (held_out - mean) / spread


def pooled(encoded: Encoded, heights: Floats) -> Floats:
    """(documents, 4): a soft maximum of the heights of a document's clauses; -3 for a document without any."""
    documents = wording.clause_documents(encoded)
    size = encoded.matrix.shape[0]
    rows = sparse.csr_matrix(
        (np.ones(len(documents)), (documents, np.arange(len(documents)))), shape=(size, len(documents))
    )
    total = rows @ np.exp(2 * np.clip(heights, -20, 20))
    return np.log(np.maximum(total, np.exp(-6.0))) / 2
