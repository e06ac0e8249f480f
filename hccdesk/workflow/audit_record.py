"""Record an act that was done outside the window."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.audit import AuditEvent
from hccdesk.domain.errors import StoreError
from hccdesk.workflow.case_library import case_library


def record_act(folder: Path, event: AuditEvent) -> StoreError | None:
    """Record an act in the library in `folder`, which is made where there is none.

    The act is done already, so a library that cannot be opened is no reason to fail: gives why it was not recorded.
    """
    library = case_library(folder)
    try:
        library.open()
    except StoreError as error:
        return error
    try:
        library.record(event)
    except StoreError as error:
        return error
    finally:
        library.close()
    return None
