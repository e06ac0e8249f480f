"""The charts of the statistics documents, as values: what is drawn, with every word in the report's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartCurve:
    """A step curve from (0, 1), or from (0, 0) for an incidence, with its limits, censoring marks and numbers at risk.

    `probability[i]`, `low[i]` and `high[i]` hold from `months[i]` on; the curve ends at `end_months`.
    """

    name: str
    months: tuple[float, ...]
    probability: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    censored_months: tuple[float, ...]
    end_months: float
    at_risk: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurvivalChart:
    """Kaplan-Meier curves (or cumulative incidences, rising from 0); the numbers at risk stand beneath their months."""

    curves: tuple[ChartCurve, ...]
    is_incidence: bool
    at_risk_months: tuple[float, ...]
    months_words: str
    probability_words: str
    at_risk_words: str
    test_words: str
    caption: str


@dataclass(frozen=True, slots=True)
class RocChart:
    """A ROC curve as points of (1 − specificity, sensitivity), its AUC in words, and the point of the threshold."""

    false_positive_rate: tuple[float, ...]
    true_positive_rate: tuple[float, ...]
    threshold_point: tuple[float, float] | None
    threshold_words: str
    auc_words: tuple[str, ...]
    x_words: str
    y_words: str
    caption: str


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point with its interval; a limit is None where there is none."""

    x: float
    y: float
    low: float | None
    high: float | None
    patients: int = 0


@dataclass(frozen=True, slots=True)
class CalibrationChart:
    """Observed against predicted, both 0..1; below them how many patients each point stands for."""

    points: tuple[ChartPoint, ...]
    ideal_words: str
    x_words: str
    y_words: str
    patients_words: str
    caption: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """Net benefit by threshold probability."""

    name: str
    threshold_probability: tuple[float, ...]
    net_benefit: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DecisionChart:
    """Decision curves: models, treating all, and treating none (the line at 0)."""

    models: tuple[DecisionLine, ...]
    treat_all: DecisionLine
    treat_none_words: str
    x_words: str
    y_words: str
    caption: str


@dataclass(frozen=True, slots=True)
class ForestMark:
    """An estimate on a row of a forest plot; a limit is None where there is none."""

    value: float
    low: float | None
    high: float | None
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A row: what it is about, its columns of text, and its marks. A row without marks and columns is a heading."""

    label: str
    columns: tuple[str, ...]
    marks: tuple[ForestMark, ...]
    indented: bool = False


@dataclass(frozen=True, slots=True)
class ForestChart:
    """Estimates under one another, on a log axis for ratios; the dashed line is `reference`.

    `filled_words` and `hollow_words` explain the two kinds of marks, where both are used.
    """

    label_words: str
    column_words: tuple[str, ...]
    rows: tuple[ForestRow, ...]
    is_log: bool
    reference: float | None
    x_words: str
    low_side_words: str
    high_side_words: str
    filled_words: str
    hollow_words: str
    caption: str


@dataclass(frozen=True, slots=True)
class HorizonChart:
    """A measure on 0..1 at each horizon, with its interval; the dashed line is `reference`."""

    points: tuple[ChartPoint, ...]
    reference: float
    reference_words: str
    x_words: str
    y_words: str
    caption: str


SquareChart = RocChart | CalibrationChart | DecisionChart | HorizonChart


@dataclass(frozen=True, slots=True)
class ChartPair:
    """One or two charts side by side, each with its caption beneath."""

    charts: tuple[SquareChart, ...]


Chart = SurvivalChart | ForestChart | ChartPair
