"""The library of cases on this computer."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.case_snapshot import CaseLibrary
from hccdesk.store.case_file_folder import CaseFolder


def case_library(folder: Path) -> CaseLibrary:
    """The cases kept in `folder`, which is made when the first one is saved."""
    return CaseFolder(folder)
