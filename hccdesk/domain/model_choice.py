"""Which of the installed models an analysis runs."""

from __future__ import annotations

from enum import StrEnum


class ModelChoice(StrEnum):
    """All of them, or one kind; see `workflow.analyse_case` for what becomes of the others."""

    ALL = "all"
    CT = "ct"
    SLIDE = "slide"
    SURVIVAL = "survival"
