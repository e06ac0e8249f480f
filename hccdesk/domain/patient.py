"""Who the patient is, as each input says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """Sex as recorded in the chart."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class PatientIdentity:
    """The identifiers one input carries; None where it carries none. Never written to a log."""

    patient_id: str | None = None
    name: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
