"""The Case screen put together: view, presenter, and the dialogs that only a user can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog

from hccdesk.domain.progress import Progress
from hccdesk.domain.roi_set import RoiSet
from hccdesk.ui.intake.presenter import CasePresenter
from hccdesk.ui.intake.view import CaseView
from hccdesk.ui.jobs import deliver
from hccdesk.ui.session import Session


class CaseScreen(CaseView):
    """The Case screen on a session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._presenter = CasePresenter(self, session.model, session.loader, session.board, session.verbs, self)
        self._presenter.show_models(session.models)
        session.models_known.connect(self._on_models)
        self.entered.connect(self._presenter.enter)
        self.add_asked.connect(self._ask_for_input)
        self.remove_asked.connect(self._presenter.remove)
        self.chosen.connect(self._presenter.choose)
        self.import_asked.connect(self._ask_for_row)
        self.sample_asked.connect(self._make_sample)
        self.go_on_asked.connect(self._ask_for_reason)
        self.unit_chosen.connect(session.settings.set_unit)
        self.use_units(session.settings.units)
        session.model.rois_changed.connect(self._measure_region)
        self._measure_region()

    def _on_models(self) -> None:
        self._presenter.show_models(self._session.models)

    def _measure_region(self) -> None:
        """Offer the region's own diameter beside the typed one; of several lesions the largest is offered."""
        inputs = self._session.model.inputs
        self.suggest_diameter(None)
        if inputs.ct is None or not inputs.rois.lesions:
            return
        rois, geometry, verbs = (
            tuple(lesion.roi for lesion in inputs.rois.lesions),
            inputs.ct.volume.geometry,
            self._session.verbs,
        )

        def largest(progress: Progress) -> tuple[RoiSet, float]:
            return inputs.rois, max(verbs.measure(roi, geometry).longest_axial_diameter_mm for roi in rois)

        deliver(self._session.compute.start(largest, self.tr("Measuring")), self, self._on_measured)

    def _on_measured(self, measured: tuple[RoiSet, float]) -> None:
        rois, diameter_mm = measured
        if rois is self._session.model.rois:
            self.suggest_diameter(diameter_mm)

    def _ask_for_input(self, role: str) -> None:
        if role == "ct":
            chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder with the CT"))
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a file"), "", self._filter(role))
        if chosen:
            self._session.loader.take([Path(chosen)])

    def _filter(self, role: str) -> str:
        every = self.tr("All files (*)")
        return {
            "ct_roi": self.tr("Tumour masks (*.nii *.nii.gz *.nrrd *.nhdr *.dcm)") + f";;{every}",
            "slide": self.tr("Slides (*.svs *.ndpi *.mrxs *.scn *.bif *.tif *.tiff *.dcm)") + f";;{every}",
            "slide_roi": self.tr("Outlines (*.xml *.geojson *.json)") + f";;{every}",
        }[role]

    def _ask_for_row(self) -> None:
        files = self.tr("Clinical row (*.json *.csv)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import clinical row"), "", files)
        if chosen:
            self._session.loader.read_clinical(Path(chosen))

    def _make_sample(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        self._session.loader.make_sample(Path(folder) / "sample patient")

    def _ask_for_reason(self) -> None:
        question = self.tr("Why do these inputs belong to one patient? The reason is recorded in the result.")
        reason, given = QInputDialog.getText(self, self.tr("Different patients"), question)
        if given and reason.strip():
            self._session.model.accept_mismatch(reason.strip())
            self._presenter.show_derived()
