"""The Report screen as one sees it: thumbnails, pages, options."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.report_screen.acts_panel import ActsPanel
from hccdesk.ui.report_screen.options_panel import OptionsPanel
from hccdesk.ui.report_screen.page_bar import PageBar
from hccdesk.ui.report_screen.page_layout import ZOOM_STEP, Fit
from hccdesk.ui.report_screen.page_places import new_places
from hccdesk.ui.report_screen.page_thumbnails import PageThumbnails
from hccdesk.ui.report_screen.page_view import PageView
from hccdesk.ui.report_screen.sentence_state import SentenceState
from hccdesk.ui.spoken import say_error
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, column, label, line, row, scrolled

INSPECTOR_PX = 300
_WAITING, _PAGES, _FAILED = range(3)


class ReportView(QWidget):
    """The whole screen.

    Signals: `results_asked` go and analyse.
    """

    results_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.pages, self.thumbnails, self.bar = PageView(), PageThumbnails(), PageBar()
        self.options, self.acts = OptionsPanel(), ActsPanel()
        self._failure = SentenceState("file-alert-outline")
        self._count = 0
        self._titles: tuple[str, ...] = ()
        self._screens, self._middle = QStackedWidget(), QStackedWidget()
        self._stale = QFrame()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.pages)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._count

    def show_nothing(self) -> None:
        """There is no result to report."""
        self._count, self._titles = 0, ()
        self.pages.forget()
        self.thumbnails.show_pages((), ())
        self.bar.show_place(0, 0)
        self._middle.setCurrentIndex(_WAITING)
        self._screens.setCurrentIndex(0)

    def show_covered(self) -> None:
        """There is a result that may not be seen yet."""
        self.show_nothing()
        self._screens.setCurrentIndex(2)

    def show_something(self) -> None:
        """There is a result."""
        self._screens.setCurrentIndex(1)

    def show_stale(self, stale: bool) -> None:
        """Whether the result on the pages is not that of the inputs any more."""
        self._stale.setVisible(stale)

    def show_pages(self, sizes_pt: tuple[tuple[float, float], ...], titles: tuple[str, ...]) -> None:
        """A report of these pages."""
        places = new_places(self._titles, titles)
        self._count, self._titles = len(sizes_pt), titles
        self._middle.setCurrentIndex(_PAGES)
        self.pages.show_pages(sizes_pt, places)
        self.thumbnails.show_pages(sizes_pt, titles)
        self._on_page(self.pages.page)

    def show_failure(self, error: BaseException) -> None:
        """Why there are no pages: in their place, so that no old ones are taken for the new."""
        self._count, self._titles = 0, ()
        self.pages.forget()
        self.thumbnails.show_pages((), ())
        self.bar.show_place(0, 0)
        self._failure.show_sentence(self.tr("The report cannot be shown"), self._sentence(error))
        self._middle.setCurrentIndex(_FAILED)

    def _sentence(self, error: BaseException) -> str:
        if isinstance(error, HccdeskError):
            return say_error(error)
        return self.tr("The program has a fault here; the problem list says more. The result is kept.")

    def _connect(self) -> None:
        self.pages.page_changed.connect(self._on_page)
        self.pages.zoom_changed.connect(self.bar.show_zoom)
        self.thumbnails.chosen.connect(self.pages.go_to_page)
        self.bar.turned.connect(self._turn)
        self.bar.zoomed.connect(self._zoom)
        self.bar.fit_asked.connect(self._fit)

    def _on_page(self, page: int) -> None:
        self.bar.show_place(page, self._count)
        self.thumbnails.show_place(page)

    def _turn(self, by: int) -> None:
        self.pages.go_to_page(self.pages.page + by)

    def _zoom(self, by: int) -> None:
        self.pages.zoom_by(ZOOM_STEP**by)

    def _fit(self, fit: str) -> None:
        self.pages.fit(Fit(fit))

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "file-document-outline",
            self.tr("Nothing to report yet"),
            self.tr("The report is made from a result. Analyse the case first."),
            self.tr("Go to the results"),
        )
        nothing.asked.connect(self.results_asked)
        self._screens.addWidget(nothing)
        self._screens.addWidget(self._desk())
        covered = EmptyState(
            "eye-off-outline",
            self.tr("The result is covered"),
            self.tr("The board gives its opinion before it sees what the models say. Then the report is made."),
            self.tr("Go to the results"),
        )
        covered.asked.connect(self.results_asked)
        self._screens.addWidget(covered)
        column(self).addWidget(self._screens)

    def _desk(self) -> QWidget:
        desk = QWidget()
        layout = row(desk, 0, 0)
        layout.addWidget(self.thumbnails)
        layout.addWidget(_upright())
        middle = column(spacing=0)
        middle.addWidget(self._stale_line())
        middle.addWidget(self.bar)
        middle.addWidget(line())
        waiting = SentenceState("file-document-outline")
        waiting.show_sentence("", self.tr("Setting the pages …"))
        for widget in (waiting, self.pages, self._failure):
            self._middle.addWidget(widget)
        middle.addWidget(self._middle, 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self._inspector())
        return desk

    def _stale_line(self) -> QWidget:
        self._stale.setObjectName("stale")
        content = row(self._stale, 8, 8)
        words = self.tr("▲ The inputs have changed since this result was made. Analyse again first.")
        content.addWidget(label(words, "warning", wrap=True), 1)
        again = button(self.tr("Go to the results"))
        again.clicked.connect(self.results_asked)
        content.addWidget(again)
        self._stale.hide()
        return self._stale

    def _inspector(self) -> QWidget:
        inspector = QFrame()
        inspector.setObjectName("report_side")  # no inspector that can be hidden: its buttons are what one comes for
        inspector.setFixedWidth(INSPECTOR_PX)
        layout = column(inspector, 0, 0)
        layout.addWidget(scrolled(self.options), 1)
        layout.addWidget(line())
        layout.addWidget(self.acts)
        return inspector


def _upright() -> QFrame:
    edge = QFrame()
    edge.setObjectName("edge")
    edge.setFixedWidth(1)
    return edge
