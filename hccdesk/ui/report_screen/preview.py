"""The pages on their way to the screen: set anew when something changes, drawn when they are looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from hccdesk.workflow.preview_report import PreviewedReport

TYPING_PAUSE_MS = 150
"""Several changes within this time are one."""
THUMBNAIL, PAGE = "thumbnail", "page"


class ReportPreview(QObject):
    """Sets the report off the GUI thread; the latest wish wins, and until it is there the old pages stay.

    Signals: `report_ready(PreviewedReport)`, `picture_ready(str kind, int page, QImage)`, `failed(error)`,
    `busy_changed(bool)`.
    """

    report_ready = Signal(object)
    picture_ready = Signal(str, int, QImage)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wish: tuple[CaseResult, ReportOptions] | None = None
        self._setting: RunningJob | None = None
        self._pdf = b""
        self._wanted: dict[tuple[str, int], int] = {}
        self._drawing: tuple[bytes, tuple[str, int], int] | None = None
        self._drawing_job: RunningJob | None = None
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._set)

    @property
    def busy(self) -> bool:
        """Whether the pages on the screen are not yet those of the last wish."""
        return self._pause.isActive() or self._setting is not None

    def ask(self, result: CaseResult, options: ReportOptions) -> None:
        """The report of this result, told like this."""
        self._wish = (result, options)
        self._pause.start(TYPING_PAUSE_MS if self._pdf else 0)
        self.busy_changed.emit(True)

    def forget(self) -> None:
        """Another patient: what is under way is not wanted any more."""
        if self._drawing_job:
            self._drawing_job.cancel()
        self._pause.stop()
        self._wish, self._pdf = None, b""
        self._wanted.clear()
        if self._setting:
            self._setting.cancel()
        self._setting = None
        self.busy_changed.emit(False)

    def want(self, kind: str, page: int, width_px: int) -> None:
        """A page as a picture of this width; the latest wish is met first, and replaces one for the same page."""
        key = (kind, page)
        self._wanted.pop(key, None)
        if self._pdf and self._drawing != (self._pdf, key, width_px):
            self._wanted[key] = width_px
            self._draw_next()

    def _set(self) -> None:
        if self._wish is None:
            return
        if self._setting:
            self._setting.cancel()
        result, options = self._wish
        verbs = self._session.verbs
        # Not among the jobs of the strip: it comes and goes with every click.
        job = self._session.tiles.start(lambda progress: verbs.preview_report(result, options, progress))
        self._setting = job
        deliver(job, self, partial(self._on_set, job))
        job.failed.connect(self._on_failed)

    def _on_set(self, job: RunningJob, report: PreviewedReport) -> None:
        if job is not self._setting:
            return
        self._setting = None
        self._pdf = report.pdf
        self._wanted.clear()
        self.report_ready.emit(report)
        self.busy_changed.emit(self.busy)

    def _on_failed(self, error: BaseException) -> None:
        if self.sender() is not self._setting:
            return
        self._setting = None
        if not isinstance(error, HccdeskError):
            self._session.report_fault(error)
        self.failed.emit(error)
        self.busy_changed.emit(self.busy)

    def _draw_next(self) -> None:
        """One picture at a time, pages before thumbnails: what is no longer wanted by then is never drawn."""
        if self._drawing or not self._wanted:
            return
        key = next((wish for wish in reversed(self._wanted) if wish[0] == PAGE), next(iter(self._wanted)))
        width, pdf, verbs = self._wanted.pop(key), self._pdf, self._session.verbs
        self._drawing = (pdf, key, width)
        job = self._session.tiles.start(lambda _: _picture_of(verbs.report_page(pdf, key[1], width)))
        self._drawing_job = job
        deliver(job, self, partial(self._on_drawn, pdf, key))
        job.failed.connect(self._session.report_fault)
        job.ended.connect(self._on_drawing_ended)

    def _on_drawn(self, pdf: bytes, key: tuple[str, int], image: QImage) -> None:
        if pdf is self._pdf:
            self.picture_ready.emit(*key, image)

    def _on_drawing_ended(self) -> None:
        self._drawing = self._drawing_job = None
        self._draw_next()


def _picture_of(rgb: NDArray[np.uint8]) -> QImage:
    """In the format that is painted without being converted each time."""
    return image_of(rgb).convertToFormat(QImage.Format.Format_RGB32)
