"""The statistics pages of a cohort; expected numbers are R's for the ninety patients of described_cohort.py."""

from __future__ import annotations

import json

import jsonschema
import pytest
from described_cohort import write_table

from hccdesk.domain.cohort_description import Counted, Spread
from hccdesk.resources import schema
from hccdesk.store.description_file import description_document
from hccdesk.workflow.describe_cohort import describe_cohort, write_cohort_description
from hccdesk.workflow.open_cohort import open_cohort


@pytest.fixture(scope="module")
def by_arm(tmp_path_factory):
    return describe_cohort(open_cohort(write_table(tmp_path_factory.mktemp("cohort"))), "arm")


def rows_of(description, variable):
    return [row for row in description.baseline if row.variable == variable]


def described(folder, by=None, patients=90, **changed):
    return describe_cohort(open_cohort(write_table(folder, changed, patients)), by)


def test_that_groups_are_counted_in_order_with_all_patients_last(by_arm):
    assert by_arm.groups == (("HAIC", 30), ("TACE", 60))
    (capsule,) = rows_of(by_arm, "encapsulated")
    assert capsule.level == "yes"
    assert capsule.cells == (Counted(9, 30), Counted(23, 60), Counted(32, 90))
    assert rows_of(by_arm, "arm") == []


def test_that_each_row_has_the_test_that_suits_it_and_rs_p(by_arm):
    (age,), (afp,), (capsule,) = (rows_of(by_arm, name) for name in ("age_years", "afp_ng_per_ml", "encapsulated"))
    # R: shapiro.test of age: HAIC 0.185, TACE 0.029, so ranks: wilcox.test(age[h], age[!h], exact = FALSE)
    assert (age.normal, age.test.test, age.test.statistic) == (False, "Mann–Whitney", 895.5)
    assert age.test.p == pytest.approx(0.9726863797709657, abs=1e-12)
    assert (afp.test.statistic, afp.test.p) == (900, pytest.approx(1))
    # R: chisq.test(table(capsule, arm))
    assert capsule.test.test == "Pearson's χ² (Yates)"
    assert (capsule.test.statistic, capsule.test.p) == pytest.approx((0.2970096982758621, 0.5857631728505830))


def test_that_three_centres_are_compared_by_rank_and_by_chi_squared(tmp_path):
    found = described(tmp_path, "centre")
    # R: kruskal.test(age ~ centre); chisq.test(table(resp, centre))
    assert rows_of(found, "age_years")[0].test.p == pytest.approx(0.9274253399170039, abs=1e-12)
    assert found.response_test.test == "Pearson's χ²"
    assert found.response_test.p == pytest.approx(0.4471228147335187, abs=1e-12)
    # R: survdiff(Surv(months, event) ~ centre); coxph(Surv(months, event) ~ centre)
    pfs = found.survival[0]
    assert (pfs.log_rank.statistic, pfs.log_rank.p) == pytest.approx((1.641028015447549, 0.4402053274057104), abs=1e-9)
    assert ratios(pfs) == [
        ("B", pytest.approx((1.085888755918685, 0.5892279065274727, 2.001185580601231, 0.7916480587206205), abs=1e-7)),
        ("C", pytest.approx((1.476792320938587, 0.7919212054889744, 2.753955247146798, 0.2201174010370480), abs=1e-7)),
    ]


def test_that_a_number_is_described_as_r_describes_it(by_arm):
    haic = rows_of(by_arm, "age_years")[0].cells[0]
    # R: mean(age[h]); sd(age[h]); quantile(age[h])
    assert isinstance(haic, Spread)
    assert (haic.mean, haic.sd) == pytest.approx((57.97666666666667, 6.847737272057569))
    assert (haic.lower_quartile, haic.median, haic.upper_quartile) == pytest.approx((52.725, 57.5, 63.625))


def test_that_levels_have_a_row_each_and_the_test_on_the_first(by_arm):
    none, vp3, vp4 = rows_of(by_arm, "vp")
    assert [row.level for row in (none, vp3, vp4)] == ["none", "Vp3", "Vp4"]
    assert none.test.p == pytest.approx(1)  # R: chisq.test(table(vp, arm))
    assert (vp3.test, vp4.test) == (None, None)
    assert vp4.cells == (Counted(9, 30), Counted(18, 60), Counted(27, 90))


def test_that_unknown_values_are_counted_and_left_out_of_shares(by_arm):
    (cirrhosis,) = rows_of(by_arm, "cirrhosis")
    assert cirrhosis.missing == 8
    assert cirrhosis.cells == (Counted(18, 28), Counted(34, 54), Counted(52, 82))


def test_that_response_rates_and_their_difference_equal_r(by_arm):
    haic, tace, everybody = by_arm.response
    assert everybody.counts == {"cr": 11, "pr": 24, "sd": 24, "pd": 31}
    # R: prop.test(17, 30, correct = FALSE); prop.test(35, 90, …); prop.test(59, 90, …); chisq.test(table(resp, arm))
    assert limits(haic.objective_response_rate) == pytest.approx((17 / 30, 0.3919730700081361, 0.7262251442353348))
    assert limits(everybody.objective_response_rate) == pytest.approx((35 / 90, 0.2946991721093655, 0.4921754113493738))
    assert limits(everybody.disease_control_rate) == pytest.approx((59 / 90, 0.5528347234071513, 0.7455408597506137))
    assert (tace.n, haic.n, everybody.group) == (60, 30, "")
    assert by_arm.response_test.p == pytest.approx(0.02662546401906484, abs=1e-12)


def test_that_survival_by_group_equals_r(by_arm):
    pfs = by_arm.survival[0]
    # R: survdiff; summary(survfit(Surv(months, event) ~ arm, conf.type = "log-log"), times = c(12, 18, 24))
    assert pfs.log_rank.statistic == pytest.approx(0.5119953895866953, abs=1e-9)
    haic, tace = pfs.groups
    assert limits(haic.median_months) == (18.83, 14.89, 27.89)
    assert limits(tace.at_horizons["12"]) == pytest.approx((0.6122249196659358, 0.4723996147159467, 0.7254084185438585))
    assert [haic.at_risk[pfs.at_risk_months.index(month)] for month in (12, 18, 24)] == [19, 11, 8]
    # R: coxph(Surv(months, event) ~ I(arm == "TACE"))
    assert ratios(pfs) == [
        (
            "TACE",
            pytest.approx((1.216763120555384, 0.7103464138543116, 2.084211960063928, 0.4749273017140974), abs=1e-7),
        )
    ]


def test_that_time_to_progression_is_an_incidence_with_death_competing(by_arm):
    ttp = by_arm.survival[1]
    assert ttp.is_incidence
    # R: summary(survfit(Surv(months, factor(ending, 0:2)) ~ arm, conf.type = "log-log"), times = 24)
    assert limits(ttp.groups[0].at_horizons["24"]) == pytest.approx(
        (0.4554172338173020, 0.24660646961456451, 0.6428119744225717), abs=1e-9
    )
    # R: survdiff(Surv(months, ending == 1) ~ arm); coxph(Surv(months, ending == 1) ~ I(arm == "TACE"))
    assert ttp.log_rank.test == "log-rank (cause-specific)"
    assert ttp.log_rank.statistic == pytest.approx(0.2814442301504724, abs=1e-9)
    assert ratios(ttp)[0][1] == pytest.approx(
        (1.17207547393714, 0.6515666067764381, 2.108396750719805, 0.5961060382107958), abs=1e-7
    )


def test_that_logistic_regression_of_the_response_equals_r(by_arm):
    response = by_arm.regressions[0]
    rows = {row.term: row for row in response.rows}
    assert (response.patients, response.events, response.ratio) == (90, 35, "odds ratio")
    # R: g <- glm(resp ~ x, binomial); exp(coef(g)); exp(confint.default(g)); summary(g)
    univariate = {
        "arm=TACE": (0.3277310924369752, 0.1320472091713618, 0.8134035518353657, 0.0161610558773615),
        "age_years": (1.0329976027549650, 0.5484168433514750, 1.9457536000833962, 0.9199537345183576),
        "cirrhosis": (0.9375, 0.3737630466264611, 2.3515065438729130, 0.8905935622343779),
        "afp_ge_400_ng_per_ml": (0.4753086419753081, 0.1955557044959837, 1.1552631804768012, 0.1007039641202563),
        "vp4": (0.25, 0.08408266944608653, 0.74331607704339930, 0.01264844680737086),
    }
    for term, expected in univariate.items():
        assert (*limits(rows[term].univariate), rows[term].univariate_p) == pytest.approx(expected, rel=1e-6), term
    # R: glm(resp ~ I(arm == "TACE") + vp4 + portal, binomial)
    multivariate = {
        "arm=TACE": (0.2909058192864706, 0.11012430922652475, 0.7684606268054526, 0.01272569024580395),
        "vp4": (0.3134575918773831, 0.07156560762536469, 1.3729452619185720, 0.12371211935077837),
        "portal_vein_invasion": (0.6435386003970757, 0.18820284075638963, 2.2005083905034875, 0.48226452698879457),
    }
    for term, expected in multivariate.items():
        assert (*limits(rows[term].multivariate), rows[term].multivariate_p) == pytest.approx(expected, rel=1e-6), term
    assert {term for term, row in rows.items() if row.multivariate is not None} == set(multivariate)
    assert "entered together" in response.cautions[0].text


def test_that_cox_regression_of_progression_free_survival_equals_r(by_arm):
    rows = {row.term: row for row in by_arm.regressions[1].rows}
    # R: g <- coxph(Surv(months, event) ~ x); summary(g)$conf.int; summary(g)$coefficients[5]
    assert (*limits(rows["diameter_gt_100_mm"].univariate), rows["diameter_gt_100_mm"].univariate_p) == pytest.approx(
        (0.9369544326788071, 0.5474745275918277, 1.6035149850313688, 0.8122387575342775), abs=1e-7
    )
    # R: coxph(Surv(months, event) ~ vp4 + portal)
    assert (*limits(rows["vp4"].multivariate), rows["vp4"].multivariate_p) == pytest.approx(
        (1.584007327534252, 0.7548110793348616, 3.324115507012958, 0.2239098082240180), abs=1e-7
    )
    assert rows["arm=TACE"].multivariate is None


def test_that_the_document_follows_its_schema_and_says_the_same_twice(by_arm, tmp_path):
    check(by_arm)
    once, again = (write_cohort_description(by_arm, tmp_path / name) for name in "ab")
    assert once.json.read_bytes() == again.json.read_bytes()
    assert once.pdf.read_bytes() == again.pdf.read_bytes()
    assert once.pdf.read_bytes().startswith(b"%PDF")


def check(description):
    document = json.loads(json.dumps(description_document(description), allow_nan=False))
    jsonschema.Draft202012Validator(schema("description")).validate(document)


def limits(estimate):
    return estimate.value, estimate.low, estimate.high


def ratios(survival):
    return [(group, (*limits(estimate), p)) for group, estimate, p in survival.hazard_ratios]
