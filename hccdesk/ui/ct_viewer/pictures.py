"""Pictures of the view in use: key images for the report, and PNG files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from hccdesk.atomic_file import write_whole
from hccdesk.domain.progress import Progress
from hccdesk.ui.ct_viewer.compare_presenter import ComparePresenter
from hccdesk.ui.ct_viewer.key_image import SIZE, Shown, key_image, png_of
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.series_words import plain_series_name
from hccdesk.ui.ct_viewer.view import CtView
from hccdesk.ui.jobs import deliver
from hccdesk.ui.key_image_source import of_ct
from hccdesk.ui.session import Session


class CtPictures(QObject):
    """Takes them."""

    def __init__(self, view: CtView, session: Session, own: CtPresenter, compared: ComparePresenter) -> None:
        super().__init__(view)
        self._view, self._session, self._own, self._compared = view, session, own, compared

    def keep_key_image(self) -> None:
        """Put the view in use among the pictures for the report."""
        content, image = self._view.active_pane.content, self._view.picture(SIZE)
        active, model = self._view.active, self._session.model
        viewed = model.viewed_ct if isinstance(active, Plane) else self._compared.viewed(active)
        if content is None or image is None or viewed is None:
            return
        plane = active.value if isinstance(active, Plane) else Plane.AXIAL.value
        explained = content.saliency is not None and content.saliency.rgba is not None
        shown = Shown(plain_series_name(viewed.series), plane, content.place, self._own.sight.window, explained)
        source = of_ct(viewed.series.series_instance_uid)
        figure = replace(key_image(image, model.key_images, shown), source=source)
        model.edit_key_images((*model.key_images, figure), self.tr("Take a key image"))
        self._view.show_notice(self.tr("Key image {n} kept for the report").format(n=len(model.key_images)))

    def ask_for_file(self) -> None:
        """Ask where to save the view in use, and save it there."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._view, self.tr("Save this view"), "ct-view.png", self.tr("PNG (*.png)")
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the view in use as PNG, in the background."""
        image = self._view.picture(SIZE)
        if image is None:
            return
        job = self._session.compute.start(_writer(image, path), self.tr("Saving the view"))
        deliver(job, self, self._on_saved)

    def _on_saved(self, outcome: Path | OSError) -> None:
        if isinstance(outcome, OSError):
            reason = outcome.strerror or str(outcome)
            self._view.show_notice(self.tr("Not saved: {reason}").format(reason=reason))
        else:
            self._view.show_notice(self.tr("Saved as {name}").format(name=outcome.name))


def _writer(image: QImage, path: Path) -> Callable[[Progress], Path | OSError]:
    def write(_: Progress) -> Path | OSError:
        try:
            write_whole(path, png_of(image))
        except OSError as fault:
            return fault
        return path

    return write
