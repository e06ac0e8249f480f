"""How to write a cell that could not be read, where its text shows what was meant."""

from __future__ import annotations

import re

from hccdesk.cohort.cohort_columns import column_rule, kind_of_column
from hccdesk.domain.sentence import Sentence

_DAY_OR_MONTH = re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{2,4}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"[0-9]{4}[/.\-年][0-9]{1,2}[/.\-月][0-9]{1,2}日?( .*)?")
_BEYOND_ASSAY = re.compile(r"[<>≤≥＜＞]\s*=?\s*[0-9.,]+")
_UNKNOWN = frozenset(("na", "n/a", "nan", "null", ".", "?", "unknown", "missing", "未知", "不详"))
"""Not "none", "-" or 无: these may mean that it was looked for and is not there."""


def how_to_write(column: str, value: object) -> Sentence | None:
    """The advice for a cell that its column cannot take; None where the refusal says enough."""
    text, kind = str(value), kind_of_column(column)
    if text.casefold() in _UNKNOWN:
        return Sentence.of("Leave the cell empty where the value is unknown.")
    if kind == "date":
        return _date_advice(text)
    if kind == "number" and _BEYOND_ASSAY.fullmatch(text):
        return Sentence.of('Write the assay\'s limit itself, without the sign, and say so in "notes" of cohort.json.')
    if text.lower() in column_rule(column).get("enum", ()):
        return Sentence.of("Write it in small letters.")
    return None


def _date_advice(text: str) -> Sentence | None:
    if _DAY_OR_MONTH.fullmatch(text):
        return Sentence.of(
            "Day and month could be exchanged: write the year first, 2020-02-01 for the first of February."
        )
    if _YEAR_FIRST.fullmatch(text) and not _ISO.fullmatch(text):
        return Sentence.of("Format the column as yyyy-mm-dd: 2024-03-01.")
    return None
