"""Cases carried in and out by menu, drop and dialog, and what list and banner say of saving."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import ui_builder as build
from PySide6.QtWidgets import QFileDialog, QPushButton

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case_library import CaseHolder, LibraryState
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_list.case_carrier import CaseCarrier, neutral_name
from hccdesk.ui.case_list.screen import CaseListScreen
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.saved_words import saved_state
from hccdesk.ui.session import Session
from hccdesk.ui.shell.job_strip import JobStrip
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.case_marks import CaseMark, case_marks
from hccdesk.workflow.export_case import export_case
from hccdesk.workflow.import_case import import_case


class _Unboxed:
    """A workbench whose sandbox is this process."""

    def __init__(self) -> None:
        self.sandbox = self

    def call(self, function: Callable[..., Any], *given: Any) -> Any:
        return function(*given)


class CarryingVerbs(build.InstantVerbs):
    def export_case(self, case, path: Path, progress: Progress) -> Path:
        return export_case(case, path, _Unboxed(), progress)

    def import_case(self, path: Path, place, known, progress: Progress):
        return import_case(path, place, known, _Unboxed(), progress)


@pytest.fixture
def verbs() -> CarryingVerbs:
    return CarryingVerbs()


@pytest.fixture
def session(qtbot, tmp_path: Path, verbs: CarryingVerbs) -> Iterator[Session]:
    made = build.a_session(tmp_path, verbs, case_library(tmp_path / "library"))
    made.open_library()
    qtbot.waitUntil(lambda: made.library_state is not None, timeout=20_000)
    yield made
    made.close()


@pytest.fixture
def still(qtbot, session: Session) -> Callable[[], None]:
    def wait() -> None:
        runners = (session.keeping, session.input_keeping.runner)
        for _ in range(3):
            qtbot.wait(20)
            qtbot.waitUntil(lambda: not any(runner.running for runner in runners), timeout=20_000)

    return wait


@pytest.fixture
def saved(session: Session, still, qtbot) -> str:
    """A case on the desk and in the library."""
    session.model.set_clinical(build.a_record())
    qtbot.waitUntil(lambda: session.keeper.saved_at is not None, timeout=20_000)
    still()
    assert session.keeper.case_id
    return session.keeper.case_id


class TestCarrying:
    def test_that_an_exported_case_comes_in_as_another_one(
        self, session: Session, saved: str, still, qtbot, tmp_path: Path
    ) -> None:
        said: list[str] = []
        carrier = CaseCarrier(session, session)
        carrier.said.connect(said.append)
        carrier.export(saved, tmp_path / "out", with_images=False)
        still()
        assert said == [f"Exported and read back: {tmp_path / 'out.hcccase'}"]
        session.model.set_clinical(build.a_record(ecog=2))
        qtbot.waitUntil(lambda: session.library.load(saved).clinical.ecog == 2, timeout=20_000)
        later = datetime(2026, 1, 2, 15, 0, 0)
        session.library.save(saved, session.library.load(saved), later)
        session.shelf.learn()
        still()
        carrier.bring_in([tmp_path / "out.hcccase"])
        still()
        assert session.board.of("carried") == ()
        entries = {entry.case_id: entry for entry in session.shelf.entries}
        (other,) = entries.keys() - {saved}
        assert session.library.load(other).clinical.ecog == 1
        assert session.library.load(saved).clinical.ecog == 2

    def test_that_the_very_same_case_is_not_brought_in_twice(
        self, session: Session, saved: str, still, tmp_path: Path
    ) -> None:
        carrier = CaseCarrier(session, session)
        session.library.close()
        session.library.open()
        kept = session.library.list().entries[0]
        session.shelf.learn()
        still()
        assert kept.case_id == saved
        session.shelf.new()
        still()
        carrier.export(saved, tmp_path / "out.hcccase", with_images=False)
        still()
        carrier.bring_in([tmp_path / "out.hcccase"])
        still()
        assert "is here already" in session.board.of("carried")[0].what
        assert len(session.library.list().entries) == 1

    def test_that_carrying_is_in_the_record(self, session: Session, saved: str, still, tmp_path: Path) -> None:
        carrier = CaseCarrier(session, session)
        carrier.export(saved, tmp_path / "out.hcccase", with_images=False)
        still()
        session.library.save(saved, session.library.load(saved), datetime(2026, 1, 2, 15, 0, 0))
        session.shelf.learn()
        still()
        carrier.bring_in([tmp_path / "out.hcccase"])
        still()
        actions = [row.event.action for row in session.library.audit_rows()]
        assert AuditAction.CASE_EXPORTED in actions
        assert AuditAction.CASE_IMPORTED in actions

    @pytest.mark.bad("BAD-072")
    def test_that_a_dropped_file_that_is_unsafe_is_a_line_and_nothing_else(
        self, session: Session, window, still, tmp_path: Path
    ) -> None:
        path = tmp_path / "evil.HCCCASE"
        with zipfile.ZipFile(path, "w") as zipped:
            zipped.writestr("../../evil", "x")
        window.take((path,))
        still()
        (line,) = session.board.of("carried")
        assert "names a place outside" in line.what
        assert session.library.list().entries == ()
        assert not list((tmp_path / "library" / "inputs").glob("*"))

    def test_that_a_dropped_case_is_brought_in_and_shown_in_the_list(
        self, session: Session, saved: str, window, still, tmp_path: Path
    ) -> None:
        CaseCarrier(session, session).export(saved, tmp_path / "out.hcccase", with_images=False)
        still()
        session.library.save(saved, session.library.load(saved), datetime(2026, 1, 2, 15, 0, 0))
        session.shelf.learn()
        still()
        window.take((tmp_path / "out.hcccase",))
        still()
        assert len(session.shelf.entries) == 2
        assert session.screen == "cases"

    @pytest.mark.bad("BAD-089")
    def test_that_nothing_is_brought_into_a_library_that_is_read_only(
        self, session: Session, still, tmp_path: Path
    ) -> None:
        session.set_library_state(LibraryState(tmp_path, read_only=Sentence.of("this case is no longer there.")))
        CaseCarrier(session, session).bring_in([tmp_path / "out.hcccase"])
        assert "no longer there" in session.board.of("carried")[0].what

    def test_that_the_name_offered_says_nothing_of_the_patient(self) -> None:
        assert neutral_name("0123456789abcdef") == "case-01234567.hcccase"
        assert neutral_name(None) == "case.hcccase"


class TestWayOut:
    @pytest.mark.bad("BAD-085")
    @pytest.mark.bad("BAD-089")
    def test_that_a_case_that_cannot_be_saved_is_saved_elsewhere_from_the_line_that_says_so(
        self, session: Session, saved: str, window, still, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def full(*_: object) -> None:
            raise StoreError("the disk gave back something else than was written", where=tmp_path)

        monkeypatch.setattr(session.library, "save", full)
        session.model.set_clinical(build.a_record(ecog=3))
        qtbot.waitUntil(lambda: session.keeper.failed, timeout=20_000)
        qtbot.wait(20)
        offers = window.desk._offers
        way_out = next(one for one in offers.findChildren(QPushButton) if one.text() == "Save a copy elsewhere …")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy.hcccase"), ""))
        way_out.click()
        still()
        monkeypatch.undo()
        elsewhere = case_library(tmp_path / "elsewhere")
        elsewhere.open()
        taken = import_case(
            tmp_path / "copy.hcccase", (tmp_path / "elsewhere", "a" * 32), (), _Unboxed(), _NoProgress()
        )  # type: ignore[arg-type]
        elsewhere.close()
        assert taken.snapshot.clinical.ecog == 3

    def test_that_the_line_goes_once_it_is_saved_again(
        self, session: Session, saved: str, window, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(session.library, "save", lambda *_: (_ for _ in ()).throw(StoreError("so", where=tmp_path)))
            session.model.set_clinical(build.a_record(ecog=3))
            qtbot.waitUntil(lambda: session.keeper.failed, timeout=20_000)
        session.model.set_clinical(build.a_record(ecog=2))
        session.keeper.save()
        qtbot.waitUntil(lambda: not session.keeper.failed, timeout=20_000)
        qtbot.waitUntil(lambda: not window.desk._offers.isVisible(), timeout=5000)

    def test_that_a_case_somebody_else_has_offers_to_work_on_a_copy(
        self, session: Session, saved: str, window, qtbot
    ) -> None:
        session.keeper.holder = CaseHolder("chen", "PATH-WS-04", datetime(2026, 1, 2, 9, 3, tzinfo=UTC))
        session.keeper.state_changed.emit()
        offers = window.desk._offers
        assert offers.isVisible()
        assert any(one.text() == "Work on a copy" for one in offers.findChildren(QPushButton))
        session.keeper.holder = None
        session.keeper.state_changed.emit()
        qtbot.wait(20)
        assert not offers.isVisible()


class _NoProgress:
    def step(self, done: int, total: int, label: str) -> None:
        """Nothing."""


class TestList:
    @pytest.mark.bad("BAD-088")
    def test_that_a_case_somebody_else_has_is_marked_with_who_and_how_many_results_there_are(
        self, session: Session, saved: str, still, qtbot
    ) -> None:
        screen = CaseListScreen(session)
        screen.show_marks({saved: CaseMark(3, CaseHolder("chen", "PATH-WS-04", datetime(2026, 1, 2, tzinfo=UTC)))})
        line = screen._table.topLevelItem(0)
        assert line.text(5) == "3"
        assert not line.icon(0).isNull()
        assert "chen has had this case open on PATH-WS-04" in line.toolTip(0)
        screen.show_marks({saved: CaseMark(0)})
        assert line.text(5) == "–"
        assert line.icon(0).isNull()
        screen.deleteLater()

    @pytest.mark.bad("BAD-088")
    def test_that_marks_tell_of_another_user_and_of_results(self, tmp_path: Path) -> None:
        ours, theirs = case_library(tmp_path / "library"), case_library(tmp_path / "library")
        ours.open()
        theirs.open()
        snapshot = build_snapshot()
        for case_id in ("a" * 32, "b" * 32):
            ours.save(case_id, snapshot, datetime(2026, 1, 2))
        theirs.hold("a" * 32)
        ours.keep_result("b" * 32, build.a_result())
        marks = case_marks(ours, tmp_path / "library", ["a" * 32, "b" * 32], None)
        assert marks["a" * 32].holder is not None
        assert marks["b" * 32] == CaseMark(1)
        assert case_marks(ours, tmp_path / "library", ["a" * 32], "a" * 32)["a" * 32].holder is None
        ours.close()
        theirs.close()

    def test_that_the_list_is_asked_only_while_somebody_looks(
        self, session: Session, saved: str, window, still
    ) -> None:
        still()
        asked: list[object] = []
        window.desk.go_to("cases")
        still()
        window.desk.go_to("case")
        session.keeping.started.connect(asked.append)
        session.shelf.entries_changed.emit()
        assert asked == []
        window.desk.go_to("cases")
        assert asked
        still()

    def test_that_what_the_library_says_of_itself_stands_above_its_cases(
        self, session: Session, tmp_path: Path
    ) -> None:
        screen = CaseListScreen(session)
        why, what = Sentence.of("this case is no longer there."), Sentence.of("an image in it is damaged")
        session.set_library_state(LibraryState(tmp_path, read_only=why, notices=(what,)))
        session.board.replace("cases", lines_of_error(StoreError("the file of this case is damaged."), "cases"))
        texts = [screen._told._lines.itemAt(place).widget().text() for place in range(3)]
        assert texts[0].startswith("This case is no longer there.")
        assert "The file of this case is damaged." in texts[1]
        assert texts[2] == "• An image in it is damaged"
        assert not screen._import.isEnabled()
        screen.deleteLater()


def build_snapshot():
    from hccdesk.domain.case_snapshot import CaseSnapshot  # noqa: PLC0415

    return CaseSnapshot(clinical=build.a_record())


class TestSavedWords:
    def told(self, session: Session):
        return saved_state(session.keeper, session.board, session.library_state, session.now())

    def test_that_it_is_said_where_it_was_saved_and_that_it_was_read_back(
        self, session: Session, saved: str, tmp_path: Path
    ) -> None:
        state = self.told(session)
        assert state.text == "Saved 14:03:22"
        assert str(tmp_path / "library") in state.tip
        assert "read back" in state.tip

    def test_that_saving_is_said_until_it_was_read_back(self, session: Session, saved: str, window, qtbot) -> None:
        shown = window.desk._banner._saved
        session.model.set_clinical(build.a_record(ecog=2))
        assert shown.text() == "Saving …"
        qtbot.waitUntil(lambda: shown.text() == "Saved 14:03:22", timeout=20_000)

    def test_that_a_fault_is_said_with_its_reason(self, session: Session, saved: str) -> None:
        session.keeper.failed = True
        session.board.replace("autosave", lines_of_error(StoreError("the file of this case is damaged."), "case"))
        state = self.told(session)
        assert state.text == "⚠ Not saved: The file of this case is damaged"
        assert state.is_fault
        assert "Export case" in state.tip
        session.keeper.failed = False

    def test_that_read_only_says_why(self, session: Session, saved: str, tmp_path: Path) -> None:
        session.set_library_state(LibraryState(tmp_path, read_only=Sentence.of("this case is no longer there.")))
        state = self.told(session)
        assert state.text == "Read-only"
        assert "This case is no longer there." in state.tip


class TestStrip:
    def test_that_a_job_one_waits_for_is_shown_before_one_behind(self, session: Session, qtbot) -> None:
        strip = JobStrip(session.compute, behind=(session.input_keeping.runner,))
        gate: list[bool] = []

        def wait(progress: Progress) -> None:
            while not gate:
                progress.step(0, 1, "")

        session.input_keeping.runner.start(wait, "Behind")
        assert strip._text.text() == "Behind"
        first = session.compute.start(wait, "First")
        assert strip._text.text() == "First"
        assert strip._waiting.text() == "+1 waiting"
        strip._cancel.click()
        qtbot.waitUntil(lambda: first.is_over)
        qtbot.waitUntil(lambda: strip._text.text() == "Behind")
        gate.append(True)
        qtbot.waitUntil(lambda: strip._text.text() == "Ready")
        strip.deleteLater()
