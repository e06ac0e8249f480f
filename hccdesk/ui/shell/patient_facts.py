"""What the banner says of the patient, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PatientLine:
    """What the banner says of the patient; empty where nothing is known. `instead`: what is there without a patient."""

    name: str = ""
    facts: str = ""
    instead: str = ""
