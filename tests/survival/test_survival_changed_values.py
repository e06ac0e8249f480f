"""Other values on a nomogram's axes: the same formula, the same path, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.errors import InputError
from hccdesk.survival.changed_values import refuse_off_axis
from hccdesk.survival.covariates import PatientInputs
from hccdesk.survival.prediction import open_nomogram, predict, predict_with

RECORD = ClinicalRecord(vp=PortalVeinInvasion.VP4, inr=4.0)


@pytest.fixture
def opened(nomogram_json, as_bundle):
    return open_nomogram(as_bundle(nomogram_json))


def changed(opened, **values):
    return predict_with(opened, PatientInputs(RECORD, (0.3,), 0.4), True, values)


def test_that_nothing_changed_is_the_finding_itself(nomogram_json, as_bundle, opened):
    assert changed(opened) == predict(as_bundle(nomogram_json), RECORD, (0.3,), 0.4, True)


@pytest.mark.parametrize("inr", [0.5, 2.5, 5.0])
def test_that_a_changed_value_gives_what_the_patient_with_it_gets(nomogram_json, as_bundle, opened, inr):
    other = predict(as_bundle(nomogram_json), replace(RECORD, inr=inr), (0.3,), 0.4, True)
    assert changed(opened, inr=inr) == other


def test_that_it_is_the_cox_formula(opened):
    nomogram = opened.nomogram
    names = list(nomogram.names)
    own = np.array([axis.patient_value for axis in changed(opened).nomogram.axes])
    moved = own.copy()
    moved[names.index("inr")] = 1.25
    finding = changed(opened, inr=1.25)
    for months, probability in finding.probability_at_months.items():
        hazard = nomogram.hazard.at(float(months))
        assert probability == pytest.approx(np.exp(-hazard * np.exp(moved @ nomogram.coefficients)), abs=1e-12)
    difference = finding.nomogram.linear_predictor - changed(opened).nomogram.linear_predictor
    assert difference == pytest.approx((moved - own) @ nomogram.coefficients, abs=1e-12)


def test_that_points_and_intervals_move_with_the_value(opened):
    own, other = changed(opened), changed(opened, inr=1.0)
    assert own.nomogram.total_points != other.nomogram.total_points
    assert own.interval_at_months != other.interval_at_months
    assert set(other.interval_at_months) == set(other.probability_at_months)
    for months, (low, high) in other.interval_at_months.items():
        assert low < other.probability_at_months[months] < high


def test_that_a_rule_for_an_unknown_value_follows_the_changed_ones(nomogram_json, as_bundle):
    import json  # noqa: PLC0415

    document = json.loads(nomogram_json)
    ruled = next(v for v in document["variables"] if v["name"] == "inr")
    feature = next(v["name"] for v in document["variables"] if v["kind"] == "image_feature")
    ruled["rule_for_unknown"] = {"intercept": 1.0, "weights": {feature: 2.0}, "statement": "fitted"}
    opened = open_nomogram(as_bundle(json.dumps(document).encode()))
    patient = PatientInputs(replace(RECORD, inr=None), (0.3,), 0.4)
    moved = predict_with(opened, patient, True, {feature: 0.5})
    at = {axis.variable: axis.patient_value for axis in moved.nomogram.axes}
    assert at["inr"] == pytest.approx(2.0)
    assert moved.fitted_rules_used
    told = predict_with(opened, patient, True, {"inr": 3.0})
    assert not told.fitted_rules_used  # a value that was put there is no guess
    assert told.interval_at_months


def test_that_a_value_off_the_axis_is_refused_in_words(opened):
    axis = next(v for v in opened.nomogram.variables if v.name == "inr")
    low, high = axis.limits
    refuse_off_axis(opened.nomogram, {"inr": low})
    refuse_off_axis(opened.nomogram, {"inr": high})
    for value in (low - 0.01, high + 0.01, float("nan"), float("inf")):
        with pytest.raises(InputError, match="off the axis") as caught:
            refuse_off_axis(opened.nomogram, {"inr": value})
        assert str(int(high)) in (caught.value.what_to_do or "")


def test_that_a_yes_or_no_takes_nothing_between(opened):
    name = next(v.name for v in opened.nomogram.variables if v.kind == "clinical_feature")
    refuse_off_axis(opened.nomogram, {name: 0.0})
    with pytest.raises(InputError, match="nothing between"):
        refuse_off_axis(opened.nomogram, {name: 0.5})


def test_that_an_axis_it_does_not_have_is_refused(opened):
    with pytest.raises(InputError, match="no axis 'height'"):
        refuse_off_axis(opened.nomogram, {"height": 1.0})
