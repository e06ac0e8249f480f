"""Scores of tumour size and number: six-and-twelve, up-to-seven, tumour burden score."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot

from hccdesk.clinical.known import either, missing_fields, needs
from hccdesk.clinical.tumour_spread import extrahepatic_spread, macrovascular_invasion
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence

SIX_AND_TWELVE = "Wang Q et al., J Hepatol 2019;70:893-903"
UP_TO_SEVEN = "Mazzaferro V et al., Lancet Oncol 2009;10:35-43"
TUMOUR_BURDEN_SCORE = "Sasaki K et al., Ann Surg 2018;267:132-141"
EDITIONS = {
    SIX_AND_TWELVE: "2019, made for candidates of TACE; its tables print 7-12, above 6 is meant",
    UP_TO_SEVEN: "2009, without vascular invasion and spread",
    TUMOUR_BURDEN_SCORE: "2018, cuts 3.36 and 13.74 as used in hepatocellular carcinoma",
}

_FIELDS = ("largest_tumour_diameter_mm", "tumour_count")


def six_and_twelve(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """Largest diameter in cm plus number of tumours: up to 6, up to 12, above; for disease confined to the liver."""
    reason = _confined("Six-and-twelve", record)
    return reason or _finding("Six-and-twelve", record, lambda cm, n: cm + n, _six_and_twelve_group, SIX_AND_TWELVE)


def up_to_seven(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """Largest diameter in cm plus number of tumours: within seven or beyond; for disease confined to the liver."""
    reason = _confined("Up-to-seven", record)
    return reason or _finding("Up-to-seven", record, lambda cm, n: cm + n, _up_to_seven_group, UP_TO_SEVEN)


def tumour_burden_score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """√(cm² + number²): low below 3.36, medium up to 13.74, high above."""
    return _finding("Tumour burden score", record, hypot, tumour_burden_group, TUMOUR_BURDEN_SCORE)


def _six_and_twelve_group(value: float) -> str:
    return "≤ 6" if value <= 6 else "> 6 to 12" if value <= 12 else "> 12"


def _up_to_seven_group(value: float) -> str:
    return "within" if value <= 7 else "beyond"


def tumour_burden_group(value: float) -> str:
    """Low, medium or high."""
    return "low" if value < 3.36 else "medium" if value <= 13.74 else "high"


def _confined(name: str, record: ClinicalRecord) -> NotComputed | None:
    spread = either(macrovascular_invasion(record), extrahepatic_spread(record))
    if spread.value:
        return NotComputed(
            Sentence.of("{score} is defined only without vascular invasion and extrahepatic spread", score=name),
            applicable=False,
        )
    return needs(name, spread.missing + missing_fields(record, _FIELDS)) if spread.missing else None


def _finding(
    name: str,
    record: ClinicalRecord,
    value_of: Callable[[float, float], float],
    group_of: Callable[[float], str],
    citation: str,
) -> ScoreFinding | NotComputed:
    diameter_mm, count = record.largest_tumour_diameter_mm, record.tumour_count
    if diameter_mm is None or count is None:
        return needs(name, missing_fields(record, _FIELDS))
    inputs = {"largest_tumour_diameter_cm": diameter_mm / 10, "tumour_count": float(count)}
    value = value_of(*inputs.values())
    return ScoreFinding(name, value, group_of(value), inputs, citation, edition=EDITIONS[citation])
