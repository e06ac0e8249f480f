"""training.json of a survival bundle."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortTable
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.training.survival_data import SurvivalData
from hccdesk.training.survival_fit import FittedSurvival
from hccdesk.training.survival_models import rivals
from hccdesk.training.survival_plan import PRESET, SurvivalPlan
from hccdesk.training.training_record import TrainingRecord


def survival_record(plan: SurvivalPlan, table: CohortTable, data: SurvivalData, fitted: FittedSurvival) -> bytes:
    """The plan, the cohort and its patients as digests, and what a later validation compares with."""
    record = TrainingRecord(
        preset=PRESET,
        settings=plan,
        seed=plan.seed,
        cohort_sha256=table.sha256,
        cohort_title=table.title,
        patients=len(data.patients),
        patient_digests=sorted(map(PatientDigests.of_table(table).of, data.patient_ids)),
        measured={
            "survival_check": asdict(fitted.check),
            "optimism": asdict(fitted.optimism.optimism),
            "rivals": rivals(plan, data),
            "risk_cuts": _tertiles(data.covariates @ fitted.fit.coefficients),
        },
    )
    return record.as_bytes()


def _tertiles(risk: NDArray[np.float64]) -> list[float] | None:
    """The risks at which the middle and the upper third begin; None where all are the same."""
    values = np.unique(risk)
    begin = {float(values[values > limit].min()) for limit in np.quantile(risk, [1 / 3, 2 / 3]) if values[-1] > limit}
    return sorted(begin) or None
