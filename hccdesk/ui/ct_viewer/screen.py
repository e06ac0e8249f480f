"""The CT screen put together on a session."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QInputDialog

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.problem import Severity
from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.inspector import LesionLine
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.view import CtView
from hccdesk.ui.image_words import phase_word
from hccdesk.ui.jobs import deliver
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say


class CtScreen(CtView):
    """The CT screen on a session; sizes of lesions are measured in the background."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sizes: list[tuple[CtRoi, RoiMeasurements | None]] = []
        self._presenter = CtPresenter(self, session.model, self)
        self._connect_presenter()
        session.model.ct_changed.connect(self._show_series)
        session.model.rois_changed.connect(self._show_lesions)
        session.board.changed.connect(self._show_warning)
        self._show_series()
        self._show_lesions()

    def _connect_presenter(self) -> None:
        presenter = self._presenter
        self.scrolled.connect(presenter.scroll)
        self.slice_asked.connect(presenter.go_to_slice)
        self.pointed.connect(presenter.point)
        self.hovered.connect(presenter.hover)
        self.left.connect(presenter.leave)
        self.windowed.connect(presenter.drag_window)
        self.window_asked.connect(presenter.use_window)
        self.invert_asked.connect(presenter.invert)
        self.outlines_asked.connect(presenter.toggle_outlines)
        self.crosshair_asked.connect(presenter.toggle_crosshair)
        self.inspector.lesion_chosen.connect(presenter.go_to_lesion)
        self.inspector.remove_asked.connect(presenter.remove_lesion)
        self.inspector.rename_asked.connect(self._ask_for_name)

    def _ask_for_name(self, name: str) -> None:
        new_name, given = QInputDialog.getText(self, self.tr("Rename"), self.tr("Name of the lesion"), text=name)
        if given:
            self._presenter.rename_lesion(name, new_name)

    def _show_series(self) -> None:
        viewed = self._session.model.viewed_ct
        self.inspector.show_facts(self._facts(viewed.series) if viewed else ())
        self._show_warning()

    def _show_warning(self) -> None:
        viewed = self._session.model.viewed_ct
        if viewed is None:
            self.show_warning("")
            return
        verdict = viewed.series.verdict
        lines = [say(reason) for reason in verdict.reasons]
        if verdict.suitability is not Suitability.INFER:
            lines.append(self.tr("No model will be given this series."))
        stops = [p for p in self._session.board.of("ct") if p.severity is Severity.STOP]
        lines += [f"{problem.what} {problem.what_to_do}".strip() for problem in stops]
        self.show_warning(" · ".join(lines))

    def _facts(self, series: CtSeries) -> tuple[tuple[str, str], ...]:
        made = series.acquisition
        geometry = series.geometry
        spacing = " × ".join(f"{value:.4g}" for value in reversed(geometry.spacing_mm)) + " mm" if geometry else ""
        scanner = " ".join(part for part in (made.manufacturer, made.scanner_model) if part)
        facts = (
            (self.tr("Series"), series.description),
            (self.tr("Phase"), phase_word(series.phase) or self.tr("not told by the headers")),
            (self.tr("Slices"), str(series.slice_count)),
            (self.tr("Voxel"), spacing),
            (self.tr("Date"), made.acquisition_date.isoformat() if made.acquisition_date else ""),
            (self.tr("Scanner"), scanner),
            (self.tr("Kernel"), made.convolution_kernel or ""),
            (self.tr("Good for"), self._suitability(series.verdict.suitability)),
        )
        return tuple((title, value) for title, value in facts if value)

    def _suitability(self, suitability: Suitability) -> str:
        return {
            Suitability.NONE: self.tr("nothing"),
            Suitability.VIEW: self.tr("looking at"),
            Suitability.MEASURE: self.tr("looking at and measuring"),
            Suitability.INFER: self.tr("looking at, measuring, models"),
        }[suitability]

    def _show_lesions(self) -> None:
        lesions = self._session.model.rois.lesions
        self._sizes = [(roi, size) for roi, size in self._sizes if any(roi is lesion.roi for lesion in lesions)]
        for lesion in lesions:
            if not any(roi is lesion.roi for roi, _ in self._sizes):
                self._measure(lesion.roi)
        self.inspector.show_lesions(tuple(self._line(i, lesion) for i, lesion in enumerate(lesions)))

    def _measure(self, roi: CtRoi) -> None:
        ct = self._session.model.inputs.ct
        if ct is None:
            return
        known = ct.measurements if ct.roi is roi else None
        self._sizes.append((roi, known))
        if known:
            return
        geometry, verbs = ct.volume.geometry, self._session.verbs
        job = self._session.compute.start(lambda _: verbs.measure(roi, geometry), self.tr("Measuring"))
        deliver(job, self, partial(self._on_measured, roi))

    def _on_measured(self, roi: CtRoi, measured: RoiMeasurements) -> None:
        self._sizes = [(other, measured if other is roi else size) for other, size in self._sizes]
        lesions = self._session.model.rois.lesions
        self.inspector.show_lesions(tuple(self._line(i, lesion) for i, lesion in enumerate(lesions)))

    def _line(self, number: int, lesion: Lesion) -> LesionLine:
        size = next((size for roi, size in self._sizes if roi is lesion.roi), None)
        text = (
            self.tr("{volume} ml · longest axial Ø {axial} mm · largest Ø {largest} mm · {n} slices").format(
                volume=f"{size.volume_ml:.1f}",
                axial=f"{size.longest_axial_diameter_mm:.1f}",
                largest=f"{size.largest_3d_diameter_mm:.1f}",
                n=size.slice_count,
            )
            if size
            else self.tr("measuring …")
        )
        return LesionLine(lesion.name, text, number)
