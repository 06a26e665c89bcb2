"""Crossed folds: a test cell is one writer on one block of prompts, and training shares neither.

Responses of one writer, or to one prompt, are not independent: a fold that holds out only rows would
measure recognition. Every figure, threshold and interval of the artifact comes from these folds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCKS = 5
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Fold:
    """Row numbers. No writer and no prompt of ``test`` appears in ``train``."""

    name: str
    train: NDArray[np.intp]
    test: NDArray[np.intp]


def prompt_blocks(prompts: Sequence[str], *, blocks: int = BLOCKS, seed: int = SEED) -> NDArray[np.intp]:
    """The block of each row's prompt, shape (n,): prompts are dealt out at random, seeded, in equal hands."""
    names = np.unique(np.asarray(prompts))
    dealt = np.random.default_rng(seed).permutation(len(names)) % min(blocks, len(names))
    return dealt[np.searchsorted(names, prompts)]


def crossed(writers: Sequence[str], prompts: Sequence[str], *, blocks: int = BLOCKS, seed: int = SEED) -> list[Fold]:
    """One fold per writer and block. Rows tested: all, once. Rows trained: other writers on other blocks."""
    who, block = np.asarray(writers), prompt_blocks(prompts, blocks=blocks, seed=seed)
    return [
        Fold(f"{writer}x{b}", np.flatnonzero((who != writer) & (block != b)), np.flatnonzero(cell))
        for writer in np.unique(who)
        for b in np.unique(block)
        if (cell := (who == writer) & (block == b)).any()
    ]


def leave_one_writer_out(writers: Sequence[str]) -> list[Fold]:
    who = np.asarray(writers)
    return [Fold(str(w), np.flatnonzero(who != w), np.flatnonzero(who == w)) for w in np.unique(who)]
