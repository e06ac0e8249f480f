"""The menus of the CT views: windows, and what a right click offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.view import CtView
from hccdesk.ui.ct_viewer.view_keys import Act
from hccdesk.ui.ct_viewer.windowing import PRESETS, HuWindow, window_words
from hccdesk.ui.ct_viewer.windows import USER_KEYS, Windows
from hccdesk.ui.language import translate


class CtMenus(QObject):
    """Fills menus with acts; each tells its key."""

    def __init__(self, view: CtView, presenter: CtPresenter, windows: Windows) -> None:
        super().__init__(view)
        self._view, self._presenter, self._windows = view, presenter, windows
        view.windows_menu_asked.connect(self.fill_windows)
        view.menu_asked.connect(self.fill)

    def fill_windows(self, menu: QMenu) -> None:
        """Presets, the file's own window, the reader's own."""
        header = self._windows.header_window
        own = self.tr("As the DICOM header asks")
        if header:
            self._add(menu, f"{own} · {window_words(header)}", "0", self._windows.use_header)
        else:
            self._add(menu, self.tr("The DICOM header asks for no window"), "0", None)
        menu.addSeparator()
        for preset in PRESETS:
            title = f"{translate('CtView', preset.title)} · {window_words(preset.window)}"
            self._add(menu, title, preset.key, partial(self._presenter.use_window, preset.window))
        menu.addSeparator()
        for key in USER_KEYS:
            self._add_user(menu, key, self._windows.user_window(key))
        keep = menu.addMenu(self.tr("Keep the present window under"))
        for key in USER_KEYS:
            self._add(keep, key, f"Ctrl+{key}", partial(self._view.user_window_kept.emit, key))

    def fill(self, menu: QMenu) -> None:
        """What a right click offers."""
        self.fill_windows(menu.addMenu(self.tr("Window")))
        self._add(menu, self.tr("Invert"), "I", self._presenter.invert)
        menu.addSeparator()
        self._add(menu, self.tr("Fit into the view"), "=", self._view.active_pane.fit)
        fills = self.tr("Back to all views") if self._view.is_maximised else self.tr("Fill the screen")
        self._add(menu, fills, self.tr("double-click"), self._view.maximise_active)
        menu.addSeparator()
        has_slice = self._view.active_pane.content is not None
        for text, key, act in (
            (self.tr("Keep as a key image for the report"), "K", Act.KEY_IMAGE),
            (self.tr("Save this view as PNG …"), "", Act.EXPORT),
        ):
            self._add(menu, text, key, partial(self._view.act_asked.emit, act) if has_slice else None)

    def _add_user(self, menu: QMenu, key: str, window: HuWindow | None) -> None:
        if window:
            self._add(menu, window_words(window), key, partial(self._presenter.use_window, window))

    def _add(self, menu: QMenu, text: str, key: str, act: Callable[[], object] | None) -> QAction:
        made = menu.addAction(f"{text}\t{key}" if key else text)
        if act:
            # Qt would hand over whether the act is checked.
            made.triggered.connect(lambda _checked=False: act())
        else:
            made.setEnabled(False)
        return made
