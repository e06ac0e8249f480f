"""Patients by groups: those of a column's categories, or below and above a number's median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.cohort_variables import CohortVariable, baseline_variables, outcome_variables

MOST_GROUPS = 10


@dataclass(frozen=True, slots=True)
class Grouping:
    """`names` of the groups in order, and the group `of` each patient (None: unknown); nothing where not grouped."""

    by: str | None
    names: tuple[str, ...]
    of: tuple[str | None, ...]
    median: float | None = None
    """Where a number was split; it belongs to the lower group."""

    @property
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """(group, patients)."""
        return tuple((name, self.of.count(name)) for name in self.names)

    @property
    def by_outcome(self) -> bool:
        """Whether the groups are of the response itself."""
        return self.by in ("responded", "mrecist")

    @property
    def unknown(self) -> int:
        """Patients who belong to no group."""
        return self.of.count(None) if self.by else 0


def group_by(patients: Sequence[CohortPatient], by: str | None) -> Grouping:
    """The groups of column `by`; refuses an unknown one, one without values, and one of more than ten categories."""
    if by is None:
        return Grouping(None, (), (None,) * len(patients))
    variable = _variable(patients, by)
    if variable.levels is None:
        return _halves(variable)
    names = variable.levels
    if len(names) > MOST_GROUPS:
        raise InputError(
            Sentence.of("{by} has {n} different values; at most {most} groups are compared.",
                        by=by, n=len(names), most=MOST_GROUPS),
            what_to_do="Join categories in the table.",
        )  # fmt: skip
    named = {level: _named(variable, level) for level in names}
    of = tuple(None if value is None else named[str(value)] for value in variable.values)
    return Grouping(by, tuple(named.values()), of)


def _named(variable: CohortVariable, level: str) -> str:
    """ "Cirrhosis: yes"; labels of the table's own, sex and response speak for themselves."""
    return level if variable.speaks else f"{variable.title.partition(' (')[0]}: {level}"


def _variable(patients: Sequence[CohortPatient], by: str) -> CohortVariable:
    known = {v.name: v for v in (*baseline_variables(patients), *outcome_variables(patients)) if v.is_known}
    if by not in known:
        raise InputError(
            Sentence.of("Patients cannot be grouped by {by}: no such column, or no patient has a value in it.", by=by),
            what_to_do=Sentence.of("Choose one of {columns}.", columns=Sentence.literally(", ".join(known))),
        )
    return known[by]


def _halves(variable: CohortVariable) -> Grouping:
    numbers = [float(value) for value in variable.values if value is not None]
    median = float(np.median(numbers))
    low, high = (_named(variable, f"{sign} {median:g} {variable.unit}".rstrip()) for sign in ("≤", ">"))
    of = tuple(None if value is None else low if float(value) <= median else high for value in variable.values)
    return Grouping(variable.name, tuple(name for name in (low, high) if name in of), of, median)
