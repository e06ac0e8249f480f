"""Fisher's exact test for tables of any size.

Fisher, J R Stat Soc 1935;98:39-82; Freeman & Halton, Biometrika 1951;38:141-9. The p-value is the probability, given
both margins, of a table no more probable than the one seen. R: `fisher.test`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import random_table

from hccdesk.domain.cohort_description import TestOutcome

Counts = NDArray[np.int64]
Array = NDArray[np.float64]

MOST_TABLES = 1_000_000
"""More partial tables than this are not enumerated; tables are then drawn."""
DRAWN_TABLES = 100_000
DRAWN_SEED = 2024
_SAME = 1e-7
"""Tables are equally probable if they differ by less; R's relative tolerance."""


def fisher_exact(counts: Counts) -> TestOutcome:
    """Of `counts` (category, group), no margin 0. All tables are enumerated; where too many, 100,000 are drawn."""
    if counts.shape[1] > counts.shape[0]:
        counts = counts.T
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    seen = -gammaln(counts + 1.0).sum() + _SAME
    every = _log_weights(rows, columns)
    if every is None:
        return TestOutcome("Fisher's exact (Monte Carlo)", None, None, _drawn_p(rows, columns, float(seen)))
    weight = np.exp(every - every.max())
    return TestOutcome("Fisher's exact", None, None, float(min(weight[every <= seen].sum() / weight.sum(), 1.0)))


def _log_weights(rows: Counts, columns: Counts) -> Array | None:
    """log(1 / product of factorials) of every table with these margins, (table,); None where there are too many.

    Cell by cell: each partial table is the rows' rest and its weight so far, and becomes one for every count that fits.
    """
    rest, weight = rows[None], np.zeros(1)
    for total in columns[:-1]:
        left = np.full(len(rest), total)
        for row in range(len(rows)):
            lowest = np.maximum(0, left - rest[:, row + 1 :].sum(axis=1))
            choices = np.minimum(rest[:, row], left) - lowest + 1
            if choices.sum() > MOST_TABLES:
                return None
            parent = np.repeat(np.arange(len(rest)), choices)
            cell = np.arange(len(parent)) - np.repeat(np.cumsum(choices) - choices, choices) + lowest[parent]
            rest, left, weight = rest[parent], left[parent] - cell, weight[parent] - gammaln(cell + 1.0)
            rest[:, row] -= cell
    return np.asarray(weight - gammaln(rest + 1.0).sum(axis=1))


def _drawn_p(rows: Counts, columns: Counts, seen: float) -> float:
    tables = random_table(rows, columns).rvs(DRAWN_TABLES, random_state=np.random.default_rng(DRAWN_SEED))
    weights = -gammaln(tables + 1.0).sum(axis=(1, 2))
    return float((1 + (weights <= seen).sum()) / (DRAWN_TABLES + 1))
