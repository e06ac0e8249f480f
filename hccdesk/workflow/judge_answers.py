"""What a model answered for patients whose outcome is known, judged with what its training record knows beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient, Endpoint
from hccdesk.domain.manifest import ModelBundle, ModelKind, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import Optimism, ValidationReport
from hccdesk.store.training_facts import TrainingFacts, training_facts
from hccdesk.survival.prediction import open_nomogram
from hccdesk.workflow.clinical_logistic import stored_logistic
from hccdesk.workflow.response_validation import ResponseScores
from hccdesk.workflow.score_cohort import Answer
from hccdesk.workflow.survival_validation import SurvivalScores
from hccdesk.workflow.validation_report import Subject, response_report, survival_report

Array = NDArray[np.float64]


def judged(bundle: ModelBundle, subject: Subject, answers: Sequence[Answer]) -> ValidationReport:
    """The report of `answers`, with what the bundle's training record knows to stand beside them."""
    facts = training_facts(bundle)
    patients = tuple(answer.patient for answer in answers)
    if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        values = np.array([answer.values for answer in answers], dtype=float)
        told = replace(subject, notes=(*subject.notes, *_check_note(bundle.manifest, facts)))
        return survival_report(told, survival_scores(bundle, patients, values, facts), _optimism(facts))
    return response_report(subject, response_scores(bundle, answers), stored_logistic(facts))


def response_scores(bundle: ModelBundle, answers: Sequence[Answer]) -> ResponseScores:
    """The scores of a response model at its own threshold."""
    threshold = bundle.manifest.threshold
    assert threshold is not None
    score = np.array([answer.values[0] for answer in answers], dtype=float)
    return ResponseScores(bundle.manifest.kind, tuple(answer.patient for answer in answers), score, threshold.value)


def survival_scores(
    bundle: ModelBundle, patients: tuple[CohortPatient, ...], values: Array, facts: TrainingFacts
) -> SurvivalScores:
    """What the nomogram says of `patients`, whose covariates are `values` (patient, covariate)."""
    nomogram = open_nomogram(bundle).nomogram
    table = values.reshape(len(patients), len(nomogram.names))
    risk, baseline = table @ nomogram.coefficients, nomogram.hazard
    return SurvivalScores(
        endpoint=Endpoint.of_outputs(bundle.manifest.outputs),
        patients=patients,
        linear_predictor=risk,
        step_months=baseline.months,
        cumulative_hazard=np.exp(risk)[:, None] * baseline.cumulative_hazard[None],
        end_months=nomogram.end_months,
        horizons=nomogram.horizons,
        risk_cuts=facts.risk_cuts,
        rivals=_rivals(facts, nomogram.names, table),
    )


def _rivals(facts: TrainingFacts, names: tuple[str, ...], table: Array) -> dict[str, Array]:
    """Linear predictors of the models of the same training that take no covariate but the nomogram's."""
    found = {}
    for rival in facts.rivals:
        if set(rival.names) <= set(names):
            found[rival.name] = table[:, [names.index(name) for name in rival.names]] @ np.array(rival.coefficients)
    return found


def _optimism(facts: TrainingFacts) -> Optimism | None:
    told = facts.optimism
    return Optimism(told.resamples, told.apparent, told.corrected) if told else None


def _check_note(manifest: ModelManifest, facts: TrainingFacts) -> tuple[Sentence, ...]:
    """What is known of the fit's optimism where the record does not give it by measure."""
    check = manifest.survival_check
    if check is None or facts.optimism is not None:
        return ()
    return (
        Sentence.of(
            "In training, corrected for optimism by {resamples} bootstrap resamples: calibration slope {slope:.2f}, "
            "R² {r2:.3f}.",
            resamples=check.resamples,
            slope=check.corrected_slope,
            r2=check.corrected_r2,
        ),
    )
