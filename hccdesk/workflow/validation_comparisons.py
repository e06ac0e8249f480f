"""The model of a validation beside others on the same patients, and its measure in subgroups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort_description import TestOutcome
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import Comparison, SubgroupRow
from hccdesk.statistics import roc
from hccdesk.survival.comparison import C_INDEX, c_index, paired_bootstrap
from hccdesk.workflow import clinical_logistic
from hccdesk.workflow.clinical_logistic import ClinicalScores
from hccdesk.workflow.response_validation import MODEL_NAMES, ResponseScores, or_why_not
from hccdesk.workflow.survival_validation import THE_MODEL, SurvivalScores
from hccdesk.workflow.validation_subgroups import subgroup_rows

Array = NDArray[np.float64]

AUC = "AUC"


def rivals_of_everybody(scores: ResponseScores, beside: ClinicalScores | NotComputed) -> Mapping[str, Array]:
    """The clinical model's decision curve stands beside the other only where it is of the same patients."""
    if isinstance(beside, NotComputed) or not beside.known.all():
        return MappingProxyType({})
    return {clinical_logistic.NAME: scores.of_response(beside.probability)}


def response_comparisons(scores: ResponseScores, beside: ClinicalScores | NotComputed) -> tuple[Comparison, ...]:
    """The model, then the clinical one, on the patients whose clinical features are all known."""
    own_name = MODEL_NAMES[scores.kind]
    if isinstance(beside, NotComputed):
        own = or_why_not(lambda: roc.auc(scores.score, scores.positive))
        return (Comparison(own_name, AUC, own, None, None),
                Comparison(clinical_logistic.NAME, AUC, beside, None, None))  # fmt: skip
    own_score, positive = scores.score[beside.known], scores.positive[beside.known]
    other = scores.of_response(beside.probability)
    first = Comparison(own_name, AUC, or_why_not(lambda: roc.auc(own_score, positive)), None, None)
    compared = or_why_not(lambda: roc.compare(other, own_score, positive))
    estimate = or_why_not(lambda: roc.auc(other, positive))
    if isinstance(compared, NotComputed):
        return first, Comparison(clinical_logistic.NAME, AUC, estimate, None, None)
    test = compared.test if isinstance(compared.test, TestOutcome) else None
    return first, Comparison(clinical_logistic.NAME, AUC, estimate, compared.difference, test)


def clinical_note(scores: ResponseScores, beside: ClinicalScores | NotComputed) -> tuple[Sentence, ...]:
    """Where the clinical model was fitted, and on how many of these patients it could be asked."""
    if isinstance(beside, NotComputed):
        return ()
    known = int(beside.known.sum())
    return (
        Sentence.of(
            "The clinical logistic model takes five clinical features; {how}. Compared on {known} of {patients} "
            "patients, whose features are all known.",
            how=beside.how,
            known=known,
            patients=len(scores.patients),
        ),
    )


def response_subgroups(scores: ResponseScores) -> tuple[SubgroupRow, ...]:
    """The AUC in subgroups."""

    def measure(chosen: NDArray[np.bool_]) -> Estimate | NotComputed:
        return or_why_not(lambda: roc.auc(scores.score[chosen], scores.positive[chosen]))

    return subgroup_rows(scores.patients, scores.positive, measure, both_classes=True)


def survival_comparisons(scores: SurvivalScores, resamples: int) -> tuple[Comparison, ...]:
    """The model, then each rival beside it by the paired bootstrap; nothing where there is no rival."""
    if not scores.rivals:
        return ()
    risk, months, event = scores.linear_predictor, scores.months, scores.event
    first = Comparison(THE_MODEL, C_INDEX, c_index(risk, months, event), None, None)
    others = (
        paired_bootstrap(risk, rival, months, event, resamples, name=name) for name, rival in scores.rivals.items()
    )
    return first, *others


def survival_subgroups(scores: SurvivalScores) -> tuple[SubgroupRow, ...]:
    """The C-index in subgroups."""
    risk, months, event = scores.linear_predictor, scores.months, scores.event

    def measure(chosen: NDArray[np.bool_]) -> Estimate | NotComputed:
        return c_index(risk[chosen], months[chosen], event[chosen])

    return subgroup_rows(scores.patients, event, measure, both_classes=False)
