"""One variable of a cohort by itself in a regression: its ratios, and whether it enters beside others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.group_fit import Fit, fit_groups
from hccdesk.workflow.regression_terms import RegressionTerm

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermAlone:
    """A term by itself, or beside the others of its variable: `joint_p` is the variable's (None: not estimated).

    In `term` patients of a group that could not be estimated are unknown, lest they count to the first group.
    """

    term: RegressionTerm
    ratio: Estimate | NotComputed
    p: float | None
    joint_p: float | None


def terms_alone(terms: Sequence[RegressionTerm], rows: NDArray[np.int64], fit: Fit) -> Iterator[TermAlone]:
    """Every one of `terms`, the columns that stand for one variable, among the patients of `rows`."""
    table, complete = complete_rows(terms, rows)
    if not len(complete):
        nobody = NotComputed(Sentence.of("No patient with this outcome has a known value."))
        yield from (TermAlone(term, nobody, None, None) for term in terms)
        return
    found = fit_groups(table[complete], [term.title for term in terms], complete, fit)
    lost = np.any([terms[i].values == 1 for i in found.refused], axis=0) if found.fitted and found.refused else False
    for i, term in enumerate(terms):
        if found.fitted is None or i in found.refused:
            yield TermAlone(term, found.refused[i], None, None)
        else:
            place = found.kept.index(i)
            own = replace(term, values=np.where(lost, np.nan, term.values))
            yield TermAlone(own, found.fitted.ratios[place], found.fitted.p[place], found.fitted.joint_p)


def complete_rows(terms: Sequence[RegressionTerm], rows: NDArray[np.int64]) -> tuple[Array, NDArray[np.intp]]:
    """Columns of the patients with the outcome, and which of them have every term known."""
    table = np.column_stack([term.values[rows] for term in terms])
    return table, np.flatnonzero(~np.isnan(table).any(axis=1))
