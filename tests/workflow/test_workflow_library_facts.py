"""What lies in the folder of a library, as the disk tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.library_facts import library_facts


def test_that_sizes_and_backups_are_those_on_the_disk(tmp_path: Path) -> None:
    library = case_library(tmp_path / "library")
    library.open()
    backup = library.back_up()
    copies = tmp_path / "library" / "inputs" / "case" / "ct"
    copies.mkdir(parents=True)
    (copies / "000001.dcm").write_bytes(b"x" * 1234)
    facts = library_facts(tmp_path / "library")
    library.close()
    assert facts.copies_bytes == 1234
    assert facts.database_bytes >= (tmp_path / "library" / "library.sqlite").stat().st_size
    assert facts.free_bytes > 0
    (one,) = facts.backups
    assert (one.name, one.size_bytes) == (backup.name, backup.stat().st_size)
    assert abs((datetime.now(UTC) - one.made_at).total_seconds()) < 60


def test_that_a_folder_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    facts = library_facts(tmp_path / "gone")
    assert (facts.database_bytes, facts.copies_bytes, facts.free_bytes, facts.backups) == (0, 0, 0, ())
