"""A case as it comes out of the library: held for this window, with its result. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.case_library import CaseHolder, CaseLibrary
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.result import CaseResult


@dataclass(frozen=True, slots=True)
class KeptCase:
    """The case, who else has it open, the result that was on the desk, what the board has on record, and what could
    not be done of all this; `board` is None where it could not be read.
    """

    snapshot: CaseSnapshot
    holder: CaseHolder | None = None
    result: CaseResult | None = None
    fault: HccdeskError | None = None
    board: BoardRecord | None = None


def load_case(case_id: str, library: CaseLibrary, *, read_only: bool) -> KeptCase:
    """The case, held from now on where nobody else has it. Slow; raises `StoreError` where it cannot be read."""
    holder = None if read_only else library.hold(case_id)
    try:
        snapshot = library.load(case_id)
    except StoreError:
        if holder is None and not read_only:
            library.let_go(case_id)
        raise
    result, fault, board = None, None, None
    try:
        board = BoardRecord(library.opinions(case_id))
        if snapshot.result_number is not None:
            result = library.load_result(case_id, snapshot.result_number)
        if not read_only:
            library.record(AuditEvent(AuditAction.CASE_OPENED, case_id, detail="to look at" if holder else ""))
    except StoreError as error:  # the case is there all the same
        fault = error
    return KeptCase(snapshot, holder, result, fault, board)
