"""The window: its menu, its shortcuts, what is dropped on it, and building its content anew in another language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QMessageBox

from hccdesk import __version__
from hccdesk.ui import language, theme
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.desk import Desk
from hccdesk.ui.session import Session

SMALLEST_PX = (1280, 800)


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._analysis = Analysis(session, self)
        self._actions: list[QAction] = []
        self._menu_shown: QMenu | None = None
        self.setWindowTitle("hccdesk")
        self.setMinimumSize(*SMALLEST_PX)
        self.resize(*SMALLEST_PX)
        self.setAcceptDrops(True)
        self._build()
        place = session.settings.geometry
        if place is not None:
            self.restoreGeometry(place)

    @property
    def desk(self) -> Desk:
        """What is in the window now."""
        desk = self.centralWidget()
        assert isinstance(desk, Desk)
        return desk

    def switch_language(self) -> None:
        """English to Chinese and back, at once."""
        wanted = language.ENGLISH if language.current() == language.CHINESE else language.CHINESE
        language.use(wanted)
        self._session.settings.language = wanted
        self._build()

    def switch_theme(self) -> None:
        """Dark to light and back, at once."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        wanted = theme.LIGHT if theme.current().name == theme.DARK else theme.DARK
        self._clear()  # what goes away need not be painted in the new colours first
        theme.use(application, wanted)
        self._session.settings.theme = wanted
        self._build()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring them into the case."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self._session.loader.take(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs and remember the window's place."""
        self._session.settings.geometry = self.saveGeometry()
        self._session.close()
        event.accept()

    def _build(self) -> None:
        self._clear()
        desk = Desk(self._session, self._analysis, self._menu())
        # Queued: the button that asks goes away with the desk.
        desk.language_asked.connect(self.switch_language, Qt.ConnectionType.QueuedConnection)
        desk.theme_asked.connect(self.switch_theme, Qt.ConnectionType.QueuedConnection)
        self.setCentralWidget(desk)

    def _clear(self) -> None:
        old = self.takeCentralWidget()
        if old:
            old.hide()
            old.setParent(None)
            old.deleteLater()
            QCoreApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete)

    def _menu(self) -> QMenu:
        for action in self._actions:
            self.removeAction(action)
        if self._menu_shown:
            self._menu_shown.deleteLater()
        menu, stack = QMenu(self), self._session.model.undo_stack
        undo, redo = stack.createUndoAction(menu, self.tr("Undo")), stack.createRedoAction(menu, self.tr("Redo"))
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self._actions = [
            self._action(menu, self.tr("New case"), "Ctrl+N", self._new_case),
            self._action(menu, self.tr("Open folder …"), "Ctrl+O", self._open_folder),
            undo,
            redo,
            self._action(menu, self.tr("About hccdesk"), "", self._about),
            self._action(menu, self.tr("Quit"), "Ctrl+Q", self.close),
        ]
        for action in self._actions:
            if action in (undo,) or action.text() == self.tr("About hccdesk"):
                menu.addSeparator()
            menu.addAction(action)
            self.addAction(action)
        self._menu_shown = menu
        return menu

    def _action(self, menu: QMenu, text: str, key: str, act: object) -> QAction:
        action = QAction(text, menu)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(act)
        return action

    def _new_case(self) -> None:
        self._analysis.cancel()
        self._session.loader.forget()
        self.desk.go_to("case")

    def _open_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the patient"))
        if chosen:
            self._session.loader.take([Path(chosen)])

    def _about(self) -> None:
        text = self.tr(
            "hccdesk {version}\n\n"
            "CT, biopsy slide and labs of an unresectable hepatocellular carcinoma become a report for the tumour "
            "board.\n\nResearch use. Demonstration models are trained on synthetic patients: their numbers say "
            "nothing about a real one. Everything runs on this computer; nothing is sent anywhere."
        )
        QMessageBox.about(self, self.tr("About hccdesk"), text.format(version=__version__))
