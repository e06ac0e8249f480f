"""The Report screen put together on a session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from hccdesk.domain.result import CaseResult
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.report_screen.delivery import ReportDelivery, file_name
from hccdesk.ui.report_screen.preview import PAGE, THUMBNAIL, ReportPreview
from hccdesk.ui.report_screen.printing import set_paper
from hccdesk.ui.report_screen.view import ReportView
from hccdesk.ui.session import Session

if TYPE_CHECKING:
    from hccdesk.workflow.preview_report import PreviewedReport


class ReportScreen(ReportView):
    """The Report screen on a session.

    Signals: `go_to(str)` another screen.
    """

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._model, self._choices = session, session.model, choices_of(session)
        self._preview, self._delivery = ReportPreview(session, self), ReportDelivery(session, self)
        self._told: CaseResult | None = None
        self._behind, self._failed = True, False
        self._connect_session()
        self._show_state()

    def save_pdf(self, path: Path) -> None:
        """Write the report there in the background."""
        if self._model.seen_result:
            self._delivery.save_pdf(self._model.seen_result, self._choices.options, path)

    def save_all(self, folder: Path) -> None:
        """Write report, result.json and figures into a folder in the background."""
        if self._model.seen_result:
            self._delivery.save_all(self._model.seen_result, self._choices.options, folder)

    def print_on(self, printer: QPrinter) -> None:
        """Print the report in the background."""
        if self._model.seen_result:
            self._delivery.print_on(self._model.seen_result, self._choices.options, printer)

    def showEvent(self, event: QShowEvent) -> None:
        """The pages are set when somebody looks."""
        super().showEvent(event)
        self._refresh()

    def _connect_session(self) -> None:
        self._session.shelf.leaving.connect(self._on_leaving)
        self._model.result_changed.connect(self._on_result)
        self._choices.changed.connect(self._on_choices)
        self._delivery.changed.connect(self._show_state)
        self._preview.report_ready.connect(self._on_report)
        self._preview.picture_ready.connect(self._on_picture)
        self._preview.failed.connect(self._on_failed)
        self._preview.busy_changed.connect(self.bar.show_busy)
        self.pages.page_wanted.connect(self._want_page)
        self.thumbnails.page_wanted.connect(self._want_thumbnail)
        self.options.language_chosen.connect(self._choices.set_language)
        self.options.paper_chosen.connect(self._choices.set_paper)
        self.options.part_chosen.connect(self._choices.include)
        self.options.patient_page_chosen.connect(self._choices.set_patient_page)
        self.options.image_removed.connect(self._choices.remove_key_image)
        self.options.image_moved.connect(self._choices.move_key_image)
        self.acts.save_asked.connect(self._ask_for_file)
        self.acts.save_all_asked.connect(self._ask_for_folder)
        self.acts.print_asked.connect(self._ask_for_printer)
        self.acts.chart_asked.connect(self._session.chart_asked)
        self.acts.open_asked.connect(self._delivery.open_saved)
        self.results_asked.connect(self._go_to_results)

    @Slot()
    def _on_leaving(self) -> None:
        self._behind = True
        self._delivery.leave()
        self._preview.forget()

    def _on_result(self) -> None:
        if self._model.seen_result is not self._told:
            self._told, self._behind = self._model.seen_result, True
            self._delivery.forget()
        if self._model.seen_result is None:
            self._failed = False
            self._preview.forget()
        self._show_state()
        self._refresh()

    def _on_choices(self) -> None:
        self._behind = True
        self.options.show_options(self._choices.options)
        self._delivery.outdate()
        self._refresh()

    def _refresh(self) -> None:
        if self._behind and self._model.seen_result and self.isVisible():
            self._behind = False
            self._preview.ask(self._model.seen_result, self._choices.options)

    def _on_report(self, report: PreviewedReport) -> None:
        self._failed = False
        self.show_pages(report.sizes_pt, report.titles)
        self._show_state()

    def _on_failed(self, error: BaseException) -> None:
        self._failed = True
        self.show_failure(error)
        self._show_state()

    def _on_picture(self, kind: str, page: int, image: QImage) -> None:
        (self.pages if kind == PAGE else self.thumbnails).put_page(page, image)

    def _want_page(self, page: int, width_px: int) -> None:
        self._preview.want(PAGE, page, width_px)

    def _want_thumbnail(self, page: int, width_px: int) -> None:
        self._preview.want(THUMBNAIL, page, width_px)

    def _show_state(self) -> None:
        if self._model.is_covered:
            self.show_covered()
        elif self._model.seen_result is None:
            self.show_nothing()
        else:
            self.show_something()
        self.options.show_options(self._choices.options)
        self.show_stale(self._is_stale())
        self.acts.show_state(self._blocked_by(), self._delivery.saved is not None, self._delivery.message)

    def _is_stale(self) -> bool:
        return self._model.seen_result is not None and not self._model.result_is_current

    def _blocked_by(self) -> str:
        if self._is_stale():
            return self.tr("The inputs have changed since this result was made. Analyse again first.")
        if self._failed:
            return self.tr("The report cannot be set; the place of its pages says why.")
        return self.tr("A report is being written or printed.") if self._delivery.running else ""

    def _go_to_results(self) -> None:
        self.go_to.emit("results")

    def _ask_for_file(self) -> None:
        if self._model.seen_result is None:
            return
        name = file_name(self._model.seen_result)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save PDF"), name, self.tr("PDF (*.pdf)"))
        if chosen:
            self.save_pdf(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.pdf"))

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for report, result and pictures"))
        if chosen:
            self.save_all(Path(chosen))

    def _ask_for_printer(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self._delivery.say(
                self.tr("No printer is set up on this computer. Save the PDF and print it where there is one.")
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_paper(printer, self._choices.options.paper)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        if self.page_count:
            dialog.setMinMax(1, self.page_count)
        accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self.print_on(printer)
