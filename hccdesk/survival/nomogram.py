"""A nomogram's positions from coefficients, axis limits and baseline; equal to R's `rms::nomogram`.

The widest axis spans 0 to 100 points; every axis starts at 0 points at its lowest risk, so with a negative
coefficient points rise as the value falls. Higher totals are always worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hccdesk.domain.survival import NomogramAxis, NomogramLayout, NomogramTick, SurvivalAxis
from hccdesk.survival.axis_ticks import axis_around, tick_label
from hccdesk.survival.baseline_hazard import BaselineHazard
from hccdesk.survival.nomogram_json import NomogramBundle, Variable

SURVIVAL_TICKS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05)
_DRAWN = 1e-9


@dataclass(frozen=True, slots=True)
class PointScale:
    """From risk to points: `points_per_risk` is points a unit of x·b; `lowest_risk` is x·b at zero points in all."""

    points_per_risk: float
    lowest_risk: float

    @classmethod
    def of(cls, variables: Sequence[Variable]) -> PointScale:
        """The scale on which the widest axis is 100 points."""
        widest = max(abs(v.coefficient) * (v.limits[1] - v.limits[0]) for v in variables)
        return cls(100.0 / widest, sum(min(v.coefficient * limit for limit in v.limits) for v in variables))

    def points(self, variable: Variable, value: float) -> float:
        """Points of one value; off the axis they go below 0 or above the axis' end."""
        lowest = min(variable.coefficient * limit for limit in variable.limits)
        return (variable.coefficient * value - lowest) * self.points_per_risk

    def total_points_at(self, probability: float, cumulative_hazard: float) -> float:
        """Total points at which survival is `probability` (0 < p < 1) under a baseline `cumulative_hazard` > 0."""
        risk = np.log(-np.log(probability) / cumulative_hazard)
        return float((risk - self.lowest_risk) * self.points_per_risk)


def layout(bundle: NomogramBundle, values: Sequence[float]) -> NomogramLayout:
    """The nomogram with one patient's `values` (covariate,) marked.

    A value off its axis is drawn at the axis' end (`clamped`); its points and the total are the true ones.
    """
    scale = PointScale.of(bundle.variables)
    axes = tuple(_axis(scale, v, float(value)) for v, value in zip(bundle.variables, values, strict=True))
    top = sum(max(tick_end) for tick_end in (_ends(scale, v) for v in bundle.variables))
    total_axis = axis_around(0.0, top, intervals=10)
    hazard = bundle.hazard
    return NomogramLayout(
        axes=axes,
        total_points=float(sum(axis.patient_points for axis in axes)),
        total_points_axis=total_axis,
        survival_axes=tuple(
            _survival_axis(scale, hazard, float(horizon), total_axis[-1])
            for horizon in bundle.horizons
            if float(horizon) <= bundle.end_months and hazard.at(float(horizon)) > 0
        ),
        linear_predictor=float(bundle.coefficients @ np.asarray(values, dtype=np.float64)),
    )


def _ends(scale: PointScale, variable: Variable) -> tuple[float, float]:
    return scale.points(variable, variable.limits[0]), scale.points(variable, variable.limits[1])


def _axis(scale: PointScale, variable: Variable, value: float) -> NomogramAxis:
    return NomogramAxis(
        variable=variable.name,
        title=variable.title,
        unit=variable.unit,
        ticks=tuple(NomogramTick(t.label, t.value, scale.points(variable, t.value)) for t in variable.ticks),
        patient_value=value,
        patient_label=next((t.label for t in variable.ticks if t.value == value), tick_label(value)),
        patient_points=scale.points(variable, value),
        clamped=not variable.limits[0] <= value <= variable.limits[1],
    )


def _survival_axis(scale: PointScale, hazard: BaselineHazard, months: float, longest: float) -> SurvivalAxis:
    at_horizon = hazard.at(months)
    ticks = ((p, scale.total_points_at(p, at_horizon)) for p in SURVIVAL_TICKS)
    return SurvivalAxis(months, tuple((p, total) for p, total in ticks if -_DRAWN <= total <= longest + _DRAWN))
