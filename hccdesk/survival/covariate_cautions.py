"""What a reader must be told of a model's covariates: those nearly the same, and those that hardly anybody has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.sentence import Sentence

Array = NDArray[np.float64]

INFLATED_VARIANCE = 10.0
"""Variance inflation factor; the usual limit (Belsley, Kuh & Welsch, Regression Diagnostics, 1980)."""
FEW_EVENTS = 10


def covariate_cautions(table: Array, titles: Sequence[str], event: NDArray[np.bool_]) -> tuple[Sentence, ...]:
    """Collinearity and thin yes/no groups of `table` (patient, covariate), each in words; none is good news."""
    thin = (_thin(column, title, event) for column, title in zip(table.T, titles, strict=True))
    return (*_inflated(table, titles), *(sentence for sentence in thin if sentence))


def variance_inflation(table: Array) -> Array:
    """How much each coefficient's variance grows by what the other covariates say of it, (covariate,)."""
    return np.asarray(np.diag(np.linalg.inv(np.corrcoef(table.T)))) if table.shape[1] > 1 else np.ones(1)


def _inflated(table: Array, titles: Sequence[str]) -> tuple[Sentence, ...]:
    factors = variance_inflation(table)
    return tuple(
        Sentence.of(
            "{title} nearly follows from the other covariates (variance inflation {factor:.0f}, at most {limit:.0f} is "
            "wanted): its coefficient means little by itself.",
            title=title,
            factor=float(factor),
            limit=INFLATED_VARIANCE,
        )
        for title, factor in zip(titles, factors, strict=True)
        if factor > INFLATED_VARIANCE
    )


def _thin(column: Array, title: str, event: NDArray[np.bool_]) -> Sentence | None:
    if set(np.unique(column)) != {0.0, 1.0}:
        return None
    yes = column == 1
    rarer = yes if yes.sum() <= len(column) / 2 else ~yes
    if event[rarer].sum() >= FEW_EVENTS:
        return None
    return Sentence.of(
        "{title}: only {patients} patients on one side, {events} of them with the event (at least {wanted} are "
        "wanted): its coefficient is unsure.",
        title=title,
        patients=int(rarer.sum()),
        events=int(event[rarer].sum()),
        wanted=FEW_EVENTS,
    )
