"""Whom a survival model may be asked about, and its cohort's weaknesses: both counted from the patients themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.cohort import CohortPatient
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.workflow.derived_covariates import derived_of

ARM = "arm"
"""The column that tells what patients got where it was no regimen of ours."""
SELDOM = 0.05
"""Of the patients: what fewer had is said to be seldom seen, and a patient who has it is not inside."""


def scope_of(
    plan: SurvivalPlan, patients: Sequence[CohortPatient], of_head: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """The applicability rules: the plan's own, those of the CT head whose answers it takes, what the patients show."""
    rules = {**_treatment(plan, patients), **_ranges(patients), **_seldom(patients)}
    return {**rules, **of_head, **plan.applicability}


def weaknesses(patients: Sequence[CohortPatient]) -> tuple[str, ...]:
    """What few of the patients had, in figures."""
    rare = [f"{rule['seen']} with {_IN_WORDS[name]}" for name, rule in _seldom(patients).items()]
    return (f"Of its {len(patients)} patients only {', '.join(rare)}.",) if rare else ()


def _treatment(plan: SurvivalPlan, patients: Sequence[CohortPatient]) -> dict[str, Any]:
    if plan.regimen is not None:
        return {"regimens": [plan.regimen.value]}
    arms = Counter(arm for patient in patients if (arm := patient.labels.get(ARM))).most_common()
    usual = [f"{arm} ({count})" for arm, count in arms if count >= SELDOM * len(patients)]
    others = sum(count for _, count in arms if count < SELDOM * len(patients))
    return {"treatments_given": [*usual, *([f"other ({others})"] if others else [])]} if arms else {}


def _ranges(patients: Sequence[CohortPatient]) -> dict[str, Any]:
    ages = _known(patients, lambda record: record.age_years)
    diameters = [value for value in _known(patients, lambda record: record.largest_tumour_diameter_mm) if value > 0]
    points = [int(value) for p in patients if (value := derived_of(p).get("child_pugh_points")) is not None]
    vp = {p.record.vp for p in patients if p.record.vp is not None}
    unseen = [one.value for one in PortalVeinInvasion if one is not PortalVeinInvasion.NONE and one not in vp]
    return {
        **({"age_years": {"observed": [min(ages), max(ages)]}} if ages else {}),
        **({"largest_tumour_diameter_mm": {"observed": [min(diameters), max(diameters)]}} if diameters else {}),
        **({"child_pugh": {"observed_points": [min(points), max(points)]}} if points else {}),
        **({"vp": {"never_seen": unseen}} if vp and unseen else {}),
    }


def _known(patients: Sequence[CohortPatient], of: Callable[[ClinicalRecord], float | None]) -> list[float]:
    values = (of(patient.record) for patient in patients)
    return [float(value) for value in values if value is not None]


def _seldom(patients: Sequence[CohortPatient]) -> dict[str, Any]:
    answers = {name: [of(p) for p in patients] for name, of in _SELDOM_OF.items()}
    known = {name: [bool(one) for one in given if one is not None] for name, given in answers.items()}
    return {
        name: {"seen": sum(values), "of": len(values)}
        for name, values in known.items()
        if values and sum(values) < SELDOM * len(values)
    }


_SELDOM_OF: dict[str, Callable[[CohortPatient], float | None]] = {
    "vascular_invasion": lambda p: derived_of(p).get("vascular_invasion"),
    "lymph_node_metastasis": lambda p: p.record.lymph_node_metastasis,
    "extrahepatic_metastasis": lambda p: p.record.extrahepatic_metastasis,
}
_IN_WORDS = {
    "vascular_invasion": "vascular invasion",
    "lymph_node_metastasis": "lymph node metastasis",
    "extrahepatic_metastasis": "extrahepatic metastasis",
}
