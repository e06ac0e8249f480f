"""The window: its menu, its shortcuts, what is dropped on it, and building its content anew in another language."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QMessageBox

from hccdesk.domain.errors import HccdeskError
from hccdesk.ui import language, theme
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.case_keeping.entry_words import line_of, who
from hccdesk.ui.case_list.case_carrier import CaseCarrier, is_exported_case
from hccdesk.ui.desk import Desk
from hccdesk.ui.fault_log import Fault
from hccdesk.ui.output_saving import OutputSaving
from hccdesk.ui.pacs.delivery_rounds import DeliveryRounds
from hccdesk.ui.session import Session
from hccdesk.ui.shell.beside import close_beside, shown_beside
from hccdesk.ui.shell.drop_overlay import DropOverlay, local_paths
from hccdesk.ui.shell.fault_dialog import FaultDialog
from hccdesk.ui.shell.menu import WindowMenu, fill_recent
from hccdesk.ui.shell.window_place import restore_place
from hccdesk.ui.spoken import say_error

SMALLEST_PX = (1180, 680)
"""So that the window with its frame and a task bar fits a display of 1280×800 or 1366×768."""
FIRST_PX = (1280, 800)


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._analysis = Analysis(session, self)
        self.outputs = OutputSaving(session, self)
        self._carrier = CaseCarrier(session, self)
        self._shown_menu: WindowMenu | None = None
        self._recent: QMenu | None = None
        self._save: QAction | None = None
        self._fault: FaultDialog | None = None
        self._overlay = DropOverlay(self)
        self._rounds = DeliveryRounds(session, self)
        self.setWindowTitle("hccdesk")
        self.setMinimumSize(*SMALLEST_PX)
        self.resize(*FIRST_PX)
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        restore_place(self, session.settings)

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

    def bring_forward(self, paths: tuple[Path, ...] = ()) -> None:
        """In front of other windows, with `paths` brought into the case: somebody started the program again."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        self.take(paths)

    def take(self, paths: tuple[Path, ...]) -> None:
        """Files and folders, dropped or chosen, into the case; exported cases into the library. Not while locked."""
        if paths:
            self._session.screen_lock.when_open(lambda: self._take(paths))

    def _take(self, paths: tuple[Path, ...]) -> None:
        exported = tuple(path for path in paths if is_exported_case(path))
        self._carrier.bring_in(exported)
        others = tuple(path for path in paths if path not in exported)
        if others:
            self._session.loader.take(others)

    def show_help(self) -> None:
        """The manual, at the page of the screen that is open."""
        from hccdesk.ui.help.help_window import HelpWindow  # noqa: PLC0415 - not before it is asked for

        shown_beside(self, HelpWindow).show_screen(self._session.screen)

    def show_controls(self) -> None:
        """Mouse and keyboard on one sheet, those of the screen that is open first."""
        from hccdesk.ui.help.controls_window import ControlsWindow  # noqa: PLC0415

        shown_beside(self, ControlsWindow).show_screen(self._session.screen)

    def show_about(self) -> None:
        """What this program is, its models and its licences."""
        from hccdesk.ui.help.about import AboutWindow  # noqa: PLC0415

        shown_beside(self, AboutWindow, partial(AboutWindow, self._session))

    def show_library(self) -> None:
        """Where cases are kept, what is copied, backups, encryption, the lock of the screen."""
        from hccdesk.ui.library.library_window import LibraryWindow  # noqa: PLC0415

        shown_beside(self, LibraryWindow, partial(LibraryWindow, self._session))

    def show_audit(self) -> None:
        """What was done, by whom and when."""
        from hccdesk.ui.audit_view.audit_window import AuditWindow  # noqa: PLC0415

        shown_beside(self, AuditWindow, partial(AuditWindow, self._session))

    def show_selftest(self) -> None:
        """Whether this installation computes what it should."""
        from hccdesk.ui.selftest_view.selftest_window import SelftestWindow  # noqa: PLC0415

        shown_beside(self, SelftestWindow, partial(SelftestWindow, self._session))

    def show_pacs(self) -> None:
        """Which PACS there are, whether they answer, and what waits for them."""
        from hccdesk.ui.pacs.pacs_window import PacsWindow  # noqa: PLC0415

        shown_beside(self, PacsWindow, partial(PacsWindow, self._session))

    def show_chart(self) -> None:
        """What of the case can go into the patient's chart, and where to."""
        from hccdesk.ui.delivery_view.delivery_window import DeliveryWindow  # noqa: PLC0415

        shown_beside(self, DeliveryWindow, partial(DeliveryWindow, self._session))

    def fetch_images(self) -> None:
        """Look for the patient's CT at a PACS, and bring a study here."""
        from hccdesk.ui.pacs.fetch_window import FetchWindow  # noqa: PLC0415

        window = shown_beside(self, FetchWindow, partial(FetchWindow, self._session))
        window.fetched.connect(self._on_fetched, Qt.ConnectionType.UniqueConnection)

    def lock_screen(self) -> None:
        """Cover everything of the patient until somebody unlocks it."""
        self._session.screen_lock.lock()

    def showEvent(self, event: QShowEvent) -> None:
        """The native window is there now: drags are watched from here on."""
        super().showEvent(event)
        self._overlay.watch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome anywhere."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring them into the case."""
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is not saved, stop what runs, remember the window's place; asks only where saving failed."""
        error = self._session.keeper.finish()
        if error and not self._goes_all_the_same(error):
            event.ignore()
            return
        self._session.settings.geometry = self.saveGeometry()
        self._rounds.close()
        self._session.close()
        event.accept()

    def _goes_all_the_same(self, error: HccdeskError) -> bool:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self.tr("The last changes to this case are not saved."))
        box.setInformativeText(say_error(error))
        stay = box.addButton(self.tr("Stay and try again"), QMessageBox.ButtonRole.RejectRole)
        go = box.addButton(self.tr("Close without saving"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is go

    def _connect(self) -> None:
        session = self._session
        session.shelf.leaving.connect(self._analysis.cancel)
        session.shelf.entries_changed.connect(self._show_recent)
        session.model.result_changed.connect(self._show_save)
        session.fault_found.connect(self._show_fault)
        session.chart_asked.connect(self.show_chart)
        self._overlay.dropped.connect(self.take)
        self.outputs.saved.connect(self._on_outputs)
        self._carrier.said.connect(self._say)
        for key, act in (("F8", self._toggle_problems), ("F10", self._open_menu)):
            QShortcut(QKeySequence(key), self, act)

    def _build(self) -> None:
        self._clear()
        close_beside(self)
        desk = Desk(self._session, self._analysis, self._menu())
        # Queued: the button that asks goes away with the desk.
        desk.language_asked.connect(self.switch_language, Qt.ConnectionType.QueuedConnection)
        desk.theme_asked.connect(self.switch_theme, Qt.ConnectionType.QueuedConnection)
        self.setCentralWidget(desk)
        desk.go_to(self._session.screen)  # once more: only now the keyboard can be given to it

    def _clear(self) -> None:
        old = self.takeCentralWidget()
        if old:
            old.hide()
            old.setParent(None)
            old.deleteLater()
            QCoreApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete)

    def _menu(self) -> QMenu:
        if self._shown_menu:
            self._shown_menu.remove()
        made = self._shown_menu = WindowMenu(self)
        shelf = self._session.shelf
        made.act(self.tr("New case"), "Ctrl+N", shelf.new)
        made.act(self.tr("Open folder …"), "Ctrl+O", self._open_folder)
        made.act(self.tr("Open files …"), "Ctrl+Shift+O", self._open_files)
        made.act(self.tr("Fetch from a PACS …"), "", self.fetch_images)
        self._recent = made.recent(self.tr("Last cases"))
        made.separate()
        made.undo_and_redo(self._session.model, self.tr("Undo"), self.tr("Redo"))
        made.separate()
        self._save = made.act(self.tr("Save outputs …"), "Ctrl+S", self._save_outputs)
        made.separate()
        self._add_looks(made)
        made.separate()
        self._add_library(made)
        made.separate()
        self._add_help(made)
        made.act(self.tr("Quit"), "Ctrl+Q", self.close)
        self._show_recent()
        self._show_save()
        return made.menu

    def _add_looks(self, made: WindowMenu) -> None:
        to_chinese = language.current() != language.CHINESE
        made.act("中文 (Chinese)" if to_chinese else "English (英文)", "Ctrl+L", self._ask_for_language)
        dark = theme.current().name == theme.DARK
        made.act(self.tr("Light theme") if dark else self.tr("Dark theme"), "Ctrl+T", self._ask_for_theme)
        inspector = made.act(self.tr("Inspector"), "F9", self._toggle_inspector)
        inspector.setCheckable(True)
        inspector.setChecked(self._session.settings.inspector_shown)

    def _add_library(self, made: WindowMenu) -> None:
        made.act(self.tr("Library and privacy …"), "", self.show_library)
        made.act(self.tr("PACS and delivery …"), "", self.show_pacs)
        made.act(self.tr("Audit trail …"), "", self.show_audit)
        made.act(self.tr("Check this installation …"), "", self.show_selftest)
        made.act(self.tr("Lock the screen"), "Ctrl+Shift+L", self.lock_screen)

    def _add_help(self, made: WindowMenu) -> None:
        made.act(self.tr("Manual"), "F1", self.show_help)
        made.act(self.tr("Mouse and keyboard"), "Ctrl+F1", self.show_controls)
        made.act(self.tr("About hccdesk"), "", self.show_about)

    @Slot()
    def _show_recent(self) -> None:
        if self._recent:
            shelf = self._session.shelf
            others = [entry for entry in shelf.entries if entry.case_id != shelf.open_id]
            now = self._session.now()
            lines = tuple((entry.case_id, f"{who(entry)} · {line_of(entry, now)}") for entry in others)
            fill_recent(self._recent, lines, shelf.open)

    @Slot()
    def _show_save(self) -> None:
        if self._save:
            ready = self.outputs.ready
            tip = self.tr("Report, result.json and figures, into a folder")
            if self._session.model.is_covered:
                tip = self.tr("The result is covered until the board has given its opinion.")
            elif not ready:
                tip = self.tr("There is nothing to save before the case as it stands was analysed.")
            self._save.setEnabled(ready)
            self._save.setToolTip(tip)

    @Slot(object)
    def _show_fault(self, fault: Fault) -> None:
        if self._fault is None:  # never several at once: the list has the others
            self._fault = FaultDialog(fault, self)
            self._fault.destroyed.connect(self._forget_fault)
            self._fault.show()

    @Slot()
    def _forget_fault(self) -> None:
        self._fault = None

    def _open_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the patient"))
        self.take((Path(chosen),) if chosen else ())

    def _open_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Files of the patient"))
        self.take(tuple(Path(path) for path in chosen))

    def _save_outputs(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for report, result and figures"))
        if chosen:
            self.outputs.save(Path(chosen))

    @Slot(object)
    def _on_outputs(self, folder: Path) -> None:
        self.desk.say(self.tr("Saved in {folder}").format(folder=folder))

    @Slot(str)
    def _say(self, text: str) -> None:
        self.desk.say(text)

    @Slot(object)
    def _on_fetched(self, folder: Path) -> None:
        self.take((folder,))

    def _ask_for_language(self) -> None:
        self.desk.language_asked.emit()

    def _ask_for_theme(self) -> None:
        self.desk.theme_asked.emit()

    def _toggle_inspector(self) -> None:
        shown = not self._session.settings.inspector_shown
        self._session.settings.inspector_shown = shown
        self.desk.show_inspectors(shown)

    def _toggle_problems(self) -> None:
        self.desk.toggle_problems()

    def _open_menu(self) -> None:
        self.desk.open_menu()
