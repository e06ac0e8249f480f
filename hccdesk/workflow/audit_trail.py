"""What was done in a library, by whom and when."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from hccdesk.domain.audit import AuditRow
from hccdesk.store.audit_chain import rows
from hccdesk.store.audit_reading import read_trail


def audit_trail(folder: Path, case_id: str | None = None, passphrase: str | None = None) -> tuple[AuditRow, ...]:
    """The acts recorded in the library in `folder`, or those on one case, in their order; nothing is written there."""
    return read_trail(folder, passphrase, partial(rows, case_id=case_id))
