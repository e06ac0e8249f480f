"""One score and one yes/no outcome a patient, checked before anything is measured on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoredPatients:
    """`score` (patient,) and whether the patient is `positive` (patient,)."""

    score: Array
    positive: NDArray[np.bool_]

    @property
    def positives(self) -> int:
        """How many are positive."""
        return int(self.positive.sum())

    @property
    def negatives(self) -> int:
        """How many are not."""
        return len(self.score) - self.positives


def scored_patients(score: ArrayLike, positive: ArrayLike) -> ScoredPatients:
    """Both as arrays; refuses empty or unequal lists, values that are not finite, outcomes other than 0 and 1."""
    return ScoredPatients(*_same_length(finite(score), yes_no(positive)))


def predicted_patients(probability: ArrayLike, outcome: ArrayLike) -> ScoredPatients:
    """As `scored_patients`; refuses also a probability outside 0..1."""
    patients = scored_patients(probability, outcome)
    if patients.score.min() < 0 or patients.score.max() > 1:
        raise InputError("A probability lies between 0 and 1; these do not.")
    return patients


def refuse_one_class(patients: ScoredPatients) -> None:
    """Refuse patients who are all positive or all negative: nothing tells them apart."""
    if not patients.positives or not patients.negatives:
        raise InputError(
            Sentence.of(
                "{positives} of {patients} patients are positive: patients with and without the outcome are needed.",
                positives=patients.positives,
                patients=len(patients.score),
            )
        )


def finite(values: ArrayLike) -> Array:
    """Numbers (patient,), none missing."""
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("The values are not all numbers.") from None
    if numbers.ndim != 1 or not numbers.size:
        raise InputError("One value a patient is needed, and at least one patient.")
    missing = int((~np.isfinite(numbers)).sum())
    if missing:
        raise InputError(
            Sentence.of(
                "{missing} of {patients} values are missing or not finite; nothing is filled in.",
                missing=missing,
                patients=numbers.size,
            ),
            what_to_do="Complete these rows or leave them out; nothing is filled in.",
        )
    return numbers


def yes_no(values: ArrayLike) -> NDArray[np.bool_]:
    """Outcomes (patient,) given as booleans or 0 and 1."""
    numbers = finite(values)
    if not np.isin(numbers, (0, 1)).all():
        raise InputError("The outcome of a patient is 0 or 1; another value was found.")
    return np.asarray(numbers == 1)


def _same_length(score: Array, positive: NDArray[np.bool_]) -> tuple[Array, NDArray[np.bool_]]:
    if len(score) != len(positive):
        raise InputError(
            Sentence.of(
                "{scores} scores and {outcomes} outcomes: one of each a patient is needed.",
                scores=len(score),
                outcomes=len(positive),
            )
        )
    return score, positive
