"""The SYSUCC cohort: patients with intermediate-stage HCC of one Chinese centre, first visit, overall survival."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.training.public_raw import DAYS_A_MONTH, RawPatient, truth, written

TITLE = "SYSUCC: intermediate-stage hepatocellular carcinoma, Sun Yat-sen University Cancer Center, Guangzhou"
CITATION = (
    "Shen L, Zeng Q, Guo P, et al. Dynamically prognosticating patients with hepatocellular carcinoma through "
    "survival paths mapping based on time-series data. Nat Commun 2018;9:2230. doi:10.1038/s41467-018-04633-7. "
    "Data: DTSDHCC in the R package SurvivalPath (Shen L, Zhang T), first visit of each patient."
)
LICENCE = "MIT (R package SurvivalPath)"
COLUMNS = (
    "row",
    "age_years",
    "lesion_count_capped_at_4",
    "largest_diameter_mm",
    "vascular_invasion",
    "local_lymph_node_metastasis",
    "distant_metastasis",
    "child_pugh_score",
    "afp_ng_per_ml",
    "embolization",
    "resection",
    "targeted_therapy",
    "death",
    "os_days",
)
SMALLEST_DIAMETER_MM = 1.0
_TREATMENTS = ("embolization", "resection", "targeted_therapy")


def row(patient: RawPatient) -> dict[str, str]:
    """One patient in the columns of our tables.

    A diameter of 0 mm, which no tumour has, is written as 1 mm, the smallest a table takes, and labelled: so the
    patient stays, among the tumours of up to 10 cm, as in R's reference analysis. Lesions were capped at four by
    the source and are therefore a label, not a count.
    """
    diameter = patient.known("largest_diameter_mm")
    return {
        "patient_id": f"sysucc-{int(patient.known('row')):04d}",
        "age_years": written(patient.known("age_years")),
        "afp_ng_per_ml": written(patient.known("afp_ng_per_ml")),
        "largest_tumour_diameter_mm": written(max(diameter, SMALLEST_DIAMETER_MM)),
        "vascular_invasion": written(patient.known("vascular_invasion")),
        "lymph_node_metastasis": truth(patient.flag("local_lymph_node_metastasis")),
        "extrahepatic_metastasis": truth(patient.flag("distant_metastasis")),
        "child_pugh_points": written(patient.known("child_pugh_score")),
        "os_months": written(patient.known("os_days") / DAYS_A_MONTH),
        "os_event": written(patient.known("death")),
        "arm": _arm(patient),
        **{f"label_{name}": "yes" if patient.flag(name) else "no" for name in _TREATMENTS},
        "label_lesions": "4 or more" if patient.known("lesion_count_capped_at_4") >= 4 else _lesions(patient),
        "label_altered": "diameter 0 mm in the source" if diameter < SMALLEST_DIAMETER_MM else "",
    }


def notes(patients: Sequence[RawPatient]) -> list[str]:
    """The known weaknesses of these data, in figures."""

    def count(column: str, value: float = 1.0) -> int:
        return sum(patient.known(column) == value for patient in patients)

    untreated = sum(_arm(patient) == "none recorded" for patient in patients)
    at_limit = max(patient.known("afp_ng_per_ml") for patient in patients)
    return [
        f"{len(patients)} patients, {count('death')} deaths; one centre, time counted from the first visit in the "
        "table, not from the start of a treatment.",
        f"Called intermediate stage, yet {count('vascular_invasion')} patients have vascular invasion, "
        f"{count('local_lymph_node_metastasis')} lymph node and {count('distant_metastasis')} distant metastases: "
        "too few to say much about them.",
        f"{untreated} patients have no recorded treatment; {count('embolization')} had embolisation, "
        f"{count('resection')} resection, {count('targeted_therapy')} targeted therapy at that visit. "
        "None is known to have had HAIC or immunotherapy.",
        "The authors filled in missing values by random forest regression; which values were filled in is not marked.",
        f"AFP is 0 in {count('afp_ng_per_ml', 0.0)} patients and {at_limit:.0f} ng/mL, the highest value, in "
        f"{count('afp_ng_per_ml', at_limit)}: limits of the assay.",
        f"The largest diameter is 0 mm in {count('largest_diameter_mm', 0.0)} patient(s), which is impossible; it is "
        "written as 1 mm and the patient kept, as in the reference analysis. The number of lesions is capped at 4, and "
        f"is 0 in {count('lesion_count_capped_at_4', 0.0)}.",
        "Sex, hepatitis, cirrhosis, ECOG, bilirubin and albumin are not in the table.",
    ]


def _arm(patient: RawPatient) -> str:
    given = [name.replace("_", " ") for name in _TREATMENTS if patient.flag(name)]
    return " + ".join(given) or "none recorded"


def _lesions(patient: RawPatient) -> str:
    return written(patient.known("lesion_count_capped_at_4"))
