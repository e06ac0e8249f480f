"""Who the patient is, for the banner: the form first, then what the images say. No widgets."""

from __future__ import annotations

from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.found_inputs import Inputs
from hccdesk.ui.language import translate
from hccdesk.ui.shell.patient_facts import PatientLine


def patient_line(model: CaseModel, inputs: Inputs | None = None) -> PatientLine:
    """Name, and ID, sex and age as far as they are known; without any of them, what there is (`inputs` as chosen)."""
    row, images = model.inputs.clinical, _of_images(model)
    patient_id, sex = row.patient_id or images.patient_id, row.sex or images.sex
    facts = [
        translate("Banner", "ID {id}").format(id=patient_id) if patient_id else "",
        {Sex.MALE: translate("Banner", "M"), Sex.FEMALE: translate("Banner", "F")}[sex] if sex else "",
        translate("Banner", "{age} y").format(age=f"{row.age_years:g}") if row.age_years is not None else "",
    ]
    name, said = _readable(row.name or images.name or ""), " · ".join(fact for fact in facts if fact)
    return PatientLine(name, said, _what_is_there(model, inputs or Inputs()))


def _what_is_there(model: CaseModel, inputs: Inputs) -> str:
    if model.viewed_ct:
        return translate("Banner", "A CT without name and ID")
    if model.inputs.slide:
        return translate("Banner", "A slide without name and ID")
    if inputs.found_series and inputs.series is None:
        return translate("Banner", "A CT is to be chosen")
    if inputs.found_slides and inputs.slide is None:
        return translate("Banner", "A slide is to be chosen")
    return ""


def identity_of(model: CaseModel) -> PatientIdentity:
    """Who the patient is as far as form and images tell, the form first."""
    row, images = model.inputs.clinical, _of_images(model)
    return PatientIdentity(
        row.patient_id or images.patient_id, row.name or images.name, images.birth_date, row.sex or images.sex
    )


def readable_name(name: str | None) -> str:
    """A name as one writes it; a DICOM person name without its carets."""
    return _readable(name or "")


def _of_images(model: CaseModel) -> PatientIdentity:
    if model.viewed_ct:
        return model.viewed_ct.series.patient
    slide = model.inputs.slide
    return slide.facts.patient if slide else PatientIdentity()


def _readable(name: str) -> str:
    # A DICOM person name: alphabetic=ideographic=phonetic, its parts joined by ^ (PS3.5 6.2.1.1).
    groups = [" ".join(part for part in group.split("^") if part.strip()) for group in name.split("=")]
    return " ".join(dict.fromkeys(group.strip() for group in reversed(groups[:2]) if group.strip()))
