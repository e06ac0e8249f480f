"""The main measure of a validation in subgroups: sex, age, BCLC stage, centre. Small ones are not estimated."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.clinical import bclc
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import SubgroupRow

AGE_CUT_YEARS = 60
AGE_GROUPS = ("under 60 years", "60 years and older")
SMALLEST = 20
"""Patients below which an interval would span nearly everything."""
FEWEST_EVENTS = 5

Chosen = NDArray[np.bool_]
Measure = Callable[[Chosen], Estimate | NotComputed]


def subgroup_rows(
    patients: Sequence[CohortPatient], event: Chosen, measure: Measure, both_classes: bool
) -> tuple[SubgroupRow, ...]:
    """`measure` of the patients of each level; a variable with one known level is left out, unknown patients too.

    `event` (patient,) is the outcome that is counted; with `both_classes` those without it must not be few either.
    """
    rows: list[SubgroupRow] = []
    for variable, level_of in LEVELS.items():
        levels = [level_of(patient) for patient in patients]
        known = sorted({level for level in levels if level is not None}, key=_place)
        if len(known) > 1:
            rows += [_row(variable, level, np.array([x == level for x in levels]), event, measure, both_classes)
                     for level in known]  # fmt: skip
    return tuple(rows)


def _row(  # noqa: PLR0917 - one line of the table
    variable: str, level: str, chosen: Chosen, event: Chosen, measure: Measure, both_classes: bool
) -> SubgroupRow:
    patients, events = int(chosen.sum()), int(event[chosen].sum())
    rarer = min(events, patients - events) if both_classes else events
    if patients < SMALLEST or rarer < FEWEST_EVENTS:
        few = Sentence.of(
            "too few to be estimated (at least {patients} patients are asked for, {events} of them with the outcome)",
            patients=SMALLEST,
            events=FEWEST_EVENTS,
        )
        return SubgroupRow(variable, level, patients, events, NotComputed(few))
    return SubgroupRow(variable, level, patients, events, measure(chosen))


def _place(level: str) -> tuple[int, str]:
    """The young before the old; any other level by the alphabet."""
    return (AGE_GROUPS.index(level) if level in AGE_GROUPS else 0), level


def _sex(patient: CohortPatient) -> str | None:
    return patient.record.sex.value if patient.record.sex else None


def _age(patient: CohortPatient) -> str | None:
    age = patient.record.age_years
    return None if age is None else AGE_GROUPS[age >= AGE_CUT_YEARS]


def _bclc(patient: CohortPatient) -> str | None:
    stage = bclc.score(patient.record)
    return stage.group if isinstance(stage, ScoreFinding) else None


def _centre(patient: CohortPatient) -> str | None:
    return patient.labels.get("centre") or None


LEVELS: dict[str, Callable[[CohortPatient], str | None]] = {
    "sex": _sex,
    "age_years": _age,
    "bclc": _bclc,
    "centre": _centre,
}
"""What patients are divided by, and each one's level; None where it is not known."""
