"""Patients as the CT head sees them: backbone vectors of their slices, clinical features, response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.clinical_features import MissingFields, encode
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.training.features import CohortFeatures, LeftOut
from hccdesk.training.networks import FEATURES

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CtCohort:
    """`vectors` (slice, 2048) a patient, `clinical` (patient, feature), `responded` (patient,): CR or PR by mRECIST."""

    patients: tuple[CohortPatient, ...]
    vectors: tuple[Floats, ...]
    clinical: Floats
    responded: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.patients)

    @property
    def patient_ids(self) -> tuple[str, ...]:
        """In order."""
        return tuple(patient.patient_id for patient in self.patients)

    @property
    def slices(self) -> int:
        """Of all patients."""
        return sum(len(vectors) for vectors in self.vectors)

    @property
    def patient_of_slice(self) -> NDArray[np.int64]:
        """The patient's place for each slice of `all_slices`."""
        return np.repeat(np.arange(len(self)), [len(vectors) for vectors in self.vectors])

    @property
    def all_slices(self) -> Floats:
        """(slice, 2048), patient after patient."""
        return np.concatenate(self.vectors) if self.vectors else np.zeros((0, FEATURES), np.float32)

    def part(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> CtCohort:
        """The chosen patients, by place or by a mask."""
        places = np.arange(len(self))[chosen]
        return CtCohort(
            tuple(self.patients[i] for i in places),
            tuple(self.vectors[i] for i in places),
            self.clinical[places],
            self.responded[places],
        )


def ct_cohort(
    table: CohortTable, features: CohortFeatures, names: Sequence[str]
) -> tuple[CtCohort, tuple[LeftOut, ...]]:
    """The patients with image, known response and the clinical features `names`; and the others, with the reason."""
    row_of = {patient.patient_id: row for row, patient in enumerate(table.patients, start=2)}
    places, clinical, left_out = [], [], list(features.left_out)
    for place, patient in enumerate(features.patients):
        encoded = encode(patient.record, names)
        if patient.responded is None or isinstance(encoded, MissingFields):
            left_out.append(LeftOut(row_of[patient.patient_id], _why_not(encoded)))
        else:
            places.append(place)
            clinical.append(encoded)
    cohort = CtCohort(
        tuple(features.patients[i] for i in places),
        tuple(features.found[i].vectors for i in places),
        np.array(clinical, dtype=np.float32).reshape(-1, len(names)),
        np.array([bool(features.patients[i].responded) for i in places], dtype=bool),
    )
    return cohort, tuple(sorted(left_out, key=lambda one: one.row))


def _why_not(encoded: tuple[float, ...] | MissingFields) -> Sentence:
    if isinstance(encoded, MissingFields):
        return Sentence.of("unknown: {fields}", fields=", ".join(encoded.fields))
    return Sentence.of("the response (mrecist) is unknown")


def refuse_untrainable(cohort: CtCohort, folds: int) -> None:
    """Raise `InputError` where cross-validation could not put both outcomes into every fold's training and test."""
    responders, others = int(cohort.responded.sum()), int((~cohort.responded).sum())
    if min(responders, others) < folds:
        raise InputError(
            Sentence.of(
                "{responders} responders and {others} others with a usable CT are too few: at least {folds} of each "
                "are needed to train and cross-validate.",
                responders=responders,
                others=others,
                folds=folds,
            ),
            what_to_do="`hccdesk cohort check` says what the table lacks; the rows left out are listed above.",
        )
