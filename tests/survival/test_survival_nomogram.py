"""Nomogram positions; the expected numbers are those of R's `rms::nomogram` for the cohort of conftest.py.

R: c0 <- cph(Surv(months, event) ~ a + b + c, d, x = TRUE, y = TRUE, surv = TRUE, time.inc = 6, eps = 1e-11)
   S <- Survival(c0); n <- nomogram(c0, fun = list(function(x) S(6, x), function(x) S(12, x)), lp = TRUE,
   fun.at = c(.05, seq(.1, .9, .1), .95), maxscale = 100)
"""

from __future__ import annotations

import pytest

from hccdesk.survival.nomogram import PointScale, layout
from hccdesk.survival.nomogram_bundle import parse


@pytest.fixture
def bundle(nomogram_json):
    return parse(nomogram_json, "formula")


@pytest.mark.control("RISK-48-b")
def test_that_points_of_every_tick_equal_rms(bundle):
    axes = layout(bundle, (0.0, 1.0, 0.0)).axes
    assert [t.points for t in axes[0].ticks] == pytest.approx([0, 100], abs=1e-6)
    assert [t.points for t in axes[1].ticks[1:4]] == pytest.approx(
        [8.922667894909514, 17.84533578981903, 26.76800368472854], abs=1e-6
    )
    assert axes[1].ticks[10].points == pytest.approx(89.22667894909515, abs=1e-6)


def test_that_points_rise_as_the_value_falls_where_the_coefficient_is_negative(bundle):
    # R: n$c, from -0.8 to 0.8
    expected = [
        32.95017278331572, 30.89078698435849, 26.77201538644402, 18.53447219061509, 16.47508639165786,
        8.23754319582893, 4.118771597914466, 2.059385798957235, 0.0,
    ]  # fmt: skip
    assert [t.points for t in layout(bundle, (0.0, 1.0, 0.0)).axes[2].ticks] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("horizon", "probabilities", "totals"),
    [
        (6, (0.9, 0.8, 0.7), (39.0601877135605, 139.268817502914, 201.898201046244)),
        (12, (0.8, 0.7, 0.6, 0.5, 0.4),
         (32.8900848418405, 95.5194550223594, 143.485852024287, 184.242748538788, 221.511336402559)),
    ],
)  # fmt: skip
def test_that_total_points_at_each_survival_equal_rms(bundle, horizon, probabilities, totals):
    axis = next(a for a in layout(bundle, (0.0, 1.0, 0.0)).survival_axes if a.months == horizon)
    drawn = dict(axis.ticks)
    assert [drawn[p] for p in probabilities] == pytest.approx(totals, abs=1e-3)


def test_that_survival_ticks_off_the_total_axis_are_not_drawn(bundle):
    nomogram = layout(bundle, (0.0, 1.0, 0.0))
    for axis in nomogram.survival_axes:
        assert all(0 <= total <= nomogram.total_points_axis[-1] for _, total in axis.ticks)
    assert 0.95 not in dict(nomogram.survival_axes[0].ticks)  # rms leaves it out as well: it lies below 0 points


def test_that_the_patients_total_reads_off_the_patients_own_survival(bundle):
    # The nomogram and the model are one: survival at the patient's total is S = exp(-H0·exp(x·b)).
    values = (1.0, 3.3, -0.2)
    nomogram = layout(bundle, values)
    probability = 2.718281828459045 ** -(bundle.hazard.at(12) * 2.718281828459045**nomogram.linear_predictor)
    scale = PointScale.of(bundle.variables)
    assert scale.total_points_at(probability, bundle.hazard.at(12)) == pytest.approx(nomogram.total_points, abs=1e-9)


def test_that_a_value_off_its_axis_is_flagged_and_counts_in_full(bundle):
    inside, outside = layout(bundle, (0.0, 5.0, 0.0)), layout(bundle, (0.0, 7.0, 0.0))
    assert not inside.axes[1].clamped
    assert outside.axes[1].clamped
    # Two units beyond the end at R's 17.845… points a unit.
    assert outside.total_points - inside.total_points == pytest.approx(2 * 17.84533578981903, abs=1e-6)


def test_that_the_patients_mark_carries_the_ticks_label_or_the_number(bundle):
    axes = layout(bundle, (1.0, 3.27, 0.4)).axes
    assert [axis.patient_label for axis in axes] == ["yes", "3.27", "0.4"]


def test_that_the_total_axis_reaches_over_all_axes_together(bundle):
    nomogram = layout(bundle, (0.0, 1.0, 0.0))
    assert nomogram.total_points_axis[0] == 0
    assert nomogram.total_points_axis[-1] >= 100 + 89.23 + 32.95
    assert nomogram.total_points_axis[-2] < 100 + 89.23 + 32.95
