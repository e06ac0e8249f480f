"""What the user reads when something goes wrong, and the exit code."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_log_path

from hccdesk.domain.errors import Cancelled, HccdeskError, InputFaults
from hccdesk.domain.fault_lines import fault_lines
from hccdesk.private_files import private_folder, write_private

REFUSED = 3
INTERNAL_FAULT = 4
STOPPED = 130
TRAINING_LIBRARIES = frozenset({"torch", "monai", "onnx", "onnxscript"})


def exit_code_of(error: Exception, *, verbose: bool) -> int:
    """Say the error on stderr, one line a fault, and give the exit code."""
    if verbose:
        traceback.print_exception(error)
    if isinstance(error, Cancelled):
        _say("stopped.")
        return STOPPED
    if isinstance(error, HccdeskError):
        faults = error.faults if isinstance(error, InputFaults) else (error,)
        for fault in faults:
            _say(" ".join(str(fault).split()))
        return REFUSED
    if isinstance(error, ModuleNotFoundError) and error.name in TRAINING_LIBRARIES:
        _say(f"{error.name} is not installed; training needs it: pip install 'hccdesk[train]'")
        return REFUSED
    log = _written(error)
    place = f"the place in the code is in {log}" if log else "no log could be written; --verbose shows the place"
    _say(f"internal fault ({type(error).__name__}); {place}")
    return INTERNAL_FAULT


def _say(line: str) -> None:
    # Names of files and segments come from outside: no control sequence of theirs reaches the terminal.
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
    sys.stderr.write(f"hccdesk: {shown}\n")


def _written(error: Exception) -> Path | None:
    """Log where the fault arose: frames and type, but not its message, which may quote a patient."""
    content = "\n".join(fault_lines(error)).encode("utf-8", "backslashreplace")
    name = f"fault-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    with contextlib.suppress(OSError):
        path = private_folder(user_log_path("hccdesk", appauthor=False)) / name
        write_private(path, content)
        return path
    with contextlib.suppress(OSError):
        path = Path(tempfile.gettempdir()) / name
        write_private(path, content)
        return path
    return None
