"""What a phantom's chances of progression-free survival really are, before anything is known of the response."""

from __future__ import annotations

import re
from math import exp

import numpy as np

from hccdesk.phantom.biology import log_hazard_ratio
from hccdesk.phantom.outcome import BASELINE_CUMULATIVE_HAZARD, BASELINE_KNOTS_MONTHS
from hccdesk.phantom.patient import PhantomPatient, draw_patient
from hccdesk.phantom.seeds import PatientSeed

_IDENTIFIER = re.compile(r"PHANTOM-([PE])(\d{1,12})-(\d{5,7})")


def phantom_of(patient_id: str) -> PhantomPatient | None:
    """The phantom that a cohort's row was made from; None for an identifier that is none of ours."""
    found = _IDENTIFIER.fullmatch(patient_id)
    if found is None:
        return None
    return draw_patient(PatientSeed(int(found[2]), external=found[1] == "E", index=int(found[3])))


def true_survival(patient: PhantomPatient, months: float) -> float:
    """Probability of no progression by `months`: with and without a response, each as likely as it is."""
    chance = patient.outcome.true_response_probability
    return sum(
        share * exp(-_baseline(months) * exp(log_hazard_ratio(patient.biology, patient.clinical, responded)))
        for share, responded in ((chance, True), (1 - chance, False))
    )


def _baseline(months: float) -> float:
    """Cumulative hazard at `months`, linear between the knots, going on as in the last piece."""
    knots, hazard = BASELINE_KNOTS_MONTHS, BASELINE_CUMULATIVE_HAZARD
    if months <= knots[-1]:
        return float(np.interp(months, knots, hazard))
    slope = (hazard[-1] - hazard[-2]) / (knots[-1] - knots[-2])
    return float(hazard[-1] + slope * (months - knots[-1]))
