"""What a nomogram bundle says of one patient, and what it says when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.resources import sentences
from hccdesk.survival.prediction import predict

COMPLETE = ClinicalRecord(vp=PortalVeinInvasion.VP4, inr=5.0)
WITHOUT_VP4 = ClinicalRecord(vp=PortalVeinInvasion.NONE, inr=1.0)


@pytest.fixture
def bundle(nomogram_json, as_bundle):
    return as_bundle(nomogram_json)


def altered(nomogram_json, as_bundle, **changes):
    return as_bundle(json.dumps(json.loads(nomogram_json) | changes).encode())


def test_that_a_patient_gets_rs_survival_median_and_interval(bundle):
    finding = predict(bundle, COMPLETE, (0.8,), 0.4, in_regimen=True)
    assert isinstance(finding, SurvivalFinding)
    # R: survfit(m, newdata = data.frame(a = 1, b = 5, c = 0.8), conf.type = "log-log"); quantile(…, .5)
    assert finding.probability_at_months == pytest.approx(
        {"6": 0.7229716308489442, "12": 0.4869926548291033, "18": 0.2849882744341717}, abs=1e-9
    )
    assert finding.interval_at_months["12"] == pytest.approx((0.16800915884018422, 0.7480934577536602), abs=1e-9)
    assert finding.median_months == 11
    assert (finding.model_id, finding.in_regimen) == ("pfs-formula", True)
    assert finding.nomogram.axes[0].patient_label == "yes"


def test_that_higher_risk_means_more_points_and_less_survival(bundle):
    low, high = (predict(bundle, r, (0.0,), 0.4, in_regimen=True) for r in (WITHOUT_VP4, COMPLETE))
    assert high.nomogram.total_points > low.nomogram.total_points
    assert high.probability_at_months["12"] < low.probability_at_months["12"]


def test_that_every_unknown_field_is_named(bundle):
    finding = predict(bundle, ClinicalRecord(), (0.0,), 0.4, in_regimen=True)
    assert isinstance(finding, NotComputed)
    assert finding.reason.text == "Needs vp, inr: unknown in the clinical row."


def test_that_a_missing_ct_response_is_named(bundle):
    finding = predict(bundle, COMPLETE, None, None, in_regimen=True)
    assert finding.reason.text == "Needs the CT response, which was not computed."


def test_that_a_missing_ct_response_and_an_unknown_field_are_both_named(bundle):
    finding = predict(bundle, ClinicalRecord(inr=1.0), None, None, in_regimen=True)
    assert finding.reason.text == "Needs the CT response, which was not computed, and vp: unknown in the clinical row."


@pytest.mark.parametrize("features", [(), (float("nan"),)])
def test_that_image_features_the_ct_model_does_not_give_are_named(bundle, features):
    finding = predict(bundle, COMPLETE, features, 0.4, in_regimen=True)
    assert finding.reason.text == "Needs image_feature_1, which the CT model does not give."
    finding = predict(bundle, ClinicalRecord(inr=1.0), features, 0.4, in_regimen=True)
    assert "image_feature_1" in finding.reason.text
    assert "vp" in finding.reason.text


@pytest.mark.control("RISK-46-a")
def test_that_horizons_beyond_the_observed_time_are_left_out(nomogram_json, as_bundle):
    bundle = altered(nomogram_json, as_bundle, horizons=["12", "29", "36"])
    finding = predict(bundle, COMPLETE, (0.8,), 0.4, in_regimen=True)
    assert set(finding.probability_at_months) == {"12", "29"}
    assert [axis.months for axis in finding.nomogram.survival_axes] == [12, 29]
    assert set(finding.interval_at_months) == {"12", "29"}


@pytest.mark.control("RISK-46-a")
def test_that_a_median_that_is_not_reached_is_none(bundle):
    finding = predict(bundle, ClinicalRecord(vp=PortalVeinInvasion.NONE, inr=-10.0), (0.8,), 0.4, in_regimen=True)
    assert finding.median_months is None
    assert finding.probability_at_months["18"] > 0.5


@pytest.mark.control("RISK-21-c")
def test_that_a_fitted_rule_stands_in_for_an_unknown_value_and_is_printed(nomogram_json, as_bundle):
    document = json.loads(nomogram_json)
    document["variables"][1]["rule_for_unknown"] = {
        "intercept": 1.0, "weights": {"image_feature_1": 2.0}, "statement": "INR = 1 + 2 × image feature 1"
    }  # fmt: skip
    bundle = as_bundle(json.dumps(document).encode())
    record = ClinicalRecord(vp=PortalVeinInvasion.VP4)
    ruled = predict(bundle, record, (0.5,), 0.4, in_regimen=True)
    known = predict(bundle, ClinicalRecord(vp=PortalVeinInvasion.VP4, inr=2.0), (0.5,), 0.4, in_regimen=True)
    assert ruled.probability_at_months == known.probability_at_months
    assert [s.text for s in ruled.fitted_rules_used] == [
        "INR is unknown; the model's own fitted rule put 2 in its place: INR = 1 + 2 × image feature 1"
    ]
    assert known.fitted_rules_used == ()
    assert known.interval_at_months
    assert not ruled.interval_at_months


def test_that_a_rule_whose_own_inputs_are_unknown_does_not_help(nomogram_json, as_bundle):
    document = json.loads(nomogram_json)
    document["variables"][1]["rule_for_unknown"] = {"intercept": 1.0, "weights": {"vp4": 2.0}, "statement": "s"}
    finding = predict(as_bundle(json.dumps(document).encode()), ClinicalRecord(), (0.5,), 0.4, in_regimen=True)
    assert finding.reason.text == "Needs vp, inr: unknown in the clinical row."


@pytest.mark.control("RISK-20-b")
def test_that_an_unmeasurable_number_never_becomes_nan(bundle):
    finding = predict(bundle, ClinicalRecord(vp=PortalVeinInvasion.NONE, inr=1e9), (0.0,), 0.4, in_regimen=True)
    assert finding.probability_at_months == {"6": 0.0, "12": 0.0, "18": 0.0}


def test_that_predicting_loads_no_fitting_library():
    script = (
        "import sys, hccdesk.survival.prediction; "
        "print(sorted({'lifelines', 'pandas', 'matplotlib', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_every_reason_is_said_in_chinese_with_the_same_facts(nomogram_json, as_bundle):
    bundle = as_bundle(nomogram_json)
    catalogue = sentences("zh_CN")
    asked = [(ClinicalRecord(), (0.0,), 0.4), (ClinicalRecord(), None, None), (COMPLETE, None, None),
             (COMPLETE, (), 0.4), (ClinicalRecord(), (), 0.4)]  # fmt: skip
    reasons = {predict(bundle, *inputs, in_regimen=True).reason for inputs in asked}
    assert len(reasons) == 5
    for reason in reasons:
        said = reason.in_words(catalogue[reason.template])
        assert all(str(value) in said for _, value in reason.facts)
