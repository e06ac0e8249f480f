"""What a process that was killed left half written goes, and what others are writing stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from hccdesk.atomic_file import write_whole

LONG_AGO_S = 3600


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def left(folder, name: str, process: int, age_s: float):
    part = folder / f".{name}.{process}.part"
    part.write_bytes(b"half")
    os.utime(part, (time.time() - age_s,) * 2)
    return part


@pytest.mark.bad("BAD-084")
def test_that_what_a_killed_process_left_of_a_file_goes_with_the_next_writing_of_it(tmp_path, gone):
    part = left(tmp_path, "result.json", gone, LONG_AGO_S)
    write_whole(tmp_path / "result.json", b"whole")
    assert not part.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


def test_that_what_others_write_stays(tmp_path, gone):
    kept = [
        left(tmp_path, "result.json", gone, 1),  # perhaps on another computer
        left(tmp_path, "result.json", os.getppid(), LONG_AGO_S),
        left(tmp_path, "other.json", gone, LONG_AGO_S),
        left(tmp_path, "a.result.json", gone, LONG_AGO_S),
    ]
    write_whole(tmp_path / "result.json", b"whole")
    assert all(part.exists() for part in kept)
