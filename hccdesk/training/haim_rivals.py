"""What stands beside HAIM on the same patients: a mean-pool logistic model and the clinical one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort_description import TestOutcome
from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import Comparison
from hccdesk.statistics import roc
from hccdesk.training.haim_bags import Bags
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.mean_pool import MeanPool, fit_mean_pool
from hccdesk.training.patient_split import patient_folds
from hccdesk.workflow.clinical_logistic import ClinicalLogistic, clinical_scores, fit_clinical_logistic
from hccdesk.workflow.response_validation import or_why_not

MEAN_POOL = "mean-pool logistic model on the same features"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Both are fitted on the learners alone; `clinical` is None where that fit was refused, `refused` says why."""

    mean_pool: MeanPool
    clinical: ClinicalLogistic | None
    refused: str = ""

    def facts(self) -> dict[str, Any]:
        """For the training record; the clinical model whole, so that a later validation can use it."""
        pool = {"ridge": self.mean_pool.ridge}
        return {"clinical_logistic": asdict(self.clinical) if self.clinical else None, "mean_pool": pool}

    def clinical_risk(self, bags: Bags) -> tuple[Floats, NDArray[np.bool_]] | None:
        """P(SD/PD) of those whose clinical features are known, and who they are (patient,)."""
        if self.clinical is None:
            return None
        found = clinical_scores(bags.patients, self.clinical)
        return None if isinstance(found, NotComputed) else (1 - found.probability, found.known)


def fit_rivals(learners: Bags, settings: HaimSettings) -> Rivals:
    """Fit both; the ridge is chosen by cross-validation among the learners."""
    fold = patient_folds(learners.patient_ids, learners.at_risk, settings.ridge_folds, settings.seed)
    mean_pool = fit_mean_pool(learners.means, learners.at_risk, fold)
    try:
        return Rivals(mean_pool, fit_clinical_logistic(learners.patients))
    except InputError as refusal:
        return Rivals(mean_pool, None, refusal.what)


def mean_pool_comparison(rivals: Rivals, bags: Bags, score: Floats) -> Comparison:
    """The mean-pool model beside `score` (patient,), with DeLong's paired test."""
    own = rivals.mean_pool.probability(bags.means)
    estimate = or_why_not(lambda: roc.auc(own, bags.at_risk))
    try:
        compared = roc.compare(own, score, bags.at_risk)
    except InputError:
        return Comparison(MEAN_POOL, "AUC", estimate, None, None)
    test = compared.test if isinstance(compared.test, TestOutcome) else None
    return Comparison(MEAN_POOL, "AUC", estimate, compared.difference, test)
