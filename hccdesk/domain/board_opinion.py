"""What a member of the board thought of a case, before or after the models were seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OpinionTime(StrEnum):
    """Whether the reader had seen what the models say."""

    BEFORE_RESULT = "before_result"
    AFTER_RESULT = "after_result"


class Expectation(StrEnum):
    """What the reader expects of the planned treatment."""

    RESPONSE = "response"
    NO_RESPONSE = "no_response"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class BoardOpinion:
    """One reader's opinion; never changed, a later one is added."""

    reader: str
    given: OpinionTime
    given_at: datetime
    expectation: Expectation
    decision: str = ""
    reason: str = ""
