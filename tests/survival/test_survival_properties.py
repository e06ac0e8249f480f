"""What must hold of every nomogram, whatever its numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hccdesk.survival.axis_ticks import axis_around
from hccdesk.survival.kaplan_meier import kaplan_meier
from hccdesk.survival.nomogram import layout
from hccdesk.survival.nomogram_json import NomogramBundle
from hccdesk.survival.predicted_survival import CoxModel, survival_interval, survival_probabilities

calm = settings(deadline=None)  # a slow machine is no fault of the numbers
number = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3))


@dataclass(frozen=True)
class Drawn:
    bundle: NomogramBundle
    values: tuple[float, ...]

    @property
    def model(self) -> CoxModel:
        return CoxModel(self.bundle.coefficients, np.array(self.bundle.covariance), self.bundle.hazard)


@st.composite
def nomograms(draw) -> Drawn:
    coefficients = draw(st.lists(number.filter(bool), min_size=1, max_size=5))
    count = len(coefficients)
    steps = draw(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=8))
    hazard = np.cumsum(steps)
    variables = [
        {"name": f"image_feature_{i + 1}", "title": "f", "unit": "", "kind": "image_feature", "coefficient": b,
         "limits": [-2.0, 2.0], "ticks": [{"value": -2.0, "label": "a"}, {"value": 2.0, "label": "b"}]}
        for i, b in enumerate(coefficients)
    ]  # fmt: skip
    document = {
        "question": "q", "cohort": {"patients": 50, "events": 25, "median_follow_up_months": None},
        "end_months": 40.0, "horizons": ["12"], "variables": variables,
        "covariance": np.eye(count).tolist(),
        "baseline": {"months": list(range(1, len(steps) + 1)), "cumulative_hazard": hazard.tolist(),
                     "variance": np.cumsum(np.square(steps)).tolist(),
                     "mean_hazard": np.outer(hazard, np.zeros(count)).tolist()},
    }  # fmt: skip
    values = draw(st.lists(number, min_size=count, max_size=count))
    return Drawn(NomogramBundle.model_validate_json(json.dumps(document)), tuple(values))


@calm
@given(nomograms())
def test_that_a_curve_never_rises_and_stays_a_probability(drawn):
    curve = survival_probabilities(drawn.model, np.array(drawn.values))
    assert np.all((curve >= 0) & (curve <= 1))
    assert np.all(np.diff(curve) <= 0)


@calm
@given(nomograms())
def test_that_the_interval_holds_the_estimate(drawn):
    interval = survival_interval(drawn.model, np.array(drawn.values), 12)
    if interval is not None:
        lower, upper = interval
        assert 0 <= lower <= survival_probabilities(drawn.model, np.array(drawn.values))[-1] <= upper <= 1


@calm
@given(nomograms(), st.data())
def test_that_points_and_survival_follow_the_sign_of_the_coefficient(drawn, data):
    index = data.draw(st.integers(0, len(drawn.values) - 1))
    more = tuple(v + (0.5 if i == index else 0) for i, v in enumerate(drawn.values))
    before, after = layout(drawn.bundle, drawn.values), layout(drawn.bundle, more)
    rise = after.total_points - before.total_points
    assert np.sign(rise) == np.sign(drawn.bundle.coefficients[index])
    curves = [survival_probabilities(drawn.model, np.array(v)) for v in (drawn.values, more)]
    assert np.all((curves[1] - curves[0]) * np.sign(rise) <= 0)


@calm
@given(nomograms())
def test_that_on_the_axes_points_run_from_0_to_100_on_the_widest(drawn):
    axes = layout(drawn.bundle, drawn.values).axes
    ends = np.array([[tick.points for tick in axis.ticks] for axis in axes])
    assert np.allclose(ends.min(axis=1), 0, atol=1e-9)
    assert np.isclose(ends.max(), 100)


@calm
@given(nomograms())
def test_that_a_survival_axis_falls_as_points_rise(drawn):
    for axis in layout(drawn.bundle, drawn.values).survival_axes:
        probabilities, totals = zip(*axis.ticks, strict=True) if axis.ticks else ((), ())
        assert list(probabilities) == sorted(probabilities, reverse=True)
        assert list(totals) == sorted(totals)


@calm
@given(number, st.floats(0.001, 1e6))
def test_that_an_axis_holds_its_values_in_few_round_steps(low, width):
    ticks = axis_around(low, low + width)
    assert ticks[0] <= low + 1e-6 * width
    assert ticks[-1] >= low + width * (1 - 1e-6)
    assert 3 <= len(ticks) <= 8
    assert list(ticks) == sorted(set(ticks))


@calm
@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_that_a_kaplan_meier_curve_is_a_falling_probability_inside_its_limits(follow_up):
    curve = kaplan_meier([t for t, _ in follow_up], [e for _, e in follow_up])
    assert np.all(np.diff(curve.probability, prepend=1.0) < 0)
    known = ~np.isnan(curve.lower)
    assert np.all(curve.lower[known] <= curve.probability[known])
    assert np.all(curve.probability[known] <= curve.upper[known])
    assert np.all((curve.probability >= 0) & (curve.upper[known].max(initial=0) <= 1))
