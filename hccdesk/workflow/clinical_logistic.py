"""The clinical logistic model that stands beside both response models: the paper's own comparator (HAIM: AUC 0.711).

Its covariates are the five clinical features that both papers' nomograms use; HAIM does not print its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.clinical_features import FEATURES, MissingFields, encode
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics import logistic
from hccdesk.statistics.roc import youden_threshold
from hccdesk.store.training_facts import TrainingFacts

Array = NDArray[np.float64]

FOLDS = 5
SEED = 20240501
NAME = "clinical logistic model"


@dataclass(frozen=True, slots=True)
class ClinicalLogistic:
    """P(objective response) from clinical features: log-odds = `intercept` + features · `coefficients`.

    `covariance` is (1 + feature, 1 + feature), the intercept first; empty in bundles that do not tell it. `threshold`
    is Youden's on cross-validated predictions, as the models beside it have theirs; None where it is not known.
    """

    names: tuple[str, ...]
    intercept: float
    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...] = ()
    threshold: float | None = None
    patients: int | None = None

    def probability(self, table: Array) -> Array:
        """P(objective response) of `table` (patient, feature), (patient,)."""
        return np.asarray(1 / (1 + np.exp(-(self.intercept + table @ np.array(self.coefficients)))))


@dataclass(frozen=True, slots=True)
class ClinicalScores:
    """P(objective response) of the patients in `known` (patient,), in order; `how` says where the model was fitted."""

    known: NDArray[np.bool_]
    probability: Array
    how: Sentence


def fit_clinical_logistic(patients: Sequence[CohortPatient]) -> ClinicalLogistic:
    """The model of those of `patients` with known response and features; refuses what `logistic.fit` refuses."""
    known, table = _table(patients, tuple(FEATURES))
    kept = [patient for patient, there in zip(patients, known, strict=True) if there]
    answered = np.array([patient.responded is not None for patient in kept], dtype=bool)
    names = _varying(table[answered], tuple(FEATURES))
    columns = [list(FEATURES).index(name) for name in names]
    outcome = np.array([bool(patient.responded) for patient in kept])[answered]
    fitted = logistic.fit(table[answered][:, columns], names, outcome)
    return ClinicalLogistic(
        names,
        fitted.intercept,
        tuple(float(b) for b in fitted.coefficients),
        tuple(tuple(row) for row in fitted.covariance.tolist()),
        _threshold(table[answered], [patient for patient, known in zip(kept, answered, strict=True) if known]),
        fitted.patients,
    )


def stored_logistic(facts: TrainingFacts) -> ClinicalLogistic | None:
    """The model that came with a bundle, of the very patients that the bundle was trained on; None where none did."""
    told = facts.clinical_logistic
    if told is None:
        return None
    return ClinicalLogistic(
        told.names, told.intercept, told.coefficients, told.covariance, told.threshold, told.patients
    )


def clinical_scores(patients: Sequence[CohortPatient], stored: ClinicalLogistic | None) -> ClinicalScores | NotComputed:
    """The clinical model's probabilities: by `stored`, fitted where the validated model was, or by cross-validation.

    Cross-validated within these patients where no coefficients came with the bundle: each is predicted by a model of
    the other four fifths. Patients without one of the features are left out of the comparison.
    """
    if stored is not None:
        known, table = _table(patients, stored.names)
        how = Sentence.of("its coefficients come from the training cohort of the validated model")
        return ClinicalScores(known, stored.probability(table), how)
    known, table = _table(patients, tuple(FEATURES))
    kept = [patient for patient, there in zip(patients, known, strict=True) if there]
    try:
        probability = _cross_validated(table, kept)
    except InputError as refusal:
        return NotComputed(refusal.said)
    how = Sentence.of(
        "it was fitted by {folds}-fold cross-validation within this cohort, since none came with the bundle: "
        "that favours it",
        folds=FOLDS,
    )
    return ClinicalScores(known, probability, how)


def _threshold(table: Array, patients: Sequence[CohortPatient]) -> float | None:
    try:
        predicted = _cross_validated(table, patients)
        return youden_threshold(predicted, [bool(patient.responded) for patient in patients])
    except InputError:  # a fold that no model can be fitted to
        return None


def _cross_validated(table: Array, patients: Sequence[CohortPatient]) -> Array:
    outcome = np.array([bool(patient.responded) for patient in patients])
    fold = _folds(outcome)
    probability = np.zeros(len(patients))
    for number in range(FOLDS):
        rest, own = fold != number, fold == number
        if not own.any():
            continue
        names = _varying(table[rest], tuple(FEATURES))
        columns = [list(FEATURES).index(name) for name in names]
        fitted = logistic.fit(table[rest][:, columns], names, outcome[rest])
        probability[own] = fitted.probability(table[own][:, columns])
    return probability


def _folds(outcome: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A fold for each patient, each outcome spread evenly over all."""
    rng, fold = np.random.default_rng(SEED), np.zeros(len(outcome), dtype=np.int64)
    for value in (False, True):
        of_value = rng.permutation(np.flatnonzero(outcome == value))
        fold[of_value] = np.arange(len(of_value)) % FOLDS
    return fold


def _table(patients: Sequence[CohortPatient], names: tuple[str, ...]) -> tuple[NDArray[np.bool_], Array]:
    rows = [encode(patient.record, names) for patient in patients]
    known = np.array([not isinstance(row, MissingFields) for row in rows], dtype=bool)
    complete = [row for row in rows if not isinstance(row, MissingFields)]
    return known, np.array(complete, dtype=float).reshape(-1, len(names))


def _varying(table: Array, names: tuple[str, ...]) -> tuple[str, ...]:
    """Features that differ between patients: one that all share can have no coefficient."""
    if not len(table):
        raise InputError("No patient has all clinical features and a known response.")
    return tuple(name for name, column in zip(names, table.T, strict=True) if np.ptp(column) > 0)
