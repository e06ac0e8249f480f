"""Functions that the sandbox tests run in the worker; importable there, unlike the test modules' own names."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import CalibrationError, InputError, InputFaults
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence

opened: list[str] = []


def add(a: int, b: int = 0) -> int:
    return a + b


def give_back(value: object) -> object:
    return value


def process_id() -> int:
    return os.getpid()


def remember(name: str) -> list[str]:
    opened.append(name)
    return opened


def ramp(mib: int) -> NDArray[np.int16]:
    return np.arange(mib * 2**19, dtype=np.int32).astype(np.int16).reshape(mib, 2**9, 2**10)


def abort(path: Path) -> None:
    os.abort()


def touch_null(path: Path) -> None:
    ctypes.string_at(0)


def leave(path: Path) -> None:
    sys.exit("enough")


def hang(path: Path | None = None) -> None:
    time.sleep(60)


def hang_holding_the_interpreter(path: Path) -> None:
    ctypes.PyDLL(None).sleep(60)


def swell(path: Path) -> int:
    return sum(len(piece) for piece in [np.ones(2**27, np.uint8) for _ in range(200)])


def swell_once(mib: int) -> int:
    return int(np.ones(mib * 2**20, np.uint8).nbytes)


def raise_calibration_error(path: Path) -> None:
    raise CalibrationError("It has no spacing.", where=path, what_to_do="Export it again.")


def raise_faults(path: Path) -> None:
    raise InputFaults([InputError("one", where=path), CalibrationError("two", where="field")])


def raise_with_a_name() -> None:
    raise ValueError("PatientName Zhang^Wei is too long")


def print_noise() -> None:
    print("to stdout")
    os.write(1, b"from C to stdout\n")
    os.write(2, b"from C to stderr\n")


def count(n: int, progress: Progress) -> Sentence:
    for i in range(n):
        progress.step(i + 1, n, "slices")
        time.sleep(0.01)
    return Sentence.of("{n} slices", n=n)


def step_once_then_hang(path: Path, progress: Progress) -> None:
    progress.step(0, 2, "first")
    time.sleep(60)


def step_slowly(path: Path, seconds: float, progress: Progress) -> str:
    """Ten steps, each well within what the caller allows, all together not."""
    for i in range(10):
        progress.step(i, 10, "files")
        time.sleep(seconds / 10)
    return "done"


def repeat_one_step(path: Path, progress: Progress) -> None:
    while True:
        progress.step(1, 2, "the same")
        time.sleep(0.1)


def step_without_end(path: Path, progress: Progress) -> None:
    for i in range(10**9):
        progress.step(i, 10**9, "files")
        time.sleep(0.1)


def give_back_a_stranger() -> object:
    return object()


def limits_seen() -> tuple[str, str]:
    return os.environ["OMP_NUM_THREADS"], str(Path.cwd())


def answer_with(frame: bytes) -> None:
    """What a decoder that an attacker has taken over could do."""
    child = sys.modules["hccdesk.sandbox.child"]
    send = child.write_frame
    child.write_frame = lambda stream, _: send(stream, frame)


def answer_with_an_endless_frame() -> None:
    child = sys.modules["hccdesk.sandbox.child"]
    child.write_frame = lambda stream, _: (stream.write(b"\xff" * 64), stream.flush())


def flood() -> None:
    """Answer with more frames than anyone reads."""
    child = sys.modules["hccdesk.sandbox.child"]
    frame = b'{"kind": "x", "value": 1, "block": null}'
    send = child.write_frame

    def many(stream: object, _: bytes) -> None:
        for _i in range(500):
            send(stream, frame)

    child.write_frame = many


def end_without_grace() -> None:
    sys.modules["hccdesk.sandbox.child"]._GRACE_S = 0.0
