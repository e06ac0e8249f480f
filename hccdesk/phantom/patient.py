"""One synthetic patient: hidden biology, clinical row and outcome; images are made from it on demand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.phantom.biology import Biology, draw_biology, log_hazard_ratio, true_response_probability
from hccdesk.phantom.clinical_row import draw_clinical_row
from hccdesk.phantom.marginals import EXTERNAL, PRIMARY
from hccdesk.phantom.outcome import (
    Outcome,
    draw_follow_up_months,
    draw_mrecist,
    draw_pfs_months,
    treatment_date_for,
)
from hccdesk.phantom.seeds import PatientSeed, Purpose

FIRST_SAMPLE_INDEX = 1_000_000
"""Sample patients are numbered from here, cohorts from 0."""


class Scanner(StrEnum):
    """The two CT scanners of Yin et al. 2024."""

    GE_OPTIMA = "ge-optima"
    SIEMENS_FLASH = "siemens-flash"


@dataclass(frozen=True, slots=True)
class PhantomPatient:
    """A synthetic patient, complete; `seed` makes the same images every time."""

    seed: PatientSeed
    biology: Biology
    clinical: ClinicalRecord
    outcome: Outcome
    scanner: Scanner

    @property
    def patient_id(self) -> str:
        """The identifier, unique over cohort seeds, hospitals and places in the cohort."""
        return _patient_id(self.seed)


def draw_patient(seed: PatientSeed) -> PhantomPatient:
    """The patient of this seed."""
    marginals = EXTERNAL if seed.external else PRIMARY
    outcome_rng = seed.stream(Purpose.OUTCOME)
    follow_up = draw_follow_up_months(outcome_rng)
    biology = draw_biology(seed.stream(Purpose.BIOLOGY))
    clinical_rng = seed.stream(Purpose.CLINICAL)
    record = draw_clinical_row(clinical_rng, biology, marginals, _patient_id(seed), treatment_date_for(follow_up))
    probability = true_response_probability(biology, record, seed.external)
    responded = bool(outcome_rng.random() < probability)
    months = draw_pfs_months(outcome_rng, log_hazard_ratio(biology, record, responded))
    outcome = Outcome(
        true_response_probability=probability,
        responded=responded,
        mrecist=draw_mrecist(outcome_rng, responded, marginals),
        true_pfs_months=months,
        pfs_months=min(months, follow_up),
        progressed=months <= follow_up,
    )
    return PhantomPatient(seed, biology, record, outcome, _scanner(seed))


def sample_patient(seed: int) -> PhantomPatient:
    """A patient whom a demonstration can show whole: Child-Pugh A, one target of 60 to 130 mm, not diffuse.

    Never a member of a cohort, so never one that a model was trained on.
    """
    index = FIRST_SAMPLE_INDEX
    while True:
        patient = draw_patient(PatientSeed(seed, external=False, index=index))
        if _shows_everything(patient):
            return patient
        index += 1


def _shows_everything(patient: PhantomPatient) -> bool:
    record = patient.clinical
    labs = (record.bilirubin_umol_per_l, record.albumin_g_per_l, record.inr, record.largest_tumour_diameter_mm)
    if None in labs:
        return False
    bilirubin, albumin, inr, diameter = (float(value or 0) for value in labs)
    points = 5 + (bilirubin > 34) + (albumin < 35.01) + (inr >= 1.7) + (record.ascites != "none")
    return points <= 6 and 60 <= diameter <= 130 and not record.diffuse


def _scanner(seed: PatientSeed) -> Scanner:
    if seed.external:
        return Scanner.SIEMENS_FLASH
    return Scanner.SIEMENS_FLASH if seed.stream(Purpose.CT_ANATOMY, 9).random() < 0.25 else Scanner.GE_OPTIMA


def _patient_id(seed: PatientSeed) -> str:
    return f"PHANTOM-{'E' if seed.external else 'P'}{seed.cohort_seed}-{seed.index:05d}"
