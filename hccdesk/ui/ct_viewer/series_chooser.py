"""Choosing the case's series on the CT screen, as the Case screen does. No widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.ui.case_loader import CaseLoader
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.ct_viewer.series_list import SeriesLine, series_lines
from hccdesk.ui.ct_viewer.series_steps import phase_after, series_after


class SeriesView(Protocol):
    """What the chooser needs of its view."""

    def show_lines(self, lines: tuple[SeriesLine, ...]) -> None:
        """The series that were found."""


class SeriesChooser(QObject):
    """The series of the case."""

    def __init__(self, view: SeriesView, loader: CaseLoader, model: CaseModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._loader, self._model = view, loader, model
        loader.inputs_changed.connect(self.refresh)
        model.ct_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The series as they stand."""
        inputs = self._loader.inputs
        viewed = self._model.viewed_ct
        # A case that was opened from the library knows its series, though nothing was looked through.
        found = inputs.found_series or ((viewed.series,) if viewed else ())
        chosen = inputs.series or (viewed.series if viewed and not inputs.found_series else None)
        self._view.show_lines(series_lines(found, chosen, "ct" in self._loader.reading))

    def choose(self, place: int) -> None:
        """Take that series into the case; it is read in the background."""
        found = self._loader.inputs.found_series
        if place < len(found):
            self._take(found[place])

    def step(self, steps: int, *, by_phase: bool) -> bool:
        """The next series, or the next phase; False where there is none."""
        inputs = self._loader.inputs
        found = (phase_after if by_phase else series_after)(inputs.found_series, inputs.series, steps)
        if found:
            self._take(found)
        return found is not None

    def _take(self, series: CtSeries) -> None:
        inputs = self._loader.inputs
        if series is not inputs.series and series.verdict.suitability is not Suitability.NONE:
            self._loader.choose(replace(inputs, series=series))
