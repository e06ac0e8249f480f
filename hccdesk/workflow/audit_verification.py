"""Whether the record of what was done in a library is whole."""

from __future__ import annotations

from pathlib import Path

import hccdesk.store.audit_verdict as check
from hccdesk.domain.audit import AuditVerdict
from hccdesk.store.audit_head import AuditHeads
from hccdesk.store.audit_reading import read_trail


def verify_audit(folder: Path, site_folder: Path, passphrase: str | None = None) -> AuditVerdict:
    """What checking every row of the trail found, and its end against what this workstation signed.

    Nothing is written, neither in the library nor in the site folder.
    """
    heads = AuditHeads(site_folder, folder)
    return read_trail(folder, passphrase, lambda connection: check.verify(connection, heads.found(connection)))
