"""The bar above the results: analyse all or a part, on which device, how far it is, and how to stop it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QMenu, QProgressBar, QStackedWidget, QWidget

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui import theme
from hccdesk.ui.jobs import JobStep
from hccdesk.ui.shell.job_course import JobCourse
from hccdesk.ui.shell.job_strip import BAR_STEPS
from hccdesk.ui.widgets.pieces import button, icon_button, label, row

BAR_PX = 160


class RunBar(QFrame):
    """Signals: `run_asked(DeviceChoice, ModelChoice)`, `cancel_asked`, `copy_asked`, `report_asked`."""

    run_asked = Signal(object, object)
    cancel_asked = Signal()
    copy_asked = Signal()
    report_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._run, self._part = button(self.tr("Analyse"), "primary", "play"), icon_button("chevron-down", "")
        self._part.setToolTip(self.tr("Analyse one model"))
        self._part.setAccessibleName(self.tr("Analyse one model"))
        self._cancel = button(self.tr("Cancel"), "", "stop")
        self._copy = icon_button("content-copy", self.tr("Copy the results as text"))
        self._report = button(self.tr("To the report"), "", "file-document-outline")
        self._state, self._progress, self._bar = label("", "muted", wrap=True), label("", "muted"), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_PX)
        self._course = JobCourse()
        self._devices, self._menu = self._device_box(), self._part_menu()
        self._buttons, self._texts = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._run.clicked.connect(lambda: self._ask(ModelChoice.ALL))
        self._part.clicked.connect(self._open_menu)
        self._cancel.clicked.connect(self.cancel_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._report.clicked.connect(self.report_asked)

    def show_ready(self, blocked: Mapping[ModelChoice, str], said: str) -> None:
        """Nothing runs; `blocked` says for each part why it cannot, `said` what would be analysed."""
        for action in self._menu.actions():
            reason = blocked.get(ModelChoice(action.data()), "")
            action.setEnabled(not reason)
            action.setToolTip(reason)
        whole = blocked.get(ModelChoice.ALL, "")
        for pressed, tip in ((self._run, ""), (self._part, self.tr("Analyse one model"))):
            pressed.setEnabled(not whole)
            pressed.setToolTip(whole or tip)
        self._devices.setEnabled(True)
        self._course = JobCourse()
        self._buttons.setCurrentIndex(0)
        self._texts.setCurrentIndex(0)
        self._state.setText(whole or said)

    def show_running(self, said: str, step: JobStep | None, stopping: bool) -> None:
        """An analysis is under way, so far; the device can be chosen again when it is over."""
        self._devices.setEnabled(False)
        self._buttons.setCurrentIndex(1)
        self._texts.setCurrentIndex(1)
        self._cancel.setEnabled(not stopping)
        self._progress.setText(self.tr("Stopping …") if stopping else said)
        known = step is not None and step.total > 0 and not stopping
        self._bar.setRange(0, BAR_STEPS if known else 0)
        self._bar.setValue(round(self._course.share(step) * BAR_STEPS) if step and known else 0)

    def show_finished(self, there: bool) -> None:
        """Whether there is a result to copy and report."""
        nothing = self.tr("There is no result yet")
        for shown, tip in ((self._copy, self.tr("Copy the results as text")), (self._report, "")):
            shown.setEnabled(there)
            shown.setToolTip(tip if there else nothing)

    def show_covered(self) -> None:
        """There is one that may not be seen yet."""
        covered = self.tr("The result is covered until the board has given its opinion.")
        for shown in (self._copy, self._report):
            shown.setEnabled(False)
            shown.setToolTip(covered)

    def show_device(self, device: DeviceChoice) -> None:
        """The device chosen before."""
        self._devices.setCurrentIndex(max(0, self._devices.findData(device)))

    def show_said(self, said: str) -> None:
        """A word on what was just done, until something else is to be said."""
        self._state.setText(said)

    def _ask(self, wanted: ModelChoice) -> None:
        self.run_asked.emit(DeviceChoice(self._devices.currentData()), wanted)

    def _open_menu(self) -> None:
        self._menu.popup(self._part.mapToGlobal(self._part.rect().bottomLeft()))

    def _part_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        parts = {
            ModelChoice.ALL: self.tr("All models"),
            ModelChoice.CT: self.tr("CT response"),
            ModelChoice.SLIDE: self.tr("Slide response"),
            ModelChoice.SURVIVAL: self.tr("PFS and scores"),
        }
        for wanted, word in parts.items():
            menu.addAction(word).setData(wanted)
        menu.triggered.connect(lambda action: self._ask(ModelChoice(action.data())))
        return menu

    def _device_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Compute on"))
        box.setToolTip(self.tr("Compute on"))
        words = {
            DeviceChoice.AUTO: self.tr("Fastest device"),
            DeviceChoice.CPU: self.tr("CPU"),
            DeviceChoice.GPU: self.tr("GPU"),
        }
        for choice, word in words.items():
            box.addItem(word, choice)
        return box

    def _lay_out(self) -> None:
        start = _held(self._run, self._part)
        self._buttons.addWidget(start)
        self._buttons.addWidget(_held(self._cancel))
        self._buttons.setFixedWidth(start.sizeHint().width())
        self._texts.addWidget(_held(self._state))
        self._texts.addWidget(_held(self._bar, self._progress, spacing=12))
        head = row(self, 0, 8)
        head.setContentsMargins(16, 12, 16, 4)
        head.addWidget(self._buttons)
        head.addWidget(self._devices)
        head.addWidget(self._texts, 1)
        head.addWidget(self._copy)
        head.addWidget(self._report)
        self._state.setMinimumHeight(theme.icon_size().height())


def _held(*widgets: QWidget, spacing: int = 4) -> QWidget:
    owner = QWidget()
    layout = row(owner, 0, spacing)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if number == len(widgets) - 1 and not isinstance(widget, QProgressBar) else 0)
    layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return owner
