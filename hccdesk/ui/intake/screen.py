"""The Case screen put together: view, presenter, and the dialogs that only a user can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog

from hccdesk.ui.intake.header_offers import offers_of
from hccdesk.ui.intake.presenter import CasePresenter
from hccdesk.ui.intake.tile_contents import size_words
from hccdesk.ui.intake.view import CaseView
from hccdesk.ui.lesion_sizes import sizes_of
from hccdesk.ui.session import Session


class CaseScreen(CaseView):
    """The Case screen on a session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._presenter = CasePresenter(self, session.model, session.loader, session.board, session.verbs, self)
        self._presenter.show_models(session.models, session.is_checking_models)
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
        self._sizes = sizes_of(session)
        self._sizes.changed.connect(self._measure_region)
        session.model.rois_changed.connect(self._measure_region)
        for signal in (session.model.ct_changed, session.model.clinical_changed):
            signal.connect(self._offer_header)
        self._measure_region()
        self._offer_header()

    def _on_models(self) -> None:
        self._presenter.show_models(self._session.models, self._session.is_checking_models)

    def _measure_region(self) -> None:
        """Offer the region's own diameter beside the typed one; of several lesions the largest is offered."""
        inputs = self._session.model.inputs
        sizes = [self._sizes.of(lesion) for lesion in inputs.rois.lesions] if inputs.ct else []
        known = [size for size in sizes if size]
        measured = known if len(known) == len(sizes) else []
        self.suggest_diameter(max((size.longest_axial_diameter_mm for size in measured), default=None))
        self._presenter.show_region_size(size_words(measured))

    def _offer_header(self) -> None:
        """Offer what the CT's header says of the patient, for fields that are unknown."""
        for name, (value, said) in offers_of(self._session.model).items():
            self.suggest(name, value, said)

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
