"""The backup of the day of a large library: after it was opened, and at the latest when it is closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_builder import CASE_ID, NOW, a_snapshot

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.store import library_settling
from hccdesk.store.library import SqliteLibrary
from hccdesk.store.library_faults import full


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A library that is too large to be copied on opening; no backup was made today."""
    opened = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    opened.open()
    opened.save(CASE_ID, a_snapshot(), NOW)
    opened.close()
    for path in backups(tmp_path):
        path.unlink()
    monkeypatch.setattr(library_settling, "LARGEST_COPIED_ON_OPENING", 1000)
    yield opened
    opened.close()


def backups(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "library" / "backups").glob("*.sqlite"))


def test_that_it_is_left_for_later_once_and_then_made(made, tmp_path):
    state = made.open()
    assert (state.backup_is_due, state.last_backup, backups(tmp_path)) == (True, None, [])
    after = made.back_up_if_due()
    assert not after.backup_is_due and after.last_backup is not None
    assert len(backups(tmp_path)) == 1
    assert made.back_up_if_due() is None
    assert [row.event.action for row in made.audit_rows()][-1] is AuditAction.LIBRARY_BACKED_UP
    assert made.verify_audit().findings == ()
    assert not made.open().backup_is_due


def test_that_it_is_made_on_closing_at_the_latest(made, tmp_path):
    made.open()
    made.save(CASE_ID, CaseSnapshot(), NOW)
    made.close()
    assert len(backups(tmp_path)) == 1


def test_that_a_backup_made_by_hand_counts(made, tmp_path):
    made.open()
    path = made.back_up()
    before = path.stat().st_mtime_ns
    made.close()
    assert path.stat().st_mtime_ns == before


def test_that_what_keeps_it_from_being_made_is_told_and_stops_nothing(made, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise full(tmp_path)

    made.open()
    monkeypatch.setattr(library_settling, "back_up", refuse)
    state = made.back_up_if_due()
    assert any("Today's backup could not be made" in one.text for one in state.notices)
    made.save(CASE_ID, CaseSnapshot(), NOW)


def test_that_a_library_that_is_gone_can_be_closed(made, tmp_path):
    made.open()
    (tmp_path / "library" / "library.sqlite").rename(tmp_path / "elsewhere.sqlite")
    with pytest.raises(StoreError):
        made.save(CASE_ID, CaseSnapshot(), NOW)
    made.close()
    (tmp_path / "elsewhere.sqlite").rename(tmp_path / "library" / "library.sqlite")
    assert made.open().backup_is_due
