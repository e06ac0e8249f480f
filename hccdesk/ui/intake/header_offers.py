"""What the header of the CT says of the patient, offered to fields of the form that are unknown. No widgets."""

from __future__ import annotations

from hccdesk.domain.patient import Sex
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.clinical_values import values_of
from hccdesk.ui.language import translate
from hccdesk.ui.patient_line import readable_name

Offer = tuple[object, str]
NOTHING: Offer = (None, "")


def offers_of(model: CaseModel) -> dict[str, Offer]:
    """By field the value and the words of the offer; `NOTHING` where the field is known, or the header is silent."""
    typed, told = values_of(model.inputs.clinical), _told(model)
    said = translate("CaseView", "CT: {value}")
    return {
        name: (value, said.format(value=_words(value))) if value is not None and typed[name] is None else NOTHING
        for name, value in told.items()
    }


def _told(model: CaseModel) -> dict[str, object]:
    fields: dict[str, object] = dict.fromkeys(("patient_id", "name", "sex", "ct_date"))
    if model.viewed_ct is None:
        return fields
    series = model.viewed_ct.series
    patient = series.patient
    return fields | {
        "patient_id": patient.patient_id or None,
        "name": readable_name(patient.name) or None,
        "sex": patient.sex,
        "ct_date": series.acquisition.acquisition_date,
    }


def _words(value: object) -> str:
    sexes = {Sex.MALE: translate("ClinicalForm", "male"), Sex.FEMALE: translate("ClinicalForm", "female")}
    return sexes[value] if isinstance(value, Sex) else str(value)
