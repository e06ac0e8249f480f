"""Which process on which computer: told apart from another that has the same number later, whatever the clock did."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class RunningProcess:
    """A process by its number and start, on a computer by its name and, where there is one, its own id."""

    computer: str
    machine: str
    pid: int
    started: str

    def is_gone(self) -> bool:
        """Whether it ran on this computer and does not any more; never known of another computer's."""
        return (self.computer, self.machine) == (platform.node(), _machine()) and _start_of(self.pid) != self.started


def this_process() -> RunningProcess:
    """The process that asks."""
    return RunningProcess(platform.node(), _machine(), os.getpid(), _start_of(os.getpid()) or "")


def _start_of(pid: int) -> str | None:
    """What no other process with this number shares; None where there is no such process."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        if sys.platform == "linux":  # psutil's time of creation shifts there when the clock is set
            return _boot() + _ticks(pid)
        return f"{process.create_time():.0f}"
    except (psutil.NoSuchProcess, OSError, IndexError):
        return None
    except psutil.AccessDenied:
        return "unknown"


def _ticks(pid: int) -> str:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return fields[19]  # starttime, the 22nd field of proc(5)


def _boot() -> str:
    return f"{_first_line(Path('/proc/sys/kernel/random/boot_id'))}:"


def _machine() -> str:
    """Tells computers of one name apart; empty where the system gives them no id."""
    named = _first_line(Path("/etc/machine-id")) if os.name == "posix" else _windows_machine()
    return hashlib.sha256(f"hccdesk {named}".encode()).hexdigest()[:16] if named else ""


def _windows_machine() -> str:
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415 - there on Windows only

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
