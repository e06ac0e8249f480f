"""Copies of inputs and their records after a kill between the two: no copy stays for good, and none is lost."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import pytest
from library_builder import CASE_ID, NOW, OTHER_ID

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.case_snapshot import CaseSnapshot, SlideSource
from hccdesk.domain.progress import NoProgress
from hccdesk.store import audit_chain, input_copies, library, library_inputs
from hccdesk.store.input_copies import copy_input
from hccdesk.store.library import SqliteLibrary

DAY_S = 24 * 3600


class KilledError(BaseException):
    """The process is gone here."""


def die(*_: object, **__: object) -> None:
    raise KilledError


@pytest.fixture(autouse=True)
def _any_disk_will_do(monkeypatch):
    monkeypatch.setattr(input_copies, "LEFT_FREE_BYTES", 0)


@pytest.fixture
def made(tmp_path):
    opened = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    opened.open()
    opened.save(CASE_ID, CaseSnapshot(slide=SlideSource(a_slide(tmp_path, 1).root)), NOW)
    yield opened
    opened.close()


def a_slide(tmp_path: Path, number: int) -> InputFiles:
    path = tmp_path / f"slide {number}.svs"
    path.write_bytes(b"slide %d" % number * 50)
    return InputFiles("slide", path, (path,), hashlib.sha256(path.read_bytes()).hexdigest())


def copies(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "library" / "inputs").rglob("*") if path.is_file())


def age(tmp_path: Path, days: float) -> None:
    """Let every copy be so old."""
    for path in (tmp_path / "library" / "inputs").rglob("*"):
        then = time.time() - days * DAY_S
        os.utime(path, (then, then))


def reopened(made: SqliteLibrary) -> SqliteLibrary:
    made.close()
    made.open()
    return made


@pytest.mark.bad("BAD-084")
def test_that_the_copies_of_a_purged_case_go_with_the_next_start(made, tmp_path, monkeypatch):
    made.keep_inputs(CASE_ID, [a_slide(tmp_path, 1)], NoProgress())
    made.forget(CASE_ID)
    monkeypatch.setattr(library, "remove_copies", die)
    with pytest.raises(KilledError):
        made.purge()
    assert copies(tmp_path), "the kill came before the copies went"
    reopened(made)
    assert not (tmp_path / "library" / "inputs" / CASE_ID).exists()


@pytest.mark.bad("BAD-084")
def test_that_a_copy_whose_record_was_never_written_goes_once_the_library_was_used_on(made, tmp_path, monkeypatch):
    slide = a_slide(tmp_path, 1)
    monkeypatch.setattr(library_inputs, "put", die)
    with pytest.raises(KilledError):
        made.keep_inputs(CASE_ID, [slide], NoProgress())
    monkeypatch.undo()
    reopened(made)
    assert len(copies(tmp_path)) == 1, "it may be the copy of a record that is still to come"
    assert made.load(CASE_ID).slide.path == slide.root
    age(tmp_path, 3)
    reopened(made)
    assert copies(tmp_path) == []


@pytest.mark.bad("BAD-084")
def test_that_a_former_copy_goes_and_the_one_recorded_stays(made, tmp_path, monkeypatch):
    made.keep_inputs(CASE_ID, [a_slide(tmp_path, 1)], NoProgress())
    monkeypatch.setattr(library_inputs, "drop_former", die)
    with pytest.raises(KilledError):
        made.keep_inputs(CASE_ID, [a_slide(tmp_path, 2)], NoProgress())
    assert len(copies(tmp_path)) == 2
    age(tmp_path, 3)
    reopened(made)
    (kept,) = made.inputs(CASE_ID)
    assert copies(tmp_path) == [kept.kept]
    assert kept.kept.read_bytes() == b"slide 2" * 50


def test_that_a_copy_of_no_case_at_all_goes_the_same_way(made, tmp_path):
    copy_input(a_slide(tmp_path, 1), tmp_path / "library" / "inputs" / OTHER_ID / "slide", NoProgress())
    reopened(made)
    assert copies(tmp_path)
    age(tmp_path, 3)
    reopened(made)
    assert copies(tmp_path) == []


def test_that_a_record_without_its_copy_leads_to_the_original(made, tmp_path):
    slide = a_slide(tmp_path, 1)
    (kept,) = made.keep_inputs(CASE_ID, [slide], NoProgress())
    shutil.rmtree(kept.kept.parent)
    assert reopened(made).load(CASE_ID).slide.path == slide.root
    (again,) = made.keep_inputs(CASE_ID, [slide], NoProgress())
    assert made.load(CASE_ID).slide.path == again.kept


def test_that_an_older_library_put_in_its_place_deletes_no_newer_copy(made, tmp_path):
    made.close()
    path = tmp_path / "library" / "library.sqlite"
    older = path.read_bytes()
    made.open()
    (kept,) = made.keep_inputs(CASE_ID, [a_slide(tmp_path, 1)], NoProgress())
    made.close()
    newer = path.read_bytes()
    path.write_bytes(older)
    later = time.time() + 60
    for copy in copies(tmp_path):
        os.utime(copy.parent, (later, later))
    for _ in range(3):
        made.open()
        made.close()
    path.write_bytes(newer)
    made.open()
    assert kept.kept.exists()


def test_that_a_restoration_that_lost_a_record_deletes_no_copy(made, tmp_path):
    copy_input(a_slide(tmp_path, 1), tmp_path / "library" / "inputs" / CASE_ID / "slide", NoProgress())
    age(tmp_path, 3)
    with made._using(writing="") as database, database.transaction() as connection:
        audit_chain.append(connection, AuditEvent(AuditAction.LIBRARY_RESTORED, detail="x"))
    reopened(made)
    assert len(copies(tmp_path)) == 1


def test_that_another_windows_copies_are_left_alone(made, tmp_path):
    copy_input(a_slide(tmp_path, 1), tmp_path / "library" / "inputs" / OTHER_ID / "slide", NoProgress())
    age(tmp_path, 3)
    second = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    second.open()
    assert len(copies(tmp_path)) == 1
    second.close()
