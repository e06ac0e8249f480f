"""The HCC-TACE-Seg cohort of The Cancer Imaging Archive: 105 patients treated with TACE, time to progression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hccdesk.training.public_raw import DAYS_A_MONTH, RawPatient, truth, written

TITLE = "HCC-TACE-Seg: hepatocellular carcinoma treated with TACE, The Cancer Imaging Archive"
CITATION = (
    "Moawad AW, Fuentes D, Morshid A, et al. Multimodality annotated HCC cases with and without advanced imaging "
    "segmentation (HCC-TACE-Seg) [data set]. The Cancer Imaging Archive, 2021. doi:10.7937/TCIA.5FNA-0924."
)
LICENCE = "CC BY 4.0"
READERS = (1, 2, 3)
COLUMNS = (
    "TCIA_ID",
    "TTP",
    "Death_1_StillAliveorLostToFU_0",
    "Censored_0_progressed_1",
    "OS",
    "hepatitis",
    "age",
    "Sex",
    "Evidence_of_cirh",
    "PS_bclc_0_0_1-2_1_3-4_3",
    "CPS",
    "Tr_Size",
    "tumor_nodul",
    "Vascular invasion",
    "Metastasis",
    "Lymphnodes",
    "Portal Vein Thrombosis",
    "AFP",
    "BCLC",
    *(f"{reader}_mRECIST" for reader in READERS),
)
DEATH_AT_THE_LAST_LOOK_WEEKS = 13
"""One interval of imaging after TACE: who died within it was not seen to progress before death."""
_HEPATITIS = {"No virus": "none", "HBV only": "hbv", "HCV only": "hcv", "HCV and HBV": "hbv+hcv"}
_CHILD_PUGH = {"A": "0", "B": "1", "C": "1"}
_CATEGORIES = {1.0: "cr", 2.0: "pr", 3.0: "sd", 4.0: "pd"}


def row(patient: RawPatient) -> dict[str, str]:
    """One patient in the columns of our tables.

    Times are weeks x 7 / 30.4375 months. The response is what two of three readers call it, or empty; ECOG 1 and 2
    are one group in the source and stay unknown.
    """
    multinodular = patient.word("tumor_nodul", {"uninodular": "0", "multinodular": "1"})
    return {
        "patient_id": patient.cells["TCIA_ID"].strip(),
        "age_years": written(patient.known("age")),
        "sex": "male" if patient.known("Sex") == 1 else "female",
        "hepatitis": patient.word("hepatitis", _HEPATITIS),
        "cirrhosis": truth(patient.flag("Evidence_of_cirh")),
        "ecog": "0" if patient.known("PS_bclc_0_0_1-2_1_3-4_3") == 0 else "",
        "afp_ng_per_ml": written(patient.known("AFP")),
        "largest_tumour_diameter_mm": _diameter(patient),
        "tumour_count": "1" if multinodular == "0" else "",
        "multinodular": multinodular,
        "vascular_invasion": written(patient.known("Vascular invasion")),
        "portal_vein_invasion": written(patient.known("Portal Vein Thrombosis")),
        "lymph_node_metastasis": truth(patient.flag("Lymphnodes")),
        "extrahepatic_metastasis": truth(patient.flag("Metastasis")),
        "child_pugh_b_or_c": patient.word("CPS", _CHILD_PUGH),
        "mrecist": _response(patient) or "",
        "ttp_months": written(patient.known("TTP") * 7 / DAYS_A_MONTH),
        "ttp_event": _progression(patient),
        "os_months": written(patient.known("OS") * 7 / DAYS_A_MONTH),
        "os_event": written(patient.known("Death_1_StillAliveorLostToFU_0")),
        "arm": "TACE",
        "label_child_pugh_class": patient.cells["CPS"].strip(),
        "label_bclc": patient.cells["BCLC"].strip().removeprefix("Stage-"),
    }


def notes(patients: Sequence[RawPatient]) -> list[str]:
    """The known weaknesses of these data, in figures."""
    endings = Counter(_progression(patient) for patient in patients)
    died = sum(patient.flag("Death_1_StillAliveorLostToFU_0") for patient in patients)
    unread = sum(not _readings(patient) for patient in patients)
    undecided = sum(bool(_readings(patient)) and _response(patient) is None for patient in patients)
    return [
        f"{len(patients)} patients, {endings['1']} progressions, {died} deaths; retrospective, one centre, TACE only.",
        f"Time to progression ends at the last look at the liver. {endings['2']} patients without progression died "
        f"within {DEATH_AT_THE_LAST_LOOK_WEEKS} weeks of it and count as died before progression (2); who died later "
        "is censored (0), since the table does not say whether progression or another treatment came between.",
        f"Response by mRECIST is what two of three readers say: {unread} patients were not read, in {undecided} no "
        "two readers agree; these stay empty.",
        f"The tumour's size is missing in {sum(patient.value('Tr_Size') is None for patient in patients)} patients, "
        "and where it is given it can differ much from what is measured on the CT.",
        "Portal vein thrombosis is taken as portal vein invasion: the source does not tell bland thrombus from tumour.",
        "Child-Pugh is known by class only, performance status in groups (0, 1-2, 3-4), the number of tumours as one "
        "or several.",
    ]


def _diameter(patient: RawPatient) -> str:
    size_cm = patient.value("Tr_Size")
    return "" if size_cm is None else written(round(size_cm * 10, 6))


def _progression(patient: RawPatient) -> str:
    if patient.flag("Censored_0_progressed_1"):
        return "1"
    after = patient.known("OS") - patient.known("TTP")
    died = patient.flag("Death_1_StillAliveorLostToFU_0")
    return "2" if died and after <= DEATH_AT_THE_LAST_LOOK_WEEKS else "0"


def _readings(patient: RawPatient) -> list[str]:
    values = (patient.value(f"{reader}_mRECIST") for reader in READERS)
    return [_CATEGORIES[value] for value in values if value in _CATEGORIES]


def _response(patient: RawPatient) -> str | None:
    ((category, readers),) = Counter(_readings(patient)).most_common(1) or [("", 0)]
    return category if readers >= 2 else None
