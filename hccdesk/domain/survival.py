"""Survival curves and nomogram layouts as values; positions computed once, painted on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.estimate import Estimate


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """A right-continuous step function: `probability[i]` holds from `months[i]` on; before `months[0]` it is 1.

    It ends at `end_months`, the last time the cohort was observed: nothing is said beyond. `low` and `high` are 95 %
    limits at the same steps; empty where none can be given.
    """

    months: tuple[float, ...]
    probability: tuple[float, ...]
    end_months: float
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def at(self, months: float) -> float | None:
        """Probability of being free of the event at `months`, or None beyond the observed time."""
        if months > self.end_months:
            return None
        value = 1.0
        for time, probability in zip(self.months, self.probability, strict=True):
            if time > months:
                break
            value = probability
        return value

    @property
    def median_months(self) -> float | None:
        """First time at which the probability is 0.5 or less, or None where the curve does not get there."""
        return next((t for t, p in zip(self.months, self.probability, strict=True) if p <= 0.5), None)


@dataclass(frozen=True, slots=True)
class SurvivalCohort:
    """On whom a survival model was fitted; `c_index` as `how` says it was measured ("bootstrap-corrected")."""

    name: str
    patients: int
    events: int
    median_follow_up_months: float | None = None
    c_index: Estimate | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class NomogramTick:
    """A labelled value on an axis and its points (0..100 on the widest axis)."""

    label: str
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class NomogramAxis:
    """One predictor: its ticks, and the patient's value with its points.

    `clamped` tells that the patient's value lies off the axis and is drawn at its end; the total always
    uses the true points.
    """

    variable: str
    title: str
    unit: str
    ticks: tuple[NomogramTick, ...]
    patient_value: float
    patient_label: str
    patient_points: float
    clamped: bool = False


@dataclass(frozen=True, slots=True)
class SurvivalAxis:
    """Survival at one horizon against total points: each tick is (probability, total points)."""

    months: float
    ticks: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class NomogramLayout:
    """Everything needed to paint a nomogram with the patient's marks."""

    axes: tuple[NomogramAxis, ...]
    total_points: float
    total_points_axis: tuple[float, ...]
    survival_axes: tuple[SurvivalAxis, ...]
    linear_predictor: float
