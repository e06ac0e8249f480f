"""Where the program's own faults are written: the place in the code, never a word of the patient's."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hccdesk.domain.fault_lines import fault_lines
from hccdesk.private_files import private_folder, write_private


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as it is told: the kind of error with its place in the code, and its log where one could be written."""

    place: str
    log: Path | None


def write_fault(error: BaseException, folder: Path, now: datetime) -> Path:
    """The kind of error and its stack in a new file; its message is left out, for it may quote a patient."""
    path = private_folder(folder) / f"fault-{now:%Y%m%dT%H%M%S%f}.log"
    write_private(path, "\n".join(fault_lines(error)).encode("utf-8", "backslashreplace"))
    return path


def fault_place(error: BaseException) -> str:
    """The kind of error and where it arose, in a word; the same fault twice has the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
