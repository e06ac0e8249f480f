"""Whether a window can be opened at all, found out before Qt would abort the process."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.sentence import Sentence

PROBE_SECONDS = 30
_PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"


def require_display() -> None:
    """Raise `HccdeskError` in words where Qt could only abort: no Qt, no display, system libraries missing."""
    if find_spec("PySide6") is None:
        raise HccdeskError("Qt is not installed.", what_to_do="Install hccdesk again with its dependencies.")
    if not sys.platform.startswith("linux") or _without_screen():
        return
    _require_libraries()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise HccdeskError(
            "There is no screen to open a window on.",
            what_to_do="Start it on a desktop, or use `hccdesk analyse`, which needs none.",
        )
    _require_answer()


def _without_screen() -> bool:
    return os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal", "vnc"}


def _require_libraries() -> None:
    """Qt names the wrong library when one is missing (it blames xcb-cursor0): the loader names the right one."""
    spec = find_spec("PySide6")
    assert spec is not None
    package = Path(str(spec.origin)).parent
    for library in (package / "Qt/lib/libQt6Gui.so.6", package / "Qt/plugins/platforms/libqxcb.so"):
        try:
            ctypes.CDLL(str(library))
        except OSError as error:
            missing = str(error).split(":")[0]
            raise HccdeskError(
                Sentence.of(
                    "The system library {missing} is missing, and Qt cannot open a window without it.", missing=missing
                ),
                what_to_do="Run packaging/linux/system-libraries.sh, or ask an administrator to.",
            ) from error


def _require_answer() -> None:
    """Start Qt once in a process of its own: a display that refuses us aborts there and not here."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with a constant program
            [sys.executable, "-c", _PROBE], capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise HccdeskError("The screen does not answer.", what_to_do="Check DISPLAY, then try again.") from error
    if done.returncode:
        raise HccdeskError(
            Sentence.of(
                "The screen {display} cannot be used.",
                display=str(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")),
            ),
            what_to_do="Check DISPLAY and who may use it, or use `hccdesk analyse`, which needs no screen.",
        )
