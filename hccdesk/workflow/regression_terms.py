"""The terms that a cohort's regressions are offered, as numbers: one list for response and for survival."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.clinical_record import ClinicalRecord, Hepatitis
from hccdesk.domain.cohort import COVARIATES_GIVEN, CohortPatient
from hccdesk.domain.patient import Sex
from hccdesk.workflow.cohort_grouping import Grouping
from hccdesk.workflow.derived_covariates import derived_of

_Reading = Callable[[ClinicalRecord], float | bool | None]


@dataclass(frozen=True, slots=True)
class RegressionTerm:
    """One column: `values` (patient,), NaN where unknown. Terms of one `block` are of one variable, fitted together."""

    name: str
    title: str
    values: NDArray[np.float64]
    block: str


def regression_terms(patients: Sequence[CohortPatient], grouping: Grouping) -> tuple[RegressionTerm, ...]:
    """Every term with a known value, none twice: the groups first (against the first of them), then the clinical row.

    AFP, diameter and number of tumours enter by their published cuts and not as numbers, for they are skewed beyond
    what one ratio a unit could describe; other numbers by the step that the title says.
    """
    read = [_term(name, title, [of(patient.record) for patient in patients]) for name, title, of in _READ]
    stated = [derived_of(patient) for patient in patients]
    derived = [_term(name, title, [given.get(name) for given in stated]) for name, title in _derived(patients)]
    found = (*_group_terms(patients, grouping), *read, *derived)
    known = [term for term in found if not np.isnan(term.values).all()]
    return tuple(term for i, term in enumerate(known) if not any(_same(term, other) for other in known[:i]))


def _same(term: RegressionTerm, other: RegressionTerm) -> bool:
    """Whether two terms are one in these patients: any portal vein invasion where it is always Vp4."""
    return np.array_equal(term.values, other.values, equal_nan=True)


def _group_terms(patients: Sequence[CohortPatient], grouping: Grouping) -> tuple[RegressionTerm, ...]:
    """Groups of the table's own (centre, arm, label_…): groups by the clinical row are terms already."""
    if not any(grouping.by in patient.labels for patient in patients):
        return ()
    first = grouping.names[0]
    return tuple(
        replace(
            _term(
                f"{grouping.by}={name}", f"{name} vs {first}", [None if g is None else g == name for g in grouping.of]
            ),
            block=str(grouping.by),
        )
        for name in grouping.names[1:]
    )


def _derived(patients: Sequence[CohortPatient]) -> list[tuple[str, str]]:
    """Invasion of any vessel only where the table states it: else the single vessels are terms."""
    names = ["child_pugh_points", "multinodular", "portal_vein_invasion"]
    if any("vascular_invasion" in patient.given for patient in patients):
        names.append("vascular_invasion")
    if all("child_pugh_points" not in derived_of(patient) for patient in patients):
        names[0] = "child_pugh_b_or_c"
    titles = {**COVARIATES_GIVEN, "child_pugh_points": "Child-Pugh, per point"}
    return [(name, titles[name]) for name in names]


def _term(name: str, title: str, values: Sequence[float | bool | None]) -> RegressionTerm:
    return RegressionTerm(name, title, np.array([np.nan if v is None else float(v) for v in values]), block=name)


def _male(record: ClinicalRecord) -> bool | None:
    return None if record.sex is None else record.sex is Sex.MALE


def _hepatitis_b(record: ClinicalRecord) -> bool | None:
    return None if record.hepatitis is None else record.hepatitis in (Hepatitis.HBV, Hepatitis.HBV_AND_HCV)


def _ecog(record: ClinicalRecord) -> bool | None:
    return None if record.ecog is None else record.ecog >= 1


def _field(name: str, step: float = 1.0) -> _Reading:
    """A field in steps of its unit: of one unit the ratio would be 1.00 to every decimal printed."""

    def of(record: ClinicalRecord) -> float | bool | None:
        value = getattr(record, name)
        return None if value is None else float(value) / step

    return of


def _feature(name: str) -> tuple[str, str, _Reading]:
    return name, FEATURES[name].title, FEATURES[name].of


_READ: tuple[tuple[str, str, _Reading], ...] = (
    ("age_years", "Age, per 10 years", _field("age_years", 10)),
    ("sex", "Male", _male),
    ("hepatitis", "Hepatitis B", _hepatitis_b),
    ("cirrhosis", "Cirrhosis", _field("cirrhosis")),
    ("ecog", "ECOG ≥ 1", _ecog),
    ("bilirubin_umol_per_l", "Bilirubin, per 10 µmol/L", _field("bilirubin_umol_per_l", 10)),
    ("albumin_g_per_l", "Albumin, per g/L", _field("albumin_g_per_l")),
    ("platelets_10e9_per_l", "Platelets, per 50×10⁹/L", _field("platelets_10e9_per_l", 50)),
    ("ast_u_per_l", "AST, per 10 U/L", _field("ast_u_per_l", 10)),
    ("alt_u_per_l", "ALT, per 10 U/L", _field("alt_u_per_l", 10)),
    ("crp_mg_per_l", "CRP, per 10 mg/L", _field("crp_mg_per_l", 10)),
    _feature("afp_ge_400_ng_per_ml"),
    _feature("diameter_gt_100_mm"),
    ("one_lobe", "Confined to one lobe", _field("one_lobe")),
    _feature("encapsulated"),
    _feature("diffuse"),
    _feature("vp4"),
    ("hepatic_vein_invasion", "Hepatic vein invasion", _field("hepatic_vein_invasion")),
    ("inferior_vena_cava_invasion", "Inferior vena cava invasion", _field("inferior_vena_cava_invasion")),
    ("lymph_node_metastasis", "Lymph node metastasis", _field("lymph_node_metastasis")),
    ("extrahepatic_metastasis", "Extrahepatic metastasis", _field("extrahepatic_metastasis")),
)
