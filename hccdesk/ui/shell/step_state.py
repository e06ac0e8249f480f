"""The states of a step, said by shape on the rail."""

from __future__ import annotations

from enum import StrEnum


class StepState(StrEnum):
    """How far a step is: ○ empty, ◐ in work, ● done, ▲ problem."""

    EMPTY = "empty"
    WORKING = "working"
    DONE = "done"
    PROBLEM = "problem"
