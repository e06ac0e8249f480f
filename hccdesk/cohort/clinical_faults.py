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
from hccdesk.domain.sentence import Sentence

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
    advice = (
        Sentence.of('Did you mean "{name}"?', name=Sentence.literally(prefix + close[0])) if close else "Leave it out."
    )
    return InputError(
        Sentence.of('"{name}" is not a field of the clinical row.', name=Sentence.literally(_shortened(field))),
        where=where,
        what_to_do=advice,
    )


def unfit(
    field: str, value: object, where: Path, wanted: Sentence | None = None, *, hidden: bool = False
) -> InputError:
    """The fault of a value that a field cannot take (`wanted`, or what the clinical row says of it).

    Identifying values, and those to be `hidden`, are not repeated.
    """
    shown = Sentence.of("what it holds") if hidden or field in _IDENTIFYING else _as_written(value)
    advice = 'Put it in quotation marks: "00123".' if field == "patient_id" and not isinstance(value, str) else ""
    return InputError(
        Sentence.of(
            "{field}: {shown} is not {expectation}.",
            field=Sentence.literally(field),
            shown=shown,
            expectation=wanted or expectation(field),
        ),
        where=where,
        what_to_do=advice,
    )


@cache
def field_names() -> tuple[str, ...]:
    """Every field, those of the previous session with its name and a dot in front."""
    top = [name for name in _properties() if name != _SESSION]
    return (*top, *(f"{_SESSION}.{name}" for name in _session_properties()))


def expectation(field: str) -> Sentence:
    """What belongs in a field, e.g. "a number from 5 to 70 g/L"."""
    return expectation_of(rule_of(field, _schema()))


def expectation_of(rule: dict[str, Any]) -> Sentence:
    """What a JSON Schema's rule of a field asks for, in words."""
    kind = rule.get("type")
    if "enum" in rule:
        return Sentence.of("one of {values}", values=Sentence.literally(", ".join(rule["enum"])))
    if kind == "boolean":
        return Sentence.of("true or false")
    if kind in ("number", "integer"):
        return _number(rule)
    if rule.get("format") == "date":
        return Sentence.of("a date as YYYY-MM-DD")
    if kind == "string":
        return Sentence.of("text of up to {n} visible characters", n=rule["maxLength"])
    return Sentence.of("an object")


def _number(rule: dict[str, Any]) -> Sentence:
    unit = f" {rule['unit']}" if rule.get("unit") not in (None, "ratio") else ""
    facts = {"low": rule["minimum"], "high": rule["maximum"], "unit": unit}
    if rule["type"] == "integer":
        return Sentence.of("a whole number from {low} to {high}{unit}", **facts)
    return Sentence.of("a number from {low} to {high}{unit}", **facts)


def kind_of(field: str) -> str:
    """`boolean`, `integer`, `number`, `date` or `text`."""
    return kind_by(rule_of(field, _schema()))


def kind_by(rule: dict[str, Any]) -> str:
    """`boolean`, `integer`, `number`, `date` or `text`, by a JSON Schema's rule of a field."""
    kind = str(rule.get("type"))
    return ("date" if rule.get("format") == "date" else "text") if kind == "string" else kind


def _fault(field: str, detail: ErrorDetails, where: Path) -> InputError:
    if not field:
        return InputError("The file holds text that is not valid Unicode.", where=where)
    if detail["type"] == "extra_forbidden":
        return unknown_field(field, where)
    return unfit(field, detail["input"], where)


def rule_of(field: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The rule of a field (or of the previous session's, named with a dot) in a JSON Schema, its choice resolved."""
    outer, _, inner = field.partition(".")
    described = schema["$defs"]["PreviousSessionRow"]["properties"][inner] if inner else schema["properties"][outer]
    options = described.get("anyOf", [described])
    option = next(option for option in options if option.get("type") != "null")
    named = schema["$defs"][option["$ref"].rsplit("/", 1)[1]] if "$ref" in option else {}
    return {**named, **option, **described}


@cache
def _schema() -> dict[str, Any]:
    return clinical_json_schema()


def _properties() -> dict[str, Any]:
    return dict(_schema()["properties"])


def _session_properties() -> dict[str, Any]:
    return dict(_schema()["$defs"]["PreviousSessionRow"]["properties"])


def _as_written(value: object) -> Sentence:
    if isinstance(value, bool):
        return Sentence.literally("true" if value else "false")
    if isinstance(value, str):
        return Sentence.literally(_shortened(f'"{value}"'))
    if isinstance(value, int | float):
        return Sentence.literally(_shortened(str(value)))
    return Sentence.of("a list") if isinstance(value, list) else Sentence.of("a nested value")


def _shortened(text: str) -> str:
    # One line, whatever the file holds: line breaks would forge log lines.
    visible = "".join(c if c.isprintable() else "?" for c in text)
    return visible if len(visible) <= 60 else visible[:57] + "..."
