"""A cohort table row by row, where one that cannot be used costs only itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One row by its number in a spreadsheet (the header is 1): the patient, or everything that is wrong with it.

    `patient_id` is what the cell holds, also where the row cannot be used; `sha256` is over the row's filled cells.
    """

    number: int
    patient_id: str
    sha256: str
    patient: CohortPatient | None
    faults: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortRows:
    """All rows of a table in its order, and what to know of the table."""

    path: Path
    sha256: str
    kind: CohortKind
    rows: tuple[CohortRow, ...]
    problems: tuple[Problem, ...] = ()
