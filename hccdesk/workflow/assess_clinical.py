"""What the clinical features alone say of the response: the comparator that came with the CT model."""

from __future__ import annotations

from math import exp
from statistics import NormalDist

import numpy as np

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_features import MissingFields, encode
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.interval_basis import basis_of
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.result import NO_INTERVAL, ClinicalResponseFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.store.training_facts import training_facts
from hccdesk.workflow.clinical_logistic import ClinicalLogistic, stored_logistic

EVEN = 0.5
"""The threshold where the bundle does not tell one: as likely as not."""

OF_SUCH_PATIENTS = Sentence.of(
    "The interval is for the mean of patients with the same findings, not for this patient alone."
)


def assess_clinical(
    case: Case, head: ModelBundle | None, verdict: ApplicabilityVerdict | None
) -> ClinicalResponseFinding | NotComputed:
    """P(objective response) by the clinical logistic model of the CT model's own training patients.

    It needs no image, so it speaks where there is no CT yet; `verdict` is that of the CT model, whose regimen and
    patients are its own, and whose rules about images do not bind it.
    """
    if head is None:
        return NotComputed(Sentence.of("no CT response model is installed"), applicable=False)
    try:
        model = stored_logistic(training_facts(head))
    except ModelBundleError as fault:
        return NotComputed(fault.said, applicable=False)
    if model is None:
        return NotComputed(Sentence.of("the CT model brought no model of clinical features alone"), applicable=False)
    stop = verdict.without_images.hard_stop if verdict else None
    if stop:
        return NotComputed(stop.explanation)
    features = encode(case.clinical, model.names)
    if isinstance(features, MissingFields):
        needed = ", ".join(features.fields)
        return NotComputed(Sentence.of("the clinical model needs {fields}: unknown in the clinical row", fields=needed))
    return _finding(head, model, features, head.manifest.made_for(case.regimen))


def _finding(
    head: ModelBundle, model: ClinicalLogistic, features: tuple[float, ...], in_regimen: bool
) -> ClinicalResponseFinding:
    parts = tuple(b * x for b, x in zip(model.coefficients, features, strict=True))
    log_odds = model.intercept + sum(parts)
    return ClinicalResponseFinding(
        model_id=head.manifest.model_id,
        probability_of_objective_response=_probability(log_odds),
        threshold=EVEN if model.threshold is None else model.threshold,
        in_regimen=in_regimen,
        log_odds=tuple(zip(model.names, parts, strict=True)),
        interval=_interval(model, features, log_odds),
    )


def _interval(model: ClinicalLogistic, features: tuple[float, ...], log_odds: float) -> ScoreInterval | NotComputed:
    """Wald's 95 % limits on the log-odds, turned to probabilities."""
    if not model.covariance or model.patients is None:
        return NO_INTERVAL
    row = np.array([1.0, *features])
    reach = NormalDist().inv_cdf(0.975) * float(np.sqrt(row @ np.array(model.covariance) @ row))
    more = Sentence.of(
        "It comes from the covariance of the coefficients in {patients} training patients.", patients=model.patients
    )
    basis = basis_of(OF_SUCH_PATIENTS, more)
    return ScoreInterval(_probability(log_odds - reach), _probability(log_odds + reach), basis, 0)


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds)) if log_odds > 0 else exp(log_odds) / (1 + exp(log_odds))
