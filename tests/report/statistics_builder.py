"""Hand-made statistics for the report's tests: a full cohort, full validations, and each gap that can occur."""

from __future__ import annotations

from dataclasses import replace
from math import exp, sqrt
from random import Random
from typing import Any

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.cohort_description import (
    BaselineRow,
    CohortDescription,
    Counted,
    Regression,
    RegressionRow,
    ResponseRow,
    Spread,
    SurvivalDescription,
    SurvivalGroup,
    TestOutcome,
)
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind, ModelKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import (
    Calibration,
    CalibrationPoint,
    ChecklistItem,
    Comparison,
    ConfusionMatrix,
    DecisionCurve,
    HorizonValidation,
    Optimism,
    ResponseValidation,
    RocCurve,
    SubgroupRow,
    SurvivalValidation,
    ValidationReport,
)

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
LONG_NAME = "Harbin Medical University Cancer Hospital, second department of interventional radiology"
LONG_CHINESE_NAME = "哈尔滨医科大学附属肿瘤医院介入放射科第二病区（TACE-HAIC 联合 PD-1 抑制剂与酪氨酸激酶抑制剂组）"
AT_RISK_MONTHS = (0.0, 6.0, 12.0, 18.0, 24.0, 30.0, 36.0)


def none(why: str = "No patient is positive.") -> NotComputed:
    """A number that is not there; the reasons are the engines' own."""
    return NotComputed(Sentence.literally(why))


def a_survival_group(name: str, rate: float = 0.04, patients: int = 40, seed: int = 1, **changes: Any) -> SurvivalGroup:
    """Kaplan-Meier with Greenwood's limits of exponential times, censored at random up to 36 months."""
    draw = Random(seed)
    times = sorted((draw.expovariate(rate), draw.uniform(6, 36)) for _ in range(patients))
    seen = sorted((round(min(pair), 2), pair[0] <= pair[1]) for pair in times)
    months, probability, low, high, level, spread = [], [], [], [], 1.0, 0.0
    for at in sorted({t for t, event in seen if event}):
        at_risk = sum(t >= at for t, _ in seen)
        died = sum(t == at and event for t, event in seen)
        level *= 1 - died / at_risk
        spread += died / (at_risk * (at_risk - died)) if at_risk > died else 0.0
        reach = 1.96 * level * sqrt(spread)
        months.append(at)
        probability.append(level)
        low.append(max(level - reach, 0.0))
        high.append(min(level + reach, 1.0))
    group = SurvivalGroup(
        name, patients, sum(event for _, event in seen), tuple(months), tuple(probability), tuple(low), tuple(high),
        tuple(t for t, event in seen if not event), seen[-1][0], Estimate(0.69 / rate, 0.5 / rate, None),
        {str(m): Estimate(exp(-rate * m), exp(-rate * m) - 0.1, exp(-rate * m) + 0.08) for m in (12, 18, 24)},
        tuple(sum(t >= m for t, _ in seen) for m in AT_RISK_MONTHS),
    )  # fmt: skip
    return replace(group, **changes)


def an_incidence_group(name: str, seed: int = 1) -> SurvivalGroup:
    """A curve that rises from 0."""
    group = a_survival_group(name, 0.03, seed=seed)
    up = tuple(0.7 * (1 - p) for p in group.probability)
    return replace(
        group,
        probability=up,
        low=tuple(max(p - 0.1, 0.0) for p in up),
        high=tuple(min(p + 0.1, 1.0) for p in up),
        median_months=none("not reached"),
    )


def a_survival_description(names: tuple[str, ...] = ("TACE-HAIC", "HAIC"), **changes: Any) -> SurvivalDescription:
    groups = tuple(a_survival_group(name, 0.03 + 0.02 * n, 40 + 9 * n, n) for n, name in enumerate(names))
    ratios = tuple((name, Estimate(1.0 + 0.4 * n, 0.7 + 0.2 * n, 1.8 + n), 0.0421) for n, name in enumerate(names[1:]))
    test = TestOutcome("log-rank", 4.131, float(len(names) - 1), 0.0421) if len(names) > 1 else None
    return replace(SurvivalDescription(Endpoint.PFS, False, AT_RISK_MONTHS, groups, test, ratios), **changes)


def a_description(**changes: Any) -> CohortDescription:
    """160 phantoms in two arms, everything computed."""
    description = CohortDescription(
        "phantoms.csv", SHA, CohortKind.PHANTOM, 160, "arm", (("TACE-HAIC", 92), ("HAIC", 68)), _baseline(),
        (
            _response("TACE-HAIC", 4, 34, 22, 30), _response("HAIC", 1, 13, 30, 22), _response("", 5, 47, 52, 52)
        ),
        TestOutcome("Pearson's χ²", 9.21, 1.0, 0.0024),
        (
            a_survival_description(),
            a_survival_description(endpoint=Endpoint.OS),
            a_survival_description(
                endpoint=Endpoint.TTP, is_incidence=True, hazard_ratios=(),
                groups=(an_incidence_group("TACE-HAIC"), an_incidence_group("HAIC", 2)),
            ),
        ),
        (_regression("objective response", "odds ratio"), _regression("progression-free survival", "hazard ratio")),
        (Sentence.literally("Portal vein invasion is unknown in 3 patients."),), "0.2.0",
    )  # fmt: skip
    return replace(description, **changes)


def a_bare_description() -> CohortDescription:
    """Nothing could be computed, and nothing is grouped."""
    return a_description(
        kind=CohortKind.SITE,
        by=None,
        groups=(),
        baseline=(BaselineRow("age_years", "Age", "years", None, (none("No patient has a value."),), 160, None, None),),
        response=none("No patient has a value."),
        response_test=None,
        survival=(
            replace(
                a_survival_description(("",)),
                groups=(a_survival_group("", median_months=none("not reached"), at_horizons={}),),
                log_rank=none("A group has no spread: not tested."),
                hazard_ratios=(),
            ),
        ),
        regressions=(none("The logistic regression has no solution."),),
        notes=(),
    )


def _baseline() -> tuple[BaselineRow, ...]:
    welch, chi, fisher = (
        TestOutcome("Welch's t", 1.21, 120.3, 0.228),
        TestOutcome("Pearson's χ²", 0.31, 1.0, 0.578),
        TestOutcome("Fisher's exact", None, None, 0.0004),
    )
    rank = TestOutcome("Mann–Whitney", 2713.0, None, 0.0312)
    age = (Spread(92, 56.31, 10.42, 57.0, 49.0, 64.0), Spread(68, 54.12, 11.3, 55.0, 46.0, 62.0))
    afp = (Spread(90, 8123.0, 20411.0, 412.3, 18.2, 5210.0), Spread(66, 9120.0, 30120.0, 630.1, 25.1, 9121.0))
    rows = [
        BaselineRow("age_years", "Age", "years", None, (*age, Spread(160, 55.4, 10.8, 56, 48, 63)), 0, True, welch),
        BaselineRow("sex", "Sex", "", "male", (Counted(80, 92), Counted(57, 68), Counted(137, 160)), 0, None, chi),
        BaselineRow("sex", "Sex", "", "female", (Counted(12, 92), Counted(11, 68), Counted(23, 160)), 0, None, None),
        BaselineRow(
            "afp_ng_per_ml", "AFP", "ng/mL", None, (*afp, Spread(156, 8500.0, 25000.0, 501.0, 20.0, 7120.0)), 4, False,
            rank,
        ),
        BaselineRow(
            "cirrhosis", "Cirrhosis", "", "yes", (Counted(62, 90), Counted(66, 67), Counted(128, 157)), 3, None, fisher
        ),
    ]  # fmt: skip
    rows += [
        BaselineRow(
            "vp", "Portal vein invasion (Vp)", "", level, (Counted(a, 92), Counted(b, 68), Counted(a + b, 160)), 0,
            None, none("A group has no spread: not tested.") if level == "none" else None,
        )
        for level, a, b in (("none", 41, 20), ("vp1", 0, 0), ("vp2", 0, 1), ("vp3", 35, 27), ("vp4", 16, 20))
    ]  # fmt: skip
    gap = none("No patient has a value.")
    rows.append(BaselineRow("crp_mg_per_l", "CRP", "mg/L", None, (gap, gap, gap), 160, None, gap))
    return tuple(rows)


def _response(group: str, cr: int, pr: int, sd: int, pd: int) -> ResponseRow:
    n = cr + pr + sd + pd
    orr, dcr = (cr + pr) / n, (cr + pr + sd) / n
    counts = {"CR": cr, "PR": pr, "SD": sd, "PD": pd}
    return ResponseRow(
        group, counts, n, Estimate(orr, orr - 0.08, orr + 0.09), Estimate(dcr, dcr - 0.07, dcr + 0.06)
    )  # fmt: skip


def _regression(outcome: str, ratio: str) -> Regression:
    def row(title: str, one: Any, p: float | None, both: Any, both_p: float | None) -> RegressionRow:
        return RegressionRow(title.lower(), title, one, p, both, both_p)

    rows = (
        row("AFP ≥ 400 ng/mL", Estimate(1.93, 1.2, 3.11), 0.0068, Estimate(1.8, 1.05, 3.02), 0.0311),
        row("Vp4", Estimate(2.41, 1.31, 4.4), 0.0004, Estimate(2.02, 1.02, 3.98), 0.0449),
        row("Diameter > 10 cm", Estimate(1.1, 0.7, 1.72), 0.67, None, None),
        row("Capsule", Estimate(0.42, 0.24, 0.75), 0.0031, Estimate(0.5, 0.26, 0.94), 0.0322),
        row("Diffuse type", Estimate(0.95, 0.01, 90.0), 0.98, Estimate(12.4, None, None), 0.2),
        row("Extrahepatic metastasis", none("The logistic regression has no solution."), None, none(), None),
    )
    caution = Sentence.of(
        "Only {per_covariate:.1f} patients of the rarer outcome a covariate ({events} patients, {covariates} "
        "covariates); at least {wanted} are wanted: the odds ratios are probably overstated.",
        per_covariate=7.4, events=52, covariates=7, wanted=10,
    )  # fmt: skip
    return Regression(outcome, ratio, 157, 52, rows, (caution,))


def a_calibration(points: int = 8, **changes: Any) -> Calibration:
    made = []
    for n in range(points):
        predicted = 0.08 + 0.84 * n / max(points - 1, 1)
        observed = min(max(predicted + 0.08 * (-1) ** n, 0.0), 1.0)
        limits = Estimate(observed, max(observed - 0.18, 0.0), min(observed + 0.16, 1.0))
        made.append(CalibrationPoint(predicted, limits, 10 + n))
    calibration = Calibration(Estimate(0.71, 0.42, 0.96), Estimate(0.12, -0.31, 0.55), tuple(made))
    return replace(calibration, **changes)


def a_decision_curve(name: str = "ct-response-demo", prevalence: float = 0.41, gain: float = 0.1) -> DecisionCurve:
    thresholds = tuple(n / 100 for n in range(1, 100))
    everyone = tuple(prevalence - (1 - prevalence) * t / (1 - t) for t in thresholds)
    model = tuple(max(a, (prevalence - 0.1) * (1 - t) ** 1.5 * (0.9 + gain)) for a, t in zip(everyone, thresholds))  # noqa: B905
    return DecisionCurve(name, thresholds, model, everyone)


def a_response_validation(**changes: Any) -> ResponseValidation:
    rate = (0.0, 0.0, 0.05, 0.05, 0.1, 11 / 47, 11 / 47, 0.3, 0.4, 0.6, 1.0)
    hit = (0.0, 0.2, 0.2, 0.45, 0.6, 0.6, 23 / 33, 0.8, 0.9, 1.0, 1.0)
    measures: dict[str, Estimate | NotComputed] = {
        "accuracy": Estimate(0.7375, 0.632, 0.822), "sensitivity": Estimate(0.697, 0.527, 0.826),
        "specificity": Estimate(0.766, 0.627, 0.864), "ppv": Estimate(0.676, 0.508, 0.809),
        "npv": none("No patient was predicted negative."), "f1": Estimate(0.687, 0.55, 0.8),
    }  # fmt: skip
    response = ResponseValidation(
        "objective response (CR or PR)", 80, 33, Estimate(0.78, 0.674, 0.886), RocCurve(rate, hit),
        ConfusionMatrix(0.532, 23, 11, 36, 10, measures), 0.1934, a_calibration(),
        (a_decision_curve(), a_decision_curve("Clinical logistic model", gain=0.02)), Estimate(0.84, 0.75, 0.93),
    )  # fmt: skip
    return replace(response, **changes)


def a_survival_validation(**changes: Any) -> SurvivalValidation:
    names = ("low risk", "intermediate risk", "high risk")
    groups = tuple(a_survival_group(name, 0.02 + 0.025 * n, 26, n + 3) for n, name in enumerate(names))
    horizons = tuple(
        HorizonValidation(
            float(m), Estimate(0.74 - m / 400, 0.6, 0.86), 0.18 + m / 500, a_calibration(4), a_decision_curve("m", 0.5)
        )
        for m in (12, 18, 24)
    )
    survival = SurvivalValidation(
        Endpoint.PFS, 78, 51, Estimate(0.69, 0.61, 0.77), horizons, 0.1712, Estimate(0.83, 0.41, 1.25), groups,
        AT_RISK_MONTHS, TestOutcome("log-rank", 14.2, 2.0, 0.0008),
        Optimism(200, {"c_index": 0.712, "slope": 1.0}, {"c_index": 0.671, "slope": 0.82}),
    )  # fmt: skip
    return replace(survival, **changes)


def a_validation(**changes: Any) -> ValidationReport:
    """A response model of phantoms on 80 held-out phantoms, everything computed."""
    unread = Sentence.literally("The CT series cannot be read.")
    report = ValidationReport(
        "ct-response-demo", "0.2.0", ModelKind.CT_RESPONSE, SHA, CohortKind.PHANTOM, "held-out.csv", SHA[::-1],
        CohortKind.PHANTOM, Sentence.literally("Held-out patients: none of them was trained on."), "patient", 84, 80,
        ((unread, 3), (Sentence.literally("The response is unknown."), 1)), a_response_validation(), None,
        (
            Comparison("ct-response-demo", "AUC", Estimate(0.78, 0.674, 0.886), None, None),
            Comparison(
                "Clinical logistic model", "AUC", Estimate(0.66, 0.54, 0.78), Estimate(-0.12, -0.25, 0.01),
                TestOutcome("DeLong's paired", -1.83, None, 0.067),
            ),
            Comparison("Mean-pool logistic regression", "AUC", none(), None, None),
        ),
        _subgroups(), _checklist(), (Sentence.literally("Few patients: every interval is wide."),), "0.2.0",
    )  # fmt: skip
    return replace(report, **changes)


def a_survival_report(**changes: Any) -> ValidationReport:
    report = a_validation(
        model_id="pfs-nomogram-demo",
        model_kind=ModelKind.SURVIVAL_NOMOGRAM,
        response=None,
        survival=a_survival_validation(),
        comparisons=(
            Comparison("combined", "C-index", Estimate(0.69, 0.61, 0.77), None, None),
            Comparison("clinical", "C-index", Estimate(0.64, 0.56, 0.72), Estimate(-0.05, -0.11, 0.01),
                       TestOutcome("paired bootstrap", None, None, 0.091)),
        ),
    )  # fmt: skip
    return replace(report, **changes)


def a_bare_validation() -> ValidationReport:
    """A response model of a site, nothing computed."""
    gap = none()
    return a_validation(
        model_cohort_kind=CohortKind.SITE,
        cohort_kind=CohortKind.SITE,
        response=ResponseValidation("objective response (CR or PR)", 5, 0, gap, None, gap, None, gap, (), None),
        comparisons=(),
        subgroups=(SubgroupRow("sex", "male", 5, 0, gap),),
        checklist=(),
        notes=(),
        not_scored=(),
    )


def a_bare_survival_report() -> ValidationReport:
    gap = none("no event was observed")
    horizon = HorizonValidation(12.0, gap, gap, gap, None)
    bare = a_survival_validation(
        c_index=gap, horizons=(horizon, replace(horizon, calibration=Calibration(gap, gap, ()))), integrated_brier=gap,
        calibration_slope=gap, risk_groups=(), log_rank=gap, optimism=None,
    )  # fmt: skip
    return a_survival_report(survival=bare, comparisons=(), subgroups=())


def _subgroups() -> tuple[SubgroupRow, ...]:
    few = none("At least 10 patients are needed.")
    return (
        SubgroupRow("sex", "male", 66, 27, Estimate(0.8, 0.69, 0.91)),
        SubgroupRow("sex", "female", 14, 6, Estimate(0.66, 0.35, 0.97)),
        SubgroupRow("age_years", "under 60 years", 49, 20, Estimate(0.77, 0.63, 0.9)),
        SubgroupRow("age_years", "60 years and older", 31, 13, Estimate(0.8, 0.63, 0.96)),
        SubgroupRow("bclc", "B", 30, 15, Estimate(0.72, 0.53, 0.9)),
        SubgroupRow("bclc", "C", 50, 18, Estimate(0.81, 0.68, 0.93)),
        SubgroupRow("centre", LONG_NAME, 9, 3, few),
    )


def _checklist() -> tuple[ChecklistItem, ...]:
    asks = "Describe the source of the data, the rationale for using it, and how representative it is."
    known = Sentence.literally("A cohort table of 84 patients; the file is named on page 1.")
    return tuple(
        ChecklistItem(f"{n}{letter}", section, asks, known if n % 3 else None)
        for n, section in enumerate(("Title", "Abstract", "Background", "Data", "Participants", "Outcome") * 4, start=1)
        for letter in ("a", "b")
    )
