"""Whether covariates give the outcome away, so that odds ratios would run to infinity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_NOTHING = 1e-7


def separating(table: Array, names: Sequence[str], outcome: NDArray[np.bool_]) -> tuple[str, ...]:
    """The covariates that separate the outcome, completely or but for ties; none where all ratios are finite.

    `table` is (patient, covariate), no column constant. A linear programme looks for the direction in which every
    patient moves towards his outcome or stays: Konis, Linear programming algorithms for detecting separated data in
    binary logistic regression models, Oxford 2007; Albert & Anderson, Biometrika 1984;71:1-10. Of several
    sets of covariates that do, one is named from which none can be left out.
    """
    chosen = list(range(len(names)))
    if not _separate(table, outcome):
        return ()
    for column in range(len(names)):
        rest = [one for one in chosen if one != column]
        if rest and _separate(table[:, rest], outcome):
            chosen = rest
    return tuple(names[column] for column in chosen)


def _separate(table: Array, outcome: NDArray[np.bool_]) -> bool:
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second, for those who fit

    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    towards = np.where(outcome, 1.0, -1.0)[:, None] * np.column_stack([np.ones(len(table)), scaled])
    found = linprog(-towards.sum(axis=0), A_ub=-towards, b_ub=np.zeros(len(table)), bounds=(-1, 1), method="highs")
    return bool(found.success and -found.fun > _NOTHING * len(table))
