"""What must be true of patients before a logistic regression is fitted to them; each refusal in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.scored_patients import finite
from hccdesk.statistics.separation import separating

Array = NDArray[np.float64]

MINIMUM_PATIENTS = 10
MINIMUM_EVENTS_PER_COVARIATE = 2
"""Below this a fit is refused; between it and the wanted number a fit is made and a caution given."""
WANTED_EVENTS_PER_COVARIATE = 10
"""Peduzzi et al., J Clin Epidemiol 1996;49:1373-9; of the rarer outcome."""


def checked_table(table: ArrayLike, names: Sequence[str]) -> Array:
    """Covariates as (patient, covariate); refuses a wrong shape, doubled names and values that are not finite."""
    covariates = np.asarray(table, dtype=np.float64)
    if covariates.ndim != 2 or covariates.shape[1] != len(names) or not names:
        raise InputError(
            Sentence.of(
                "The covariates are {shape}, expected one row a patient and {columns} named columns.",
                shape=str(covariates.shape),
                columns=len(names),
            )
        )
    if len(set(names)) != len(names):
        raise InputError("Two covariates have the same name.", what_to_do="Name each column once.")
    finite(covariates.ravel())
    return covariates


def check_fittable(table: Array, names: Sequence[str], positive: NDArray[np.bool_]) -> None:
    """Refuse too few patients of either outcome, constant and collinear covariates, and separation."""
    if len(table) != len(positive):
        raise InputError(
            Sentence.of(
                "{rows} rows of covariates and {outcomes} outcomes: one of each a patient is needed.",
                rows=len(table),
                outcomes=len(positive),
            )
        )
    _refuse_too_few(len(names), positive)
    _refuse_constant(table, names)
    _refuse_collinear(table, names)
    separated = separating(table, names, positive)
    if separated:
        raise InputError(
            Sentence.of(
                "{names} separates the patients perfectly: its odds ratio is not estimable.",
                names=" + ".join(separated),
            ),
            what_to_do="Leave it out, join categories, or add patients.",
        )


def _refuse_too_few(covariates: int, positive: NDArray[np.bool_]) -> None:
    rarer = int(min(positive.sum(), (~positive).sum()))
    wanted = max(MINIMUM_EVENTS_PER_COVARIATE * covariates, 1)
    if len(positive) < MINIMUM_PATIENTS or rarer < wanted:
        raise InputError(
            Sentence.of(
                "{patients} patients, {rarer} of the rarer outcome, are too few for {covariates} covariates: "
                "not estimable.",
                patients=len(positive),
                rarer=rarer,
                covariates=covariates,
            ),
            what_to_do=Sentence.of(
                "At least {patients} patients and {wanted} of each outcome are needed.",
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
