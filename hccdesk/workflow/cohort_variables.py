"""What a cohort's patients can be described and grouped by: the clinical row, what follows from it, free labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from hccdesk.clinical import albi, bclc, child_pugh, cnlc
from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import COVARIATES_GIVEN, CohortPatient
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.report.clinical_labels import FIELD_LABELS, FIELD_UNITS, RULE_LABELS, VALUE_LABELS

Value = float | str | None

NUMBERS = (
    "age_years",
    "bilirubin_umol_per_l",
    "albumin_g_per_l",
    "inr",
    "platelets_10e9_per_l",
    "ast_u_per_l",
    "alt_u_per_l",
    "crp_mg_per_l",
    "afp_ng_per_ml",
    "largest_tumour_diameter_mm",
    "tumour_count",
    "planned_haic_cycles",
)
"""Fields described by mean or median; every other is a category."""

NOT_DESCRIBED = ("patient_id", "name", "previous_session", "bclc_confirmed")
FEATURES_SHOWN = ("afp_ge_400_ng_per_ml", "diameter_gt_100_mm")
"""Features that no field says by itself."""
LABEL_PREFIX = "label_"
MOST_LEVELS = 15
"""A label of more values is free text and no category."""
RESPONSES = ("no objective response", "objective response")
YES, NO = "yes", "no"

_Score = Callable[[ClinicalRecord], ScoreFinding | NotComputed]
_SCORES: dict[str, tuple[_Score, tuple[str, ...]]] = {
    "child_pugh_class": (child_pugh.score, ("A", "B", "C")),
    "albi_grade": (albi.score, ("grade 1", "grade 2", "grade 3")),
    "bclc_stage": (bclc.score, bclc.STAGES),
    "cnlc_stage": (cnlc.score, cnlc.STAGES),
}


@dataclass(frozen=True, slots=True)
class CohortVariable:
    """One variable: `values` by patient (None: unknown), numbers or, where `levels` are given, one of these.

    `levels` are the categories in order, those that somebody has; `is_yes_no`: they are "no" and "yes".
    """

    name: str
    title: str
    unit: str
    levels: tuple[str, ...] | None
    values: tuple[Value, ...]

    @property
    def is_yes_no(self) -> bool:
        """Whether its categories are "no" and "yes", of which one tells the other."""
        return self.levels is not None and set(self.levels) <= {YES, NO}

    @property
    def speaks(self) -> bool:
        """Whether its categories can be understood without its title."""
        return self.name in ("sex", "responded", "mrecist", "centre", "arm") or self.name.startswith(LABEL_PREFIX)

    @property
    def is_known(self) -> bool:
        """Whether any patient has a value."""
        return any(value is not None for value in self.values)


def baseline_variables(patients: Sequence[CohortPatient]) -> tuple[CohortVariable, ...]:
    """What is known of any patient before treatment, in the order of the form; then scores, and the table's labels."""
    fields = [name for name in FIELD_LABELS if name not in NOT_DESCRIBED and not name.endswith("_date")]
    found = [
        *(_field(name, patients) for name in fields),
        *(_feature(name, patients) for name in FEATURES_SHOWN),
        *(_given(name, patients) for name in COVARIATES_GIVEN),
        *(_score(name, patients) for name in _SCORES),
        *(_label(name, patients) for name in _label_names(patients)),
    ]
    return tuple(variable for variable in found if variable.is_known)


def outcome_variables(patients: Sequence[CohortPatient]) -> tuple[CohortVariable, ...]:
    """What patients may be grouped by besides: whether they responded, and how."""
    responded = tuple(None if p.responded is None else RESPONSES[p.responded] for p in patients)
    mrecist = tuple(None if p.mrecist is None else _word(p.mrecist) for p in patients)
    return (
        CohortVariable("responded", RULE_LABELS["responded"], "", RESPONSES, responded),
        CohortVariable("mrecist", RULE_LABELS["mrecist"], "", _used(("CR", "PR", "SD", "PD"), mrecist), mrecist),
    )


def _field(name: str, patients: Sequence[CohortPatient]) -> CohortVariable:
    given = [getattr(patient.record, name) for patient in patients]
    title, unit = FIELD_LABELS[name], FIELD_UNITS.get(name, "")
    if name in NUMBERS:
        return CohortVariable(name, title, unit, None, tuple(None if v is None else float(v) for v in given))
    values = tuple(None if value is None else _word(value) for value in given)
    return CohortVariable(name, title, unit, _used(_order(given), values), values)


def _order(given: Sequence[object]) -> tuple[str, ...]:
    """The levels of an enumeration in its own order; of booleans and grades, rising."""
    first = next((value for value in given if value is not None), None)
    if isinstance(first, Enum):
        return tuple(_word(member) for member in type(first))
    if isinstance(first, bool):
        return NO, YES
    return tuple(str(grade) for grade in sorted({value for value in given if isinstance(value, int)}))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return VALUE_LABELS.get(value.value, str(value.value)) if isinstance(value, Enum) else str(value)


def _feature(name: str, patients: Sequence[CohortPatient]) -> CohortVariable:
    said = [FEATURES[name].of(patient.record) for patient in patients]
    return _yes_no(name, FEATURES[name].title, said)


def _given(name: str, patients: Sequence[CohortPatient]) -> CohortVariable:
    given = [patient.given.get(name) for patient in patients]
    title = COVARIATES_GIVEN[name]
    if name.endswith("_points"):
        return CohortVariable(name, title, "", None, tuple(given))
    return _yes_no(name, title, [None if value is None else bool(value) for value in given])


def _yes_no(name: str, title: str, said: Sequence[bool | None]) -> CohortVariable:
    values = tuple(None if value is None else _word(value) for value in said)
    return CohortVariable(name, title, "", _used((NO, YES), values), values)


def _score(name: str, patients: Sequence[CohortPatient]) -> CohortVariable:
    score, groups = _SCORES[name]
    found = [score(patient.record) for patient in patients]
    values = tuple(None if isinstance(f, NotComputed) else f.group for f in found)
    return CohortVariable(name, RULE_LABELS[name], "", _used(groups, values), values)


def free_texts(patients: Sequence[CohortPatient]) -> tuple[str, ...]:
    """Labels with too many different values to be categories; they are not described."""
    names = dict.fromkeys(name for patient in patients for name in patient.labels)
    return tuple(name for name in names if len(_label(name, patients).levels or ()) > MOST_LEVELS)


def _label_names(patients: Sequence[CohortPatient]) -> tuple[str, ...]:
    names = dict.fromkeys(name for patient in patients for name in patient.labels)
    return tuple(name for name in names if name not in free_texts(patients))


def _label(name: str, patients: Sequence[CohortPatient]) -> CohortVariable:
    values = tuple(patient.labels.get(name) for patient in patients)
    key = name.removeprefix(LABEL_PREFIX)
    title = RULE_LABELS.get(key, key.replace("_", " ").capitalize())
    return CohortVariable(name, title, "", tuple(sorted({v for v in values if v is not None})), values)


def _used(order: Sequence[str], values: Sequence[Value]) -> tuple[str, ...]:
    return tuple(level for level in order if level in values)
