"""What a nomogram bundle predicts for one patient. numpy only: no fitting library is loaded to predict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.interval_basis import basis_of
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.survival import SurvivalCohort, SurvivalCurve
from hccdesk.survival.cohort_facts import cohort_curve, cohort_of
from hccdesk.survival.covariates import Covariates, PatientInputs, gather
from hccdesk.survival.nomogram import layout
from hccdesk.survival.nomogram_bundle import parse
from hccdesk.survival.nomogram_json import NomogramBundle
from hccdesk.survival.predicted_survival import CoxModel, survival_band, survival_interval, survival_probabilities

INTERVAL_BASIS = basis_of(
    Sentence.of("Limits for patients like this one on average, not for this patient alone."),
    Sentence.of(
        "They come from the covariance of the Cox model's coefficients and of its baseline hazard, as in R's survfit; "
        "what the inputs leave unsaid of one patient is not in them."
    ),
)


def predict(  # noqa: PLR0917 - what is known of one patient
    bundle: ModelBundle,
    record: ClinicalRecord,
    image_features: tuple[float, ...] | None,
    response_probability: float | None,
    in_regimen: bool,
    derived: Mapping[str, float] = MappingProxyType({}),
) -> SurvivalFinding | NotComputed:
    """The bundle's answer, or every input it needs and does not have.

    Horizons beyond the cohort's observed time are left out; the median is None where the curve does not reach
    one half. `derived` as in `PatientInputs`. Raises `ModelBundleError` for a `nomogram.json` that is none.
    """
    patient = PatientInputs(record, image_features, response_probability, derived)
    return predict_with(open_nomogram(bundle), patient, in_regimen)


@dataclass(frozen=True, slots=True)
class OpenNomogram:
    """A nomogram bundle, parsed and checked once: what many predictions in a row need."""

    manifest: ModelManifest
    nomogram: NomogramBundle
    cohort: SurvivalCohort
    cohort_curve: SurvivalCurve | None = None


def open_nomogram(bundle: ModelBundle) -> OpenNomogram:
    """The bundle ready to predict; raises `ModelBundleError` for a `nomogram.json` or a cohort's curve that is none."""
    nomogram = parse(bundle.weights, bundle.manifest.model_id)
    return OpenNomogram(bundle.manifest, nomogram, cohort_of(bundle.manifest, nomogram), cohort_curve(bundle))


def predict_with(
    opened: OpenNomogram, patient: PatientInputs, in_regimen: bool, changed: Mapping[str, float] = MappingProxyType({})
) -> SurvivalFinding | NotComputed:
    """As `predict`, with the values in `changed` (by variable) in place of the patient's own."""
    nomogram = opened.nomogram
    covariates = gather(nomogram, patient, changed)
    if isinstance(covariates, NotComputed):
        return covariates
    curve = _curve(nomogram, covariates)
    return SurvivalFinding(
        model_id=opened.manifest.model_id,
        question=nomogram.question,
        cohort_kind=opened.manifest.cohort_kind,
        probability_at_months=_at_horizons(nomogram, curve),
        median_months=curve.median_months,
        curve=curve,
        nomogram=layout(nomogram, covariates.values),
        in_regimen=in_regimen,
        fitted_rules_used=covariates.fitted_rules_used,
        interval_at_months=_intervals(nomogram, covariates),
        endpoint=Endpoint.of_outputs(opened.manifest.outputs),
        citation=opened.manifest.citation,
        cohort=opened.cohort,
        cohort_curve=opened.cohort_curve,
        interval_basis=INTERVAL_BASIS if curve.low else None,
    )


def _curve(nomogram: NomogramBundle, covariates: Covariates) -> SurvivalCurve:
    model, values = _model(nomogram), np.array(covariates.values)
    probability = tuple(survival_probabilities(model, values).tolist())
    if covariates.fitted_rules_used:
        return SurvivalCurve(nomogram.baseline.months, probability, nomogram.end_months)
    low, high = (tuple(limit.tolist()) for limit in survival_band(model, values))
    return SurvivalCurve(nomogram.baseline.months, probability, nomogram.end_months, low, high)


def _at_horizons(nomogram: NomogramBundle, curve: SurvivalCurve) -> dict[str, float]:
    known = {horizon: curve.at(float(horizon)) for horizon in nomogram.horizons}
    return {horizon: probability for horizon, probability in known.items() if probability is not None}


def _intervals(nomogram: NomogramBundle, covariates: Covariates) -> dict[str, tuple[float, float]]:
    if covariates.fitted_rules_used:
        return {}  # an interval that knows nothing of the guess in it would be too narrow
    model, values = _model(nomogram), np.array(covariates.values)
    limits = {
        horizon: survival_interval(model, values, float(horizon))
        for horizon in nomogram.horizons
        if float(horizon) <= nomogram.end_months
    }
    return {horizon: interval for horizon, interval in limits.items() if interval is not None}


def _model(nomogram: NomogramBundle) -> CoxModel:
    return CoxModel(nomogram.coefficients, np.array(nomogram.covariance), nomogram.hazard)
