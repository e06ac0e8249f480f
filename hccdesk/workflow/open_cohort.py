"""Open a cohort: its table, read and checked as a whole before any image is."""

from __future__ import annotations

from pathlib import Path

from hccdesk.cohort.cohort_table import read_cohort_table
from hccdesk.domain.cohort import CohortTable


def open_cohort(table: Path) -> CohortTable:
    """The cohort of a CSV or Excel table; raises `InputError`, or `InputFaults` with every fault at once."""
    return read_cohort_table(table)
