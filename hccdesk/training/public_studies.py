"""The published cohorts whose tables can be read."""

from __future__ import annotations

from enum import StrEnum


class PublicStudy(StrEnum):
    """A study by the word of the command line."""

    SYSUCC = "sysucc"
    HCC_TACE_SEG = "hcc-tace-seg"
