"""The library of cases on this computer, or in any folder the user names."""

from __future__ import annotations

from pathlib import Path

from hccdesk import resources
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.store.library import SqliteLibrary


def case_library(folder: Path) -> CaseLibrary:
    """The library in `folder`, not yet opened: `open` makes it where there is none."""
    return SqliteLibrary(folder, resources.site_folder())
