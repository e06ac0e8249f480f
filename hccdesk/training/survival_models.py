"""The paper's three models side by side, on patients that none of them was fitted on.

Clinical: the covariates of the clinical row. Radiomics: the image features. Combined: every covariate. On a table of
its own where one is held out; else each patient by models fitted on the patients of the other folds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.validation import Comparison
from hccdesk.survival.baseline_hazard import BaselineHazard, efron_baseline
from hccdesk.survival.cohort_checks import follow_up
from hccdesk.survival.comparison import paired_bootstrap
from hccdesk.survival.efron import death_steps
from hccdesk.survival.quick_cox import maximum
from hccdesk.training.patient_split import patient_folds, refuse_shared_patients
from hccdesk.training.survival_columns import is_from_ct, kind_of
from hccdesk.training.survival_data import SurvivalData
from hccdesk.training.survival_plan import SurvivalPlan

Floats = NDArray[np.float64]

CLINICAL, RADIOMICS, COMBINED, ONLY = "clinical model", "radiomics model", "combined model", "this model"
_STEADY = 1e-4
"""Penalty that keeps a covariate which is constant among a fold's patients at zero, and changes nothing else."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Patients whom no model was fitted on: `risks` by model (patient,), higher is sooner; the whole model is last.

    `cumulative_hazard` (patient, step) is the whole model's from `step_months` (step,) on; `comparisons` begin with
    the first model, each other beside it on the same patients. `how` is in words; `is_held_out` tells a table of its
    own from cross-validation.
    """

    how: str
    is_held_out: bool
    data: SurvivalData
    risks: Mapping[str, Floats]
    step_months: Floats
    cumulative_hazard: Floats
    comparisons: tuple[Comparison, ...]

    @property
    def whole_risk(self) -> Floats:
        """The linear predictor of the whole model, (patient,)."""
        return list(self.risks.values())[-1]

    @property
    def rivals(self) -> dict[str, Floats]:
        """The other models' linear predictors."""
        return dict(list(self.risks.items())[:-1])


def models_of(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The covariates of each model: the three of the paper where some are from the CT, else the one. Whole one last."""
    if not any(is_from_ct(name) for name in names):
        return {ONLY: names}
    clinical = tuple(name for name in names if not is_from_ct(name))
    radiomics = tuple(name for name in names if kind_of(name) == "image_feature")
    three = {CLINICAL: clinical, RADIOMICS: radiomics, COMBINED: names}
    return {model: chosen for model, chosen in three.items() if chosen}


def held_out(plan: SurvivalPlan, training: SurvivalData, test: SurvivalData, title: str) -> Unseen:
    """Models fitted on `training`, judged on `test`; refused (`InputError`) where they share a patient."""
    refuse_shared_patients(training.patient_ids, test.patient_ids)
    everybody = np.ones(len(training.patients), dtype=bool)
    fitted = {model: _fit(plan, training, names, everybody) for model, names in models_of(training.names).items()}
    risks = {model: one.risk(test.columns(one.names)) for model, one in fitted.items()}
    whole = list(fitted.values())[-1]
    grid = whole.baseline.months
    hazard = whole.hazard(test.columns(training.names), grid)
    how = f"{len(test.patients)} patients of {title}, none of whom any model was fitted on"
    return Unseen(how, True, test, risks, grid, hazard, _compared(plan, test, risks))


def rivals(plan: SurvivalPlan, data: SurvivalData) -> list[dict[str, object]]:
    """The models that stand beside the whole one, fitted on all patients, as training.json keeps them."""
    everybody = np.ones(len(data.patients), dtype=bool)
    beside = [(model, names) for model, names in models_of(data.names).items() if names != data.names]
    return [
        {"name": model, "names": names, "coefficients": _fit(plan, data, names, everybody).coefficients.tolist()}
        for model, names in beside
    ]


def cross_validated(plan: SurvivalPlan, data: SurvivalData) -> Unseen:
    """Each patient by models fitted without the patient's fold; folds are stratified by the event."""
    folds = patient_folds(data.patient_ids, data.event, plan.folds, plan.seed)
    models = models_of(data.names)
    risks = {model: np.zeros(len(folds)) for model in models}
    grid = np.unique(follow_up(data.months, data.event).months[data.event == 1])
    hazard = np.zeros((len(folds), len(grid)))
    for fold in np.unique(folds):
        out = folds == fold
        for model, names in models.items():
            fitted = _fit(plan, data, names, ~out)
            risks[model][out] = fitted.risk(data.columns(names)[out])
            if names == data.names:
                hazard[out] = fitted.hazard(data.columns(names)[out], grid)
    how = f"{len(folds)} training patients, each by models fitted on the other folds ({plan.folds}-fold, by patient)"
    return Unseen(how, False, data, risks, grid, hazard, _compared(plan, data, risks))


@dataclass(frozen=True, slots=True)
class _Fitted:
    names: tuple[str, ...]
    centre: Floats
    coefficients: Floats
    baseline: BaselineHazard

    def risk(self, table: Floats) -> Floats:
        return np.asarray((table - self.centre) @ self.coefficients)

    def hazard(self, table: Floats, months: Floats) -> Floats:
        """Cumulative, (patient, month)."""
        at_centre = np.array([self.baseline.at(float(month)) for month in months])
        return np.asarray(np.exp(self.risk(table))[:, None] * at_centre[None])


def _fit(plan: SurvivalPlan, data: SurvivalData, names: tuple[str, ...], chosen: NDArray[np.bool_]) -> _Fitted:
    table, follow = data.columns(names)[chosen], follow_up(data.months[chosen], data.event[chosen])
    scale = np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    found = maximum(table / scale, follow.months, follow.event, max(plan.penalty, _STEADY))
    if found is None:
        raise InputError("A fold has too few patients for the model.", what_to_do="Ask for fewer folds or covariates.")
    coefficients, centre = found.coefficients / scale, table.mean(axis=0)
    steps = death_steps(table - centre, follow.months, follow.event, coefficients)
    return _Fitted(names, centre, coefficients, efron_baseline(steps, np.zeros(len(names)), coefficients))


def _compared(plan: SurvivalPlan, data: SurvivalData, risks: Mapping[str, Floats]) -> tuple[Comparison, ...]:
    first = risks[next(iter(risks))]
    return tuple(
        paired_bootstrap(first, risk, data.months, data.event, seed=plan.seed, name=model)
        for model, risk in risks.items()
    )
