"""The progression-free survival curve: a step function, read off under the cursor."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt

from hccdesk.domain.survival import SurvivalCurve
from hccdesk.ui import theme
from hccdesk.ui.language import translate

HEIGHT_PX = 220


class SurvivalPlot(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """The curve; the horizons are marked on it."""

    def __init__(self, curve: SurvivalCurve, horizons: tuple[float, ...]) -> None:
        colours = theme.current()
        super().__init__(background=colours["panel"])
        self._curve = curve
        self.setMinimumHeight(HEIGHT_PX)
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self._name_axes()
        months, probability = _steps(curve)
        self.plot(months, probability, pen=pg.mkPen(colours["accent"], width=2))
        self._mark(horizons)
        self._reading = pg.TextItem(color=colours["text"], anchor=(0, 1))
        self._cursor = pg.InfiniteLine(angle=90, pen=pg.mkPen(colours["muted"], style=Qt.PenStyle.DotLine))
        for item in (self._reading, self._cursor):
            self.addItem(item)
            item.hide()
        self.scene().sigMouseMoved.connect(self._on_mouse)

    def sizeHint(self) -> QSize:
        """As high as it must be; the nomogram beside it decides."""
        return QSize(400, HEIGHT_PX)

    def leaveEvent(self, event: object) -> None:
        """Nothing is read off."""
        self._reading.hide()
        self._cursor.hide()

    def _name_axes(self) -> None:
        colours, plot = theme.current(), self.getPlotItem()
        plot.setLabel("bottom", translate("Results", "months"), color=colours.hex("muted"))
        plot.setLabel("left", translate("Results", "free of progression"), color=colours.hex("muted"))
        for name in ("bottom", "left"):
            axis = plot.getAxis(name)
            axis.setPen(pg.mkPen(colours["line"]))
            axis.setTextPen(pg.mkPen(colours["muted"]))
            axis.setTickFont(theme.text_font(11))
        plot.showGrid(x=False, y=True, alpha=0.15)
        plot.setYRange(0, 1.02, padding=0)
        plot.setXRange(0, self._curve.end_months, padding=0.02)

    def _mark(self, horizons: tuple[float, ...]) -> None:
        known = [(months, self._curve.at(months)) for months in horizons]
        points = [(months, value) for months, value in known if value is not None]
        self.plot(
            [months for months, _ in points],
            [value for _, value in points],
            pen=None,
            symbol="o",
            symbolSize=9,
            symbolBrush=theme.current()["panel"],
            symbolPen=pg.mkPen(theme.current()["accent"], width=2),
        )

    def _on_mouse(self, place: QPointF) -> None:
        box = self.getPlotItem().vb
        point = box.mapSceneToView(place)
        value = self._curve.at(point.x()) if point.x() >= 0 else None
        shown = value is not None and box.sceneBoundingRect().contains(place)
        self._reading.setVisible(shown)
        self._cursor.setVisible(shown)
        if not shown:
            return
        text = translate("Results", "{months} months: {probability}")
        self._reading.setText(text.format(months=f"{point.x():.1f}", probability=f"{value:.2f}"))
        right_half = point.x() > self._curve.end_months / 2
        self._reading.setAnchor((1 if right_half else 0, 1))
        self._reading.setPos(point.x(), value)
        self._cursor.setPos(point.x())


def _steps(curve: SurvivalCurve) -> tuple[list[float], list[float]]:
    """The corners of the step function, from (0, 1) to the last observed time."""
    months, probability, value = [0.0], [1.0], 1.0
    for time, after in zip(curve.months, curve.probability, strict=True):
        months += [time, time]
        probability += [value, after]
        value = after
    return [*months, curve.end_months], [*probability, value]
