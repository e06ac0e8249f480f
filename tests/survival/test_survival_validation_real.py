"""Validation measures on 2,348 real patients; expected numbers are R 4.2.2, survival 3.5-3, riskRegression 2022.11.28:

d <- read.csv("sysucc_baseline.csv"); d$months <- d$os_days / 30.4375; d$event <- d$death
d$risk <- 0.4 * (d$afp_ng_per_ml >= 400) + 0.5 * (d$largest_diameter_mm > 100) + 0.6 * d$vascular_invasion +
          0.1 * d$child_pugh_score
Score(list(m = 1 - exp(-0.015 * t * exp(d$risk - 0.8))), Surv(months, event) ~ 1, d, times = t, cens.model = "km",
      metrics = c("auc", "brier"), conf.int = TRUE, conservative = FALSE)
"""

from __future__ import annotations

import csv

import numpy as np
import pytest

from hccdesk.survival.brier import brier, kaplan_meier_brier
from hccdesk.survival.comparison import c_index, paired_bootstrap
from hccdesk.survival.log_rank import log_rank
from hccdesk.survival.survival_calibration import calibration_slope
from hccdesk.survival.time_dependent_auc import time_dependent_auc

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def table(real_data):
    with (real_data / "tables" / "sysucc_baseline.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def column(name):
        return np.array([float(row[name]) for row in rows])

    afp, large = column("afp_ng_per_ml") >= 400, column("largest_diameter_mm") > 100
    risk = 0.4 * afp + 0.5 * large + 0.6 * column("vascular_invasion") + 0.1 * column("child_pugh_score")
    # Rounded as R compares them: sums of tenths in another order differ in the last digit, and ties would be lost.
    return np.round(risk, 6), column("os_days") / 30.4375, column("death"), afp, large


@pytest.mark.parametrize(
    ("horizon", "auc", "low", "high", "score", "null"),
    [
        (12, 0.67284898274133, 0.649025658078876, 0.696672307403784, 0.219932441818330, 0.213555279375304),
        (18, 0.670673222283989, 0.648120506769494, 0.693225937798484, 0.252727402492849, 0.242172666784318),
        (24, 0.672631198305766, 0.6502266037713, 0.695035792840232, 0.264766303226219, 0.249989635570027),
    ],
)
def test_that_auc_and_brier_equal_r(table, horizon, auc, low, high, score, null):
    risk, months, event, _, _ = table
    found = time_dependent_auc(risk, months, event, horizon)
    assert found.value == pytest.approx(auc, abs=2e-4)
    assert (found.low, found.high) == pytest.approx((low, high), abs=3e-4)
    survival = np.exp(-0.015 * horizon * np.exp(risk - 0.8))
    assert brier(survival, months, event, horizon) == pytest.approx(score, abs=1e-7)
    assert kaplan_meier_brier(months, event, horizon) == pytest.approx(null, abs=1e-9)


def test_that_log_rank_concordance_and_slope_equal_r(table):
    risk, months, event, afp, large = table
    # survdiff(Surv(months, event) ~ (largest_diameter_mm > 100))$chisq
    assert log_rank(months, event, [str(x) for x in large]).statistic == pytest.approx(161.174956419918, rel=1e-9)
    # concordance(Surv(months, event) ~ risk, reverse = TRUE); risks rounded as above
    found = c_index(risk, months, event)
    assert found.value == pytest.approx(0.62506692943148434, abs=2e-4)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * 0.00772258037840599, rel=1e-2)
    slope = calibration_slope(risk, months, event)  # coxph(Surv(months, event) ~ risk)
    assert (slope.value, slope.low, slope.high) == pytest.approx(
        (1.13367648187598, 0.97441439302403, 1.29293857072793), abs=1e-4
    )
    # c1$concordance - c2$concordance of risk and AFP alone; sqrt(sum((c1$dfbeta - c2$dfbeta)^2)) = 0.00614
    compared = paired_bootstrap(afp.astype(float), risk, months, event, 400)
    assert compared.difference.value == pytest.approx(0.06855841694624532, abs=2e-4)
    spread = (compared.difference.high - compared.difference.low) / (2 * 1.96)
    assert spread == pytest.approx(0.0061418794456835, rel=0.15)
