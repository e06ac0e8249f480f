"""`validation.json`: how a model did on a cohort, after assets/schemas/validation.schema.json; read back strictly.

Sentences are kept as template and facts, so that a report of it can be written in another language later.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import UNIT_OF_ANALYSIS, ValidationReport
from hccdesk.store.plain_json import plain

FILE_NAME = "validation.json"
FORMAT = "hccdesk-validation"
VERSION = 1
_ENVELOPE = (FORMAT, VERSION)


class _Held(BaseModel):
    """Carries the strictness to every value of the report."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    report: ValidationReport


def validation_bytes(report: ValidationReport) -> bytes:
    """The file for `report`: UTF-8, sorted keys, so that the same report gives the same bytes.

    Raises `StoreError` naming the place of a number that is not finite.
    """
    document = plain({"format": FORMAT, "version": VERSION, **asdict(report)}, "validation")
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    return (text + "\n").encode()


def read_validation(content: bytes, where: str = FILE_NAME) -> ValidationReport:
    """The report in `content`; `where` names the file in errors.

    Refused (`StoreError`): not JSON, unknown names or names given twice, wrong types, numbers that are not finite,
    another unit of analysis than the patient, and neither or both of response and survival.
    """
    try:
        report = _Held.model_validate_json(_report_in(content)).report
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise _refused(where, f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise _refused(where, str(error)) from None
    if report.unit_of_analysis != UNIT_OF_ANALYSIS:
        raise _refused(where, f"the unit of analysis is {report.unit_of_analysis[:40]!r}, not the patient")
    if (report.response is None) == (report.survival is None):
        raise _refused(where, "it must be of one model: response or survival")
    return report


def validation_schema() -> dict[str, Any]:
    """The JSON Schema of validation.json."""
    held = _Held.model_json_schema()
    report = held["$defs"].pop("ValidationReport")
    own = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": held["$defs"],
        **report,
        "properties": {**own, **report["properties"]},
        "required": [*own, *report["required"]],
        "additionalProperties": False,
    }


def _report_in(content: bytes) -> str:
    """The report without its envelope, as JSON text again."""
    document = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_not_a_number)
    if not isinstance(document, dict) or (document.pop("format", None), document.pop("version", None)) != _ENVELOPE:
        raise ValueError(f"it is no {FORMAT} of version {VERSION}")
    return json.dumps({"report": document})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name is given twice")
    return dict(pairs)


def _not_a_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _refused(where: str, why: str) -> StoreError:
    return StoreError(
        Sentence.of("This validation cannot be read: {why}.", why=why[:300]),
        where=where,
        what_to_do="Validate the model again with hccdesk validate.",
    )
