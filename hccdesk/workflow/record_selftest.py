"""Keep in the record of acts that the installation was checked, and how it went."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import StoreError
from hccdesk.domain.selftest import CheckState, SelftestReport
from hccdesk.domain.sentence import Sentence
from hccdesk.store.library_inspection import has_library
from hccdesk.workflow.case_library import case_library


def selftest_event(report: SelftestReport) -> AuditEvent:
    """The act, as the record of acts has it."""
    counted = ", ".join(f"{report.count(state)} {state.value}" for state in CheckState)
    return AuditEvent(AuditAction.SELFTEST_RUN, detail=f"{counted}{', quick' if report.quick else ''}")


def record_selftest(report: SelftestReport, folder: Path) -> Sentence | None:
    """Record it in the library in `folder`, if there is one; why it could not be, else None."""
    if not has_library(folder):
        return None
    library = case_library(folder)
    try:
        state = library.open()
        if state.read_only is not None:
            return Sentence.of("this check was not recorded: {why}", why=state.read_only)
        library.record(selftest_event(report))
    except StoreError as error:
        return Sentence.of("this check was not recorded: {why}", why=error.said)
    finally:
        library.close()
    return None
