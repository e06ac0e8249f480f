"""The images of a case go into the library behind the work: no save waits, and what was not copied is said."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import ui_builder as build

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case import Case
from hccdesk.domain.case_library import InputFiles, KeptInput, LibrarySettings
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.store import input_copies
from hccdesk.ui.session import Session
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.changed_originals import changed_originals
from hccdesk.workflow.input_hash import input_fact


class FileVerbs(build.InstantVerbs):
    """The real files behind the hand-made case; `gate` holds back the finding of them."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def input_files(self, known: Sequence[InputFiles], progress: Progress) -> tuple[InputFiles, ...]:
        while not self.gate.wait(0.01):
            progress.step(0, 1, "")
        return tuple(replace(one, files=one.files or (one.root,)) for one in known)


@pytest.fixture
def verbs() -> FileVerbs:
    return FileVerbs()


@pytest.fixture
def session(qtbot, tmp_path: Path, verbs: FileVerbs) -> Iterator[Session]:
    made = build.a_session(tmp_path, verbs, case_library(tmp_path / "library"))
    made.input_keeping.watch()
    made.open_library()
    qtbot.waitUntil(lambda: made.library_state is not None, timeout=20_000)
    yield made
    made.close()


@pytest.fixture
def settled(qtbot, session: Session) -> Callable[[], None]:
    def wait() -> None:
        runners = (session.keeping, session.input_keeping.runner, session.compute)
        qtbot.waitUntil(
            lambda: session.keeper.saved_at is not None and not any(runner.running for runner in runners),
            timeout=20_000,
        )
        qtbot.wait(30)
        qtbot.waitUntil(lambda: not any(runner.running for runner in runners), timeout=20_000)

    return wait


def read_slide(session: Session, path: Path, content: bytes = b"slide") -> None:
    """The case as it is once a slide was read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    facts = replace(build.a_slide(), path=path)
    slide = SimpleNamespace(facts=facts, roi=None)
    fact = InputFact("slide", path.name, input_fact("slide", path).sha256)
    case = Case(Regimen.TACE_HAIC_PD1_TKI, build.a_record(), None, slide, (fact,), ())  # type: ignore[arg-type]
    session.model.set_clinical(build.a_record())
    session.model.set_slide(build.SlideInput(facts, None), case.inputs)


def kept(session: Session) -> tuple[KeptInput, ...]:
    assert session.keeper.case_id
    return session.library.inputs(session.keeper.case_id)


def test_that_a_slide_is_copied_once_its_case_is_saved(session: Session, settled, tmp_path: Path) -> None:
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    (one,) = kept(session)
    assert one.kept
    assert one.kept.read_bytes() == b"slide"
    assert one.original == tmp_path / "usb" / "slide.svs"
    assert session.board.of("inputs") == ()


def test_that_no_save_waits_for_a_copy(session: Session, settled, verbs: FileVerbs, qtbot, tmp_path: Path) -> None:
    verbs.gate.clear()
    read_slide(session, tmp_path / "usb" / "slide.svs")
    qtbot.waitUntil(lambda: bool(session.input_keeping.runner.running), timeout=20_000)
    session.model.set_clinical(build.a_record(ecog=2))
    case_id = session.keeper.case_id
    qtbot.waitUntil(
        lambda: not session.keeping.running and session.library.load(case_id).clinical.ecog == 2, timeout=20_000
    )
    assert session.input_keeping.runner.running
    verbs.gate.set()
    settled()
    assert kept(session)[0].kept


def test_that_what_is_kept_is_not_looked_at_with_every_save(
    session: Session, settled, verbs: FileVerbs, tmp_path: Path
) -> None:
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    asked: list[object] = []
    session.input_keeping.runner.started.connect(asked.append)
    session.model.set_clinical(build.a_record(ecog=2))
    settled()
    assert asked == []


def test_that_a_cancelled_copy_is_referenced_and_said(
    session: Session, settled, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = threading.Event()
    honest = input_copies.copy_file

    def slow(source: Path, place: Path, told: Callable[[int], None]) -> str:
        begun.set()
        for _ in range(1000):
            told(0)
            threading.Event().wait(0.01)
        return honest(source, place, told)

    monkeypatch.setattr(input_copies, "copy_file", slow)
    read_slide(session, tmp_path / "usb" / "slide.svs")
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    session.input_keeping.runner.cancel_all()
    settled()
    (one,) = kept(session)
    assert one.kept is None
    assert "copying was stopped" in session.board.of("inputs")[0].what
    assert not list((tmp_path / "library" / "inputs").rglob("*.svs"))


@pytest.mark.bad("BAD-085")
def test_that_a_disk_without_room_is_said_and_the_slide_referenced(
    session: Session, settled, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(input_copies, "LEFT_FREE_BYTES", 1 << 60)
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    (one,) = kept(session)
    assert one.kept is None
    assert "no room for a copy" in session.board.of("inputs")[0].what


def test_that_nothing_is_copied_where_the_library_only_references(session: Session, settled, tmp_path: Path) -> None:
    session.library.keep_settings(LibrarySettings(copy_inputs=False))
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    assert kept(session)[0].kept is None
    assert session.board.of("inputs") == ()


def test_that_copying_now_and_referencing_now_are_for_this_case(session: Session, settled, tmp_path: Path) -> None:
    session.library.keep_settings(LibrarySettings(copy_inputs=False))
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    assert session.input_keeping.keep_now(True)
    settled()
    assert kept(session)[0].kept
    assert session.input_keeping.keep_now(False)
    settled()
    assert kept(session)[0].kept is None
    assert not list((tmp_path / "library" / "inputs").rglob("*.svs"))


@pytest.mark.bad("BAD-036")
def test_that_a_disk_pulled_before_it_was_copied_is_said(
    session: Session, settled, verbs: FileVerbs, qtbot, tmp_path: Path
) -> None:
    verbs.gate.clear()
    read_slide(session, tmp_path / "usb" / "slide.svs")
    qtbot.waitUntil(lambda: bool(session.input_keeping.runner.running), timeout=20_000)
    shutil.rmtree(tmp_path / "usb")
    verbs.gate.set()
    settled()
    assert session.board.of("inputs")
    assert kept(session) == ()


@pytest.mark.bad("BAD-060")
def test_that_a_slide_replaced_under_its_name_after_it_was_read_is_not_copied(
    session: Session, settled, verbs: FileVerbs, qtbot, tmp_path: Path
) -> None:
    verbs.gate.clear()
    read_slide(session, tmp_path / "usb" / "slide.svs")
    qtbot.waitUntil(lambda: bool(session.input_keeping.runner.running), timeout=20_000)
    (tmp_path / "usb" / "slide.svs").write_bytes(b"another patient")
    verbs.gate.set()
    settled()
    assert "another one than was read before" in session.board.of("inputs")[0].what
    assert kept(session) == ()


@pytest.mark.bad("BAD-060")
def test_that_a_kept_copy_is_what_a_reopened_case_is_read_from(session: Session, settled, tmp_path: Path) -> None:
    original = tmp_path / "usb" / "slide.svs"
    read_slide(session, original)
    settled()
    original.write_bytes(b"another patient")
    loaded = session.library.load(session.keeper.case_id)
    assert loaded.slide
    assert loaded.slide.path.read_bytes() == b"slide"


@pytest.mark.bad("BAD-060")
def test_that_a_reader_of_a_copy_is_told_that_its_original_was_replaced(
    session: Session, settled, qtbot, tmp_path: Path
) -> None:
    original = tmp_path / "usb" / "slide.svs"
    read_slide(session, original)
    settled()
    case_id, inside = session.keeper.case_id, kept(session)[0].kept
    assert inside
    assert session.board.of("originals") == ()
    original.write_bytes(b"another patient")
    session.keeper.take_up(case_id, session.now())
    slide = build.SlideInput(replace(build.a_slide(), path=inside), None)
    session.model.set_slide(slide, (InputFact("slide", "slide.svs", "0" * 64),))
    session.loader.inputs_changed.emit()
    settled()
    (line,) = session.board.of("originals")
    assert "slide.svs is another one now" in line.what
    assert AuditAction.INPUT_CHANGED in [row.event.action for row in session.library.audit_rows(case_id)]


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (lambda path: None, False),
        (lambda path: path.touch(), False),
        (lambda path: path.unlink(), False),
        (lambda path: (path.parent / "beside.svs").write_bytes(b"x"), False),
        (lambda path: path.write_bytes(b"another patient"), True),
        (lambda path: (path.write_bytes(b"other"), os.utime(path, (1, 1))), True),
    ],
    ids=["as it was", "only touched", "gone", "another beside it", "replaced", "replaced by an older file"],
)
def test_that_an_original_counts_as_changed_by_its_content(tmp_path: Path, change, is_told: bool) -> None:
    original, copy = tmp_path / "usb" / "slide.svs", tmp_path / "copy.svs"
    original.parent.mkdir()
    for path in (original, copy):
        path.write_bytes(b"slide")
    one = KeptInput("slide", original, copy, "0" * 64, 1, 5, (), datetime.now(UTC))
    time.sleep(0.02)
    change(original)
    assert bool(changed_originals((one,), NoProgress())) is is_told


def test_that_a_case_read_from_its_copies_is_not_copied_again(session: Session, settled, tmp_path: Path) -> None:
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    inside = kept(session)[0].kept
    assert inside
    session.model.set_slide(
        build.SlideInput(replace(build.a_slide(), path=inside), None), (InputFact("slide", "x", "0" * 64),)
    )
    settled()
    assert session.input_keeping.sources == ()
    assert not session.input_keeping.keep_now(True)


def test_that_an_error_of_the_sandbox_is_a_line_and_no_dialog(
    session: Session, settled, verbs: FileVerbs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(known: object, progress: object) -> None:
        raise InputError("the file cannot be read.", where=tmp_path)

    monkeypatch.setattr(verbs, "input_files", refuse)
    read_slide(session, tmp_path / "usb" / "slide.svs")
    settled()
    assert "cannot be read" in session.board.of("inputs")[0].what
