"""The blocks of a report that are drawn: pictures, gauges, curves and nomograms."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.result import Figure
from hccdesk.domain.survival import NomogramLayout, SurvivalCurve
from hccdesk.report.tone import Tone


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value against its threshold on 0..1; `response_is_high` tells on which side response lies.

    `interval` is drawn as a whisker over the bar; None where the model gives none.
    """

    value: float
    threshold: float
    response_is_high: bool
    low_words: str
    high_words: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of the result with its caption in the report's language."""

    figure: Figure
    caption: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """Pictures, set in rows of `across`."""

    pictures: tuple[Picture, ...]
    across: int = 3


@dataclass(frozen=True, slots=True)
class CurveMark:
    """A horizon on the curve, and its label."""

    months: float
    probability: float
    label: str


@dataclass(frozen=True, slots=True)
class CurveFigure:
    """A survival curve with its horizons marked, its band, and the training cohort's own curve behind it."""

    curve: SurvivalCurve
    marks: tuple[CurveMark, ...]
    months_words: str
    probability_words: str
    median_months: float | None
    median_words: str
    caption: str
    tone: Tone = Tone.PLAIN
    cohort_curve: SurvivalCurve | None = None
    cohort_words: str = ""


@dataclass(frozen=True, slots=True)
class NomogramFigure:
    """A nomogram with the patient's marks; titles and labels of `layout` are in the report's language."""

    layout: NomogramLayout
    points_words: str
    total_words: str
    survival_words: tuple[str, ...]
    survival_values: tuple[str, ...]
    values_words: str
    axis_values: tuple[str, ...]
    total_value: str
    off_axis_words: str
    caption: str
    tone: Tone = Tone.PLAIN
