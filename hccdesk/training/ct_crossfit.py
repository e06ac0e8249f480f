"""What networks that never saw a patient say of him or her, in the terms of the final network.

Each fold has its own network, and its image features mean other things than another's. They are brought to the final
network's by a linear map, fitted by ridge regression on the patients that the fold's network was trained on: no answer
of the patients it is applied to enters it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.atomic_file import write_whole
from hccdesk.domain.progress import Progress
from hccdesk.statistics.roc import youden_threshold
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.training.ct_cohort import CtCohort
from hccdesk.training.ct_response import Answers, FoldHead, HeadTrainer
from hccdesk.training.patient_split import patient_folds

Floats = NDArray[np.float64]
RIDGE = 1.0
"""Per standardised feature of a patient: small beside tens of patients, enough where two features are alike."""


@dataclass(frozen=True, slots=True)
class CrossFitted:
    """`fold` (patient,): where a patient was left out; `heads`, one a fold; `probability` (patient,), left out."""

    fold: NDArray[np.int64]
    heads: tuple[FoldHead, ...]
    probability: Floats

    def image_features(self, final: Answers) -> Floats:
        """(patient, feature), each patient's from the network without him or her, in the final network's terms."""
        mapped = np.empty_like(final.image_features)
        for head in self.heads:
            own = self.fold == head.fold
            features = head.answers.image_features
            mapped[own] = mapped_linearly(features[~own], final.image_features[~own], features[own])
        return mapped

    def thresholds(self, responded: NDArray[np.bool_]) -> Floats:
        """(patient,): Youden's threshold of the other folds' patients, for everybody in a fold."""
        found = np.empty(len(self.fold))
        for number in np.unique(self.fold):
            own = self.fold == number
            found[own] = youden_threshold(self.probability[~own], responded[~own])
        return found


def cross_fit(cohort: CtCohort, trainer: HeadTrainer, progress: Progress) -> CrossFitted:
    """A network for each fold, trained without it; folds by patient, responders spread evenly."""
    settings = trainer.settings
    fold = patient_folds(cohort.patient_ids, cohort.responded, settings.folds, settings.seed)
    heads = []
    for number in range(settings.folds):
        progress.step(number, settings.folds, "folds")
        heads.append(trainer.without_fold(cohort, fold, number))
    progress.step(settings.folds, settings.folds, "folds")
    probability = np.empty(len(cohort))
    for head in heads:
        probability[fold == head.fold] = head.answers.probability[fold == head.fold]
    return CrossFitted(fold, tuple(heads), probability)


def mapped_linearly(known: Floats, wanted: Floats, asked: Floats) -> Floats:
    """`asked` (patient, feature) through the ridge regression of `wanted` on `known`, both (other patient, feature)."""
    centre, scale = known.mean(axis=0), known.std(axis=0) + 1e-12
    table = (known - centre) / scale
    weights = np.linalg.solve(
        table.T @ table + RIDGE * np.eye(table.shape[1]), table.T @ (wanted - wanted.mean(axis=0))
    )
    return np.asarray(wanted.mean(axis=0) + (asked - centre) / scale @ weights)


def write_crossfit(
    file: Path,
    patient_ids: Sequence[str],
    digests: PatientDigests,
    *,
    weights_sha256: str,
    probability: Floats,
    image_features: Floats,
) -> None:
    """The file that `train survival` takes: by keyed digest of the patient, nobody's name; tied to these weights."""
    patients = {
        digests.of(patient): {"probability": float(p), "image_features": [float(value) for value in row]}
        for patient, p, row in zip(patient_ids, probability, image_features, strict=True)
    }
    document = {"format": 1, "weights_sha256": weights_sha256, "patients": patients}
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, (json.dumps(document, indent=1, sort_keys=True) + "\n").encode())
