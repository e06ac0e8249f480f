"""The result as a FHIR R4 Bundle: the report with its PDF, what was observed, and the risks that models gave."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hccdesk.delivery.chart_uid import uuid_of
from hccdesk.delivery.chart_values import ANY_DEMONSTRATION, RESEARCH, ChartFinding, ChartNumber
from hccdesk.delivery.fhir_findings import (
    Resource,
    Shared,
    coding,
    device,
    observations,
    risk_assessment,
    without_nothing,
)
from hccdesk.domain.patient import PatientIdentity

LOINC, DICOM_UID = "http://loinc.org", "urn:dicom:uid"
_SECTIONS = "http://terminology.hl7.org/CodeSystem/v2-0074"


@dataclass(frozen=True, slots=True)
class FhirFacts:
    """What the bundle says beside the findings; a UID or accession number is empty where there is none.

    `language` is that of the PDF; `study_started` the date of the CT.
    """

    patient: PatientIdentity
    made_at: datetime
    language: str
    is_final: bool
    title: str
    study_uid: str = ""
    series_uid: str = ""
    accession_number: str = ""
    study_started: date | None = None
    image_count: int = 0


def fhir_bundle(findings: Sequence[ChartFinding], sizes: Sequence[ChartNumber], pdf: bytes, facts: FhirFacts) -> bytes:
    """The bundle as JSON (UTF-8); the same result and PDF give the same bytes."""
    seed = hashlib.sha256(pdf).hexdigest()
    said = _Bundle(seed, facts)
    patient = said.add("patient", _patient(facts.patient))
    study = said.add("imaging-study", _imaging_study(facts, patient)) if facts.study_uid else None
    models = {one.model.model_id: one.model for one in findings if one.model}
    devices = {name: said.add(f"device-{name}", device(model)) for name, model in models.items()}
    day = facts.study_started.isoformat() if facts.study_started else None
    shared = Shared("final" if facts.is_final else "preliminary", patient, _instant(facts.made_at), study, devices, day)
    size = ChartFinding("Size of the tumour region", "size", tuple(sizes))
    told = (size, *findings) if sizes else tuple(findings)
    observed = [said.add(key, value) for one in told for key, value in observations(one, shared)]
    report = said.add("report", _report(pdf, facts, shared, observed, told))
    for one in findings:
        for key, value in risk_assessment(one, shared, report):
            said.add(key, value)
    document = said.document()
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode("utf-8")


class _Bundle:
    """Resources in their order, each under a URN that follows from the report and its own key."""

    def __init__(self, seed: str, facts: FhirFacts) -> None:
        self._seed, self._facts = seed, facts
        self._entries: list[Resource] = []

    def add(self, key: str, resource: Resource) -> Resource:
        """The reference to it."""
        number = str(uuid_of("fhir", self._seed, key))
        url = f"urn:uuid:{number}"
        kind = resource["resourceType"]
        self._entries.append({"fullUrl": url, "resource": {"resourceType": kind, "id": number, **resource}})
        return {"reference": url, "type": kind}

    def document(self) -> Resource:
        """The bundle."""
        number = str(uuid_of("fhir", self._seed, "bundle"))
        return {
            "resourceType": "Bundle",
            "id": number,
            "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{number}"},
            "type": "collection",
            "timestamp": _instant(self._facts.made_at),
            "entry": self._entries,
        }


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _patient(patient: PatientIdentity) -> Resource:
    """As far as the inputs say who it is; a patient without any identifier is still one."""
    return without_nothing(
        {
            "resourceType": "Patient",
            "identifier": [{"value": patient.patient_id}] if patient.patient_id else None,
            "name": [{"text": patient.name.replace("^", " ").strip()}] if patient.name else None,
            "gender": patient.sex.value if patient.sex else None,
            "birthDate": patient.birth_date.isoformat() if patient.birth_date else None,
        }
    )


def _imaging_study(facts: FhirFacts, patient: Resource) -> Resource:
    identifiers: list[Resource] = [{"system": DICOM_UID, "value": f"urn:oid:{facts.study_uid}"}]
    if facts.accession_number:
        accession = coding("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN", "Accession ID")
        identifiers.append({"type": accession, "value": facts.accession_number})
    modality = {
        "system": "http://dicom.nema.org/resources/ontology/DCM",
        "code": "CT",
        "display": "Computed Tomography",
    }
    series = {"uid": facts.series_uid, "modality": modality, "numberOfInstances": facts.image_count or None}
    return without_nothing(
        {
            "resourceType": "ImagingStudy",
            "identifier": identifiers,
            "status": "available",
            "modality": [modality],
            "subject": patient,
            "started": facts.study_started.isoformat() if facts.study_started else None,
            "series": [without_nothing(series)] if facts.series_uid else None,
        }
    )


def _report(
    pdf: bytes,
    facts: FhirFacts,
    shared: Shared,
    observed: Sequence[Resource],
    findings: Sequence[ChartFinding],
) -> Resource:
    marked = any(one.is_demonstration and not one.missing for one in findings)
    attachment: dict[str, Any] = {
        "contentType": "application/pdf",
        "language": {"zh": "zh-CN"}.get(facts.language, facts.language),
        "data": base64.b64encode(pdf).decode("ascii"),
        "size": len(pdf),
        # FHIR R4 2.24.0.3: the hash is SHA-1 and no other; it finds transmission errors, nothing more.
        "hash": base64.b64encode(hashlib.sha1(pdf, usedforsecurity=False).digest()).decode("ascii"),
        "title": facts.title,
        "creation": _instant(facts.made_at),
    }
    return without_nothing(
        {
            "resourceType": "DiagnosticReport",
            "status": shared.status,
            "category": [coding(_SECTIONS, "OTH", "Other")],
            "code": coding(LOINC, "11488-4", "Consult note") | {"text": facts.title},
            "subject": shared.patient,
            "issued": shared.issued,
            "effectiveDateTime": shared.issued,
            "imagingStudy": [shared.study] if shared.study else None,
            "result": list(observed) or None,
            "conclusion": ANY_DEMONSTRATION if marked else RESEARCH,
            "presentedForm": [attachment],
        }
    )
