"""`nomogram.json`: a Cox model as a bundle carries it, complete for prediction, interval and drawing."""

from __future__ import annotations

import re
from dataclasses import fields
from math import isclose
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import COVARIATES_GIVEN
from hccdesk.survival.baseline_hazard import BaselineHazard

Kind = Literal["clinical_feature", "clinical_field", "derived", "image_feature", "response_probability"]

YES_OR_NO_KINDS = ("clinical_feature", "clinical_field", "derived")

NUMERIC_FIELDS = frozenset(
    f.name for f in fields(ClinicalRecord) if f.type in ("float | None", "int | None", "bool | None")
)
"""The fields of the clinical row that are numbers or yes/no: a model cannot weigh the others as they are."""

_IMAGE_FEATURE = re.compile(r"image_feature_([1-9]\d*)")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Tick(_Strict):
    """A labelled value on a variable's axis."""

    value: float
    label: str


class RuleForUnknown(_Strict):
    """A rule fitted with the model that stands in for an unknown value: `intercept` + `weights`·other variables.

    `statement` is printed whenever the rule is used.
    """

    intercept: float
    weights: dict[str, float] = Field(default_factory=dict)
    statement: str = Field(min_length=1)


class Variable(_Strict):
    """One covariate: where its value comes from, its log hazard ratio a unit, and its axis with limits and ticks."""

    name: str = Field(min_length=1)
    title: str = Field(min_length=1)
    unit: str
    kind: Kind
    coefficient: float
    limits: tuple[float, float] = Field(strict=False)
    ticks: tuple[Tick, ...] = Field(min_length=2, strict=False)
    rule_for_unknown: RuleForUnknown | None = None

    @property
    def is_yes_or_no(self) -> bool:
        """Whether it is 0 or 1 and nothing between."""
        return self.kind in YES_OR_NO_KINDS and tuple(tick.value for tick in self.ticks) == (0.0, 1.0)

    @property
    def image_feature_number(self) -> int:
        """Which of the CT model's image features this is, counted from 1."""
        return int(self.name.removeprefix("image_feature_"))

    @model_validator(mode="after")
    def _axis_holds_its_ticks(self) -> Self:
        low, high = self.limits
        if not low < high or any(not low <= tick.value <= high for tick in self.ticks):
            raise ValueError(f"{self.name}: the axis limits {low} and {high} do not hold its ticks")
        return self

    @model_validator(mode="after")
    def _source_exists(self) -> Self:
        known = {
            "clinical_feature": self.name in FEATURES,
            "clinical_field": self.name in NUMERIC_FIELDS,
            "derived": self.name in COVARIATES_GIVEN,
            "image_feature": _IMAGE_FEATURE.fullmatch(self.name) is not None,
            "response_probability": self.name == "response_probability",
        }
        if not known[self.kind]:
            raise ValueError(f"{self.name} is no {self.kind.replace('_', ' ')} that this program knows")
        return self


class Baseline(_Strict):
    """Step functions at covariates zero over the times of events; see `baseline_hazard.BaselineHazard`."""

    months: tuple[float, ...] = Field(min_length=1, strict=False)
    cumulative_hazard: tuple[float, ...] = Field(strict=False)
    variance: tuple[float, ...] = Field(strict=False)
    mean_hazard: tuple[tuple[float, ...], ...] = Field(strict=False)

    @model_validator(mode="after")
    def _steps_go_up(self) -> Self:
        lengths = {len(self.months), len(self.cumulative_hazard), len(self.variance), len(self.mean_hazard)}
        if len(lengths) != 1:
            raise ValueError("the baseline's columns differ in length")
        if self.months[0] < 0 or np.any(np.diff(self.months) <= 0):
            raise ValueError("the baseline's times do not go up")
        for column in (self.cumulative_hazard, self.variance):
            if column[0] < 0 or np.any(np.diff(column) < 0):
                raise ValueError("the baseline's cumulative hazard or its variance goes down")
        return self


class Cohort(_Strict):
    """Whom the model was fitted to."""

    patients: int = Field(gt=0)
    events: int = Field(gt=0)
    median_follow_up_months: float | None


class NomogramBundle(_Strict):
    """A Cox model as JSON. `horizons` are months as written ("12"); `covariance` is of the coefficients, in order.

    `end_months` is the last time the cohort was observed: nothing is said beyond it.
    """

    format: Literal["hccdesk-nomogram"] = "hccdesk-nomogram"
    version: Literal[1] = 1
    question: str = Field(min_length=1)
    cohort: Cohort
    end_months: float = Field(gt=0)
    horizons: tuple[str, ...] = Field(min_length=1, strict=False)
    variables: tuple[Variable, ...] = Field(min_length=1, strict=False)
    covariance: tuple[tuple[float, ...], ...] = Field(strict=False)
    baseline: Baseline

    @property
    def names(self) -> tuple[str, ...]:
        """The covariates in order."""
        return tuple(variable.name for variable in self.variables)

    @property
    def coefficients(self) -> NDArray[np.float64]:
        """Log hazard ratios a unit, (covariate,)."""
        return np.array([variable.coefficient for variable in self.variables])

    @property
    def hazard(self) -> BaselineHazard:
        """The baseline as arrays."""
        columns = self.baseline
        return BaselineHazard(
            months=np.array(columns.months),
            cumulative_hazard=np.array(columns.cumulative_hazard),
            variance=np.array(columns.variance),
            mean_hazard=np.array(columns.mean_hazard),
        )

    @model_validator(mode="after")
    def _variables_are_distinct_and_weigh(self) -> Self:
        if len(set(self.names)) != len(self.names):
            raise ValueError("two variables have the same name")
        if not np.any(self.coefficients):
            raise ValueError("all coefficients are zero")
        for variable in self.variables:
            rule = variable.rule_for_unknown
            if rule and not set(rule.weights) <= set(self.names) - {variable.name}:
                raise ValueError(f"{variable.name}: its rule names variables that the model does not have")
        return self

    @model_validator(mode="after")
    def _matrices_fit(self) -> Self:
        count = len(self.variables)
        if [len(row) for row in self.covariance] != [count] * count:
            raise ValueError(f"the covariance is not {count} × {count}")
        matrix = np.array(self.covariance)
        if not np.allclose(matrix, matrix.T, rtol=1e-6, atol=0) or np.linalg.eigvalsh(matrix).min() < 0:
            raise ValueError("the covariance is not that of an estimate (not symmetric, or negative)")
        if any(len(row) != count for row in self.baseline.mean_hazard):
            raise ValueError(f"the baseline's mean hazard does not have {count} columns")
        return self

    @model_validator(mode="after")
    def _horizons_are_months(self) -> Self:
        for horizon in self.horizons:
            if not re.fullmatch(r"[1-9]\d*(\.\d+)?", horizon):
                raise ValueError(f'the horizon "{horizon}" is not a number of months')
        if len(set(self.horizons)) != len(self.horizons):
            raise ValueError("a horizon is named twice")
        if self.baseline.months[-1] > self.end_months and not isclose(self.baseline.months[-1], self.end_months):
            raise ValueError("the baseline goes on after the end of observation")
        return self
