"""Two programs on one library: on one computer, by two users, and with one of them killed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import library_facts as facts
import pytest
from disks import FaultyFolder

from hccdesk.workflow.case_library import case_library

CASE, OTHER = facts.CASES[:2]


@pytest.fixture
def library(tmp_path):
    """An open library with two cases."""
    opened = case_library(tmp_path / "library")
    opened.open()
    for case in (CASE, OTHER):
        opened.save(case, facts.a_snapshot(case, 1), facts.moment(1))
    yield opened
    opened.close()


@pytest.fixture
def shared():
    """A folder that every user of this computer can write to, as a share is."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="hccdesk-share-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.bad("BAD-086")
def test_that_two_programs_save_into_one_library_at_the_same_time(forks, tmp_path):
    folder = tmp_path / "library"
    children = [
        forks.start("instance_acts:save_often", folder, number, 25, said=tmp_path / f"said {number}")
        for number in (0, 1)
    ]
    for child in children:
        assert child.wait() == 0, child.complaint
    library = case_library(folder)
    library.open()
    for number in (0, 1):
        case = facts.CASES[number]
        assert facts.number_of(library.load(case)) == 25
        assert len(library.reports(case)) == 25
    rows = library.audit_rows()
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert library.verify_audit().is_whole
    library.close()


@pytest.mark.bad("BAD-086")
def test_that_a_case_open_in_another_program_is_held_and_not_saved_over(library, forks, tmp_path):
    assert library.hold(CASE) is None
    forks.run("instance_acts:be_the_second", tmp_path / "library", said=tmp_path / "said")
    library.let_go(CASE)
    forks.run("instance_acts:be_the_next", tmp_path / "library", said=tmp_path / "said")
    assert facts.number_of(library.load(CASE)) == 1


@pytest.mark.bad("BAD-087")
def test_that_a_hold_ends_with_the_program_that_was_killed(library, forks, tmp_path):
    said = tmp_path / "said"
    child = forks.start("instance_acts:hold_until_killed", tmp_path / "library", said=said)
    while "holds" not in (said.read_text() if said.exists() else ""):
        assert child.forks is forks
    holder = library.hold(CASE)
    assert holder is not None, "the child has it"
    child.kill()
    child.wait()
    assert library.hold(CASE) is None


@pytest.mark.bad("BAD-086")
def test_that_the_locked_library_is_waited_for_and_then_told_of(library, forks, tmp_path):
    library.close()
    forks.run("instance_acts:meet_a_lock", tmp_path / "library", said=tmp_path / "said")


@pytest.mark.bad("BAD-088")
def test_that_two_users_share_a_library_and_a_case_is_one_users_at_a_time(mounting_root_forks, shared):
    forks = mounting_root_forks
    with FaultyFolder(forks, shared / "disk") as disk:
        one = forks.start("instance_acts:be_a_user", disk.shown, 65534, "one", said=shared / "said one")
        two = forks.start("instance_acts:be_a_user", disk.shown, 1, "two", said=shared / "said two")
        assert one.wait() == 0, one.complaint
        assert two.wait() == 0, two.complaint


@pytest.mark.bad("BAD-088")
@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can become another user")
def test_that_a_folder_that_may_not_be_looked_into_is_told_of(forks, shared):
    library = case_library(shared / "library")
    library.open()
    library.close()
    (shared / "library").chmod(0o700)
    forks.run("instance_acts:be_kept_out", shared / "library", 65534, said=shared / "said")


@pytest.mark.bad("BAD-089")
@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_that_a_library_that_belongs_to_somebody_else_can_be_looked_at(forks, shared, what):
    library = case_library(shared / "library")
    library.open()
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    library.close()
    for path in [shared / "library", *(shared / "library").rglob("*")]:
        path.chmod((0o755 if what == "folder" else 0o777) if path.is_dir() else 0o644)
    forks.run("instance_acts:look_as_another_user", shared / "library", 65534, said=shared / "said")
