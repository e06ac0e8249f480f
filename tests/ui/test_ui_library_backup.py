"""The backup of the day of a large library is made behind the list of cases, and does not hold up the start."""

from __future__ import annotations

from pathlib import Path

import ui_builder as build

from hccdesk.store import library_settling
from hccdesk.workflow.case_library import case_library


def test_that_a_large_library_is_listed_first_and_backed_up_then(qtbot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(library_settling, "LARGEST_COPIED_ON_OPENING", 0)
    library = case_library(tmp_path / "library")
    done: list[str] = []
    for name in ("list", "back_up_if_due"):
        act = getattr(library, name)
        monkeypatch.setattr(library, name, lambda name=name, act=act: (done.append(name), act())[1])
    session = build.a_session(tmp_path, None, library)
    session.library_changed.connect(lambda: session.in_library(lambda opened: opened.list()))
    session.open_library()
    qtbot.waitUntil(lambda: bool(session.library_state and session.library_state.last_backup), timeout=20_000)
    assert done.index("list") < done.index("back_up_if_due")
    assert done.count("back_up_if_due") == 1
    assert not session.library_state.backup_is_due
    assert list((tmp_path / "library" / "backups").glob("*.sqlite"))
    session.close()


def test_that_a_small_one_is_backed_up_on_opening(qtbot, tmp_path: Path) -> None:
    session = build.a_session(tmp_path, None, case_library(tmp_path / "library"))
    session.open_library()
    qtbot.waitUntil(lambda: session.library_state is not None, timeout=20_000)
    assert session.library_state.last_backup is not None
    session.close()
