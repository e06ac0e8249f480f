"""Frames and blocks: broken, hostile and oversized ones are refused; a full memory file system is survived."""

from __future__ import annotations

import errno
import io
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sandbox_jobs as jobs

from hccdesk.domain.errors import UntrustedFileError
from hccdesk.sandbox import blocks
from hccdesk.sandbox.child import WORKER_FLAG, serve_if_asked
from hccdesk.sandbox.transport import Outbox, read_frame, unpack, write_frame
from hccdesk.sandbox.values import HostileValueError
from hccdesk.sandbox.worker import Sandbox

ARRAY = np.arange(10, dtype=np.int32)


def test_that_a_message_with_an_array_arrives_and_its_block_is_gone(tmp_path: Path) -> None:
    frame = Outbox("worker", [tmp_path]).pack("result", ARRAY)
    assert len(list(tmp_path.iterdir())) == 1
    message = unpack(frame, "worker", [tmp_path], 1000)
    assert message.kind == "result"
    np.testing.assert_array_equal(message.value, ARRAY)
    assert list(tmp_path.iterdir()) == []


def changed(frame: bytes, **fields: object) -> bytes:
    return json.dumps({**json.loads(frame), **fields}).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"block": "../worker-0"},
        {"block": "program-0"},
        {"block": "worker-9"},
        {"sizes": [400]},
        {"sizes": [-1, 41]},
        {"sizes": []},
        {"folder": 7},
        {"folder": None},
        {"kind": None, "block": 3},
        {"value": ["bytes", 5]},
    ],
    ids=str,
)
@pytest.mark.control("RISK-41-b")
def test_that_an_altered_message_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    frame = Outbox("worker", [tmp_path]).pack("result", ARRAY)
    with pytest.raises(HostileValueError):
        unpack(changed(frame, **change), "worker", [tmp_path], 1000)


@pytest.mark.parametrize("frame", [b"", b"{}", b"[1]", b"\x80\x04", b"[" * 100_000, b"null"], ids=lambda f: repr(f[:5]))
def test_that_a_frame_that_is_no_message_is_refused(tmp_path: Path, frame: bytes) -> None:
    with pytest.raises(HostileValueError):
        unpack(frame, "worker", [tmp_path], 1000)


def test_that_a_block_larger_than_the_limit_is_refused_and_removed(tmp_path: Path) -> None:
    frame = Outbox("worker", [tmp_path]).pack("result", ARRAY)
    with pytest.raises(HostileValueError):
        unpack(frame, "worker", [tmp_path], at_most_bytes=39)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes and links of POSIX")
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "link"])
def test_that_a_block_that_is_no_plain_file_does_not_keep_us_waiting(tmp_path: Path, make: object) -> None:
    frame = Outbox("worker", [tmp_path]).pack("result", ARRAY)
    (tmp_path / "worker-0").unlink()
    make(tmp_path / "worker-0")  # type: ignore[operator]
    with pytest.raises(HostileValueError):
        unpack(changed(frame, sizes=[0]), "worker", [tmp_path], 1000)


def test_that_a_full_memory_file_system_is_left_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [tmp_path / "memory", tmp_path / "disk"]
    for folder in folders:
        folder.mkdir()
    real = os.open

    def full(path: Path, *rest: int) -> int:
        if path.parent.name == "memory":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *rest)

    monkeypatch.setattr(blocks.os, "open", full)
    frame = Outbox("worker", folders).pack("result", ARRAY)
    monkeypatch.undo()
    assert (folders[1] / "worker-0").exists()
    np.testing.assert_array_equal(unpack(frame, "worker", folders, 1000).value, ARRAY)


def test_that_frames_pass_through_a_stream() -> None:
    stream = io.BytesIO()
    write_frame(stream, b"one")
    write_frame(stream, b"")
    stream.seek(0)
    assert [read_frame(stream), read_frame(stream), read_frame(stream)] == [b"one", b"", None]


@pytest.mark.parametrize("raw", [b"\x00", struct.pack(">Q", 5) + b"abc", struct.pack(">Q", 2**60) + b"abc"])
def test_that_a_broken_or_endless_frame_ends_the_stream(raw: bytes) -> None:
    assert read_frame(io.BytesIO(raw)) is None


@pytest.mark.parametrize(
    "frame",
    [
        b"\x80\x04\x95 not ours",
        json.dumps({"kind": "result", "value": ["object", "subprocess:Popen", {}], "block": None}).encode(),
        json.dumps({"kind": "progress", "value": "x", "block": None}).encode(),
        json.dumps({"kind": "refused", "value": "x", "block": None}).encode(),
    ],
    ids=["pickle", "foreign class", "wrong progress", "wrong error"],
)
def test_that_an_answer_of_a_hijacked_worker_is_refused_and_the_worker_replaced(frame: bytes) -> None:
    with Sandbox() as sandbox:
        with pytest.raises(UntrustedFileError, match="not ours"):
            sandbox.call(jobs.answer_with, frame)
        assert sandbox.call(jobs.add, 1) == 1


@pytest.mark.bad("BAD-100")
@pytest.mark.control("RISK-41-b")
def test_that_a_hijacked_worker_cannot_fill_our_memory() -> None:
    with Sandbox() as sandbox:
        with pytest.raises(UntrustedFileError, match="crashed"):
            sandbox.call(jobs.answer_with_an_endless_frame)
        announced = {"kind": "result", "value": 1, "block": "worker-x", "folder": 0, "sizes": [2**40]}
        with pytest.raises(UntrustedFileError, match="not ours"):
            sandbox.call(jobs.answer_with, json.dumps(announced).encode())


def test_that_a_frozen_app_can_be_its_own_worker(tmp_path: Path) -> None:
    serve_if_asked(["analyse", "--ct", "x"])  # an ordinary command line is left alone
    code = "from hccdesk.sandbox.child import serve_if_asked; serve_if_asked(); print('the app')"
    setup = json.dumps({"path": [], "folders": [str(tmp_path / "a")], "preload": []})
    path = str(Path(__file__).parents[2])
    worker = subprocess.run(
        [sys.executable, "-c", code, WORKER_FLAG, setup],
        input=b"",
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": path},
    )
    frame = read_frame(io.BytesIO(worker.stdout))
    assert worker.returncode == 0
    assert frame is None or unpack(frame, "worker", [tmp_path], 0).kind == "ready"
    assert b"the app" not in worker.stdout
