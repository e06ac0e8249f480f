"""How loud something is said."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How loud something is. The colour only repeats what the words say already."""

    PLAIN = "plain"
    MUTED = "muted"
    CAUTION = "caution"
    PROBLEM = "problem"
    RESPONSE = "response"
    NO_RESPONSE = "no_response"
    INDETERMINATE = "indeterminate"
    GREYED = "greyed"
