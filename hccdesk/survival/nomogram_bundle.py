"""A nomogram bundle's `nomogram.json`: written from a fit, with an axis for each covariate, and read back checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from pydantic import ValidationError

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.axis_ticks import axis_around, tick_label
from hccdesk.survival.cox import CoxFit
from hccdesk.survival.nomogram_json import Baseline, Cohort, Kind, NomogramBundle, RuleForUnknown, Tick, Variable


@dataclass(frozen=True, slots=True)
class VariableAxis:
    """How one covariate is named and drawn: `ticks` are (value, label); the limits are the axis' two ends."""

    name: str
    title: str
    unit: str
    kind: Kind
    limits: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    rule_for_unknown: RuleForUnknown | None = None


def clinical_feature_axis(name: str) -> VariableAxis:
    """The no/yes axis of one of the paper's five features; raises `KeyError` for a name that is none."""
    return VariableAxis(name, FEATURES[name].title, "", "clinical_feature", (0.0, 1.0), ((0.0, "no"), (1.0, "yes")))


def image_feature_axis(number: int, observed: ArrayLike) -> VariableAxis:
    """The axis of the CT model's image feature `number` (from 1), around the cohort's `observed` values."""
    return _numeric_axis(f"image_feature_{number}", f"Image feature {number}", "", "image_feature", observed)


def clinical_field_axis(name: str, title: str, unit: str, observed: ArrayLike) -> VariableAxis:
    """The axis of a numeric field of the clinical row, around the cohort's `observed` values."""
    return _numeric_axis(name, title, unit, "clinical_field", observed)


def yes_or_no_axis(name: str, title: str, kind: Kind) -> VariableAxis:
    """The no/yes axis of a covariate that is 0 or 1."""
    return VariableAxis(name, title, "", kind, (0.0, 1.0), ((0.0, "no"), (1.0, "yes")))


def points_axis(name: str, title: str, observed: ArrayLike) -> VariableAxis:
    """The axis of a derived score in whole points, a tick for each from the lowest to the highest observed."""
    values = np.asarray(observed, dtype=np.float64)
    points = range(int(values.min()), int(values.max()) + 1)
    ticks = tuple((float(point), str(point)) for point in points)
    return VariableAxis(name, title, "points", "derived", (ticks[0][0], ticks[-1][0]), ticks)


def response_probability_axis() -> VariableAxis:
    """The axis of the CT model's probability of objective response, 0 to 1."""
    ticks = tuple((step / 5, tick_label(step / 5)) for step in range(6))
    return VariableAxis("response_probability", "P(response), CT", "", "response_probability", (0.0, 1.0), ticks)


def build(fit: CoxFit, axes: Sequence[VariableAxis], question: str, horizons: Sequence[str]) -> bytes:
    """The bytes of `nomogram.json` for `fit`, with one axis a covariate in the fit's order; `horizons` like "12"."""
    if tuple(axis.name for axis in axes) != fit.names:
        raise InputError("The axes do not name the fit's covariates in their order.")
    beyond = [horizon for horizon in horizons if float(horizon) > fit.end_months]
    if beyond:
        raise InputError(
            Sentence.of(
                "Nobody was observed for {months} months: follow-up ends at {end_months:.1f}.",
                months=", ".join(beyond),
                end_months=fit.end_months,
            )
        )
    bundle = NomogramBundle(
        question=question,
        cohort=Cohort(patients=fit.patients, events=fit.events, median_follow_up_months=fit.median_follow_up_months),
        end_months=fit.end_months,
        horizons=tuple(horizons),
        variables=tuple(_variable(axis, float(b)) for axis, b in zip(axes, fit.coefficients, strict=True)),
        covariance=tuple(tuple(row) for row in fit.covariance.tolist()),
        baseline=Baseline(
            months=tuple(fit.baseline.months.tolist()),
            cumulative_hazard=tuple(fit.baseline.cumulative_hazard.tolist()),
            variance=tuple(fit.baseline.variance.tolist()),
            mean_hazard=tuple(tuple(row) for row in fit.baseline.mean_hazard.tolist()),
        ),
    )
    return (bundle.model_dump_json(indent=1) + "\n").encode()


def needs_ct_response(bundle: ModelBundle) -> bool:
    """Whether the nomogram takes image features or the response probability of a CT model."""
    nomogram = parse(bundle.weights, bundle.manifest.model_id)
    return any(v.kind in ("image_feature", "response_probability") for v in nomogram.variables)


def parse(content: bytes, where: str) -> NomogramBundle:
    """The nomogram in `content`; `where` names the bundle in a `ModelBundleError` that says what is wrong first."""
    try:
        return NomogramBundle.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "nomogram.json"
        raise ModelBundleError(
            Sentence.of(
                "The nomogram cannot be used: {place}: {reason}.",
                place=place,
                reason=first["msg"].removeprefix("Value error, "),
            ),
            where=where,
            what_to_do="Install the bundle again from its source.",
        ) from None


def _variable(axis: VariableAxis, coefficient: float) -> Variable:
    return Variable(
        name=axis.name,
        title=axis.title,
        unit=axis.unit,
        kind=axis.kind,
        coefficient=coefficient,
        limits=axis.limits,
        ticks=tuple(Tick(value=value, label=label) for value, label in axis.ticks),
        rule_for_unknown=axis.rule_for_unknown,
    )


def _numeric_axis(name: str, title: str, unit: str, kind: Kind, observed: ArrayLike) -> VariableAxis:
    values = np.asarray(observed, dtype=np.float64)
    ticks = axis_around(float(values.min()), float(values.max()))
    return VariableAxis(
        name, title, unit, kind, (ticks[0], ticks[-1]), tuple((tick, tick_label(tick)) for tick in ticks)
    )
