"""Three real cohorts against R (survival 3.5-3, rms 6.5-0), whose numbers lie in a folder beside the data.

The other files of this folder do the same for a cohort made by formula, wherever the tests run.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hccdesk.survival import cox
from hccdesk.survival.discrimination import concordance
from hccdesk.survival.fit_cautions import cautions
from hccdesk.survival.kaplan_meier import kaplan_meier
from hccdesk.survival.nomogram import PointScale
from hccdesk.survival.nomogram_json import Tick, Variable
from hccdesk.survival.predicted_survival import CoxModel, survival_interval, survival_probabilities
from hccdesk.survival.proportional_hazards import proportionality

pytestmark = pytest.mark.real_data

Row = dict[str, str]
MONTH_DAYS = 30.4375


@dataclass(frozen=True)
class Study:
    """How make_reference.R prepares one table: time, event and covariates of a row; ValueError for an empty cell."""

    table: str
    names: tuple[str, ...]
    of: Callable[[Row], list[float]]
    keep: Callable[[Row], bool] = lambda row: True


STUDIES = {
    "pbc": Study(
        "survival_pbc.csv",
        ("age", "edema", "log_bili", "albumin", "protime"),
        lambda r: [
            float(r["time"]), r["status"] == "2", float(r["age"]), float(r["edema"]), np.log(float(r["bili"])),
            float(r["albumin"]), float(r["protime"]),
        ],
        lambda r: r["trt"] not in ("", "NA"),
    ),
    "sysucc": Study(
        "sysucc_baseline.csv",
        ("afp_ge_400", "diameter_gt_100_mm", "vascular_invasion", "local_lymph_node_metastasis", "child_pugh_score"),
        lambda r: [
            float(r["os_days"]) / MONTH_DAYS, float(r["death"]), float(r["afp_ng_per_ml"]) >= 400,
            float(r["largest_diameter_mm"]) > 100, float(r["vascular_invasion"]),
            float(r["local_lymph_node_metastasis"]), float(r["child_pugh_score"]),
        ],
    ),
    "hcc_tace_seg": Study(
        "hcc_tace_seg_clinical.csv",
        ("afp_ge_400", "portal_vein_thrombosis", "multinodular", "child_pugh_b_or_c"),
        lambda r: [
            float(r["TTP"]) * 7 / MONTH_DAYS, float(r["Censored_0_progressed_1"]), float(r["AFP"]) >= 400,
            float(r["Portal Vein Thrombosis"]), r["tumor_nodul"] == "multinodular", r["CPS"] != "A",
        ],
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Fitted:
    fit: cox.CoxFit
    covariates: np.ndarray
    months: np.ndarray
    event: np.ndarray
    expected: Callable[[str], list[Row]]

    @property
    def model(self) -> CoxModel:
        return CoxModel(self.fit.coefficients, self.fit.covariance, self.fit.baseline)


@pytest.fixture(params=list(STUDIES))
def study(request, real_data) -> Fitted:
    if not (real_data.parent / "reference" / "expected").is_dir():
        pytest.skip("R's numbers do not lie beside the real data")
    return fitted(request.param, real_data)


@cache
def fitted(name: str, real_data: Path) -> Fitted:
    table = np.array(list(complete_rows(STUDIES[name], real_data)), dtype=float)
    months, event, covariates = table[:, 0], table[:, 1], table[:, 2:]
    folder = real_data.parent / "reference" / "expected"
    return Fitted(
        cox.fit(covariates, STUDIES[name].names, months, event),
        covariates,
        months,
        event,
        lambda what: list(csv.DictReader((folder / f"{name}_{what}.csv").read_text(encoding="utf-8").splitlines())),
    )


def complete_rows(study: Study, real_data: Path) -> Iterator[list[float]]:
    with (real_data / "tables" / study.table).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if study.keep(row):
                try:
                    yield study.of(row)
                except ValueError:
                    continue  # an empty cell: R's complete.cases leaves the patient out


def column(rows: list[Row], name: str) -> list[float]:
    return [float(row[name]) for row in rows]


def test_that_coefficients_and_errors_equal_r(study):
    rows, fit = study.expected("cox"), study.fit
    lower, upper = fit.hazard_ratio_interval()
    for found, name in [
        (fit.coefficients, "coef"), (fit.standard_errors, "se"), (fit.hazard_ratios, "hazard_ratio"), (fit.z, "z"),
        (fit.p_values, "p"), (lower, "hr_lower95"), (upper, "hr_upper95"),
    ]:  # fmt: skip
        assert found == pytest.approx(column(rows, name), rel=1e-6), name


def test_that_the_summary_equals_r(study):
    row, fit = study.expected("summary")[0], study.fit
    assert (fit.patients, fit.events) == (int(row["n"]), int(row["events"]))
    assert fit.log_likelihood == pytest.approx(float(row["loglik"]), rel=1e-9)
    assert fit.log_likelihood_null == pytest.approx(float(row["loglik_null"]), rel=1e-9)
    found = concordance(study.covariates @ fit.coefficients, study.months, study.event)
    assert found.value == pytest.approx(float(row["concordance"]), abs=1e-6)
    assert found.standard_error == pytest.approx(float(row["concordance_se"]), abs=1e-6)


def test_that_the_baseline_equals_r(study):
    for row in study.expected("baseline"):
        expected = float(row["baseline_cumulative_hazard_at_zero"])
        assert study.fit.baseline.at(float(row["time"])) == pytest.approx(expected, rel=1e-6)


def test_that_kaplan_meier_and_median_equal_r(study):
    curve, row = kaplan_meier(study.months, study.event), study.expected("summary")[0]
    for at in study.expected("kaplan_meier"):
        time = float(at["time"])
        assert curve.at_risk_at(time) == int(at["n_risk"])
        assert curve.at(time) == pytest.approx(float(at["survival"]), abs=1e-9)
        assert curve.interval_at(time) == pytest.approx((float(at["lower95"]), float(at["upper95"])), abs=1e-9)
    assert curve.median_months == pytest.approx(float(row["median"]))
    assert curve.median_interval_months == pytest.approx((float(row["median_lower95"]), float(row["median_upper95"])))


def test_that_predicted_survival_and_intervals_equal_r(study):
    patients = study.expected("first_ten_patients")
    for row in study.expected("predicted_first_ten"):
        x = np.array([float(patients[int(row["patient"]) - 1][name]) for name in study.fit.names])
        time = float(row["time"])
        survival = survival_probabilities(study.model, x)[study.fit.baseline.step_at(time)]
        assert survival == pytest.approx(float(row["survival"]), abs=1e-6)
        limits = (float(row["lower95"]), float(row["upper95"]))
        assert survival_interval(study.model, x, time) == pytest.approx(limits, abs=1e-6)


def test_that_the_proportional_hazards_test_equals_r(study):
    rows = study.expected("zph")
    found = proportionality(study.fit, study.covariates, study.months, study.event)
    assert [t.term for t in found] == [row["term"] for row in rows]
    assert [t.chi_square for t in found] == pytest.approx(column(rows, "chisq"), rel=1e-6)
    assert [t.p for t in found] == pytest.approx(column(rows, "p"), rel=1e-6)


def test_that_the_null_model_is_caught(real_data):
    # hcc_tace_seg: likelihood ratio 3.9 on 4 degrees of freedom, proportional hazards refused.
    study = fitted("hcc_tace_seg", real_data)
    tests = proportionality(study.fit, study.covariates, study.months, study.event)
    told = " ".join(sentence.text for sentence in cautions(study.fit, tests))
    assert "no better than none" in told
    assert "not proportional" in told


def test_that_nomogram_points_equal_rms(study):
    variables, scale = nomogram_of(study)
    by_name = dict(zip(study.fit.names, variables, strict=True))
    for row in study.expected("nomogram_axes"):
        points = scale.points(by_name[row["axis"]], float(row["value"]))
        assert points == pytest.approx(float(row["points"]), abs=1e-6)


def test_that_total_points_at_each_survival_equal_rms(study):
    _, scale = nomogram_of(study)
    for row in study.expected("nomogram_survival_axes"):
        total = scale.total_points_at(float(row["survival"]), study.fit.baseline.at(float(row["time"])))
        assert total == pytest.approx(float(row["total_points"]), abs=1e-3)


def nomogram_of(study: Fitted) -> tuple[list[Variable], PointScale]:
    rows = study.expected("nomogram_axes")
    variables = []
    for number, name in enumerate(study.fit.names):
        values = [float(row["value"]) for row in rows if row["axis"] == name]
        ticks = tuple(Tick(value=value, label=f"{value:g}") for value in values)
        variables.append(
            Variable(name=f"image_feature_{number + 1}", title=name, unit="", kind="image_feature", ticks=ticks,
                     coefficient=float(study.fit.coefficients[number]), limits=(min(values), max(values)))
        )  # fmt: skip
    return variables, PointScale.of(variables)
