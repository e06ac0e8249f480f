"""How a model did on a cohort, patient by patient: computed once, written as JSON and PDF, kept in the bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.cohort_description import SurvivalGroup, TestOutcome
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind, ModelKind
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.sentence import Sentence

UNIT_OF_ANALYSIS = "patient"


@dataclass(frozen=True, slots=True)
class RocCurve:
    """Points from (0, 0) to (1, 1), thresholds falling."""

    false_positive_rate: tuple[float, ...]
    true_positive_rate: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Counts at `threshold`; "positive" is what `ResponseValidation.positive` names."""

    threshold: float
    true_positive: int
    false_positive: int
    true_negative: int
    false_negative: int
    measures: Mapping[str, Estimate | NotComputed]
    """accuracy, sensitivity, specificity, ppv, npv (Wilson's intervals) and f1 (bootstrap)."""


@dataclass(frozen=True, slots=True)
class CalibrationPoint:
    """A group of patients of like prediction: mean predicted, and observed with its interval."""

    predicted: float
    observed: Estimate
    patients: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Slope (1 is right) and calibration in the large (0 is right, log-odds or log-hazard), and the curve's points."""

    slope: Estimate | NotComputed
    in_the_large: Estimate | NotComputed
    points: tuple[CalibrationPoint, ...]


@dataclass(frozen=True, slots=True)
class DecisionCurve:
    """Net benefit over the threshold probabilities, beside treating all (treating none is 0)."""

    name: str
    threshold_probability: tuple[float, ...]
    net_benefit: tuple[float, ...]
    treat_all: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A model beside another on the same patients: its own measure, the difference to the first, and its p."""

    name: str
    measure: str
    estimate: Estimate | NotComputed
    difference: Estimate | None
    test: TestOutcome | None


@dataclass(frozen=True, slots=True)
class ResponseValidation:
    """A response model: `positive` says in words what a high score predicts."""

    positive: str
    patients: int
    positives: int
    auc: Estimate | NotComputed
    roc: RocCurve | None
    confusion: ConfusionMatrix | NotComputed
    brier: float | None
    calibration: Calibration | NotComputed
    decision_curves: tuple[DecisionCurve, ...]
    best_reachable_auc: Estimate | None
    """AUC of the phantoms' true probability: what the truth itself reaches on these patients. None for people."""
    brier_of_prevalence: float | None = None
    """The Brier score of telling every patient the share of positives: what the model must beat."""


@dataclass(frozen=True, slots=True)
class HorizonValidation:
    """One horizon: cumulative/dynamic AUC and Brier score with censoring weights, calibration, net benefit."""

    months: float
    auc: Estimate | NotComputed
    brier: float | NotComputed
    calibration: Calibration | NotComputed
    decision_curve: DecisionCurve | None
    brier_of_kaplan_meier: float | None = None
    """The Brier score of telling every patient the cohort's own Kaplan-Meier: what the model must beat."""


@dataclass(frozen=True, slots=True)
class Optimism:
    """Bootstrap optimism of the fit itself (Harrell): apparent, optimism, corrected; by measure name."""

    resamples: int
    apparent: Mapping[str, float]
    corrected: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SurvivalValidation:
    """A survival model: Harrell's C, what it says at its horizons, and curves of predicted risk groups."""

    endpoint: Endpoint
    patients: int
    events: int
    c_index: Estimate | NotComputed
    horizons: tuple[HorizonValidation, ...]
    integrated_brier: float | NotComputed
    calibration_slope: Estimate | NotComputed
    risk_groups: tuple[SurvivalGroup, ...]
    at_risk_months: tuple[float, ...]
    log_rank: TestOutcome | NotComputed | None
    optimism: Optimism | None
    integrated_brier_months: float | None = None
    """From 0 to when the Brier score was integrated."""
    integrated_brier_of_kaplan_meier: float | None = None
    in_the_large: Estimate | NotComputed | None = None
    """Log of events observed over events that the model expects, over the whole follow-up: 0 is right."""


@dataclass(frozen=True, slots=True)
class SubgroupRow:
    """The main measure (AUC or C-index) in one subgroup."""

    variable: str
    level: str
    patients: int
    events: int
    estimate: Estimate | NotComputed


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item of TRIPOD+AI: number, section, what it asks, and what is known; None is printed "not known"."""

    number: str
    section: str
    asks: str
    answer: Sentence | None


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Everything `hccdesk validate` says. Exactly one of `response` and `survival` is there.

    `not_scored` counts patients of the table by why the model gave no number for them.
    """

    model_id: str
    model_version: str
    model_kind: ModelKind
    model_manifest_sha256: str
    model_cohort_kind: CohortKind
    cohort: str
    cohort_sha256: str
    cohort_kind: CohortKind
    how: Sentence
    """External, held out, or cross-validated by patient: in words."""
    unit_of_analysis: str
    patients_in_table: int
    scored: int
    not_scored: tuple[tuple[Sentence, int], ...]
    response: ResponseValidation | None
    survival: SurvivalValidation | None
    comparisons: tuple[Comparison, ...]
    subgroups: tuple[SubgroupRow, ...]
    checklist: tuple[ChecklistItem, ...]
    notes: tuple[Sentence, ...]
    program_version: str
