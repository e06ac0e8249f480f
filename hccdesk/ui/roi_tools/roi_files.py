"""Lesions from files and into files: a dialog, a job, a line that says where they went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.jobs import deliver
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.roi_tools.lesion_list import LesionList
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say_error


class RoiFiles(QObject):
    """Import and export from the menu of the list."""

    def __init__(self, session: Session, view: LesionList) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        view.import_asked.connect(self.ask_for_import)
        view.export_asked.connect(self.ask_for_export)

    def ask_for_import(self) -> None:
        """Choose a region file; the loader takes it as if it were dropped."""
        kinds = self.tr("Regions") + " (*.nii *.nii.gz *.nrrd *.dcm);;" + self.tr("All files") + " (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._view, self.tr("Import a region"), "", kinds)
        if chosen:
            self._session.loader.take([Path(chosen)])

    def ask_for_export(self, suffix: str) -> None:
        """Choose where the lesions go."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._view, self.tr("Export the lesions"), f"lesions{suffix}", f"*{suffix}"
        )
        if chosen:
            self.export(Path(chosen if chosen.lower().endswith(suffix) else chosen + suffix))

    def export(self, path: Path) -> None:
        """Write all lesions to one file."""
        viewed, lesions, verbs = self._session.model.viewed_ct, self._session.model.rois.lesions, self._session.verbs
        if viewed is None or not lesions:
            return
        self._view.show_word(self.tr("Writing {name} …").format(name=path.name))
        job = self._session.compute.start(
            lambda _: verbs.export_regions(lesions, viewed.series, path), self.tr("Exporting the lesions")
        )
        deliver(job, self, self._on_written)
        job.failed.connect(self._on_failed)

    def _on_written(self, path: Path) -> None:
        self._session.board.clear("export")
        self._view.show_word(self.tr("Written to {path}").format(path=path))

    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace("export", lines_of_error(error, "ct"))
        what = say_error(error) if isinstance(error, HccdeskError) else ""
        self._view.show_word(what or self.tr("The lesions were not written."), fault=True)
