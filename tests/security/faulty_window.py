"""The real program with a slot that fails: `python faulty_window.py PATIENT_ID WHAT`, with WHAT slot, paint or job."""

from __future__ import annotations

import sys
from typing import NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.ui import app
from hccdesk.ui.main_window import MainWindow


class Painted(QWidget):
    """Fails with every painting."""

    def paintEvent(self, event) -> NoReturn:
        raise ZeroDivisionError(sys.argv[1])


def go_wrong(window: MainWindow, what: str, patient: str) -> None:
    window._session.model.set_clinical(ClinicalRecord(patient_id=patient))
    if what == "paint":
        window.painted = Painted(window)  # type: ignore[attr-defined]
        window.painted.show()  # type: ignore[attr-defined]
    elif what == "job":
        window._session.compute.start(lambda _: {}[patient], "a job").failed.connect(window._session.report_fault)
    else:
        raise LookupError(patient)


def main() -> int:
    patient, what = sys.argv[1:]
    show = MainWindow.show

    def shown(window: MainWindow) -> None:
        show(window)
        QTimer.singleShot(1500, lambda: go_wrong(window, what, patient))
        QTimer.singleShot(4500, window.close)

    MainWindow.show = shown  # type: ignore[method-assign]
    return app.run((), "en")


if __name__ == "__main__":
    sys.exit(main())
