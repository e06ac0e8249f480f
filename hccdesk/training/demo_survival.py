"""The demonstration's nomograms: fitted, compared on held-out phantoms, and measured on the external hospital too."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.manifest import Performance
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import NotComputed
from hccdesk.store.model_bundles import read_bundle
from hccdesk.survival.prediction import open_nomogram
from hccdesk.survival.survival_calibration import calibration_slope
from hccdesk.training.bundle_measures import add_measures
from hccdesk.training.performance_rows import performance
from hccdesk.training.survival_card import performance_rows
from hccdesk.training.survival_coverage import coverage_rows
from hccdesk.training.survival_ct_inputs import CtSource, ct_answers
from hccdesk.training.survival_data import SurvivalData, survival_data
from hccdesk.training.survival_manifest import c_index_of
from hccdesk.training.survival_models import Unseen, held_out
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.training.survival_training import train_survival


def make_demo_nomogram(
    plan: SurvivalPlan,
    training: CohortTable,
    tests: tuple[CohortTable, CohortTable],
    *,
    ct: CtSource | None,
    models: Path,
    work: Path,
    progress: Progress,
) -> None:
    """Write the bundle; `tests` are the held-out patients, whom the models are compared on, and the external ones.

    `ct` is None for a plan without a covariate from the CT.
    """

    def data_of(table: CohortTable) -> SurvivalData:
        answers = ct_answers(table, ct, work, progress) if ct else {}
        return survival_data(table.patients, plan.endpoint, plan.covariates, answers)

    unseen, external = tests
    train_survival(plan, training, models, progress=progress, ct=ct, test=unseen, work=work)
    fitted_on = data_of(training)
    seen = held_out(plan, fitted_on, data_of(unseen), unseen.title)
    outside = held_out(plan, fitted_on, data_of(external), external.title)
    nomogram = open_nomogram(read_bundle(models / plan.model_id)).nomogram
    held = [row for one in (seen, outside) for row in coverage_rows(nomogram, one.data, one.how)]
    rows = (*_calibration(seen), *_c_indices(outside), *_calibration(outside), *held)
    add_measures(models / plan.model_id, rows)


def _c_indices(unseen: Unseen) -> tuple[Performance, ...]:
    n = len(unseen.data.patients)
    return tuple(performance(c_index_of(model), c, unseen.how, n) for model, c in performance_rows(unseen))


def _calibration(unseen: Unseen) -> tuple[Performance, ...]:
    data = unseen.data
    slope = calibration_slope(unseen.whole_risk, data.months, data.event.astype(np.bool_))
    if isinstance(slope, NotComputed):
        return ()
    return (performance("Calibration slope (1 is right)", slope, unseen.how, len(data.patients)),)
