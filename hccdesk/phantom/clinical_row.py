"""A phantom patient's clinical row: drawn by the hospital's frequencies, leaning on the hidden biology."""

from __future__ import annotations

from datetime import date, timedelta
from math import log, sqrt
from typing import Any, TypeVar

import numpy as np
from scipy.special import ndtri

from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PortalVeinInvasion, PriorTreatment
from hccdesk.domain.patient import Sex
from hccdesk.phantom.biology import Biology
from hccdesk.phantom.marginals import Marginals

_T = TypeVar("_T")

SMALLEST_DIAMETER_MM, LARGEST_DIAMETER_MM = 30.0, 190.0
"""A target lesion that can be measured, and the largest that a liver holds."""
AFP_SD_LOG10 = 1.3


def draw_clinical_row(
    rng: np.random.Generator, biology: Biology, marginals: Marginals, patient_id: str, treatment_date: date
) -> ClinicalRecord:
    """A complete row; name `Phantom^Sample`; every date before `treatment_date`, CT and laboratory within 7 days."""
    return ClinicalRecord(
        patient_id=patient_id,
        name="Phantom^Sample",
        **_person(rng, marginals),
        **_liver(rng, marginals),
        **_tumour(rng, biology, marginals),
        unresectable=True,
        other_malignancy=False,
        prior_treatment=PriorTreatment.NONE,
        planned_haic_cycles=3,
        life_expectancy_under_3_months=False,
        uncorrectable_organ_dysfunction=False,
        **_dates(rng, treatment_date),
        treatment_date=treatment_date,
    )


def _person(rng: np.random.Generator, marginals: Marginals) -> dict[str, Any]:
    mean, sd = marginals.age_years
    return {
        "age_years": float(np.clip(round(mean + sd * rng.standard_normal()), 19, 88)),
        "sex": Sex.MALE if rng.random() < marginals.male else Sex.FEMALE,
        "hepatitis": _pick(rng, marginals.hepatitis),
        "cirrhosis": bool(rng.random() < marginals.cirrhosis),
        "ecog": 0 if rng.random() < marginals.ecog_0 else 1,
    }


def _liver(rng: np.random.Generator, marginals: Marginals) -> dict[str, Any]:
    """Laboratory values and ascites that add up to the Child-Pugh points drawn (Pugh et al., Br J Surg 1973)."""
    points = _pick(rng, marginals.child_pugh_points)
    chosen = rng.choice(4, size=points - 5, replace=False, p=(0.45, 0.25, 0.25, 0.05))
    albumin, ascites, bilirubin, clotting = (i in chosen for i in range(4))
    return {
        "ascites": Ascites.MILD if ascites else Ascites.NONE,
        "encephalopathy_grade": 0,
        "bilirubin_umol_per_l": round(rng.uniform(35, 49) if bilirubin else rng.uniform(7, 30), 1),
        "albumin_g_per_l": round(rng.uniform(29, 34.5) if albumin else rng.uniform(35.8, 46), 1),
        "inr": round(rng.uniform(1.72, 2.1) if clotting else rng.uniform(0.95, 1.35), 2),
        "platelets_10e9_per_l": float(round(np.exp(rng.normal(log(165), 0.4)))),
        "ast_u_per_l": float(round(np.exp(rng.normal(log(58), 0.5)))),
        "alt_u_per_l": float(round(np.exp(rng.normal(log(44), 0.5)))),
        "crp_mg_per_l": round(float(np.exp(rng.normal(log(9), 0.9))), 1),
    }


def _tumour(rng: np.random.Generator, biology: Biology, marginals: Marginals) -> dict[str, Any]:
    vascular, undifferentiated = biology.vascular_disorder, biology.dedifferentiation
    diffuse = bool(_score(rng, 0.30, vascular) > ndtri(1 - marginals.diffuse))
    capsule_left = marginals.encapsulated / (1 - marginals.diffuse)  # the two exclude each other
    many = bool(rng.random() < marginals.five_or_more_tumours)
    return {
        "afp_ng_per_ml": _afp(_score(rng, 0.30, undifferentiated), marginals),
        "largest_tumour_diameter_mm": _diameter(_score(rng, 0.20, vascular), marginals),
        "vp": _vp(_score(rng, 0.25, vascular), marginals),
        "diffuse": diffuse,
        "encapsulated": bool(_score(rng, -0.35, vascular) > ndtri(1 - capsule_left)) and not diffuse,
        "tumour_count": int(rng.integers(5, 12)) if many else int(rng.integers(1, 5)),
        "one_lobe": bool(rng.random() < marginals.one_lobe),
        "hepatic_vein_invasion": bool(rng.random() < marginals.hepatic_vein_invasion),
        "inferior_vena_cava_invasion": bool(rng.random() < marginals.inferior_vena_cava_invasion),
        "lymph_node_metastasis": bool(rng.random() < marginals.lymph_node_metastasis),
        "extrahepatic_metastasis": bool(rng.random() < marginals.extrahepatic_metastasis),
    }


def _score(rng: np.random.Generator, loading: float, axis: float) -> float:
    """A standard normal score that leans on a hidden axis."""
    return loading * axis + sqrt(1 - loading**2) * float(rng.standard_normal())


def _afp(score: float, marginals: Marginals) -> float:
    centre = log(400) / log(10) + AFP_SD_LOG10 * float(ndtri(marginals.afp_ge_400_ng_per_ml))
    return round(float(np.clip(10 ** (centre + AFP_SD_LOG10 * score), 1.3, 250_000)), 1)


def _diameter(score: float, marginals: Marginals) -> float:
    """Log-normal with the hospital's mean and standard deviation, within what can be drawn."""
    mean, sd = marginals.diameter_mm
    variance = log(1 + (sd / mean) ** 2)
    diameter = np.exp(log(mean) - variance / 2 + sqrt(variance) * score)
    return round(float(np.clip(diameter, SMALLEST_DIAMETER_MM, LARGEST_DIAMETER_MM)), 1)


def _vp(score: float, marginals: Marginals) -> PortalVeinInvasion:
    if score > ndtri(1 - marginals.vp4):
        return PortalVeinInvasion.VP4
    if score > ndtri(1 - min(marginals.vp4 + marginals.vp3, 1.0)):
        return PortalVeinInvasion.VP3
    return PortalVeinInvasion.NONE


def _dates(rng: np.random.Generator, treatment_date: date) -> dict[str, Any]:
    ct, laboratory, biopsy = (int(rng.integers(low, high)) for low, high in ((1, 8), (1, 8), (3, 15)))
    drawn = treatment_date - timedelta(days=laboratory)
    return {
        "ct_date": treatment_date - timedelta(days=ct),
        "biopsy_date": treatment_date - timedelta(days=biopsy),
        "liver_function_date": drawn,
        "afp_date": drawn,
        "crp_date": drawn,
    }


def _pick(rng: np.random.Generator, frequencies: tuple[tuple[_T, float], ...]) -> _T:
    bounds = np.cumsum([weight for _, weight in frequencies])
    return frequencies[int(np.searchsorted(bounds, rng.random() * bounds[-1], side="right"))][0]
