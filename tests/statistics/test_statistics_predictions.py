"""Confusion, proportions, Brier score, calibration and net benefit against R, rms and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, precision_score, recall_score

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.statistics.brier import brier
from hccdesk.statistics.calibration import calibration
from hccdesk.statistics.confusion import confusion
from hccdesk.statistics.decision_curve import decision_curve
from hccdesk.statistics.proportions import wilson


def test_that_wilsons_interval_is_rs():
    # R 4.2: prop.test(7, 20, correct = FALSE)$conf.int; the same for 0 and 9 of 9
    assert limits(wilson(7, 20)) == pytest.approx((0.35, 0.1811918241010821, 0.5671457233147637), abs=1e-12)
    assert limits(wilson(0, 9)) == (0, 0, pytest.approx(0.299145048419544, abs=1e-12))
    assert limits(wilson(9, 9)) == (1, pytest.approx(0.7008549515804561, abs=1e-12), 1)


@pytest.mark.parametrize(("n", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_that_a_share_of_nobody_is_refused(n, of):
    with pytest.raises(InputError, match="is no proportion"):
        wilson(n, of)


def test_that_the_confusion_matrix_and_its_measures_equal_scikit_learn(patients):
    found, said = confusion(patients.a, patients.outcome, 0.5), patients.a >= 0.5
    y = patients.outcome
    assert found.true_positive + found.false_negative == 28
    assert found.true_positive + found.false_positive == said.sum()
    value = {name: measure.value for name, measure in found.measures.items()}
    assert value == pytest.approx(
        {
            "accuracy": accuracy_score(y, said),
            "sensitivity": recall_score(y, said),
            "specificity": recall_score(1 - y, ~said),
            "ppv": precision_score(y, said),
            "npv": precision_score(1 - y, ~said),
            "f1": f1_score(y, said),
        }
    )
    assert found.measures["sensitivity"] == wilson(found.true_positive, 28)


def test_that_the_interval_of_f1_is_the_bootstraps_of_patients(patients):
    f1 = confusion(patients.a, patients.outcome, 0.5).measures["f1"]
    rng = np.random.default_rng(1)
    said, drawn = patients.a >= 0.5, rng.integers(0, 60, (2000, 60))
    right = (said & (patients.outcome == 1))[drawn].sum(axis=1)
    expected = np.percentile(2 * right / (said[drawn].sum(axis=1) + patients.outcome[drawn].sum(axis=1)), [2.5, 97.5])
    assert (f1.low, f1.high) == pytest.approx(tuple(expected), abs=0.02)
    assert confusion(patients.a, patients.outcome, 0.5).measures["f1"] == f1


def test_that_a_score_at_the_threshold_is_positive():
    assert confusion([0.4, 0.5], [0, 1], 0.5).true_positive == 1


def test_that_measures_without_patients_say_so():
    measures = confusion([0.1, 0.2, 0.3], [0, 0, 0], 0.5).measures
    assert measures["sensitivity"].reason.text == "No patient is positive."
    assert measures["ppv"].reason.text == "No patient was predicted positive."
    assert "none was predicted so" in measures["f1"].reason.text
    assert measures["specificity"].value == 1


def test_that_an_f1_that_resampling_cannot_change_has_no_limits():
    assert confusion([0.1, 0.9], [0, 1], 0.5).measures["f1"] == Estimate(1.0)


def test_that_the_brier_score_equals_scikit_learn_and_rms(patients):
    # rms 6.5.0: val.prob(p, outcome)["Brier"]
    assert brier(patients.p, patients.outcome) == pytest.approx(0.2341032555444881, abs=1e-12)
    assert brier(patients.p, patients.outcome) == pytest.approx(brier_score_loss(patients.outcome, patients.p))


def test_that_slope_and_calibration_in_the_large_equal_r(patients):
    found = calibration(patients.p, patients.outcome)
    # R 4.2: g <- glm(outcome ~ qlogis(p), binomial); coef(g)[2]; confint.default(g)[2, ]; also rms::val.prob
    assert limits(found.slope) == pytest.approx((0.7623849505584185, 0.1039207524979561, 1.4208491486188808), abs=1e-9)
    # R 4.2: g <- glm(outcome ~ 1, binomial, offset = qlogis(p)); coef(g); confint.default(g)
    assert limits(found.in_the_large) == pytest.approx(
        (-0.1771771223552499, -0.7258135574278506, 0.3714593127173507), abs=1e-9
    )


def test_that_a_model_refitted_to_its_patients_is_calibrated(patients):
    found = calibration(patients.p, patients.outcome)
    log_odds = np.log(patients.p / (1 - patients.p))
    again = 1 / (1 + np.exp(-(-0.1632008656613931 + 0.7623849505584185 * log_odds)))
    mended = calibration(again, patients.outcome)
    assert (mended.slope.value, mended.in_the_large.value) == pytest.approx((1, 0), abs=1e-8)
    assert found.slope.value < mended.slope.value


def test_that_the_curve_has_scikit_learns_groups():
    rng = np.random.default_rng(3)
    p = rng.random(200)
    happened = rng.random(200) < p
    observed, predicted = calibration_curve(happened, p, n_bins=10, strategy="quantile")
    points = calibration(p, happened).points
    assert [point.predicted for point in points] == pytest.approx(list(predicted))
    assert [point.observed.value for point in points] == pytest.approx(list(observed))
    assert {point.patients for point in points} == {20}
    assert points[0].observed == wilson(round(points[0].observed.value * 20), 20)


def test_that_equal_predictions_stay_in_one_group():
    p = np.repeat([0.1, 0.2, 0.7], [37, 11, 12])
    points = calibration(p, np.arange(60) % 2).points
    assert [(point.predicted, point.patients) for point in points] == [
        (pytest.approx(0.1), 37),
        (pytest.approx(0.2), 11),
        (pytest.approx(0.7), 12),
    ]


@pytest.mark.parametrize(
    ("probability", "outcome", "said"),
    [
        ([0.2, 0.4, 0.6, 0.8], [1, 1, 1, 1], "4 of 4 patients are positive"),
        ([0.0, 0.4, 0.6, 1.0], [0, 1, 0, 1], "2 of 4 patients were predicted exactly 0 or 1"),
        ([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1], "the same prediction"),
        ([0.1, 0.2, 0.6, 0.8], [0, 0, 1, 1], "separates the patients perfectly"),
    ],
)
def test_that_a_slope_that_cannot_be_estimated_is_said_in_words(probability, outcome, said):
    found = calibration(probability, outcome)
    assert isinstance(found.slope, NotComputed)
    assert said in found.slope.reason.text


def test_that_a_percentage_is_not_taken_for_a_probability():
    for measure in (brier, calibration, lambda p, y: decision_curve("", p, y)):
        with pytest.raises(InputError, match="between 0 and 1"):
            measure([20, 80], [0, 1])


def test_that_net_benefit_weighs_false_positives_by_the_odds_of_the_threshold():
    # By hand, Vickers & Elkin 2006: at 20 % five are treated, 3 rightly: (3 - 2 * 0.2 / 0.8) / 10 = 0.25.
    # Treating all: (4 - 6 * 0.25) / 10 = 0.25. At 50 %: two treated, both rightly: 0.2; all: (4 - 6) / 10 = -0.2.
    p = [0.05, 0.1, 0.1, 0.15, 0.19, 0.2, 0.3, 0.4, 0.6, 0.9]
    y = [0, 0, 0, 0, 1, 0, 0, 1, 1, 1]
    found = decision_curve("model", p, y)
    at = {round(t, 2): i for i, t in enumerate(found.threshold_probability)}
    assert (found.net_benefit[at[0.2]], found.treat_all[at[0.2]]) == pytest.approx((0.25, 0.25))
    assert (found.net_benefit[at[0.5]], found.treat_all[at[0.5]]) == pytest.approx((0.2, -0.2))
    assert found.net_benefit[at[0.95]] == 0
    assert found.name == "model"


def limits(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high
