"""A library that is to be restored, and a child that dies while it does that."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import apsw
import library_facts as facts
from crash_points import CrashPoints

from hccdesk.domain.case_library import LibrarySettings
from hccdesk.store import library_settings
from hccdesk.workflow.case_library import case_library

MINUTES = 77
"""What only the log beside the file knows."""
DAMAGES = ("in the file", "in the log", "file gone", "newest backup too")


def make_damaged(folder: Path, damage: str) -> None:
    """Three cases, a backup of their first states, their second ones in the file, and a setting in its log."""
    library = case_library(folder)
    library.open()
    _save_all(library, 1)
    library.back_up()
    _save_all(library, 2)
    library.close()
    path, keep = folder / "library.sqlite", folder.with_name("keep")
    with closing(apsw.Connection(str(path))) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'uses_of_object'").get
        library_settings.write(connection, LibrarySettings(lock_after_minutes=MINUTES))
        if damage == "in the log":
            connection.execute("UPDATE patients SET sha256 = 'nothing' WHERE case_id = ?", (facts.CASES[0],))
        shutil.copytree(folder, keep)
    shutil.rmtree(folder)
    keep.rename(folder)
    assert (folder / "library.sqlite-wal").stat().st_size > 0
    if damage in ("in the file", "newest backup too"):
        _overwrite(path, (int(root) - 1) * 4096, 4096)
    if damage == "file gone":
        path.unlink()
    if damage == "newest backup too":
        (backup,) = (folder / "backups").glob("*.sqlite")
        content = backup.read_bytes()
        _overwrite(backup, content.index(facts.a_report(1)[2000:2100]), 8)


def open_and_die(folder: str, site: str, die_at: int, of_database: bool) -> None:
    """Open it; how many changes of the disk that took stands beside it where it was not killed."""
    os.environ["HCCDESK_SITE_FOLDER"] = site
    points = CrashPoints(die_at, torn=True, folder=Path(folder), database=of_database)
    library = case_library(Path(folder))
    library.open()
    library.close()
    Path(folder + ".points").write_text(str(points.passed), encoding="utf-8")


def _save_all(library, number: int) -> None:
    for case in facts.CASES[:3]:
        library.save(case, facts.a_snapshot(case, number), facts.moment(number))
        library.keep_report(case, facts.a_report(number), facts.report_facts(number))


def _overwrite(path: Path, offset: int, n_bytes: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(offset)
        stream.write(b"\xa5" * n_bytes)
