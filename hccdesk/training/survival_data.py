"""The patients of a cohort as a Cox model takes them: those whose every value is known, and why the others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient, Ending, Endpoint
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.training.survival_columns import (
    RESPONSE_PROBABILITY,
    clinical_value,
    image_feature_number,
    is_from_ct,
    title_of,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CtAnswer:
    """What the CT model says of one patient that it was not trained on."""

    probability: float
    image_features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SurvivalData:
    """Complete patients: `covariates` (patient, covariate) in the order of `names`, `months` and `ending` (patient,).

    `left_out` counts patients by what was missing (a title of a covariate, or the endpoint).
    """

    names: tuple[str, ...]
    patients: tuple[CohortPatient, ...]
    covariates: Floats
    months: Floats
    ending: NDArray[np.int64]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def event(self) -> Floats:
        """1.0 where the event was seen; a competing death counts as censored, as in a cause-specific Cox model."""
        return np.asarray(self.ending == Ending.EVENT, dtype=np.float64)

    @property
    def patient_ids(self) -> tuple[str, ...]:
        """In the order of the rows."""
        return tuple(patient.patient_id for patient in self.patients)

    def columns(self, names: Sequence[str]) -> Floats:
        """These covariates only, (patient, name)."""
        return np.asarray(self.covariates[:, [self.names.index(name) for name in names]])


def survival_data(
    patients: Sequence[CohortPatient], endpoint: Endpoint, names: Sequence[str], ct_answers: Mapping[str, CtAnswer]
) -> SurvivalData:
    """The complete patients; `ct_answers` are by patient id. Refused (`InputError`): nobody is complete."""
    left_out: Counter[str] = Counter()
    rows, kept = [], []
    for patient in patients:
        values = [_value(name, patient, ct_answers) for name in names]
        missing = _missing(patient, endpoint, names, values)
        if missing:
            left_out[missing] += 1
        else:
            rows.append([value for value in values if value is not None])
            kept.append(patient)
    if not kept:
        raise InputError(
            Sentence.of("No patient of the table has {endpoint} and every covariate.", endpoint=endpoint.label),
            what_to_do=Sentence.of("Missing: {missing}.", missing=", ".join(f"{k} ({n})" for k, n in left_out.items())),
        )
    follow = [patient.follow_up[endpoint] for patient in kept]
    return SurvivalData(
        tuple(names),
        tuple(kept),
        np.array(rows, dtype=np.float64),
        np.array([one.months for one in follow], dtype=np.float64),
        np.array([int(one.ending) for one in follow], dtype=np.int64),
        dict(left_out),
    )


def _value(name: str, patient: CohortPatient, ct_answers: Mapping[str, CtAnswer]) -> float | None:
    if not is_from_ct(name):
        return clinical_value(name, patient)
    answer = ct_answers.get(patient.patient_id)
    if answer is None:
        return None
    if name == RESPONSE_PROBABILITY:
        return answer.probability
    place = image_feature_number(name) - 1
    return answer.image_features[place] if place < len(answer.image_features) else None


def _missing(
    patient: CohortPatient, endpoint: Endpoint, names: Sequence[str], values: Sequence[float | None]
) -> str | None:
    if endpoint not in patient.follow_up:
        return endpoint.label
    return next((title_of(name) for name, value in zip(names, values, strict=True) if value is None), None)
