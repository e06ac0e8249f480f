"""The two public cohorts described; expected numbers are R 4.2's (survival 3.5-3) on the published tables.

The synthetic twin that always runs is test_workflow_describe_cohort.py.
"""

from __future__ import annotations

import pytest

from hccdesk.domain.cohort import Endpoint
from hccdesk.training.public_studies import PublicStudy
from hccdesk.training.public_tables import make_public_table
from hccdesk.workflow.cohort_grouping import group_by
from hccdesk.workflow.describe_cohort import describe_cohort
from hccdesk.workflow.describe_survival import describe_endpoint

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def sysucc(real_data, tmp_path_factory):
    raw = real_data / "tables" / "sysucc_baseline.csv"
    table = make_public_table(raw, PublicStudy.SYSUCC, tmp_path_factory.mktemp("sysucc") / "cohort.csv")
    return describe_cohort(table, "vascular_invasion")


@pytest.fixture(scope="module")
def tace(real_data, tmp_path_factory):
    raw = real_data / "tables" / "hcc_tace_seg_clinical.csv"
    table = make_public_table(raw, PublicStudy.HCC_TACE_SEG, tmp_path_factory.mktemp("tace") / "cohort.csv")
    return describe_cohort(table, "sex")


def test_that_sysuccs_baseline_equals_r(sysucc):
    tests = {row.variable: row.test for row in reversed(sysucc.baseline)}
    assert [n for _, n in sysucc.groups] == [2323, 25]
    # R: wilcox.test(age_years ~ v, exact = FALSE); fisher.test(table(distant, v)); chisq.test(table(afp >= 400, v))
    assert (tests["age_years"].statistic, tests["age_years"].p) == pytest.approx((36303, 0.031132040045668))
    assert tests["extrahepatic_metastasis"].p == pytest.approx(0.0029319046890236, rel=1e-9)
    assert tests["afp_ge_400_ng_per_ml"].p == pytest.approx(0.15872378865917, rel=1e-9)


def test_that_sysuccs_survival_equals_r(sysucc):
    (overall,) = sysucc.survival
    # R: survdiff(Surv(m, death) ~ v); survfit(…, conf.type = "log-log"); coxph(Surv(m, death) ~ v)
    assert overall.log_rank.statistic == pytest.approx(7.1496870074897, abs=1e-9)
    without, with_invasion = overall.groups
    assert limits(without.median_months) == pytest.approx((24.651608486242, 22.9650924024641, 27.122518823819))
    assert limits(with_invasion.at_horizons["24"]) == pytest.approx((0.260869565, 0.106239844, 0.446934818))
    ((_, ratio, p),) = overall.hazard_ratios
    assert (*limits(ratio), p) == pytest.approx((1.8681993, 1.1728385, 2.9758305, 0.00850956), rel=1e-6)


def test_that_an_arm_of_one_patient_leaves_the_others_their_hazard_ratios_as_in_r(real_data, tmp_path):
    raw = real_data / "tables" / "sysucc_baseline.csv"
    patients = make_public_table(raw, PublicStudy.SYSUCC, tmp_path / "cohort.csv").patients
    found = describe_endpoint(patients, Endpoint.OS, group_by(patients, "arm"))
    # R: coxph(Surv(os_months, os_event) ~ relevel(factor(arm), "embolization"))
    expected = {
        "embolization + resection": (0.56429184, 0.41275319, 0.77146657, 3.356276e-04),
        "embolization + targeted therapy": (0.95611776, 0.52721204, 1.73395352, 8.825408e-01),
        "none recorded": (1.10570185, 0.96578881, 1.26588396, 1.454847e-01),
        "resection": (0.50799688, 0.43286960, 0.59616297, 1.090271e-16),
        "resection + targeted therapy": (39.21580137, 5.42090659, 283.69407416, 2.789273e-04),
        "targeted therapy": (1.27148276, 0.65893490, 2.45345693, 4.738838e-01),
    }
    for name, ratio, p in found.hazard_ratios:
        assert (*limits(ratio), p) == pytest.approx(expected.pop(name), rel=1e-5)
    assert not expected


def test_that_sysuccs_multivariate_model_equals_r_and_says_that_hazards_are_not_proportional(sysucc):
    cox = sysucc.regressions[1]
    # R: coxph(Surv(m, death) ~ afp4 + big + local_lymph_node_metastasis + child_pugh_score + v)
    expected = {
        "afp_ge_400_ng_per_ml": (1.3057401994522, 1.1709402378543, 1.4560584847522, 1.5985367026431e-06),
        "diameter_gt_100_mm": (2.0065549140057, 1.7730210287222, 2.2708487703737, 2.6980074453118e-28),
        "lymph_node_metastasis": (1.5693579184156, 1.1152871595528, 2.2082960921753, 9.7072266380579e-03),
        "child_pugh_points": (1.2479215951929, 1.1704052152792, 1.3305719142556, 1.2967960006227e-11),
        "vascular_invasion": (1.7880693013671, 1.1206024505506, 2.8531008699118, 1.4786073797849e-02),
    }
    found = {row.term: (*limits(row.multivariate), row.multivariate_p) for row in cox.rows if row.multivariate}
    assert found.keys() == expected.keys()
    for term, numbers in expected.items():
        assert found[term] == pytest.approx(numbers, rel=1e-6), term
    assert (cox.patients, cox.events) == (2348, 1341)
    assert any("not proportional (global test, p = 4.7e-09)" in caution.text for caution in cox.cautions)


def test_that_hcc_tace_segs_response_equals_r(tace):
    everybody = tace.response[-1]
    assert everybody.counts == {"cr": 18, "pr": 42, "sd": 29, "pd": 3}
    # R: prop.test(60, 92, correct = FALSE)
    assert limits(everybody.objective_response_rate) == pytest.approx((60 / 92, 0.55052673722540, 0.74162240516594))
    assert tace.response_test.p == pytest.approx(1)
    # R: glm(r ~ vascular_invasion, binomial)
    row = next(row for row in tace.regressions[0].rows if row.term == "vascular_invasion")
    assert limits(row.univariate) == pytest.approx((0.29370629370682, 0.10358246033437, 0.83279916971014), rel=1e-6)


def test_that_hcc_tace_segs_baseline_and_progression_equal_r(tace):
    tests = {row.variable: row.test for row in reversed(tace.baseline)}
    # R: t.test(age_years ~ sex); fisher.test(table(hepatitis, sex))
    assert (tests["age_years"].test, tests["age_years"].p) == ("Welch's t", pytest.approx(0.13492246779389))
    assert tests["hepatitis"].p == pytest.approx(0.13108861124799, rel=1e-9)
    progression = tace.survival[1]
    # R: coxph(Surv(ttp_months, ttp_event == 1) ~ I(sex == "female")); survdiff(…)
    assert limits(progression.hazard_ratios[0][1]) == pytest.approx((1.19081974, 0.65374530, 2.16911947), rel=1e-7)
    assert progression.log_rank.statistic == pytest.approx(0.32955697158683, abs=1e-9)
    # R: coxph(Surv(os_months, os_event) ~ extrahepatic_metastasis + portal_vein_invasion)
    overall = {row.term: row for row in tace.regressions[1].rows}
    portal = overall["portal_vein_invasion"].multivariate
    assert limits(portal) == pytest.approx((2.0258801, 1.1302372, 3.6312645), rel=1e-6)


def limits(estimate):
    return estimate.value, estimate.low, estimate.high
