"""Bags of invented features whose patients can be told apart, for tests of HAIM's training."""

from __future__ import annotations

import numpy as np

from hccdesk.domain.clinical_record import ClinicalRecord, RadiologicalResponse
from hccdesk.domain.cohort import CohortPatient
from hccdesk.training.haim_bags import Bags
from hccdesk.training.networks import FEATURES


def a_patient(number: int, responded: bool | None) -> CohortPatient:
    """A patient with a response and nothing else."""
    answers = {True: RadiologicalResponse.PR, False: RadiologicalResponse.PD, None: None}
    return CohortPatient(f"P{number:04d}", ClinicalRecord(), mrecist=answers[responded])


def some_bags(patients: int, seed: int, signal: float = 1.0, patches: int = 8) -> Bags:
    """Patients at risk differ from the others along one fixed direction of the features."""
    direction = np.random.default_rng(99).standard_normal(FEATURES)
    rng = np.random.default_rng(seed)
    at_risk = np.arange(patients) % 2 == 0
    features = tuple(
        (5 + rng.standard_normal((patches + number % 3, FEATURES)) + signal * (1 if risk else -1) * direction).astype(
            np.float32
        )
        for number, risk in enumerate(at_risk)
    )
    return Bags(tuple(a_patient(seed * 1000 + i, not risk) for i, risk in enumerate(at_risk)), features)
