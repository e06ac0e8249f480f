"""Faults in the user's data that can be shown together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.sentence import Sentence


class Severity(StrEnum):
    """How loud a problem is: `NOTE` is for the record, `WARNING` limits the result, `STOP` withholds a number."""

    NOTE = "note"
    WARNING = "warning"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where (a file, a series, a field: never a patient's name), and what one can do."""

    severity: Severity
    where: str
    what: Sentence
    what_to_do: Sentence | None = None
