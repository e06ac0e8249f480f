"""The demonstration nomogram: Cox on clinical features, image features and response probability of phantom patients.

The CT head gives its image features and probability here, so its own training patients must not be among them:
on those it is too sure of itself, and the Cox model would learn to trust it too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.manifest import Performance
from hccdesk.inference.device import Device
from hccdesk.inference.session import open_session
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.survival.cox import CoxFit, fit
from hccdesk.survival.nomogram_bundle import (
    VariableAxis,
    build,
    clinical_feature_axis,
    image_feature_axis,
    response_probability_axis,
)
from hccdesk.training.evaluation import concordance_performance
from hccdesk.training.features import Cohort, clinical_matrix
from hccdesk.training.networks import FEATURES
from hccdesk.training.shrunken_cox import fit_shrunken
from hccdesk.training.specs import CT_SPEC

HORIZONS = ("12", "18", "24")
QUESTION = "Progression-free survival after TACE-HAIC with a PD-1 inhibitor and a TKI"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeadAnswers:
    """What the exported CT head says of each patient, the mean over slices: (patient,) and (patient, feature)."""

    probability: Floats
    image_features: Floats


@dataclass(frozen=True, slots=True)
class Nomogram:
    """The nomogram's bytes, and how it did on patients that neither it nor the CT head was fitted on."""

    content: bytes
    performance: tuple[Performance, ...]


def head_answers(head: bytes, cohort: Cohort, device: Device) -> HeadAnswers:
    """The answers of the ONNX file itself; pooled vectors go in as maps of one cell, which pool to themselves."""
    session = open_session(head, device)
    slices = cohort.features.shape[1]
    answers = session.run(
        {
            "feature_map": cohort.features.reshape(-1, FEATURES, 1, 1),
            "clinical": cohort.clinical.repeat(slices, axis=0),
        }
    )
    probability = answers["probability"][:, 1].reshape(-1, slices)
    features = answers["image_features"].reshape(len(cohort), slices, -1)
    return HeadAnswers(probability.mean(axis=1, dtype=np.float64), features.mean(axis=1, dtype=np.float64))


def make_nomogram(
    patients: Sequence[PhantomPatient],
    answers: HeadAnswers,
    test_patients: Sequence[PhantomPatient],
    test_answers: HeadAnswers,
) -> Nomogram:
    """Fit on `patients`, measure on `test_patients`."""
    names = _names(answers.image_features.shape[1])
    months, event = follow_up(patients)
    model = fit_shrunken(covariates(patients, answers), names, months, event)
    content = build(model, _axes(answers), QUESTION, HORIZONS)
    return Nomogram(content, _performance(model, patients, test_patients, test_answers))


def covariates(patients: Sequence[PhantomPatient], answers: HeadAnswers) -> Floats:
    """(patient, 5 + image features + 1), in the order of the nomogram's axes."""
    clinical = clinical_columns(patients)
    return np.concatenate([clinical, answers.image_features, answers.probability[:, None]], axis=1)


def clinical_columns(patients: Sequence[PhantomPatient]) -> Floats:
    """The five features as float64 (patient, 5)."""
    return clinical_matrix(patients).astype(np.float64)


def follow_up(patients: Sequence[PhantomPatient]) -> tuple[Floats, Floats]:
    """Months of progression-free follow-up and whether progression was seen (0/1)."""
    months = np.array([p.outcome.pfs_months for p in patients])
    return months, np.array([float(p.outcome.progressed) for p in patients])


def _performance(
    model: CoxFit, patients: Sequence[PhantomPatient], test: Sequence[PhantomPatient], answers: HeadAnswers
) -> tuple[Performance, ...]:
    months, event = follow_up(test)
    cohort = f"{len(test)} phantom patients seen by neither the nomogram nor the CT head"
    clinical_only = fit(clinical_columns(patients), CT_SPEC.clinical_features, *follow_up(patients))
    whole = concordance_performance(covariates(test, answers) @ model.coefficients, months, event, cohort)
    alone = concordance_performance(clinical_columns(test) @ clinical_only.coefficients, months, event, cohort)
    return whole, Performance(
        "C-index of the five clinical features alone", alone.value, alone.interval, cohort, alone.n, "patient"
    )


def _names(image_features: int) -> tuple[str, ...]:
    numbered = (f"image_feature_{number + 1}" for number in range(image_features))
    return (*CT_SPEC.clinical_features, *numbered, "response_probability")


def _axes(answers: HeadAnswers) -> list[VariableAxis]:
    image = (image_feature_axis(i + 1, column) for i, column in enumerate(answers.image_features.T))
    return [*map(clinical_feature_axis, CT_SPEC.clinical_features), *image, response_probability_axis()]
