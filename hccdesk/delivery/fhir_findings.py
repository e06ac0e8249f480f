"""One finding as FHIR resources: an Observation for what was measured or scored, a RiskAssessment for probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hccdesk.delivery.chart_uid import CODING_SCHEME_UID
from hccdesk.delivery.chart_values import ChartCode, ChartFinding, ChartModel, ChartNumber

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """What all resources of one report say alike: references to patient, study and devices (by model), status, time.

    `study_day` is when the images were taken, where that is known.
    """

    status: str
    patient: Resource
    issued: str
    study: Resource | None
    devices: Mapping[str, Resource]
    study_day: str | None = None

    def made_by(self, finding: ChartFinding) -> Resource | None:
        """The device behind a finding."""
        return self.devices.get(finding.model.model_id) if finding.model else None


_SYSTEMS = {
    "SCT": "http://snomed.info/sct",
    "IBSI": "https://ibsi.readthedocs.io",
    "99HCCDESK": f"urn:oid:{CODING_SCHEME_UID}",
}
_UCUM = "http://unitsofmeasure.org"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def without_nothing(resource: Resource) -> Resource:
    """The resource without what it does not say."""
    return {name: value for name, value in resource.items() if value is not None}


def coding(system: str, code: str, display: str) -> Resource:
    """A concept with one code."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def device(model: ChartModel) -> Resource:
    """A model."""
    note = "DEMONSTRATION model, trained on synthetic patients" if model.is_demonstration else None
    return without_nothing(
        {
            "resourceType": "Device",
            "identifier": [{"value": f"sha256:{model.sha256}"}] if model.sha256 else None,
            "manufacturer": "hccdesk",
            "deviceName": [{"name": model.model_id, "type": "model-name"}],
            "version": [{"value": model.version}] if model.version else None,
            "note": [{"text": note}] if note else None,
        }
    )


def observations(finding: ChartFinding, shared: Shared) -> list[tuple[str, Resource]]:
    """The observations of a finding with their keys; none for probabilities, which are risks and no observations.

    A finding that was not computed is one observation without a value, and why.
    """
    if finding.missing:
        absent = coding(_ABSENT, "not-performed", "Not Performed") | {"text": finding.missing}
        code = {"text": finding.name}
        return [(finding.key, _observed(finding, code, {"dataAbsentReason": absent}, shared))]
    if not finding.numbers:
        group = dict(finding.texts).get("Group", "")
        value: Resource = {"valueString": group} if group else {}
        return [(finding.key, _observed(finding, {"text": finding.name}, value, shared))]
    found = []
    for number in finding.numbers:
        if number.is_probability:
            continue
        quantity = {
            "value": number.value,
            "unit": number.unit_meaning,
            "system": _UCUM,
            "code": number.unit,
        }
        key = f"{finding.key}-{number.code.value}"
        value = {"valueQuantity": quantity, **_limits(number)}
        found.append((key, _observed(finding, _concept(number.code), value, shared)))
    return found


def risk_assessment(finding: ChartFinding, shared: Shared, report: Resource) -> list[tuple[str, Resource]]:
    """The probabilities of a finding, as one assessment that is part of the report; empty where it has none."""
    predictions = [_prediction(number) for number in finding.numbers if number.is_probability]
    if not predictions:
        return []
    model = finding.model
    method = {"text": f"{model.model_id} {model.version}".strip()} if model else None
    resource = without_nothing(
        {
            "resourceType": "RiskAssessment",
            "parent": report,
            "status": shared.status,
            "method": method,
            "code": {"text": finding.marked_name},
            "subject": shared.patient,
            "occurrenceDateTime": shared.issued,
            "performer": shared.made_by(finding),
            "prediction": predictions,
            "note": _notes(finding),
        }
    )
    return [(f"risk-{finding.key}", resource)]


def _observed(finding: ChartFinding, code: Resource, value: Resource, shared: Shared) -> Resource:
    mark = {"text": finding.marked_name} if finding.is_demonstration else {}
    of_images = finding.key == "size"
    return without_nothing(
        {
            "resourceType": "Observation",
            "status": shared.status,
            "code": code | mark,
            "subject": shared.patient,
            "effectiveDateTime": shared.study_day if of_images else None,
            "issued": shared.issued,
            **value,
            "device": shared.made_by(finding),
            "derivedFrom": [shared.study] if shared.study and of_images else None,
            "note": _notes(finding),
        }
    )


def _notes(finding: ChartFinding) -> list[Resource] | None:
    return [{"text": f"{label}: {text}"} for label, text in finding.texts] or None


def _limits(number: ChartNumber) -> Resource:
    """95 % limits as components: a reference range would say something else."""
    ends = (("lower", number.low), ("upper", number.high))
    components = [
        {
            "code": {"text": f"{number.code.meaning}, {end} 95 % limit"},
            "valueQuantity": {"value": value, "unit": number.unit_meaning, "system": _UCUM, "code": number.unit},
        }
        for end, value in ends
        if value is not None
    ]
    return {"component": components} if components else {}


def _prediction(number: ChartNumber) -> Resource:
    limits = f"95 % limits {number.low:.3f} to {number.high:.3f}" if number.low is not None else None
    months = None
    if number.months is not None:
        high = {"value": number.months, "unit": "month", "system": _UCUM, "code": "mo"}
        months = {"low": high | {"value": 0}, "high": high}
    return without_nothing(
        {
            "outcome": _concept(number.code),
            "probabilityDecimal": number.value,
            "whenRange": months,
            "rationale": limits,
        }
    )


def _concept(code: ChartCode) -> Resource:
    return coding(_SYSTEMS[code.scheme], code.value, code.meaning) | {"text": code.meaning}
