"""Between the row and the form's flat list of fields; the session before is a row within the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from hccdesk.domain.clinical_record import ClinicalRecord, PreviousSession
from hccdesk.ui.clinical_fields import PREVIOUS


def record_of(values: Mapping[str, object]) -> ClinicalRecord:
    """The row with these values; a field that is absent or None is unknown."""
    flat = {name: value for name, value in values.items() if not name.startswith(PREVIOUS)}
    session = {name.removeprefix(PREVIOUS): value for name, value in values.items() if name.startswith(PREVIOUS)}
    known = {name: value for name, value in session.items() if value is not None}
    previous = PreviousSession(**known) if known else None  # type: ignore[arg-type] # each field checked its own value
    return ClinicalRecord(**flat, previous_session=previous)  # type: ignore[arg-type]


def values_of(record: ClinicalRecord) -> dict[str, object]:
    """Every field's value by the form's name."""
    values = {f.name: getattr(record, f.name) for f in fields(record) if f.name != "previous_session"}
    session = record.previous_session or PreviousSession()
    return values | {f"{PREVIOUS}{f.name}": getattr(session, f.name) for f in fields(session)}
