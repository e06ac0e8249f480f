"""ROC curves; expected numbers are those of pROC 1.18.0 (R 4.2), scikit-learn and published examples."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.statistics import roc


@pytest.mark.control("RISK-48-b")
def test_that_the_area_and_its_interval_equal_proc(patients):
    # pROC: ci.auc(roc(outcome, a, direction = "<"), method = "delong"); the same for b
    assert limits(roc.auc(patients.a, patients.outcome)) == pytest.approx(
        (0.6618303571428571, 0.5211369901325105, 0.8025237241532037), abs=1e-12
    )
    assert limits(roc.auc(patients.b, patients.outcome)) == pytest.approx(
        (0.7354910714285714, 0.6094337614655033, 0.8615483813916395), abs=1e-12
    )


def test_that_five_ratings_of_a_published_example_give_the_area_and_interval_of_proc():
    # CT ratings of 109 patients after Hanley & McNeil, Radiology 1982;143:29-36 (area 0.893). The figures are pROC's
    # (1.18.0): ci.auc(roc(outcome, rating, direction = "<"), method = "delong").
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    score = np.repeat([1, 2, 3, 4, 5] * 2, normal + abnormal)
    found = roc.auc(score, np.repeat([0, 1], [58, 51]))
    assert limits(found) == pytest.approx((0.8931710615, 0.8329523277, 0.9533897954), abs=1e-9)


def test_that_two_areas_of_the_same_patients_are_compared_as_by_proc(patients):
    # pROC: roc.test(roc(outcome, a), roc(outcome, b), paired = TRUE, method = "delong")
    found = roc.compare(patients.a, patients.b, patients.outcome)
    assert limits(found.difference) == pytest.approx(
        (0.6618303571428571 - 0.7354910714285714, -0.2632848266795305, 0.1159633981081019), abs=1e-12
    )
    assert (found.test.statistic, found.test.p) == pytest.approx((-0.7613607006669008, 0.446441653774093), abs=1e-12)


def test_that_the_area_equals_scikit_learn_whatever_the_ties():
    rng = np.random.default_rng(7)
    for decimals in (0, 1, 6):
        score = np.round(rng.normal(size=200), decimals)
        positive = rng.random(200) < 0.3
        assert roc.auc(score, positive).value == pytest.approx(roc_auc_score(positive, score), abs=1e-12)


def test_that_the_area_does_not_change_with_the_scale_of_the_score(patients):
    assert roc.auc(np.exp(5 * patients.a), patients.outcome) == roc.auc(patients.a, patients.outcome)


def test_that_turning_the_score_turns_the_area(patients):
    found, turned = roc.auc(patients.a, patients.outcome), roc.auc(-patients.a, patients.outcome)
    assert limits(turned) == pytest.approx((1 - found.value, 1 - found.high, 1 - found.low))


def test_that_the_curve_has_scikit_learns_points(patients):
    found = roc.curve(patients.a, patients.outcome)
    false, true, _ = roc_curve(patients.outcome, patients.a, drop_intermediate=False)
    np.testing.assert_allclose(found.false_positive_rate, false)
    np.testing.assert_allclose(found.true_positive_rate, true)
    assert (found.false_positive_rate[0], found.true_positive_rate[0]) == (0, 0)
    assert (found.false_positive_rate[-1], found.true_positive_rate[-1]) == (1, 1)


def test_that_youdens_threshold_is_procs(patients):
    # pROC: coords(roc(outcome, a), "best", best.method = "youden")
    assert roc.youden_threshold(patients.a, patients.outcome) == pytest.approx(1.35)
    assert roc.youden_threshold(patients.b, patients.outcome) == pytest.approx(1.05)


def test_that_a_perfect_score_has_no_limits():
    found = roc.auc([1, 2, 3, 4], [0, 0, 1, 1])
    assert found == Estimate(1.0)


def test_that_one_patient_in_a_class_gives_no_limits():
    assert roc.auc([1, 2, 3, 2.5], [0, 0, 0, 1]) == Estimate(pytest.approx(2 / 3))


def test_that_scores_in_the_same_order_are_not_tested_against_each_other(patients):
    found = roc.compare(patients.a, 2 * patients.a + 1, patients.outcome)
    assert found.difference.value == 0
    assert isinstance(found.test, NotComputed)
    assert "order the patients alike" in found.test.reason.text


@pytest.mark.parametrize(
    ("score", "positive", "said"),
    [
        ([1, 2], [1, 1], "2 of 2 patients are positive"),
        ([1, 2], [0, 0], "0 of 2 patients are positive"),
        ([1, np.nan, 3], [0, 1, 1], "1 of 3 values are missing"),
        ([1, 2, 3], [0, 1], "3 scores and 2 outcomes"),
        ([1, 2], [0, 2], "outcome of a patient is 0 or 1"),
        ([], [], "at least one patient"),
    ],
)
def test_that_what_cannot_be_measured_is_refused_in_words(score, positive, said):
    for measure in (roc.auc, roc.curve, roc.youden_threshold):
        with pytest.raises(InputError, match=said):
            measure(score, positive)


def test_that_equal_scores_have_no_threshold():
    with pytest.raises(InputError, match="All patients score the same"):
        roc.youden_threshold([1, 1, 1], [0, 1, 1])


def limits(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high
