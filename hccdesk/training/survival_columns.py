"""The covariates a nomogram can take: where each comes from, what it is called, and how its axis is drawn."""

from __future__ import annotations

import re

from numpy.typing import ArrayLike

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.cohort import COVARIATES_GIVEN, CohortPatient
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.nomogram_bundle import (
    VariableAxis,
    clinical_feature_axis,
    clinical_field_axis,
    image_feature_axis,
    points_axis,
    response_probability_axis,
    yes_or_no_axis,
)
from hccdesk.survival.nomogram_json import NUMERIC_FIELDS, Kind
from hccdesk.workflow.derived_covariates import derived_of

YES_OR_NO: dict[str, str] = {
    "cirrhosis": "Cirrhosis",
    "one_lobe": "One lobe only",
    "encapsulated": "Capsule",
    "diffuse": "Diffuse type",
    "hepatic_vein_invasion": "Hepatic vein invasion",
    "inferior_vena_cava_invasion": "Vena cava invasion",
    "lymph_node_metastasis": "Lymph nodes",
    "extrahepatic_metastasis": "Extrahepatic metastasis",
    "unresectable": "Unresectable",
    "other_malignancy": "Other malignancy",
    "life_expectancy_under_3_months": "Life expectancy under 3 months",
    "uncorrectable_organ_dysfunction": "Uncorrectable organ dysfunction",
}
NUMBERS: dict[str, tuple[str, str]] = {
    "age_years": ("Age", "years"),
    "ecog": ("ECOG", ""),
    "encephalopathy_grade": ("Encephalopathy grade", ""),
    "bilirubin_umol_per_l": ("Bilirubin", "µmol/L"),
    "albumin_g_per_l": ("Albumin", "g/L"),
    "inr": ("INR", ""),
    "platelets_10e9_per_l": ("Platelets", "10⁹/L"),
    "ast_u_per_l": ("AST", "U/L"),
    "alt_u_per_l": ("ALT", "U/L"),
    "crp_mg_per_l": ("CRP", "mg/L"),
    "afp_ng_per_ml": ("AFP", "ng/mL"),
    "largest_tumour_diameter_mm": ("Diameter", "mm"),
    "tumour_count": ("Tumours", ""),
    "planned_haic_cycles": ("Planned HAIC cycles", ""),
}
DERIVED_TITLES: dict[str, str] = {
    "vascular_invasion": "Vascular invasion",
    "child_pugh_points": "Child-Pugh",
    "portal_vein_invasion": "Portal vein invasion",
    "multinodular": "More than one tumour",
    "child_pugh_b_or_c": "Child-Pugh B or C",
}
RESPONSE_PROBABILITY = "response_probability"
_IMAGE_FEATURE = re.compile(r"image_feature_([1-9]\d*)")


def kind_of(name: str) -> Kind:
    """Where a covariate comes from; refuses a name that is none (`InputError`)."""
    if name in FEATURES:
        return "clinical_feature"
    if name in COVARIATES_GIVEN:
        return "derived"
    if name in NUMERIC_FIELDS:
        return "clinical_field"
    if name == RESPONSE_PROBABILITY:
        return "response_probability"
    if _IMAGE_FEATURE.fullmatch(name):
        return "image_feature"
    known = ", ".join([*FEATURES, *COVARIATES_GIVEN, *sorted(NUMERIC_FIELDS), "image_feature_1", RESPONSE_PROBABILITY])
    raise InputError(
        Sentence.of("{name} is no covariate that this program knows.", name=Sentence.literally(name[:60])),
        what_to_do=Sentence.of("Choose among: {known}.", known=known),
    )


def is_from_ct(name: str) -> bool:
    """Whether a covariate is an answer of the CT model."""
    return kind_of(name) in ("image_feature", "response_probability")


def clinical_value(name: str, patient: CohortPatient) -> float | None:
    """The value of a covariate that is not from the CT; None where it is unknown."""
    match kind_of(name):
        case "clinical_feature":
            value: object = FEATURES[name].of(patient.record)
        case "derived":
            value = derived_of(patient).get(name)
        case _:
            value = getattr(patient.record, name)
    return float(value) if isinstance(value, (bool, int, float)) else None


def image_feature_number(name: str) -> int:
    """Which of the CT model's image features, from 1."""
    return int(name.removeprefix("image_feature_"))


def title_of(name: str) -> str:
    """What a covariate is called on its axis and in tables."""
    if name in FEATURES:
        return FEATURES[name].title
    if name in NUMBERS:
        return NUMBERS[name][0]
    if name == RESPONSE_PROBABILITY:
        return response_probability_axis().title
    if _IMAGE_FEATURE.fullmatch(name):
        return f"Image feature {image_feature_number(name)}"
    return {**DERIVED_TITLES, **YES_OR_NO}.get(name, name)


def axis_of(name: str, observed: ArrayLike) -> VariableAxis:
    """The axis of a covariate around the cohort's `observed` values."""
    kind = kind_of(name)
    if kind == "clinical_feature":
        return clinical_feature_axis(name)
    if kind == "image_feature":
        return image_feature_axis(image_feature_number(name), observed)
    if kind == "response_probability":
        return response_probability_axis()
    if name == "child_pugh_points":
        return points_axis(name, title_of(name), observed)
    if name in NUMBERS:
        return clinical_field_axis(name, title_of(name), NUMBERS[name][1], observed)
    return yes_or_no_axis(name, title_of(name), kind)
