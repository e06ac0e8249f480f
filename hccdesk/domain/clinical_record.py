"""The patient's clinical row as both papers use it; every field may be unknown (None), never filled in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from hccdesk.domain.patient import Sex


class Hepatitis(StrEnum):
    """Viral hepatitis."""

    NONE = "none"
    HBV = "hbv"
    HCV = "hcv"
    HBV_AND_HCV = "hbv+hcv"


class Ascites(StrEnum):
    """Ascites in the three grades of the Child-Pugh score."""

    NONE = "none"
    MILD = "mild"
    MODERATE_OR_SEVERE = "moderate_or_severe"


class PortalVeinInvasion(StrEnum):
    """Vp of the Liver Cancer Study Group of Japan; `VP4` is the main trunk or the opposite first-order branch."""

    NONE = "none"
    VP1 = "vp1"
    VP2 = "vp2"
    VP3 = "vp3"
    VP4 = "vp4"


class BclcStage(StrEnum):
    """Stage of the Barcelona Clinic Liver Cancer system, best first."""

    VERY_EARLY = "0"
    EARLY = "A"
    INTERMEDIATE = "B"
    ADVANCED = "C"
    TERMINAL = "D"


class PriorTreatment(StrEnum):
    """Treatment of this tumour before the planned one."""

    NONE = "none"
    RESECTION = "resection"
    ABLATION = "ablation"
    TACE = "tace"
    HAIC = "haic"
    SYSTEMIC = "systemic"
    OTHER = "other"


class RadiologicalResponse(StrEnum):
    """mRECIST category."""

    CR = "cr"
    PR = "pr"
    SD = "sd"
    PD = "pd"


@dataclass(frozen=True, slots=True)
class PreviousSession:
    """What the ART score needs of the session before: liver tests around it, and the response."""

    ast_before_u_per_l: float | None = None
    ast_after_u_per_l: float | None = None
    child_pugh_before: int | None = None
    child_pugh_after: int | None = None
    radiological_response: RadiologicalResponse | None = None


@dataclass(frozen=True, slots=True)
class ClinicalRecord:
    """One patient's clinical row in SI units; None means unknown, which is not "no"."""

    patient_id: str | None = None
    name: str | None = None
    age_years: float | None = None
    sex: Sex | None = None
    hepatitis: Hepatitis | None = None
    cirrhosis: bool | None = None
    ecog: int | None = None
    ascites: Ascites | None = None
    encephalopathy_grade: int | None = None
    bilirubin_umol_per_l: float | None = None
    albumin_g_per_l: float | None = None
    inr: float | None = None
    platelets_10e9_per_l: float | None = None
    ast_u_per_l: float | None = None
    alt_u_per_l: float | None = None
    crp_mg_per_l: float | None = None
    afp_ng_per_ml: float | None = None
    largest_tumour_diameter_mm: float | None = None
    tumour_count: int | None = None
    one_lobe: bool | None = None
    encapsulated: bool | None = None
    diffuse: bool | None = None
    vp: PortalVeinInvasion | None = None
    hepatic_vein_invasion: bool | None = None
    inferior_vena_cava_invasion: bool | None = None
    lymph_node_metastasis: bool | None = None
    extrahepatic_metastasis: bool | None = None
    unresectable: bool | None = None
    other_malignancy: bool | None = None
    prior_treatment: PriorTreatment | None = None
    planned_haic_cycles: int | None = None
    life_expectancy_under_3_months: bool | None = None
    uncorrectable_organ_dysfunction: bool | None = None
    ct_date: date | None = None
    biopsy_date: date | None = None
    treatment_date: date | None = None
    liver_function_date: date | None = None
    afp_date: date | None = None
    crp_date: date | None = None
    bclc_confirmed: BclcStage | None = None
    """The stage as a reader confirmed or corrected it; the program only suggests one."""
    previous_session: PreviousSession | None = None


CLINICAL_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(ClinicalRecord))
"""The names of the clinical fields, in the order of the form."""
