"""Whether an image on the screen belongs to somebody else than the form, or the other image, says. No widgets."""

from __future__ import annotations

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.identity_check import identity_problems
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.language import translate
from hccdesk.ui.patient_line import readable_name


def patient_conflicts(model: CaseModel) -> dict[str, str]:
    """By screen (`ct`, `slide`) who the image is of and who the form, or the other image, is; for the screen only.

    The CT is the one that is looked at, also where no model may see it.
    """
    who = _identities(model)
    said: dict[str, str] = {}
    for image, others in (("ct", ("form", "slide")), ("slide", ("form", "ct"))):
        for other in others:
            if image in who and other in who and _differ(who[image], who[other]):
                said.setdefault(image, _sentence(image, other).format(one=told(who[image]), other=told(who[other])))
    return said


def told(patient: PatientIdentity) -> str:
    """Who somebody is, as far as it is known: name, ID, sex, birth date."""
    sex = {Sex.MALE: translate("Banner", "M"), Sex.FEMALE: translate("Banner", "F")}
    parts = (
        readable_name(patient.name),
        translate("Banner", "ID {id}").format(id=patient.patient_id) if patient.patient_id else "",
        sex[patient.sex] if patient.sex else "",
        translate("Banner", "born {date}").format(date=patient.birth_date.isoformat()) if patient.birth_date else "",
    )
    return " · ".join(part for part in parts if part)


def _identities(model: CaseModel) -> dict[str, PatientIdentity]:
    row, viewed, slide = model.inputs.clinical, model.viewed_ct, model.inputs.slide
    found = {}
    if row != ClinicalRecord():
        found["form"] = PatientIdentity(row.patient_id, row.name, None, row.sex)
    if viewed:
        found["ct"] = viewed.series.patient
    if slide:
        found["slide"] = slide.facts.patient
    return found


def _differ(one: PatientIdentity, other: PatientIdentity) -> bool:
    problems = identity_problems({"one": one, "other": other})
    return any(problem.severity is Severity.STOP for problem in problems)


def _sentence(image: str, other: str) -> str:
    return {
        ("ct", "form"): translate("PatientConflict", "This CT is of {one}; the form says {other}."),
        ("ct", "slide"): translate("PatientConflict", "This CT is of {one}; the slide is of {other}."),
        ("slide", "form"): translate("PatientConflict", "This slide is of {one}; the form says {other}."),
        ("slide", "ct"): translate("PatientConflict", "This slide is of {one}; the CT is of {other}."),
    }[image, other]
