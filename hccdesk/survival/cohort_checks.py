"""What must be true of a cohort before a survival model is fitted to it; each refusal in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
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
    times, events = _numbers(months, Sentence.of("follow-up times")), _numbers(event, Sentence.of("events"))
    if times.size == 0 or times.shape != events.shape or times.ndim != 1:
        raise InputError(
            Sentence.of(
                "{times} follow-up times and {events} events do not make a cohort.",
                times=times.size,
                events=events.size,
            ),
            what_to_do="Give one time and one event a patient.",
        )
    _refuse_rows(
        times < 0,
        Sentence.of("a negative follow-up time"),
        Sentence.of("Correct the dates, or leave these patients out."),
    )
    _refuse_rows(
        (events != 0) & (events != 1),
        Sentence.of("an event other than 0 and 1"),
        Sentence.of("Code the event 1 and censored 0."),
    )
    return FollowUp(join_ties(times), events == 1)


def covariate_table(covariates: ArrayLike, names: Sequence[str], patients: int) -> Array:
    """Covariates as (patient, covariate); refuses a wrong shape, doubled names and values that are not finite."""
    table = _numbers(covariates, Sentence.of("covariates"))
    if table.shape != (patients, len(names)) or not names:
        raise InputError(
            Sentence.of(
                "The covariates are {shape}, expected {patients} patients × {columns} named columns.",
                shape=str(table.shape),
                patients=patients,
                columns=len(names),
            )
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
    # Who left before the first event tells nothing: the risk set of that event holds all later ones.
    compared = table[follow.months >= follow.months[follow.event].min()]
    _refuse_never_compared(compared, names)
    _refuse_collinear(compared, names)
    for column, name in zip(table.T, names, strict=True):
        if _separates(column, follow):
            raise separation_error(name)


def separation_error(names: str) -> InputError:
    """The refusal for a likelihood that has no maximum."""
    return InputError(
        Sentence.of("{names} separates the patients perfectly: its hazard ratio is not estimable.", names=names),
        what_to_do="Leave it out, join categories, or add patients.",
    )


def _refuse_too_few(patients: int, events: int, covariates: int) -> None:
    wanted = max(MINIMUM_EVENTS_PER_COVARIATE * covariates, 1)
    if patients < MINIMUM_PATIENTS or events < wanted:
        raise InputError(
            Sentence.of(
                "{patients} patients with {events} events are too few for {covariates} covariates: not estimable.",
                patients=patients,
                events=events,
                covariates=covariates,
            ),
            what_to_do=Sentence.of(
                "At least {patients} patients and {wanted} events are needed.",
                patients=MINIMUM_PATIENTS,
                wanted=wanted,
            ),
        )


def _refuse_constant(table: Array, names: Sequence[str]) -> None:
    constant = [name for column, name in zip(table.T, names, strict=True) if np.ptp(column) == 0]
    if constant:
        raise InputError(
            Sentence.of(
                "{names}: the same value in every patient, no effect can be estimated.", names=", ".join(constant)
            ),
            what_to_do="Leave these covariates out.",
        )


def _refuse_never_compared(table: Array, names: Sequence[str]) -> None:
    constant = [name for column, name in zip(table.T, names, strict=True) if np.ptp(column) == 0]
    if constant:
        raise InputError(
            Sentence.of(
                "{names}: the same value in every patient still at risk at the first event, no effect can be "
                "estimated.",
                names=", ".join(constant),
            ),
            what_to_do="Leave these covariates out.",
        )


def _refuse_collinear(table: Array, names: Sequence[str]) -> None:
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    for count in range(2, len(names) + 1):
        if np.linalg.matrix_rank(scaled[:, :count], tol=1e-8 * np.sqrt(len(table))) < count:
            raise InputError(
                Sentence.of(
                    "{name} follows from {others}: their effects cannot be told apart.",
                    name=names[count - 1],
                    others=", ".join(names[: count - 1]),
                ),
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


def _numbers(values: ArrayLike, what: Sentence) -> Array:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            Sentence.of("The {what} are not all numbers.", what=what), what_to_do="Code words as numbers first."
        ) from None
    if not np.isfinite(numbers).all():
        rows = int((~np.isfinite(numbers.reshape(len(numbers), -1))).any(axis=1).sum())
        raise InputError(
            Sentence.of(
                "The {what} are missing or not finite in {rows} of {total} rows.",
                what=what,
                rows=rows,
                total=len(numbers),
            ),
            what_to_do="Complete these rows or leave them out; nothing is filled in.",
        )
    return numbers


def _refuse_rows(bad: NDArray[np.bool_], what: Sentence, what_to_do: Sentence) -> None:
    if bad.any():
        rows = ", ".join(str(int(i) + 1) for i in np.flatnonzero(bad)[:5])
        raise InputError(
            Sentence.of(
                "{bad} of {size} patients have {what} (rows {rows}).",
                bad=int(bad.sum()),
                size=bad.size,
                what=what,
                rows=rows,
            ),
            what_to_do=what_to_do,
        )
