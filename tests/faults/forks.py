"""Processes that are cheap to start and may be killed: forked from one that has imported everything already.

As a module (`python -m forks`) it is that process: orders come as JSON lines, answers go back as JSON lines.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PRELOADED = ("library_acts", "library_losses")
LIFETIME_S = 180
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
KILLED = -int(getattr(signal, "SIGKILL", 9))


@dataclass(frozen=True)
class Fork:
    """A child at work; what it prints goes to `said`, what it complains of to a file beside it."""

    forks: Forks
    pid: int
    said: Path

    def kill(self) -> None:
        """SIGKILL; a child that is gone already is no matter."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout_s: float = LIFETIME_S) -> int:
        """Its exit code, minus the signal where one ended it; a child that does not end is killed and told of."""
        code = self.forks.ask({"wait": self.pid, "timeout_s": timeout_s})["code"]
        if code is None:
            self.kill()
            self.forks.ask({"wait": self.pid, "timeout_s": 10})
            raise TimeoutError(f"the child was still at work after {timeout_s:g} s\n{self.complaint}")
        return int(code)

    @property
    def complaint(self) -> str:
        """What it wrote to stderr."""
        path = complaint_beside(self.said)
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


class Forks:
    """The process that forks, started once and asked often."""

    def __init__(self, prefix: Sequence[str] = (), environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=child_environment() | (environment or {}),
        )
        self.ask({"ready": True})

    def start(self, task: str, *arguments: Any, said: Path) -> Fork:
        """Run `module:function` with plain arguments in a child of its own."""
        order = {"run": task, "arguments": [str(a) if isinstance(a, Path) else a for a in arguments], "said": str(said)}
        return Fork(self, self.ask(order)["pid"], said)

    def run(self, task: str, *arguments: Any, said: Path) -> Fork:
        """The same, waited for; refused where it did not end well."""
        child = self.start(task, *arguments, said=said)
        if code := child.wait():
            raise AssertionError(f"{task} ended with {code}\n{child.complaint}")
        return child

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """One order, one answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the process that forks has ended")
        return dict(json.loads(answer))

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def can_mount() -> bool:
    """Whether this system gives a namespace of one's own, where disks can be mounted that nobody else sees."""
    if sys.platform != "linux":
        return False
    return not subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode


def child_environment() -> dict[str, str]:
    """What a child needs to find the tests' modules, and nothing that makes it slow."""
    paths = [str(HERE), str(ROOT / "tests" / "report"), str(ROOT / "tests" / "ct"), str(ROOT)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **threads, "PYTHONPATH": os.pathsep.join(paths), "QT_QPA_PLATFORM": "offscreen"}


def complaint_beside(said: Path) -> Path:
    return said.with_name(said.name + ".stderr")


def _serve() -> None:
    for module in PRELOADED:
        importlib.import_module(module)
    for line in sys.stdin:
        order = json.loads(line)
        if "run" in order:
            answer: dict[str, Any] = {"pid": _fork(order)}
        elif "wait" in order:
            answer = {"code": _wait(order["wait"], order["timeout_s"])}
        else:
            answer = {}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _be_the_child(Path(order["said"]))
        module, function = order["run"].split(":")
        getattr(importlib.import_module(module), function)(*order["arguments"])
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _be_the_child(said: Path) -> None:
    signal.alarm(LIFETIME_S)
    for path, number in ((Path(os.devnull), 0), (said, 1), (complaint_beside(said), 2)):
        opened = os.open(path, os.O_RDWR if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, number)
        os.close(opened)


def _wait(pid: int, timeout_s: float) -> int | None:
    until = time.monotonic() + timeout_s
    while True:
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            return None
        time.sleep(0.002)


if __name__ == "__main__":
    _serve()
