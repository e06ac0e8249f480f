"""A phantom's own survival, which intervals are measured against, is the one its outcome is drawn from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from hccdesk.phantom.patient import draw_patient
from hccdesk.phantom.seeds import PatientSeed
from hccdesk.phantom.true_survival import phantom_of, true_survival


def test_that_a_row_of_a_cohort_finds_its_phantom_again_and_nobody_else_is_one():
    for external in (False, True):
        patient = draw_patient(PatientSeed(9103, external=external, index=17))
        assert phantom_of(patient.patient_id) == patient
    assert phantom_of("HCC_017") is None
    assert phantom_of("PHANTOM-P9103-00017 ") is None


@pytest.mark.parametrize("months", [6.0, 18.0, 33.0])
def test_that_as_many_are_free_of_progression_as_their_own_chances_say(months):
    patients = [draw_patient(PatientSeed(4711, external=False, index=i)) for i in range(1500)]
    expected = np.array([true_survival(patient, months) for patient in patients])
    seen = np.array([patient.outcome.true_pfs_months > months for patient in patients])
    # A sum of coins, each with its own chance: within three standard errors.
    error = np.sqrt((expected * (1 - expected)).sum()) / len(patients)
    assert abs(seen.mean() - expected.mean()) < 3 * error


def test_that_it_falls_from_one():
    patient = draw_patient(PatientSeed(4711, external=True, index=3))
    curve = [true_survival(patient, month) for month in range(60)]
    assert curve[0] == 1.0
    assert all(later <= sooner for sooner, later in pairwise(curve))
