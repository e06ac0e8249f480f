"""What is wrong with a clinical row, in words: one error a fault, naming the field and what belongs there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails

from hccdesk.cohort.clinical_schema import clinical_json_schema
from hccdesk.cohort.fault_list import Faults
from hccdesk.domain.errors import InputError

_IDENTIFYING = ("patient_id", "name")
_SESSION = "previous_session"


def add_faults(details: Iterable[ErrorDetails], faults: Faults) -> None:
    """Add one fault for each field that pydantic found at fault."""
    by_field = {".".join(str(part) for part in detail["loc"]): detail for detail in details}
    for field, detail in by_field.items():
        faults.add(partial(_fault, field, detail, faults.where))


def unknown_field(field: str, where: Path) -> InputError:
    """The fault of a field that does not exist, with the one that may have been meant."""
    prefix = f"{_SESSION}." if field.startswith(f"{_SESSION}.") else ""
    names = [name.removeprefix(prefix) for name in field_names() if name.startswith(prefix)]
    close = difflib.get_close_matches(field.removeprefix(prefix).strip().lower(), names, n=1, cutoff=0.6)
    advice = f'Did you mean "{prefix}{close[0]}"?' if close else "Leave it out."
    return InputError(f'"{_shortened(field)}" is not a field of the clinical row.', where=where, what_to_do=advice)


def unfit(field: str, value: object, where: Path) -> InputError:
    """The fault of a value that a field cannot take; identifying values are not repeated."""
    shown = "what it holds" if field in _IDENTIFYING else _shortened(_as_written(value))
    advice = 'Put it in quotation marks: "00123".' if field == "patient_id" and not isinstance(value, str) else ""
    return InputError(f"{field}: {shown} is not {expectation(field)}.", where=where, what_to_do=advice)


@cache
def field_names() -> tuple[str, ...]:
    """Every field, those of the previous session with its name and a dot in front."""
    top = [name for name in _properties() if name != _SESSION]
    return (*top, *(f"{_SESSION}.{name}" for name in _session_properties()))


def expectation(field: str) -> str:
    """What belongs in a field, e.g. "a number from 5 to 70 g/L"."""
    rule = _rule(field)
    kind = rule.get("type")
    if "enum" in rule:
        return "one of " + ", ".join(rule["enum"])
    if kind == "boolean":
        return "true or false"
    if kind in ("number", "integer"):
        unit = f" {rule['unit']}" if rule.get("unit") not in (None, "ratio") else ""
        what = "a whole number" if kind == "integer" else "a number"
        return f"{what} from {rule['minimum']} to {rule['maximum']}{unit}"
    if rule.get("format") == "date":
        return "a date as YYYY-MM-DD"
    return f"text of up to {rule['maxLength']} visible characters" if kind == "string" else "an object"


def kind_of(field: str) -> str:
    """`boolean`, `integer`, `number`, `date` or `text`."""
    rule = _rule(field)
    kind = str(rule.get("type"))
    return ("date" if rule.get("format") == "date" else "text") if kind == "string" else kind


def _fault(field: str, detail: ErrorDetails, where: Path) -> InputError:
    if not field:
        return InputError("The file holds text that is not valid Unicode.", where=where)
    if detail["type"] == "extra_forbidden":
        return unknown_field(field, where)
    return unfit(field, detail["input"], where)


def _rule(field: str) -> dict[str, Any]:
    session, _, inner = field.partition(".")
    described = _session_properties()[inner] if inner else _properties()[session]
    rule = {**described, **next(option for option in described["anyOf"] if option.get("type") != "null")}
    if "$ref" in rule:
        rule.update(_schema()["$defs"][rule["$ref"].rsplit("/", 1)[1]])
    return rule


@cache
def _schema() -> dict[str, Any]:
    return clinical_json_schema()


def _properties() -> dict[str, Any]:
    return dict(_schema()["properties"])


def _session_properties() -> dict[str, Any]:
    return dict(_schema()["$defs"]["PreviousSessionRow"]["properties"])


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return (
        str(value) if isinstance(value, int | float) else f"a {'list' if isinstance(value, list) else 'nested value'}"
    )


def _shortened(text: str) -> str:
    # One line, whatever the file holds: line breaks would forge log lines.
    visible = "".join(c if c.isprintable() else "?" for c in text)
    return visible if len(visible) <= 60 else visible[:57] + "..."
