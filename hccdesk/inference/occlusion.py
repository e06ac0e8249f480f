"""What each patch did to a score, found by hiding it: for networks that have no attention to show.

Zeiler & Fergus, Visualizing and understanding convolutional networks, ECCV 2014, section 4.2, on rows of a bag.
A hidden patch gets the bag's mean row. Taking its row out instead would shift every later patch against the rows that
the network sees (a bag's place along its axis is its order on the slide), and would measure that shift with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.progress import Progress
from hccdesk.domain.slide import PatchSelection

PASSES = 64
"""Most extra passes: about 10 s on two CPU cores (0.15 s a pass, whatever the bag's size)."""
STAGE = "Slide: explanation"
Floats = NDArray[np.float32]


def blocks(selection: PatchSelection, at_most: int = PASSES) -> tuple[NDArray[np.int64], int]:
    """(kept,) the number of each kept patch's block from 0, and how many patches a block is wide.

    Blocks are squares of the slide's lattice: of one patch where there are no more than `at_most` patches, and else
    of the smallest side that leaves no more than `at_most` squares with tissue.
    """
    lattice = selection.grid.top_left_px[selection.kept] // max(selection.grid.size_px, 1)
    side = 1
    while True:
        _, block = np.unique(lattice // side, axis=0, return_inverse=True)
        block = block.reshape(-1).astype(np.int64)
        if not len(block) or block.max() < at_most:
            return block, side
        side += 1


def occluded(
    bag: Floats, block: NDArray[np.int64], score: Callable[[Floats], float], base: float, progress: Progress
) -> Floats:
    """(patch,) float32: what hiding a patch adds to `score`, which is `base` for the whole `bag` (patch, feature).

    Patches of one block are hidden together and share the difference equally. Positive: the score rises without it.
    """
    mean = bag.mean(axis=0, dtype=np.float64).astype(np.float32)
    change = np.zeros(len(bag), np.float32)
    count = int(block.max()) + 1 if len(block) else 0
    for number in range(count):
        progress.step(number, count, STAGE)
        hidden = block == number
        change[hidden] = (score(np.where(hidden[:, None], mean, bag)) - base) / np.count_nonzero(hidden)
    progress.step(count, count, STAGE)
    return change


def strongest(
    contribution: Floats, block: NDArray[np.int64], how_many: int = 3
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Places among the kept patches: most for response, strongest first, and most against it; one of each block.

    Blocks are compared by what a patch of theirs does; a block is shown by the patch in its middle.
    """
    places = [np.flatnonzero(block == number) for number in range(int(block.max()) + 1 if len(block) else 0)]
    middle = np.array([held[(len(held) - 1) // 2] for held in places], dtype=np.int64)
    order = middle[np.argsort(-contribution[middle], kind="stable")]
    best = [int(place) for place in order if contribution[place] > 0][:how_many]
    worst = [int(place) for place in order[::-1] if contribution[place] < 0][:how_many]
    return tuple(best), tuple(worst)
