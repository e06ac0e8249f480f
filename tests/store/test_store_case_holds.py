"""Two windows, two users, two computers and one case."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from hccdesk.domain.errors import StoreError
from hccdesk.store.case_holds import CaseHolds
from hccdesk.store.hold_file import STALE_SECONDS

CASE = "0123456789abcdef0123456789abcdef"
OTHER_WINDOW = """
import sys, time
from pathlib import Path
from hccdesk.store.case_holds import CaseHolds
holds = CaseHolds(Path(sys.argv[1]))
print("has" if holds.hold(sys.argv[2]) is None else "has not", flush=True)
if sys.argv[3] == "stay":
    sys.stdin.readline()
    holds.let_go_all()
"""


@contextmanager
def another_window(folder: Path, then: str = "stay") -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_WINDOW, str(folder), CASE, then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as window:
        assert window.stdout.readline() == "has\n"
        yield window
        window.kill()


@pytest.fixture
def other_window(tmp_path):
    with another_window(tmp_path) as window:
        yield window


def the_file(folder: Path) -> Path:
    return folder / "held" / f"{CASE}.json"


def of_another_computer(folder: Path, minutes_without_life: float) -> None:
    """What a workstation with another name leaves on the share."""
    the_file(folder).parent.mkdir(exist_ok=True)
    process = {"computer": "radiology-7", "machine": "aa", "pid": 4, "started": "x"}
    hold = {"token": "t", "os_user": "li", "since": "2026-11-20T08:00:00+00:00", "process": process}
    the_file(folder).write_text(json.dumps({"format_version": 1, **hold}), encoding="utf-8")
    then = time.time() - 60 * minutes_without_life
    os.utime(the_file(folder), (then, then))


@pytest.mark.bad("BAD-086")
def test_that_a_second_window_is_told_who_has_the_case(tmp_path, other_window):
    holder = CaseHolds(tmp_path).hold(CASE)
    on_disk = json.loads(the_file(tmp_path).read_text(encoding="utf-8"))
    assert (holder.os_user, holder.computer) == (on_disk["os_user"], on_disk["process"]["computer"])
    assert holder.since.isoformat() == on_disk["since"]
    assert on_disk["process"]["pid"] == other_window.pid


def test_that_a_case_is_free_once_the_other_window_lets_go(tmp_path, other_window):
    holds = CaseHolds(tmp_path)
    assert holds.hold(CASE) is not None
    other_window.communicate("\n", timeout=30)
    assert holds.hold(CASE) is None
    assert holds.still_ours(CASE)


@pytest.mark.bad("BAD-087")
def test_that_a_killed_window_holds_nothing_any_more(tmp_path):
    for _ in range(5):
        with another_window(tmp_path) as window:
            assert CaseHolds(tmp_path).hold(CASE) is not None
            window.send_signal(signal.SIGKILL)
            assert_that_the_case_comes_free(tmp_path)  # nobody waited for the process: a zombie holds nothing either
    assert list((tmp_path / "held").iterdir()) == []


def assert_that_the_case_comes_free(folder: Path) -> None:
    deadline, holds = time.monotonic() + 10, CaseHolds(folder)
    while holds.hold(CASE) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    holds.let_go_all()


@pytest.mark.bad("BAD-087")
def test_that_a_window_that_ends_without_letting_go_leaves_the_case_free(tmp_path):
    with another_window(tmp_path, then="leave") as window:
        window.wait()
    assert the_file(tmp_path).exists()
    assert CaseHolds(tmp_path).hold(CASE) is None


@pytest.mark.bad("BAD-087")
def test_that_another_process_with_the_same_number_does_not_hold_the_case(tmp_path, other_window):
    hold = json.loads(the_file(tmp_path).read_text(encoding="utf-8"))
    hold["process"]["started"] = "before-the-last-restart:17"
    the_file(tmp_path).write_text(json.dumps(hold), encoding="utf-8")
    assert CaseHolds(tmp_path).hold(CASE) is None


@pytest.mark.bad("BAD-088")
def test_that_another_computer_that_shows_life_keeps_the_case(tmp_path):
    of_another_computer(tmp_path, minutes_without_life=4)
    holder = CaseHolds(tmp_path).hold(CASE)
    assert (holder.os_user, holder.computer) == ("li", "radiology-7")


@pytest.mark.bad("BAD-088")
def test_that_another_computer_without_life_for_five_minutes_loses_the_case(tmp_path):
    of_another_computer(tmp_path, minutes_without_life=5.1)
    assert CaseHolds(tmp_path).hold(CASE) is None


@pytest.mark.bad("BAD-088")
def test_that_life_is_told_by_the_clock_of_the_share_alone(tmp_path, monkeypatch):
    of_another_computer(tmp_path, minutes_without_life=1)
    monkeypatch.setattr(time, "time", lambda: 4e9)  # this computer's clock is decades ahead
    assert CaseHolds(tmp_path).hold(CASE) is not None


@pytest.mark.bad("BAD-088")
def test_that_who_lost_a_case_is_told_before_the_next_save(tmp_path):
    holds = CaseHolds(tmp_path)
    holds.hold(CASE)
    holds.refuse_others(CASE)
    of_another_computer(tmp_path, minutes_without_life=0)  # it took over while this computer slept
    assert not holds.still_ours(CASE)
    with pytest.raises(StoreError, match="li on radiology-7 has this case open"):
        holds.refuse_others(CASE)


def test_that_a_case_that_was_taken_and_let_go_meanwhile_is_not_saved_over(tmp_path):
    holds = CaseHolds(tmp_path)
    holds.hold(CASE)
    the_file(tmp_path).unlink()
    assert not holds.still_ours(CASE)
    with pytest.raises(StoreError, match="somebody else had this case open meanwhile"):
        holds.refuse_others(CASE)
    assert holds.hold(CASE) is None  # opened anew
    holds.refuse_others(CASE)


def test_that_a_case_nobody_holds_may_be_saved(tmp_path):
    CaseHolds(tmp_path).refuse_others(CASE)
    assert not the_file(tmp_path).exists()


def test_that_who_lost_a_case_does_not_show_life_for_the_other(tmp_path):
    holds = CaseHolds(tmp_path)
    holds.hold(CASE)
    of_another_computer(tmp_path, minutes_without_life=3)
    before = the_file(tmp_path).read_bytes(), the_file(tmp_path).stat().st_mtime_ns
    holds.refresh()
    holds.let_go(CASE)
    assert (the_file(tmp_path).read_bytes(), the_file(tmp_path).stat().st_mtime_ns) == before


def test_that_a_held_case_shows_life(tmp_path):
    holds = CaseHolds(tmp_path, sign_of_life_seconds=0.02)
    holds.hold(CASE)
    then = time.time() - 2 * STALE_SECONDS
    os.utime(the_file(tmp_path), (then, then))
    deadline = time.monotonic() + 10
    while the_file(tmp_path).stat().st_mtime < then + STALE_SECONDS:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    holds.let_go_all()


def test_that_no_thread_is_left_when_nothing_is_held(tmp_path):
    before = set(threading.enumerate())
    holds = CaseHolds(tmp_path, sign_of_life_seconds=600)
    for number in range(20):
        holds.hold(f"{number:032x}")
    assert len(set(threading.enumerate()) - before) == 1
    holds.let_go_all()
    dropped = CaseHolds(tmp_path, sign_of_life_seconds=600)
    dropped.hold(CASE)
    del dropped
    deadline = time.monotonic() + 10
    while set(threading.enumerate()) - before:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("left_behind", [False, True])
def test_that_of_many_who_ask_at_once_exactly_one_gets_the_case(tmp_path, left_behind):
    for round_number in range(20):
        folder = tmp_path / str(round_number)
        folder.mkdir()
        if left_behind:
            of_another_computer(folder, minutes_without_life=30)
        windows = [CaseHolds(folder) for _ in range(8)]
        gate = threading.Barrier(8)

        def ask(window: CaseHolds, gate: threading.Barrier = gate) -> bool:
            gate.wait()
            return window.hold(CASE) is None

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, windows)) == 1
        assert sum(window.still_ours(CASE) for window in windows) == 1
        for window in windows:
            window.let_go_all()


def test_that_a_hold_that_was_never_written_to_its_end_goes_stale(tmp_path):
    the_file(tmp_path).parent.mkdir()
    the_file(tmp_path).write_bytes(b"")
    assert CaseHolds(tmp_path).hold(CASE).os_user == "?"
    then = time.time() - 2 * STALE_SECONDS
    os.utime(the_file(tmp_path), (then, then))
    assert CaseHolds(tmp_path).hold(CASE) is None


def test_that_leftovers_of_killed_processes_are_swept_away(tmp_path):
    of_another_computer(tmp_path, minutes_without_life=30)
    left = the_file(tmp_path).with_name(f".{CASE}.taking")
    left.write_bytes(b"")
    assert CaseHolds(tmp_path).hold(CASE) is not None  # somebody may be at it right now
    then = time.time() - 2 * STALE_SECONDS
    os.utime(left, (then, then))
    holds = CaseHolds(tmp_path)
    assert holds.hold(CASE) is None
    assert list((tmp_path / "held").iterdir()) == [the_file(tmp_path)]


def test_that_a_share_that_is_gone_is_said(tmp_path):
    holds = CaseHolds(tmp_path)
    holds.hold(CASE)
    the_file(tmp_path).unlink()
    (tmp_path / "held").rmdir()
    (tmp_path / "held").write_bytes(b"")  # in the place of the folder
    with pytest.raises(StoreError, match="cannot be told whether somebody else"):
        holds.hold(CASE)
    with pytest.raises(StoreError, match="cannot be told whether somebody else"):
        holds.still_ours(CASE)
    holds.refresh()
    holds.let_go_all()


@pytest.mark.parametrize("name", ["../library", "", "a/b", "a.json", "é"])
def test_that_only_names_of_cases_become_files(tmp_path, name):
    with pytest.raises(StoreError, match="no name of a case"):
        CaseHolds(tmp_path).hold(name)
