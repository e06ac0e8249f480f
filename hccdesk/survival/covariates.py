"""The values a nomogram needs, gathered for one patient: given, stood in for by a fitted rule, or named as missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import DERIVED_FROM
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.nomogram_json import NomogramBundle, RuleForUnknown, Variable


@dataclass(frozen=True, slots=True)
class PatientInputs:
    """What is known of the patient; None where the CT response was not computed."""

    record: ClinicalRecord
    image_features: tuple[float, ...] | None
    response_probability: float | None
    derived: Mapping[str, float] = field(default_factory=dict)
    """Values of `domain.cohort.COVARIATES_GIVEN` as far as the row tells them, by name."""


@dataclass(frozen=True, slots=True)
class Covariates:
    """All values in the bundle's order, and a sentence for each that a fitted rule stood in for."""

    values: tuple[float, ...]
    fitted_rules_used: tuple[Sentence, ...]


def gather(
    bundle: NomogramBundle, patient: PatientInputs, changed: Mapping[str, float] = MappingProxyType({})
) -> Covariates | NotComputed:
    """The patient's values, or every field that is missing. Nothing is filled in but by the bundle's own rules.

    `changed` holds values by variable that go before the patient's own; the rules follow them.
    """
    given = {v.name: changed[v.name] if v.name in changed else _given(v, patient) for v in bundle.variables}
    values = {name: value for name, value in given.items() if value is not None}
    ruled = {v.name: _ruled(v, values) for v in bundle.variables if v.name not in values}
    missing = [v for v in bundle.variables if v.name in ruled and ruled[v.name] is None]
    if missing:
        return NotComputed(_needs(missing, patient))
    complete = values | {name: value for name, value in ruled.items() if value is not None}
    used = tuple(_rule_used(v, complete[v.name]) for v in bundle.variables if v.name in ruled)
    return Covariates(tuple(complete[v.name] for v in bundle.variables), used)


def _given(variable: Variable, patient: PatientInputs) -> float | None:
    value: object
    match variable.kind:
        case "clinical_feature":
            value = FEATURES[variable.name].of(patient.record)
        case "clinical_field":
            value = getattr(patient.record, variable.name)
        case "derived":
            value = patient.derived.get(variable.name)
        case "image_feature":
            features, index = patient.image_features or (), variable.image_feature_number - 1
            value = features[index] if index < len(features) else None
        case "response_probability":
            value = patient.response_probability
    number = float(value) if isinstance(value, (bool, int, float)) else None
    return number if number is not None and isfinite(number) else None


def _ruled(variable: Variable, values: dict[str, float]) -> float | None:
    rule = variable.rule_for_unknown
    if rule is None or not set(rule.weights) <= set(values):
        return None
    return _value_by(rule, values)


def _value_by(rule: RuleForUnknown, values: dict[str, float]) -> float:
    return rule.intercept + sum(weight * values[name] for name, weight in rule.weights.items())


def _rule_used(variable: Variable, value: float) -> Sentence:
    statement = variable.rule_for_unknown.statement if variable.rule_for_unknown else ""
    return Sentence.of(
        "{title} is unknown; the model's own fitted rule put {value:.3g} in its place: {statement}",
        title=variable.title,
        value=value,
        statement=statement,
    )


def _needs(missing: list[Variable], patient: PatientInputs) -> Sentence:
    rows = [v for v in missing if v.kind in ("clinical_feature", "clinical_field", "derived")]
    from_ct = [v.name for v in missing if v not in rows]
    fields, inputs = ", ".join(dict.fromkeys(name for v in rows for name in _fields(v, patient))), ", ".join(from_ct)
    computed = patient.image_features is not None and patient.response_probability is not None
    match (bool(from_ct), computed, bool(rows)):
        case (False, _, _):
            return Sentence.of("Needs {fields}: unknown in the clinical row.", fields=fields)
        case (True, False, False):
            return Sentence.of("Needs the CT response, which was not computed.")
        case (True, False, True):
            return Sentence.of(
                "Needs the CT response, which was not computed, and {fields}: unknown in the clinical row.",
                fields=fields,
            )
        case (True, True, False):
            return Sentence.of("Needs {inputs}, which the CT model does not give.", inputs=inputs)
    return Sentence.of(
        "Needs {inputs}, which the CT model does not give, and {fields}: unknown in the clinical row.",
        inputs=inputs,
        fields=fields,
    )


def _fields(variable: Variable, patient: PatientInputs) -> tuple[str, ...]:
    if variable.kind == "derived":
        return tuple(name for name in DERIVED_FROM[variable.name] if getattr(patient.record, name) is None)
    return (FEATURES[variable.name].field if variable.kind == "clinical_feature" else variable.name,)
