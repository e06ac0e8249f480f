"""The model of `train survival`: each covariate alone, all together, and whether it may speak to a patient at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.manifest import SurvivalCheck
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.covariate_cautions import covariate_cautions
from hccdesk.survival.cox import CoxFit, fit
from hccdesk.survival.fit_cautions import cautions, likelihood_ratio_p
from hccdesk.survival.optimism import BootstrapOptimism, bootstrap_optimism, plain_fitter
from hccdesk.survival.proportional_hazards import TimeTest, proportionality
from hccdesk.training.shrunken_cox import fit_shrunken
from hccdesk.training.survival_columns import title_of
from hccdesk.training.survival_data import SurvivalData
from hccdesk.training.survival_plan import SurvivalPlan

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittedSurvival:
    """`univariate` holds one fit a covariate in order; `cautions` are what a reader must be told."""

    fit: CoxFit
    univariate: tuple[CoxFit, ...]
    time_tests: tuple[TimeTest, ...]
    optimism: BootstrapOptimism
    check: SurvivalCheck
    cautions: tuple[Sentence, ...]


def fit_survival(plan: SurvivalPlan, data: SurvivalData, progress: Progress) -> FittedSurvival:
    """Fit and check. Refused as `InputError`: what `survival.cox.fit` refuses, of one covariate or of all."""
    together = _fit(plan, data)
    alone = tuple(fit(data.columns([name]), [name], data.months, data.event) for name in data.names)
    tests = proportionality(together, data.covariates, data.months, data.event)
    optimism = bootstrap_optimism(
        plain_fitter(plan.penalty),
        data.covariates,
        data.months,
        data.event,
        seed=plan.seed,
        resamples=plan.resamples,
        progress=progress,
    )
    told = (
        *cautions(together, tests),
        *covariate_cautions(data.covariates, [title_of(name) for name in data.names], data.event == 1),
    )
    return FittedSurvival(together, alone, tests, optimism, _check(together, optimism), told)


def _fit(plan: SurvivalPlan, data: SurvivalData) -> CoxFit:
    if plan.prior_deviation is None:
        return fit(data.covariates, data.names, data.months, data.event)
    return fit_shrunken(data.covariates, data.names, data.months, data.event, plan.prior_deviation)


def _check(together: CoxFit, optimism: BootstrapOptimism) -> SurvivalCheck:
    corrected = optimism.optimism.corrected
    return SurvivalCheck(
        likelihood_ratio_p=likelihood_ratio_p(together),
        corrected_slope=corrected["Slope"],
        corrected_r2=corrected["R2"],
        resamples=optimism.optimism.resamples,
    )
