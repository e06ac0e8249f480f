"""What is chosen about the report; it outlives the widgets, and of a patient nothing is remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.report_options import ALL_PARTS, Paper, ReportOptions, ReportPart
from hccdesk.ui.session import Session


def choices_of(session: Session) -> ReportChoices:
    """The one set of choices of a session."""
    return session.findChild(ReportChoices) or ReportChoices(session)


class ReportChoices(QObject):
    """Language and paper stay from day to day; the parts left out and the patient's page are forgotten with the case.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._settings, self._model, self._tumour_board = session.settings, session.model, session.tumour_board
        self._parts, self._told = ALL_PARTS, session.tumour_board.of_result
        self._patient_page = False
        self._tumour_board.changed.connect(self._on_board)
        self._model.key_images_changed.connect(self.changed)
        self._model.result_changed.connect(self._forget_without_case)

    @property
    def options(self) -> ReportOptions:
        """As they stand."""
        settings = self._settings
        return ReportOptions(
            settings.report_language, settings.report_paper, self._parts, self._model.key_images,
            board=self._tumour_board.of_result, patient_page=self._patient_page,
        )  # fmt: skip

    def set_language(self, language: str) -> None:
        """`en` or `zh`, whatever the window speaks."""
        self._settings.report_language = language
        self.changed.emit()

    def set_paper(self, paper: Paper) -> None:
        """Another sheet."""
        self._settings.report_paper = paper
        self.changed.emit()

    def include(self, part: ReportPart, wanted: bool) -> None:
        """Put a part in or leave it out."""
        parts = self._parts | {part} if wanted else self._parts - {part}
        if parts != self._parts:
            self._parts = parts
            self.changed.emit()

    def set_patient_page(self, wanted: bool) -> None:
        """Put the page for the patient at the end, or not."""
        if wanted is not self._patient_page:
            self._patient_page = wanted
            self.changed.emit()

    def remove_key_image(self, place: int) -> None:
        """Take a picture out, undoably."""
        images = self._model.key_images
        what = self.tr("Remove picture {n}").format(n=place + 1)
        self._model.edit_key_images(images[:place] + images[place + 1 :], what)

    def move_key_image(self, place: int, by: int) -> None:
        """Move a picture up (-1) or down (1); at either end it stays. Undoably."""
        images, target = list(self._model.key_images), place + by
        if 0 <= place < len(images) and 0 <= target < len(images):
            images.insert(target, images.pop(place))
            self._model.edit_key_images(tuple(images), self.tr("Move picture {n}").format(n=place + 1))

    def _on_board(self) -> None:
        """What the report tells of the board is another."""
        told = self._tumour_board.of_result
        if told != self._told:
            self._told = told
            self.changed.emit()

    def _forget_without_case(self) -> None:
        if self._model.result is None and (self._parts != ALL_PARTS or self._patient_page):
            self._parts, self._patient_page = ALL_PARTS, False
            self.changed.emit()
