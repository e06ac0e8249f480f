"""From what is typed to a value of the row, and back: units, ranges, and faults in words. No Qt widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hccdesk.ui.clinical_fields import Field, Kind, Unit, limits_of
from hccdesk.ui.language import translate


@dataclass(frozen=True, slots=True)
class Entry:
    """What a typed text means: a value, or nothing (unknown), or a fault in words."""

    value: object = None
    fault: str = ""


def read_entry(field: Field, text: str, unit: Unit | None = None) -> Entry:
    """The value of a typed text, in the row's own unit; empty text is unknown."""
    typed = text.strip()
    if not typed:
        return Entry()
    if field.kind is Kind.TEXT:
        return Entry(typed)
    if field.kind is Kind.DATE:
        return _date(typed)
    return _number(field, typed, unit)


def write_entry(field: Field, value: object, unit: Unit | None = None) -> str:
    """A value as one would type it in `unit`; empty where it is unknown."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and field.kind in (Kind.NUMBER, Kind.COUNT):
        return f"{value / (unit.factor if unit else 1.0):.10g}"
    return str(value)


def range_of(field: Field, unit: Unit | None) -> str:
    """The range in the unit one types in."""
    factor, limits = unit.factor if unit else 1.0, limits_of(field.name)
    return f"{limits.low / factor:.4g}–{limits.high / factor:.8g}"


def _date(typed: str) -> Entry:
    try:
        read = date.fromisoformat(typed.replace("/", "-").replace(".", "-"))
    except ValueError:
        return Entry(fault=translate("ClinicalForm", "Write the date as 2024-01-31."))
    if not date(1900, 1, 1) <= read <= date(2100, 12, 31):
        return Entry(fault=translate("ClinicalForm", "The year cannot be right."))
    return Entry(read)


def _number(field: Field, typed: str, unit: Unit | None) -> Entry:
    # A comma may be a decimal or a thousands sign: 1,234 is refused rather than guessed.
    try:
        number = float(typed)
    except ValueError:
        return Entry(fault=translate("ClinicalForm", "Write a number, with a point for decimals."))
    if field.kind is Kind.COUNT and not number.is_integer():
        return Entry(fault=translate("ClinicalForm", "Write a whole number."))
    value = number * (unit.factor if unit else 1.0)
    limits = limits_of(field.name)
    if not limits.low <= value <= limits.high:  # also refuses "nan"
        return Entry(fault=translate("ClinicalForm", "Outside {range}.").format(range=range_of(field, unit)))
    return Entry(int(value) if field.kind is Kind.COUNT else value)
