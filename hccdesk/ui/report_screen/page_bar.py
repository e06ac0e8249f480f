"""Over the pages: which one is read, and how large."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from hccdesk.ui.report_screen.page_layout import Fit
from hccdesk.ui.widgets.pieces import icon_button, label, row

_PLACE_PX = 104
_ZOOM_PX = 52


class PageBar(QFrame):
    """The bar.

    Signals: `turned(int)` -1 or 1 page, `zoomed(int)` -1 or 1 step, `fit_asked(str)` a `Fit`.
    """

    turned = Signal(int)
    zoomed = Signal(int)
    fit_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pagebar")
        self._place, self._zoom, self._state = label(""), label(""), label("", "caption")
        self._back = icon_button("chevron-up", self.tr("Page before (PgUp)"))
        self._on = icon_button("chevron-down", self.tr("Next page (PgDn)"))
        self._smaller = icon_button("magnify-minus-outline", self.tr("Smaller (Ctrl −)"))
        self._larger = icon_button("magnify-plus-outline", self.tr("Larger (Ctrl +)"))
        self._width = icon_button("arrow-expand-horizontal", self.tr("Fit the width (Ctrl 0)"))
        self._page = icon_button("fit-to-page-outline", self.tr("Fit the whole page"))
        for fits in (self._width, self._page):
            fits.setCheckable(True)
        self._lay_out()
        self.show_place(0, 0)
        self._back.clicked.connect(lambda: self.turned.emit(-1))
        self._on.clicked.connect(lambda: self.turned.emit(1))
        self._smaller.clicked.connect(lambda: self.zoomed.emit(-1))
        self._larger.clicked.connect(lambda: self.zoomed.emit(1))
        self._width.clicked.connect(lambda: self.fit_asked.emit(Fit.WIDTH.value))
        self._page.clicked.connect(lambda: self.fit_asked.emit(Fit.PAGE.value))

    def show_place(self, page: int, pages: int) -> None:
        """The page that is read, counted from 0; no pages: nothing can be turned."""
        text = self.tr("Page {page} of {pages}").format(page=page + 1, pages=pages)
        self._place.setText(text if pages else "")
        self._back.setEnabled(page > 0)
        self._on.setEnabled(page + 1 < pages)
        for each in (self._smaller, self._larger, self._width, self._page):
            each.setEnabled(pages > 0)

    def show_zoom(self, zoom: float, fit: str) -> None:
        """In per cent."""
        self._zoom.setText(f"{zoom * 100:.0f} %")
        self._width.setChecked(fit == Fit.WIDTH.value)
        self._page.setChecked(fit == Fit.PAGE.value)

    def show_busy(self, busy: bool) -> None:
        """Whether the pages are being set anew."""
        self._state.setText(self.tr("Setting the pages …") if busy else "")

    def _lay_out(self) -> None:
        self._place.setMinimumWidth(_PLACE_PX)
        self._zoom.setFixedWidth(_ZOOM_PX)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = row(self, 4, 4)
        layout.setContentsMargins(8, 4, 8, 4)
        for widget in (self._back, self._on, self._place, self._state):
            layout.addWidget(widget)
        layout.addStretch(1)
        for widget in (self._smaller, self._zoom, self._larger, self._width, self._page):
            layout.addWidget(widget)
