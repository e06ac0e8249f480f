"""What the list tells of a case beside its entry: how many results there are of it, and who else has it open."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.case_library import CaseHolder, CaseLibrary
from hccdesk.domain.errors import StoreError
from hccdesk.store.case_holds import CaseHolds


@dataclass(frozen=True, slots=True)
class CaseMark:
    """The results on record, and who has the case; None for nobody, or this window."""

    n_results: int
    holder: CaseHolder | None = None


def case_marks(library: CaseLibrary, folder: Path, case_ids: Sequence[str], ours: str | None) -> dict[str, CaseMark]:
    """The marks by case; `ours` is the case that this window has. What cannot be read of one is left out."""
    holds, marks = CaseHolds(folder), {}
    for case_id in case_ids:
        with suppress(StoreError):
            holder = None if case_id == ours else holds.holder(case_id)
            marks[case_id] = CaseMark(len(library.results(case_id)), holder)
    return marks
