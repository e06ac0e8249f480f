"""Check this installation: every check as it is run, and a summary to file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QProgressBar, QWidget

from hccdesk.domain.selftest import CheckState, SelftestCheck, SelftestReport
from hccdesk.ui.selftest_view.check_tree import CheckTree
from hccdesk.ui.selftest_view.selftest_presenter import SelftestPresenter
from hccdesk.ui.selftest_view.selftest_verbs import SelftestVerbs, WorkflowSelftestVerbs
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import words
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

SIZE_PX = (1060, 680)


class SelftestWindow(QDialog):
    """Runs the check, shows it, saves it. Closing it stops a check that is under way."""

    def __init__(self, session: Session, parent: QWidget | None = None, verbs: SelftestVerbs | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Check this installation"))
        self.resize(*SIZE_PX)
        self._session = session
        self._presenter = SelftestPresenter(session, verbs or WorkflowSelftestVerbs(), self)
        self._tree, self._bar = CheckTree(), QProgressBar()
        self._whole = QCheckBox(self.tr("With the reference case (about half a minute)"))
        self._run = button(self.tr("Check now"), "primary", "check-decagram-outline")
        self._cancel = button(self.tr("Cancel"), "", "close")
        self._save = button(self.tr("Save summary …"), "", "content-save-outline")
        self._said = label("", "muted", wrap=True)
        self._prepare()
        self._lay_out()
        self._run.clicked.connect(self._begin)
        self._cancel.clicked.connect(self._presenter.cancel)
        self._save.clicked.connect(self._ask_for_file)
        self._presenter.checked.connect(self._on_checked)
        self._presenter.stepped.connect(self._on_step)
        self._presenter.finished.connect(self._on_finished)
        self._presenter.stopped.connect(self._on_stopped)
        self._presenter.failed.connect(self._on_failed)
        self._presenter.saved.connect(self._on_saved)

    def save_to(self, path: Path) -> None:
        """Write the summary; text, JSON or PDF by its suffix."""
        self._presenter.save(path if path.suffix else path.with_suffix(".pdf"))

    def done(self, result: int) -> None:
        """Closed by a button or by Escape: nobody waits for the check any more."""
        self._presenter.cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the frame."""
        self._presenter.cancel()
        super().closeEvent(event)

    def _begin(self) -> None:
        self._tree.begin(quick=not self._whole.isChecked())
        self._bar.setRange(0, 0)
        self._show_running(True)
        self._say(self.tr("Checking; nothing on this computer is changed."))
        self._presenter.run(quick=not self._whole.isChecked())

    def _on_checked(self, key: str, check: SelftestCheck) -> None:
        self._tree.add(key, check)

    def _on_step(self, name: str) -> None:
        self._say(self.tr("Checking: {section}").format(section=words(name)))

    def _on_finished(self, report: SelftestReport) -> None:
        self._show_running(False)
        self._tree.finish()
        failed = report.count(CheckState.FAILED)
        if failed:
            text = self.tr(
                "▲ FAILED: {n} of {all} checks. Do not use this installation for patients until it is mended."
            ).format(n=failed, all=sum(report.count(state) for state in CheckState))
        elif report.quick:
            text = self.tr("● All checks passed; the reference case was left out.")
        else:
            text = self.tr("● All checks passed: this installation computes what it should.")
        self._say(text, "problem" if failed else "group")

    def _on_stopped(self) -> None:
        self._show_running(False)
        self._tree.finish()
        self._say(self.tr("The check was stopped; it says nothing about what was not checked."))

    def _on_failed(self, text: str) -> None:
        self._show_running(False)
        self._say(text, "problem")

    def _on_saved(self, path: Path) -> None:
        self._say(self.tr("Saved: {name}").format(name=path.name))

    def _ask_for_file(self) -> None:
        report = self._presenter.report
        if report is None:
            return
        name = f"hccdesk-selftest-{report.at:%Y-%m-%d}.pdf"
        kinds = self.tr("PDF (*.pdf);;Text (*.txt);;JSON (*.json)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save summary"), name, kinds)
        if chosen:
            self.save_to(Path(chosen))

    def _show_running(self, running: bool) -> None:
        self._bar.setVisible(running)
        self._run.setEnabled(not running)
        self._whole.setEnabled(not running)
        self._cancel.setVisible(running)
        self._save.setEnabled(not running and self._presenter.report is not None)

    def _say(self, text: str, role: str = "muted") -> None:
        set_role(self._said, role)
        self._said.setText(text)

    def _last_run(self) -> str:
        last = self._session.settings.last_selftest
        if last is None:
            return self.tr("This installation was not checked yet on this account.")
        at = last[0].astimezone().strftime("%Y-%m-%d %H:%M")
        if last[1]:
            return self.tr("Last check: {at}, ● passed.").format(at=at)
        return self.tr("Last check: {at}, ▲ failed.").format(at=at)

    def _prepare(self) -> None:
        self._whole.setChecked(True)
        self._bar.setTextVisible(False)
        self._show_running(False)
        self._say(self._last_run())

    def _lay_out(self) -> None:
        layout = column(self, 16, 12)
        explanation = self.tr(
            "Files, image decoders, fonts, devices, every model against its stored answer, hostile files, the case "
            "library, a known patient from images to report, and that nothing reaches for a network. After an "
            "installation or an update, and then as often as your hospital asks."
        )
        layout.addWidget(label(explanation, "muted", wrap=True))
        head = row(spacing=12)
        for widget in (self._run, self._cancel, self._whole):
            head.addWidget(widget)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._tree, 1)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = row(spacing=12)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._save)
        foot.addWidget(close)
        layout.addLayout(foot)
