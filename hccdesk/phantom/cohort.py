"""Cohorts of phantom patients; cohorts of different seeds or hospitals share nobody."""

from __future__ import annotations

from hccdesk.phantom.patient import PhantomPatient, draw_patient
from hccdesk.phantom.seeds import PatientSeed


def sample_cohort(n: int, seed: int, external: bool = False) -> tuple[PhantomPatient, ...]:
    """`n` consecutive patients; the first ones stay the same whatever `n`. `external`: the second hospital."""
    return tuple(draw_patient(PatientSeed(seed, external, index)) for index in range(n))
