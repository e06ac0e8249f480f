"""Charts as flowables, each with its caption beneath."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable, KeepTogether, Spacer

from hccdesk.report.chart_blocks import (
    CalibrationChart,
    Chart,
    ChartPair,
    DecisionChart,
    ForestChart,
    HorizonChart,
    RocChart,
    SquareChart,
    SurvivalChart,
)
from hccdesk.report.tagged_flowables import LayoutTable as Table
from hccdesk.report.tagged_flowables import TaggedFigure
from hccdesk.report.tone import Tone
from hccdesk.report.typography import GRID_PT, Size, set_text
from hccdesk.report.vector.calibration import calibration_drawing
from hccdesk.report.vector.decision import decision_drawing
from hccdesk.report.vector.forest import forest_drawings
from hccdesk.report.vector.horizons import horizon_drawing
from hccdesk.report.vector.roc import roc_drawing
from hccdesk.report.vector.survival_plot import survival_drawing

_GUTTER_PT = 2 * GRID_PT
_WIDEST_ALONE_PT = 300.0
_DRAWN_SHARE = 0.82
"""Of half a line: two pairs with their headings then fit on a letter sheet."""


def chart(block: Chart, width: float, language: str) -> list[Flowable]:
    """A chart on a line of its own, or a pair of them."""
    match block:
        case SurvivalChart():
            drawn = TaggedFigure(survival_drawing(block, width), block.caption)
            return [drawn, _caption(block.caption, language), Spacer(0, GRID_PT)]
        case ForestChart():
            return _forest(block, width, language)
        case ChartPair():
            return _pair(block, width, language)


def _forest(block: ForestChart, width: float, language: str) -> list[Flowable]:
    *before, last = (TaggedFigure(one, block.caption) for one in forest_drawings(block, width))
    return [*before, KeepTogether([last, _caption(block.caption, language)]), Spacer(0, GRID_PT)]


def _pair(block: ChartPair, width: float, language: str) -> list[Flowable]:
    half = (width - _GUTTER_PT) / 2
    each = half if len(block.charts) > 1 else min(width, _WIDEST_ALONE_PT)
    drawn = each * _DRAWN_SHARE if len(block.charts) > 1 else each
    cells = [[TaggedFigure(_square(one, drawn), one.caption), _caption(one.caption, language)] for one in block.charts]
    row = [cells[0], "", cells[1]] if len(cells) > 1 else [cells[0]]
    widths = [each, _GUTTER_PT, each] if len(cells) > 1 else [each]
    made = Table([row], widths, hAlign="LEFT", style=_FLUSH)
    return [made, Spacer(0, GRID_PT)]


def _square(block: SquareChart, width: float) -> Drawing:
    match block:
        case RocChart():
            return roc_drawing(block, width)
        case CalibrationChart():
            return calibration_drawing(block, width)
        case DecisionChart():
            return decision_drawing(block, width)
        case HorizonChart():
            return horizon_drawing(block, width)


def _caption(words: str, language: str) -> Flowable:
    return set_text(words, Size.SMALL, Tone.MUTED, before=2, language=language)


_FLUSH: list[tuple[object, ...]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((side, (0, 0), (-1, -1), 0) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")),
]
