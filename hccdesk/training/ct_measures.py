"""How a CT head did: cross-validated by patient on its own cohort, and on tables of other patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ValidationReport
from hccdesk.statistics.confusion import confusion
from hccdesk.training.ct_cohort import CtCohort, ct_cohort
from hccdesk.training.ct_crossfit import CrossFitted
from hccdesk.training.ct_response import answers_of
from hccdesk.training.ct_settings import CtHeadSettings
from hccdesk.training.features import CohortFeatures, LeftOut, reasons
from hccdesk.training.networks import CtResponseHead
from hccdesk.workflow.clinical_logistic import fit_clinical_logistic
from hccdesk.workflow.response_validation import ResponseScores
from hccdesk.workflow.validation_report import CROSS_VALIDATED, Subject, response_report

THRESHOLDS_BY_FOLD = Sentence.of(
    "Right and wrong are counted at thresholds of the other folds' patients, so that nobody's own outcome chose the "
    "threshold; the bundle's own threshold comes from all folds together."
)


@dataclass(frozen=True, slots=True)
class Tested:
    """The finished head on patients of another table: score, outcome, and a phantom's true probability."""

    title: str
    cohort: CtCohort
    probability: NDArray[np.float64]
    responded: NDArray[np.bool_]
    clinical: NDArray[np.float64] | None
    """P(objective response) by the clinical logistic model of the training patients."""
    true_probability: NDArray[np.float64] | None


def validated(
    manifest: ModelManifest,
    table: CohortTable,
    cohort: CtCohort,
    crossfit: CrossFitted,
    left_out: Sequence[LeftOut],
) -> ValidationReport:
    """The report for the bundle: every patient scored by a network that was trained without him or her."""
    assert manifest.threshold is not None
    cut = manifest.threshold.value
    scores = ResponseScores(ModelKind.CT_RESPONSE, cohort.patients, crossfit.probability, cut)
    subject = Subject(
        manifest,
        "",
        table.title,
        table.sha256,
        table.kind,
        CROSS_VALIDATED,
        len(table.patients),
        reasons(left_out),
        (THRESHOLDS_BY_FOLD,),
    )
    report = response_report(subject, scores)
    if report.response is None:
        return report
    # Moved so that each fold's threshold falls on the bundle's: who is above stays above.
    moved = crossfit.probability - crossfit.thresholds(cohort.responded) + cut
    at_fold_thresholds = confusion(moved, cohort.responded, cut)
    return replace(report, response=replace(report.response, confusion=at_fold_thresholds))


def tested_on(
    head: CtResponseHead,
    learners: CtCohort,
    table: CohortTable,
    features: CohortFeatures,
    settings: CtHeadSettings,
) -> Tested:
    """What the head says of the patients of another table; raises `InputError` where none could be used."""
    cohort, _ = ct_cohort(table, features, settings.spec.clinical_features)
    if not len(cohort):
        raise InputError("no patient of this table could be used.", where=table.path)
    truth = [patient.true_response_probability for patient in cohort.patients]
    known = [value for value in truth if value is not None]
    return Tested(
        table.title or table.path.name,
        cohort,
        answers_of(head, cohort).probability,
        cohort.responded,
        _clinical(learners, cohort, settings.spec.clinical_features),
        np.array(known) if len(known) == len(truth) else None,
    )


def _clinical(learners: CtCohort, cohort: CtCohort, names: Sequence[str]) -> NDArray[np.float64] | None:
    try:
        fitted = fit_clinical_logistic(learners.patients)
    except InputError:
        return None
    columns = [list(names).index(name) for name in fitted.names]
    return fitted.probability(cohort.clinical[:, columns].astype(np.float64))


def clinical_facts(cohort: CtCohort) -> dict[str, Any] | None:
    """The clinical logistic model of the training patients, for later validations; None where it cannot be fitted."""
    try:
        return asdict(fit_clinical_logistic(cohort.patients))
    except InputError:
        return None
