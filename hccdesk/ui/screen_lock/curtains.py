"""Covers every window of the program, those that come later too, and lets nothing through but to the panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QWindow
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QToolTip, QWidget
from shiboken6 import isValid

from hccdesk.ui.screen_lock.curtain import Curtain, LockDialog
from hccdesk.ui.screen_lock.touches import TOUCHES

_NEVER = frozenset(
    {
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.DragLeave,
        QEvent.Type.Drop,
        QEvent.Type.ToolTip,
        QEvent.Type.WhatsThis,
        QEvent.Type.QueryWhatsThis,
        QEvent.Type.ContextMenu,
    }
)
"""Nobody gets these while the screen is locked, native windows neither."""
_INPUTS = TOUCHES | {
    QEvent.Type.Shortcut,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.Gesture,
    QEvent.Type.InputMethod,
    QEvent.Type.HoverEnter,
    QEvent.Type.HoverMove,
}
_CHANGES = frozenset({QEvent.Type.Hide, QEvent.Type.Close, QEvent.Type.WindowTitleChange})
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
"""Kinds of window that are closed, not covered."""


class Curtains(QObject):
    """All curtains. The panel stands in the main window's, or before a dialog that lets nothing else be used."""

    def __init__(self, make_panel: Callable[[], QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_panel = make_panel
        self._panel: QWidget | None = None
        self._dialog: LockDialog | None = None
        self._covered: dict[QWidget, Curtain] = {}
        self._focus: QWidget | None = None
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._settle)

    @property
    def panel(self) -> QWidget | None:
        """What unlocks; None where nothing is locked."""
        return self._panel

    def draw(self) -> None:
        """Cover everything there is, from this moment on."""
        application = QApplication.instance()
        if self._panel is not None or not isinstance(application, QApplication):
            return
        self._focus = QApplication.focusWidget()
        self._panel = self._make_panel()
        application.installEventFilter(self)
        self._close_passing()
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and not isinstance(window, QFileDialog | QPrintDialog):
                self._cover(window)
        self._give_up_dialogs_of_the_system()
        if self._covered:  # at the start of the program the first window brings the panel
            self._settle()

    def draw_back(self) -> None:
        """Everything as it was."""
        application = QApplication.instance()
        if self._panel is None or application is None:
            return
        application.removeEventFilter(self)
        self._later.stop()
        panel, self._panel = self._panel, None
        if isValid(panel):
            panel.hide()
            panel.setParent(None)
            panel.deleteLater()
        self._drop_dialog()
        covered, self._covered = self._covered, {}
        for window, curtain in covered.items():
            if isValid(window) and isValid(curtain):
                curtain.draw_back()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self._focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever a hand does goes to the panel or nowhere; a window that comes is covered before it is painted."""
        kind = event.type()
        if kind in _NEVER:
            return True
        if kind in _INPUTS:
            return not (isinstance(watched, QWindow) or self._is_ours(watched))
        if isinstance(watched, QWidget):
            if kind == QEvent.Type.Paint:
                return watched.window().windowType() in _PASSING
            if kind == QEvent.Type.Show:
                self._on_show(watched)
            elif kind in _CHANGES and (watched.isWindow() or watched in self._covered):
                self._later.start()
        return False

    def _is_ours(self, watched: QObject) -> bool:
        """Whether it is the panel, or in it, or the window that was made for it."""
        if not isinstance(watched, QWidget) or self._panel is None or not isValid(self._panel):
            return False
        return watched is self._panel or self._panel.isAncestorOf(watched) or watched is self._dialog

    def _on_show(self, shown: QWidget) -> None:
        if shown is self._dialog or isinstance(shown, Curtain):
            return
        if shown.isWindow():
            self._cover(shown)
            self._later.start()
        elif (within := shown.parentWidget()) is not None and within in self._covered:
            self._covered[within].raise_()
            self._later.start()

    def _cover(self, window: QWidget) -> None:
        if window not in self._covered and window.windowType() not in _PASSING and window is not self._dialog:
            self._covered[window] = Curtain(window)

    def _close_passing(self) -> None:
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            popup.hide()  # one that does not want to close
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.windowType() in _PASSING:
                window.hide()

    def _give_up_dialogs_of_the_system(self) -> None:
        """Dialogs that the system may draw cannot be covered: they end as if Cancel had been pressed."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QFileDialog | QPrintDialog) and window.isVisible():
                window.reject()

    @Slot()
    def _settle(self) -> None:
        """Hide what came meanwhile, and have the panel where it can be used."""
        if self._panel is None:
            return
        if not isValid(self._panel):  # it went away with the dialog that it stood before
            self._panel, self._dialog = self._make_panel(), None
        self._covered = {window: c for window, c in self._covered.items() if isValid(window) and isValid(c)}
        self._close_passing()
        self._give_up_dialogs_of_the_system()
        for curtain in self._covered.values():
            curtain.hide_content()
        before = self._before()
        main = next((w for w in self._covered if isinstance(w, QMainWindow) and w.isVisible()), None)
        if before is None and main is not None:
            self._hold_in(main)
        elif self._dialog is None or not isValid(self._dialog) or self._dialog.parent() is not before:
            self._hold_before(before)

    def _before(self) -> QWidget | None:
        """The dialog that lets no other window be used, the last that came; None where every one can be."""
        modal = QApplication.activeModalWidget()
        if modal is not self._dialog:
            return modal
        others = [window for window in self._covered if window.isVisible() and window.isModal()]
        return others[-1] if others else None

    def _hold_in(self, main: QWidget) -> None:
        assert self._panel is not None
        if self._panel.parent() is not self._covered[main]:
            self._covered[main].hold(self._panel)
            self._panel.setFocus()
        self._drop_dialog()

    def _hold_before(self, window: QWidget | None) -> None:
        assert self._panel is not None
        dialog = LockDialog(window)
        dialog.hold(self._panel)
        self._drop_dialog()
        self._dialog = dialog
        dialog.open()
        self._panel.setFocus()

    def _drop_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None and isValid(dialog):
            dialog.hide()
            dialog.deleteLater()
