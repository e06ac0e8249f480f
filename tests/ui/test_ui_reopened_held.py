"""A case that somebody else has, or a library that cannot be written to: looked at, never said to be saved."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import ui_builder as build
from reopened_hands import a_start, settle

from hccdesk.domain.case_library import CaseHolder, LibraryState
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.case_keeping import last_save
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary

ELSEWHERE = CaseHolder("dr.li", "PACS-3", datetime(2026, 3, 1, 8, 30, tzinfo=UTC))


class SharedLibrary(MemoryLibrary):
    """One that others use as well."""

    def __init__(self) -> None:
        super().__init__()
        self.others: set[str] = set()
        self.mine: list[str] = []
        self.read_only: Sentence | None = None
        self.saves = 0
        self.hangs = threading.Event()
        self.hangs.set()

    def open(self, passphrase=None):
        return LibraryState(Path("shared"), self.read_only)

    def hold(self, case_id):
        if case_id in self.others:
            return ELSEWHERE
        self.mine.append(case_id)
        return None

    def let_go(self, case_id):
        self.mine.remove(case_id)

    def save(self, *arguments):
        self.hangs.wait(60)
        self.saves += 1
        return super().save(*arguments)


@pytest.fixture
def library():
    return SharedLibrary()


@pytest.fixture
def session(qtbot, tmp_path, verbs, library, monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 40)
    made = build.a_session(tmp_path, verbs, library)
    yield made
    library.hangs.set()
    made.close()


@pytest.fixture
def kept_id(qtbot, session, verbs, library) -> str:
    """A case in the library, not on the desk."""
    verbs.holds()
    session.loader.take([Path("patient")])
    settle(qtbot, session)
    session.model.set_clinical(build.a_record())
    settle(qtbot, session)
    case_id = session.keeper.case_id
    assert set(library.mine) == {case_id}
    session.shelf.new()
    settle(qtbot, session)
    library.mine.clear()
    return case_id


def test_that_a_case_is_held_while_it_is_open_and_let_go_when_it_is_left(qtbot, session, library, kept_id):
    session.shelf.open(kept_id)
    settle(qtbot, session)
    assert library.mine == [kept_id]
    session.shelf.new()
    settle(qtbot, session)
    assert library.mine == []


def test_that_a_case_of_somebody_else_s_is_only_looked_at(qtbot, session, library, kept_id, window):
    library.others.add(kept_id)
    session.shelf.open(kept_id)
    settle(qtbot, session)
    saves = library.saves
    assert session.keeper.is_read_only
    (line,) = session.board.of("held")
    assert "dr.li" in line.what
    assert "PACS-3" in line.what
    session.model.set_clinical(build.a_record(ecog=3))
    settle(qtbot, session)
    assert session.keeper.finish() is None
    assert library.saves == saves
    session.shelf.new()
    settle(qtbot, session)
    assert session.board.of("held") == ()
    assert library.mine == []
    assert library.load(kept_id).clinical == build.a_record()
    opened = [row.event for row in library.audit_rows(kept_id) if row.event.action == "case_opened"]
    assert [event.detail for event in opened] == ["to look at"]


def test_that_a_copy_of_it_is_a_case_of_its_own(qtbot, session, library, kept_id):
    library.others.add(kept_id)
    session.shelf.open(kept_id)
    settle(qtbot, session)
    assert session.shelf.can_copy
    session.model.set_clinical(build.a_record(ecog=3))
    session.shelf.work_on_copy()
    settle(qtbot, session)
    copy = session.keeper.case_id
    assert copy != kept_id
    assert not session.keeper.is_read_only
    assert session.keeper.saved_at is not None
    assert library.load(copy).clinical.ecog == 3
    assert len(library.load(copy).rois.lesions) == 1
    assert library.load(kept_id).clinical == build.a_record()
    assert f"copy of {kept_id}" in [row.event.detail for row in library.audit_rows(copy)]
    assert session.shelf.twin is None
    assert session.board.of("held") == ()
    assert library.mine == [copy]


def test_that_nothing_is_saved_in_a_library_that_cannot_be_written_to(qtbot, tmp_path, verbs, library, kept_id):
    library.read_only = Sentence.of("the disk is read-only")
    looking = build.a_session(tmp_path, verbs, library)
    looking.shelf.learn(purge=True)
    settle(qtbot, looking)
    saves, rows = library.saves, len(library.audit_rows())
    assert [line.what for line in looking.board.of("library")] == ["The disk is read-only"]
    looking.shelf.open(kept_id)
    settle(qtbot, looking)
    assert looking.model.inputs.clinical == build.a_record()
    assert looking.keeper.is_read_only
    assert not looking.shelf.can_copy
    looking.model.set_clinical(build.a_record(ecog=2))
    looking.model.set_result(build.a_result(), looking.model.inputs)
    settle(qtbot, looking)
    looking.shelf.new()
    settle(qtbot, looking)
    assert looking.model.inputs.clinical.ecog is None
    looking.close()
    assert (library.saves, len(library.audit_rows())) == (saves, rows)
    assert library.mine == []


def test_that_a_case_is_let_go_where_another_was_wanted_meanwhile(qtbot, session, library, kept_id):
    session.shelf.open(kept_id)
    session.shelf.new()
    settle(qtbot, session)
    assert session.model.inputs.clinical.ecog is None
    assert library.mine == []


def test_that_the_end_of_the_program_waits_only_so_long_for_a_share_that_is_gone(
    qtbot, tmp_path, verbs, library, monkeypatch
):
    monkeypatch.setattr(last_save, "LONGEST_S", 0.4)
    session = build.a_session(tmp_path, verbs, library)
    session.model.set_clinical(build.a_record())
    library.hangs.clear()
    started = time.monotonic()
    error = session.keeper.finish()
    assert error is not None
    assert "has not answered" in error.what
    assert session.keeper.failed
    assert session.keeper.finish() is not None  # the one before still waits: no second thread
    session.close()
    assert time.monotonic() - started < 5
    assert session.hangs
    library.hangs.set()


def test_that_a_share_that_comes_back_takes_what_was_kept_waiting(qtbot, session, library, monkeypatch):
    monkeypatch.setattr(last_save, "LONGEST_S", 0.3)
    session.model.set_clinical(build.a_record())
    library.hangs.clear()
    assert session.keeper.finish() is not None
    library.hangs.set()
    qtbot.waitUntil(lambda: not session.keeper.hangs)
    assert session.keeper.finish() is None
    assert library.load(session.keeper.case_id).clinical == build.a_record()


def test_that_a_start_on_the_real_library_lets_go_at_its_end(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        session.model.set_clinical(build.a_record())
        settle(qtbot, session)
        held = tmp_path / "library" / "held"
        assert len(list(held.iterdir())) == 1
    assert list(held.iterdir()) == []
