"""What must be true of a cohort before a survival model is fitted to it; each refusal in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.survival.efron import join_ties

Array = NDArray[np.float64]

MINIMUM_PATIENTS = 10
MINIMUM_EVENTS_PER_COVARIATE = 2
"""Below this a fit is refused. Ten and more are wanted; between the two a fit is made and the count shown."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Follow-up that passed the checks: months (patient,), ties joined, and whether the event was seen (patient,)."""

    months: Array
    event: NDArray[np.bool_]


def follow_up(months: ArrayLike, event: ArrayLike) -> FollowUp:
    """Times and events as arrays; refuses empty, missing or negative times and events other than 0 and 1."""
    times, events = _numbers(months, "follow-up times"), _numbers(event, "events")
    if times.size == 0 or times.shape != events.shape or times.ndim != 1:
        raise InputError(
            f"{times.size} follow-up times and {events.size} events do not make a cohort.",
            what_to_do="Give one time and one event a patient.",
        )
    _refuse_rows(times < 0, "a negative follow-up time", "Correct the dates, or leave these patients out.")
    _refuse_rows((events != 0) & (events != 1), "an event other than 0 and 1", "Code the event 1 and censored 0.")
    return FollowUp(join_ties(times), events == 1)


def covariate_table(covariates: ArrayLike, names: Sequence[str], patients: int) -> Array:
    """Covariates as (patient, covariate); refuses a wrong shape, doubled names and values that are not finite."""
    table = _numbers(covariates, "covariates")
    if table.shape != (patients, len(names)) or not names:
        raise InputError(
            f"The covariates are {table.shape}, expected {patients} patients × {len(names)} named columns."
        )
    if len(set(names)) != len(names):
        raise InputError("Two covariates have the same name.", what_to_do="Name each column once.")
    return table


def check_fittable(table: Array, names: Sequence[str], follow: FollowUp) -> None:
    """Refuse a fit that would give numbers without meaning.

    No or too few events, constant or collinear covariates, and a covariate that separates perfectly
    (its coefficient would run to infinity). `table` is (patient, covariate).
    """
    _refuse_too_few(len(table), int(follow.event.sum()), len(names))
    _refuse_constant(table, names)
    _refuse_collinear(table, names)
    for column, name in zip(table.T, names, strict=True):
        if _separates(column, follow):
            raise separation_error(name)


def separation_error(names: str) -> InputError:
    """The refusal for a likelihood that has no maximum."""
    return InputError(
        f"{names} separates the patients perfectly: its hazard ratio is not estimable.",
        what_to_do="Leave it out, join categories, or add patients.",
    )


def _refuse_too_few(patients: int, events: int, covariates: int) -> None:
    wanted = max(MINIMUM_EVENTS_PER_COVARIATE * covariates, 1)
    if patients < MINIMUM_PATIENTS or events < wanted:
        raise InputError(
            f"{patients} patients with {events} events are too few for {covariates} covariates: not estimable.",
            what_to_do=f"At least {MINIMUM_PATIENTS} patients and {wanted} events are needed.",
        )


def _refuse_constant(table: Array, names: Sequence[str]) -> None:
    constant = [name for column, name in zip(table.T, names, strict=True) if np.ptp(column) == 0]
    if constant:
        raise InputError(
            f"{', '.join(constant)}: the same value in every patient, no effect can be estimated.",
            what_to_do="Leave these covariates out.",
        )


def _refuse_collinear(table: Array, names: Sequence[str]) -> None:
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    for count in range(2, len(names) + 1):
        if np.linalg.matrix_rank(scaled[:, :count], tol=1e-8 * np.sqrt(len(table))) < count:
            raise InputError(
                f"{names[count - 1]} follows from {', '.join(names[: count - 1])}: their effects cannot be told apart.",
                what_to_do="Leave one of them out.",
            )


def _separates(column: Array, follow: FollowUp) -> bool:
    """Whether every dying patient has the highest (or every one the lowest) value of those then at risk."""
    order = np.argsort(follow.months, kind="stable")
    x, t, died = column[order], follow.months[order], follow.event[order]
    at_risk = np.searchsorted(t, t[died], side="left")
    highest = np.maximum.accumulate(x[::-1])[::-1][at_risk]
    lowest = np.minimum.accumulate(x[::-1])[::-1][at_risk]
    return bool(np.any(highest > lowest) and (np.all(x[died] == highest) or np.all(x[died] == lowest)))


def _numbers(values: ArrayLike, what: str) -> Array:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"The {what} are not all numbers.", what_to_do="Code words as numbers first.") from None
    if not np.isfinite(numbers).all():
        rows = int((~np.isfinite(numbers.reshape(len(numbers), -1))).any(axis=1).sum())
        raise InputError(
            f"The {what} are missing or not finite in {rows} of {len(numbers)} rows.",
            what_to_do="Complete these rows or leave them out; nothing is filled in.",
        )
    return numbers


def _refuse_rows(bad: NDArray[np.bool_], what: str, what_to_do: str) -> None:
    if bad.any():
        rows = ", ".join(str(int(i) + 1) for i in np.flatnonzero(bad)[:5])
        raise InputError(f"{int(bad.sum())} of {bad.size} patients have {what} (rows {rows}).", what_to_do=what_to_do)
