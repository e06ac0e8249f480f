"""How often a nomogram's limits hold the true survival of phantoms, who have one."""

from __future__ import annotations

import numpy as np

from hccdesk.domain.manifest import Performance
from hccdesk.phantom.true_survival import phantom_of, true_survival
from hccdesk.survival.nomogram_json import NomogramBundle
from hccdesk.survival.predicted_survival import CoxModel, survival_band, survival_probabilities
from hccdesk.training.coverage import held_row, meant
from hccdesk.training.survival_data import SurvivalData

OF_PREDICTION = "95 % limits at {months} months hold what such a prediction means here (mean true survival), phantoms"
OF_PATIENT = "95 % limits at {months} months hold the patient's own true survival, share of phantoms"


def coverage_rows(nomogram: NomogramBundle, data: SurvivalData, cohort: str) -> tuple[Performance, ...]:
    """At the middle one of the horizons; no row where a patient is none of our phantoms, or nobody got so far."""
    horizon = nomogram.horizons[len(nomogram.horizons) // 2]
    phantoms = [phantom_of(patient) for patient in data.patient_ids]
    truth = np.array([true_survival(phantom, float(horizon)) for phantom in phantoms if phantom is not None])
    model = CoxModel(nomogram.coefficients, np.array(nomogram.covariance), nomogram.hazard)
    step = model.baseline.step_at(float(horizon))
    if len(truth) != len(phantoms) or step < 0:
        return ()
    said = np.array([survival_probabilities(model, row)[step] for row in data.covariates])
    bands = [survival_band(model, row) for row in data.covariates]
    limits = np.array([[low[step], high[step]] for low, high in bands])
    return (
        held_row(OF_PREDICTION.format(months=horizon), limits, meant(said, truth), cohort),
        held_row(OF_PATIENT.format(months=horizon), limits, truth, cohort),
    )
