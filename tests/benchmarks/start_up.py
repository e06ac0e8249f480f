"""Time from the start of the process to a window that answers, against a bare PySide6 window in the same run.

Run as a script: `python tests/benchmarks/start_up.py`. Both are started in turn, so that noise meets both alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 7
_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("bare"))
window.resize(1280, 800)
window.show()
"""
_OURS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import hccdesk.ui.app as app
_exec = QApplication.exec
def answer(application):
    QTimer.singleShot(0, lambda: (print("ready", flush=True), application.quit()))
    return _exec()
QApplication.exec = answer
app.run((), "en")
"""
_ANSWER = """
QTimer.singleShot(0, lambda: (print("ready", flush=True), application.quit()))
application.exec()
"""


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of both, and the ratio (ours / bare)."""
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(_seconds_to_ready(_BARE + _ANSWER))
        ours.append(_seconds_to_ready(_OURS))
    middle_bare, middle_ours = statistics.median(bare), statistics.median(ours)
    return {"bare_s": middle_bare, "hccdesk_s": middle_ours, "ratio": middle_ours / middle_bare}


def _seconds_to_ready(code: str) -> float:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        started = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
        assert child.stdout is not None
        said = child.stdout.readline().strip()
        seconds = time.perf_counter() - started
        child.wait(60)
    if said != "ready":
        raise RuntimeError(f"the window never answered (exit code {child.returncode})")
    return seconds


if __name__ == "__main__":
    found = measure()
    print(
        f"start to a window that answers: {found['hccdesk_s']:.2f} s, bare window {found['bare_s']:.2f} s, "
        f"ratio {found['ratio']:.2f}"
    )
