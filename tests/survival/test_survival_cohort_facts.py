"""On whom a nomogram was fitted, its cohort's curve, and the band of the whole curve."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import Performance
from hccdesk.domain.survival import SurvivalCurve
from hccdesk.resources import models_folder
from hccdesk.store.model_bundles import read_bundle
from hccdesk.survival.cohort_facts import CURVE_FILE, cohort_curve
from hccdesk.survival.nomogram_json import NomogramBundle
from hccdesk.survival.predicted_survival import CoxModel, survival_band, survival_interval
from hccdesk.survival.prediction import INTERVAL_BASIS, open_nomogram, predict

COMPLETE = ClinicalRecord(vp=PortalVeinInvasion.VP4, inr=5.0)
CURVE = {"months": [1.0, 2.5], "probability": [0.9, 0.6], "low": [0.8, 0.4], "high": [1.0, 0.7], "end_months": 30.0}


@pytest.fixture
def bundle(nomogram_json, as_bundle):
    return as_bundle(nomogram_json)


def with_curve(bundle, curve):
    return replace(bundle, content={**bundle.content, CURVE_FILE: json.dumps(curve).encode()})


def test_that_the_band_of_the_curve_goes_through_rs_limits(bundle):
    found = predict(bundle, COMPLETE, (0.8,), 0.4, in_regimen=True)
    step = max(i for i, months in enumerate(found.curve.months) if months <= 12)
    # R: as in test_survival_prediction.py, survfit(…, conf.type = "log-log") at 12 months.
    assert (found.curve.low[step], found.curve.high[step]) == pytest.approx((0.16800915884018422, 0.7480934577536602))
    assert len(found.curve.low) == len(found.curve.high) == len(found.curve.months)
    columns = zip(found.curve.low, found.curve.probability, found.curve.high, strict=True)
    assert all(low <= middle <= high for low, middle, high in columns)
    assert found.interval_basis == INTERVAL_BASIS


def test_that_the_band_and_the_interval_are_one(fitted):
    model, patient = CoxModel(fitted.coefficients, fitted.covariance, fitted.baseline), np.array([1, 5, 0.8])
    low, high = survival_band(model, patient)
    for step, months in enumerate(fitted.baseline.months):
        interval = survival_interval(model, patient, float(months))
        assert interval is None or interval == (low[step], high[step])


def test_that_the_band_of_a_patient_far_off_holds_no_nan(fitted):
    model = CoxModel(fitted.coefficients, fitted.covariance, fitted.baseline)
    for far in (1e6, -1e6):
        low, high = survival_band(model, np.array([far, 0.0, 0.0]))
        assert np.isfinite(low).all()
        assert np.isfinite(high).all()


def test_that_a_guess_in_the_inputs_leaves_the_curve_without_a_band(nomogram_json, as_bundle):
    document = json.loads(nomogram_json)
    rule = {"intercept": 0.0, "weights": {}, "statement": "INR was taken as 1"}
    for variable in document["variables"]:
        if variable["name"] == "inr":
            variable["rule_for_unknown"] = rule
    found = predict(as_bundle(json.dumps(document).encode()), replace(COMPLETE, inr=None), (0.8,), 0.4, in_regimen=True)
    assert (found.curve.low, found.curve.high, found.interval_basis) == ((), (), None)


def test_that_the_cohort_is_told_with_the_c_index_corrected_for_optimism(bundle):
    rows = (
        Performance("C-index, combined model", 0.9, (0.8, 0.95), "others", 20, "patient"),
        Performance("C-index, corrected for optimism", 0.66, (0.6, 0.72), "60 training patients", 60, "patient"),
    )
    manifest = replace(bundle.manifest, performance=rows)
    cohort = predict(replace(bundle, manifest=manifest), COMPLETE, (0.8,), 0.4, in_regimen=True).cohort
    assert (cohort.patients, cohort.events, cohort.name) == (60, 39, manifest.cohort)
    assert (cohort.c_index, cohort.how) == (Estimate(0.66, 0.6, 0.72), "corrected for optimism")
    without = replace(bundle, manifest=replace(bundle.manifest, performance=()))
    assert predict(without, COMPLETE, (0.8,), 0.4, in_regimen=True).cohort.c_index is None


def test_that_an_older_bundle_has_no_curve_of_its_cohort(bundle):
    assert cohort_curve(bundle) is None
    assert predict(bundle, COMPLETE, (0.8,), 0.4, in_regimen=True).cohort_curve is None


def test_that_the_cohorts_curve_comes_with_every_answer(bundle):
    found = predict(with_curve(bundle, CURVE), COMPLETE, (0.8,), 0.4, in_regimen=True)
    assert found.cohort_curve == SurvivalCurve((1.0, 2.5), (0.9, 0.6), 30.0, (0.8, 0.4), (1.0, 0.7))


@pytest.mark.bad("BAD-071")
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"probability": [0.6, 0.9]}, "goes up"),
        ({"probability": [1.6, 0.9]}, "no probability"),
        ({"months": [2.5, 1.0]}, "do not go up"),
        ({"low": [0.8]}, "differ in length"),
        ({"end_months": "30"}, "end_months"),
    ],
)
def test_that_a_file_that_is_no_survival_curve_is_refused(changes, named, bundle):
    with pytest.raises(ModelBundleError, match=named):
        open_nomogram(with_curve(bundle, CURVE | changes))


@pytest.mark.parametrize("model_id", ["pfs-nomogram-demo", "pfs-clinical-demo", "os-nomogram-sysucc"])
def test_that_shipped_nomograms_carry_the_curve_of_the_very_cohort_they_were_fitted_on(model_id):
    bundle = read_bundle(models_folder() / model_id)
    opened = open_nomogram(bundle)
    held = json.loads(bundle.content[CURVE_FILE])
    assert (held["patients"], held["events"]) == (opened.cohort.patients, opened.cohort.events)
    assert opened.cohort_curve.end_months == NomogramBundle.model_validate_json(bundle.weights).end_months
    assert opened.cohort.c_index is not None
    assert held["censored_months"] == []
