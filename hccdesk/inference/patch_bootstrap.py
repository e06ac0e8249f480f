"""How much a biopsy's score hangs on which patches were taken: the bag resampled, in its order, and scored again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.interval_basis import basis_of
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.log_odds import log_odds, probability_of
from hccdesk.inference.student import two_sided_95

RESAMPLES = 40
"""Passes of the network: about 6 s on two CPU cores at most (0.02 to 0.15 s a pass, whatever the bag's size)."""
SEED = 9
"""The same bag gives the same interval."""
STAGE = "Slide: interval"
OF_THE_PATCHES = Sentence.of("Tells only which patches were taken, not how sure the fit is.")
Floats = NDArray[np.float32]


def patch_interval(bag: Floats, score: Callable[[Floats], float], base: float, progress: Progress) -> ScoreInterval:
    """95 % limits around `base`, the score of the whole `bag` (patch, feature).

    Patches are drawn with replacement and keep their order, which the network sees. Student's limits on the log-odds
    scale, each side from the resamples on that side: a score near 0 or 1 spreads unevenly (docs/adr/0009).
    """
    rng, centre, off = np.random.default_rng(SEED), log_odds(base), []
    for number in range(RESAMPLES):
        progress.step(number, RESAMPLES, STAGE)
        drawn = np.sort(rng.integers(0, len(bag), len(bag)))
        off.append(log_odds(score(bag[drawn])) - centre)
    progress.step(RESAMPLES, RESAMPLES, STAGE)
    below, above = _reach(np.minimum(off, 0.0)), _reach(np.maximum(off, 0.0))
    more = Sentence.of(
        "The {patches} patches were drawn anew {resamples} times, in their order. What another biopsy would give is "
        "not in it.",
        patches=len(bag),
        resamples=RESAMPLES,
    )
    # The way to log-odds and back loses the last digit, and all of it at 0 and 1.
    low, high = min(probability_of(centre - below), base), max(probability_of(centre + above), base)
    return ScoreInterval(low, high, basis_of(OF_THE_PATCHES, more), RESAMPLES)


def _reach(one_side: NDArray[np.float64]) -> float:
    """How far the limit lies, of deviations that are 0 for resamples on the other side."""
    own = one_side[one_side != 0]
    return two_sided_95(RESAMPLES - 1) * float(np.sqrt((own**2).mean())) if len(own) else 0.0
