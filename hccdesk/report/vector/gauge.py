"""A number on 0..1 against its threshold: the two sides named in words, the patient's mark a triangle."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect

from hccdesk.report.figure_blocks import Gauge
from hccdesk.report.numbers import threshold as threshold_words
from hccdesk.report.palette import colour, ink
from hccdesk.report.tone import Tone
from hccdesk.report.vector.lettering import lettering, width_pt

HEIGHT_PT = 32.0
_BAR_Y, _BAR_HEIGHT, _SIZE = 13.0, 7.0, 7.0


def gauge_drawing(gauge: Gauge, width: float, tone: Tone) -> Drawing:
    """The gauge, `width` points wide; greyed when shown for information only."""
    drawing = Drawing(width, HEIGHT_PT)
    cut = width * _on_scale(gauge.threshold)
    low, high = _sides(gauge, tone)
    drawing.add(Rect(0, _BAR_Y, cut, _BAR_HEIGHT, fillColor=low, strokeColor=None))
    drawing.add(Rect(cut, _BAR_Y, width - cut, _BAR_HEIGHT, fillColor=high, strokeColor=None))
    _add_threshold(drawing, cut, gauge.threshold, width)
    if gauge.interval is not None:
        _add_interval(drawing, *(width * _on_scale(limit) for limit in gauge.interval))
    _add_mark(drawing, width * _on_scale(gauge.value))
    muted = colour("muted")
    drawing.add(lettering(0, 3, f"0 {gauge.low_words}", _SIZE, muted))
    drawing.add(lettering(width, 3, f"{gauge.high_words} 1", _SIZE, muted, anchor=1))
    return drawing


def _sides(gauge: Gauge, tone: Tone) -> tuple[object, object]:
    if tone is Tone.GREYED:
        return colour("line"), colour("disabled")
    response, no_response = ink(Tone.RESPONSE), ink(Tone.NO_RESPONSE)
    return (no_response, response) if gauge.response_is_high else (response, no_response)


def _add_threshold(drawing: Drawing, cut: float, threshold: float, width: float) -> None:
    drawing.add(Line(cut, _BAR_Y - 3, cut, _BAR_Y + _BAR_HEIGHT + 3, strokeColor=colour("text"), strokeWidth=1.2))
    words = threshold_words(threshold)
    half = width_pt(words, _SIZE) / 2
    at = min(max(cut, half), width - half)
    drawing.add(lettering(at, 3, words, _SIZE, colour("text"), anchor=0.5))


def _add_interval(drawing: Drawing, low: float, high: float) -> None:
    """A whisker over the bar, under the patient's triangle."""
    y, line = _BAR_Y + _BAR_HEIGHT + 4.5, {"strokeColor": colour("text"), "strokeWidth": 1.1}
    drawing.add(Line(low, y, high, y, **line))
    for end in (low, high):
        drawing.add(Line(end, y - 2.5, end, y + 2.5, **line))


def _add_mark(drawing: Drawing, at: float) -> None:
    top, tip = _BAR_Y + _BAR_HEIGHT + 9, _BAR_Y + _BAR_HEIGHT + 1
    at = min(max(at, 4.5), drawing.width - 4.5)
    triangle = Polygon([at - 4.5, top, at + 4.5, top, at, tip], fillColor=colour("text"), strokeColor=colour("panel"))
    triangle.strokeWidth = 0.6
    drawing.add(triangle)


def _on_scale(number: float) -> float:
    return min(max(number, 0.0), 1.0)
