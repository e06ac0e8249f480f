"""The clinical form as a table: every field of the row, its group, kind, units and range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hccdesk import resources
from hccdesk.domain.clinical_record import (
    Ascites,
    BclcStage,
    Hepatitis,
    PortalVeinInvasion,
    PriorTreatment,
    RadiologicalResponse,
)
from hccdesk.domain.patient import Sex
from hccdesk.ui.language import QT_TRANSLATE_NOOP


class Kind(StrEnum):
    """How a field is asked."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit one may type in: what is typed times `factor` is the row's own unit."""

    name: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the row, what it is called, and how it is asked. The first unit is the row's own."""

    name: str
    title: str
    kind: Kind
    units: tuple[Unit, ...] = ()
    choices: tuple[tuple[object, str], ...] = ()


PREVIOUS = "previous_session."


def _number(name: str, title: str, *units: Unit) -> Field:
    return Field(name, title, Kind.NUMBER, units)


def _count(name: str, title: str) -> Field:
    return Field(name, title, Kind.COUNT)


def _yes_no(name: str, title: str) -> Field:
    return Field(name, title, Kind.YES_NO)


def _date(name: str, title: str) -> Field:
    return Field(name, title, Kind.DATE)


def _choice(name: str, title: str, choices: Mapping[object, str]) -> Field:
    return Field(name, title, Kind.CHOICE, (), tuple(choices.items()))


GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Patient"),
        (
            Field("patient_id", QT_TRANSLATE_NOOP("ClinicalForm", "Patient ID"), Kind.TEXT),
            Field("name", QT_TRANSLATE_NOOP("ClinicalForm", "Name"), Kind.TEXT),
            _number(
                "age_years", QT_TRANSLATE_NOOP("ClinicalForm", "Age"), Unit(QT_TRANSLATE_NOOP("ClinicalForm", "years"))
            ),
            _choice(
                "sex",
                QT_TRANSLATE_NOOP("ClinicalForm", "Sex"),
                {
                    Sex.MALE: QT_TRANSLATE_NOOP("ClinicalForm", "male"),
                    Sex.FEMALE: QT_TRANSLATE_NOOP("ClinicalForm", "female"),
                },
            ),
            _choice(
                "ecog",
                QT_TRANSLATE_NOOP("ClinicalForm", "ECOG"),
                {grade: str(grade) for grade in range(5)},
            ),
            _yes_no("other_malignancy", QT_TRANSLATE_NOOP("ClinicalForm", "Other malignancy")),
            _yes_no("life_expectancy_under_3_months", QT_TRANSLATE_NOOP("ClinicalForm", "Life expectancy < 3 months")),
            _yes_no(
                "uncorrectable_organ_dysfunction", QT_TRANSLATE_NOOP("ClinicalForm", "Uncorrectable organ dysfunction")
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Liver function"),
        (
            _choice(
                "hepatitis",
                QT_TRANSLATE_NOOP("ClinicalForm", "Hepatitis"),
                {
                    Hepatitis.NONE: QT_TRANSLATE_NOOP("ClinicalForm", "none"),
                    Hepatitis.HBV: "HBV",
                    Hepatitis.HCV: "HCV",
                    Hepatitis.HBV_AND_HCV: "HBV + HCV",
                },
            ),
            _yes_no("cirrhosis", QT_TRANSLATE_NOOP("ClinicalForm", "Cirrhosis")),
            _choice(
                "ascites",
                QT_TRANSLATE_NOOP("ClinicalForm", "Ascites"),
                {
                    Ascites.NONE: QT_TRANSLATE_NOOP("ClinicalForm", "none"),
                    Ascites.MILD: QT_TRANSLATE_NOOP("ClinicalForm", "mild"),
                    Ascites.MODERATE_OR_SEVERE: QT_TRANSLATE_NOOP("ClinicalForm", "moderate or severe"),
                },
            ),
            _choice(
                "encephalopathy_grade",
                QT_TRANSLATE_NOOP("ClinicalForm", "Encephalopathy"),
                {grade: str(grade) for grade in range(5)},
            ),
            _number(
                "bilirubin_umol_per_l",
                QT_TRANSLATE_NOOP("ClinicalForm", "Bilirubin"),
                Unit("µmol/L"),
                Unit("mg/dL", 17.1),
            ),
            _number("albumin_g_per_l", QT_TRANSLATE_NOOP("ClinicalForm", "Albumin"), Unit("g/L"), Unit("g/dL", 10.0)),
            _number("inr", QT_TRANSLATE_NOOP("ClinicalForm", "INR")),
            _number("platelets_10e9_per_l", QT_TRANSLATE_NOOP("ClinicalForm", "Platelets"), Unit("10⁹/L")),
            _number("ast_u_per_l", "AST", Unit("U/L")),
            _number("alt_u_per_l", "ALT", Unit("U/L")),
            _date("liver_function_date", QT_TRANSLATE_NOOP("ClinicalForm", "Liver tests on")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Tumour"),
        (
            _number(
                "largest_tumour_diameter_mm",
                QT_TRANSLATE_NOOP("ClinicalForm", "Largest diameter"),
                Unit("mm"),
                Unit("cm", 10.0),
            ),
            _count("tumour_count", QT_TRANSLATE_NOOP("ClinicalForm", "Number of tumours")),
            _yes_no("one_lobe", QT_TRANSLATE_NOOP("ClinicalForm", "Confined to one lobe")),
            _yes_no("encapsulated", QT_TRANSLATE_NOOP("ClinicalForm", "Capsule")),
            _yes_no("diffuse", QT_TRANSLATE_NOOP("ClinicalForm", "Diffuse type")),
            _date("ct_date", QT_TRANSLATE_NOOP("ClinicalForm", "CT on")),
            _date("biopsy_date", QT_TRANSLATE_NOOP("ClinicalForm", "Biopsy on")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Vessels and spread"),
        (
            _choice(
                "vp",
                QT_TRANSLATE_NOOP("ClinicalForm", "Portal vein (Vp)"),
                {
                    PortalVeinInvasion.NONE: QT_TRANSLATE_NOOP("ClinicalForm", "none"),
                    PortalVeinInvasion.VP1: "Vp1",
                    PortalVeinInvasion.VP2: "Vp2",
                    PortalVeinInvasion.VP3: "Vp3",
                    PortalVeinInvasion.VP4: "Vp4",
                },
            ),
            _yes_no("hepatic_vein_invasion", QT_TRANSLATE_NOOP("ClinicalForm", "Hepatic vein")),
            _yes_no("inferior_vena_cava_invasion", QT_TRANSLATE_NOOP("ClinicalForm", "Inferior vena cava")),
            _yes_no("lymph_node_metastasis", QT_TRANSLATE_NOOP("ClinicalForm", "Lymph nodes")),
            _yes_no("extrahepatic_metastasis", QT_TRANSLATE_NOOP("ClinicalForm", "Extrahepatic spread")),
            _yes_no("unresectable", QT_TRANSLATE_NOOP("ClinicalForm", "Unresectable")),
            _choice(
                "bclc_confirmed",
                QT_TRANSLATE_NOOP("ClinicalForm", "BCLC, confirmed"),
                {stage: stage.value for stage in BclcStage},
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Markers"),
        (
            # 1 IU of the WHO's AFP standard 72/225 is 1.21 ng.
            _number("afp_ng_per_ml", "AFP", Unit("ng/mL"), Unit("IU/mL", 1.21)),
            _date("afp_date", QT_TRANSLATE_NOOP("ClinicalForm", "AFP on")),
            _number("crp_mg_per_l", "CRP", Unit("mg/L"), Unit("mg/dL", 10.0)),
            _date("crp_date", QT_TRANSLATE_NOOP("ClinicalForm", "CRP on")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Plan"),
        (
            _choice(
                "prior_treatment",
                QT_TRANSLATE_NOOP("ClinicalForm", "Prior treatment"),
                {
                    PriorTreatment.NONE: QT_TRANSLATE_NOOP("ClinicalForm", "none"),
                    PriorTreatment.RESECTION: QT_TRANSLATE_NOOP("ClinicalForm", "resection"),
                    PriorTreatment.ABLATION: QT_TRANSLATE_NOOP("ClinicalForm", "ablation"),
                    PriorTreatment.TACE: "TACE",
                    PriorTreatment.HAIC: "HAIC",
                    PriorTreatment.SYSTEMIC: QT_TRANSLATE_NOOP("ClinicalForm", "systemic"),
                    PriorTreatment.OTHER: QT_TRANSLATE_NOOP("ClinicalForm", "other"),
                },
            ),
            _count("planned_haic_cycles", QT_TRANSLATE_NOOP("ClinicalForm", "Planned HAIC cycles")),
            _date("treatment_date", QT_TRANSLATE_NOOP("ClinicalForm", "Treatment on")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("ClinicalForm", "Session before"),
        (
            _number(
                "previous_session.ast_before_u_per_l", QT_TRANSLATE_NOOP("ClinicalForm", "AST before"), Unit("U/L")
            ),
            _number("previous_session.ast_after_u_per_l", QT_TRANSLATE_NOOP("ClinicalForm", "AST after"), Unit("U/L")),
            _count("previous_session.child_pugh_before", QT_TRANSLATE_NOOP("ClinicalForm", "Child-Pugh before")),
            _count("previous_session.child_pugh_after", QT_TRANSLATE_NOOP("ClinicalForm", "Child-Pugh after")),
            _choice(
                "previous_session.radiological_response",
                QT_TRANSLATE_NOOP("ClinicalForm", "mRECIST"),
                {response: response.value.upper() for response in RadiologicalResponse},
            ),
        ),
    ),
)
"""The form: (group, fields), in reading order."""

FIELDS: dict[str, Field] = {field.name: field for _, fields in GROUPS for field in fields}
"""Every field by its name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The range of a number in the row's own unit, both ends included."""

    low: float
    high: float


@cache
def limits_of(name: str) -> Limits:
    """The range that files are held to as well; from the schema of the clinical row."""
    schema = resources.schema("clinical")
    properties, leaf = schema["properties"], name
    if name.startswith(PREVIOUS):
        properties, leaf = schema["$defs"]["PreviousSessionRow"]["properties"], name.removeprefix(PREVIOUS)
    number = next(option for option in properties[leaf]["anyOf"] if "minimum" in option)
    return Limits(float(number["minimum"]), float(number["maximum"]))
