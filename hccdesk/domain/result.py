"""What an analysis found: complete, frozen, with provenance; a finding not given says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.feature_distance import FeatureDistance
from hccdesk.domain.leaning import Leaning, ScoreInterval, leaning
from hccdesk.domain.manifest import CohortKind, ModelManifest
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.problem import Problem
from hccdesk.domain.provenance import Provenance
from hccdesk.domain.reader_reading import ReaderReading
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchSelection, SlideExplanation, SlideFacts
from hccdesk.domain.survival import NomogramLayout, SurvivalCohort, SurvivalCurve
from hccdesk.domain.validation import ValidationReport

__all__ = ["NotComputed"]  # imported from here by everybody who handles findings

NO_INTERVAL = NotComputed(Sentence.of("this model gives no interval"), applicable=False)
NOT_ASKED = NotComputed(Sentence.of("no clinical model was asked"), applicable=False)


@dataclass(frozen=True, slots=True)
class CtResponseFinding:
    """P(objective response) by the CT model: higher favours response.

    `slice_probabilities` follow `slice_indices`; `image_features` are the patient's, the mean over slices.
    `model_images` is (slice, row, column) uint8: the crops as the network was given them, before normalisation.
    `saliency` is (slice, row, column) float32 on the model's own feature grid, signed: positive speaks for
    response; `crop_boxes` gives each slice's crop as (row0, column0, row1, column1), voxels, may overhang.
    """

    model_id: str
    probability_of_objective_response: float
    threshold: float
    slice_indices: tuple[int, ...]
    slice_probabilities: tuple[float, ...]
    image_features: tuple[float, ...]
    saliency: NDArray[np.float32]
    crop_boxes: tuple[tuple[int, int, int, int], ...]
    in_regimen: bool
    model_images: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0, 0), np.uint8))
    probability_before_recalibration: float | None = None
    """What the network itself gave, where the bundle was recalibrated; slices and saliency are the network's too."""

    interval: ScoreInterval | NotComputed = NO_INTERVAL
    """How sure the fit is of the probability; the spread over slices is something else, and so is that of readers."""
    readings: tuple[ReaderReading, ...] = ()
    """The same model on the regions of further readers, where they were given: the spread between readers."""
    distance: FeatureDistance | None = None
    """How far the patient's image features lie from the training patients'; None where the bundle cannot tell."""

    @property
    def leaning(self) -> Leaning:
        """What it speaks for; indeterminate while the interval holds the threshold."""
        return leaning(self.probability_of_objective_response, self.threshold, self.interval, response_above=True)

    @property
    def network_probability(self) -> float:
        """The probability that other models were fitted to: the network's own."""
        before = self.probability_before_recalibration
        return self.probability_of_objective_response if before is None else before

    @property
    def favours_response(self) -> bool:
        """Whether the probability reaches the threshold."""
        return self.probability_of_objective_response >= self.threshold


@dataclass(frozen=True, slots=True)
class HaimFinding:
    """Post-treatment risk prediction score (PRPS) of the biopsy: 0 favours CR/PR, 1 favours SD/PD."""

    model_id: str
    post_treatment_risk_prediction_score: float
    threshold: float
    patches_kept: int
    patches_dropped: Mapping[str, int]
    in_regimen: bool
    explanation: SlideExplanation | None = None
    interval: ScoreInterval | NotComputed = NO_INTERVAL
    """How much the score hangs on which patches were taken (patch bootstrap)."""
    distance: FeatureDistance | None = None
    """How far the bag lies from the training patients' bags; None where the bundle cannot tell."""
    stain: FeatureDistance | None = None
    """How far the slide's stain lies from the training patients' slides'; None where the bundle cannot tell."""

    @property
    def leaning(self) -> Leaning:
        """What it speaks for; indeterminate while the interval holds the threshold."""
        return leaning(self.post_treatment_risk_prediction_score, self.threshold, self.interval, response_above=False)

    @property
    def favours_response(self) -> bool:
        """Whether the score stays below the threshold (low risk is good)."""
        return self.post_treatment_risk_prediction_score < self.threshold


@dataclass(frozen=True, slots=True)
class SurvivalFinding:
    """One nomogram bundle's answer to its own question, at its own horizons.

    `probability_at_months` is keyed by the horizon as the bundle writes it ("12"); a horizon beyond the
    observed time is left out. `fitted_rules_used` names inputs that the
    bundle's own fitted rule stood in for. `interval_at_months` holds 95 % limits by the same keys; empty where
    a fitted rule was used, since it could not tell how unsure that is.
    """

    model_id: str
    question: str
    cohort_kind: CohortKind
    probability_at_months: Mapping[str, float]
    median_months: float | None
    curve: SurvivalCurve
    nomogram: NomogramLayout
    in_regimen: bool
    fitted_rules_used: tuple[Sentence, ...] = ()
    interval_at_months: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    endpoint: Endpoint = Endpoint.PFS
    citation: str = ""
    """Whose data the model was made from; printed where a `public` model speaks."""
    cohort: SurvivalCohort | None = None
    """On whom it was fitted: patients, events, C-index; None where the bundle does not tell."""
    cohort_curve: SurvivalCurve | None = None
    """The training cohort's own Kaplan-Meier curve, drawn grey behind the patient's."""
    interval_basis: Sentence | None = None
    """What the limits of `curve` and `interval_at_months` tell and what they do not; None where there are none."""


@dataclass(frozen=True, slots=True)
class ClinicalResponseFinding:
    """P(objective response) by the clinical features alone: what the CT model must beat, on the same patients.

    `model_id` is the CT bundle that carries it; `log_odds` are (feature, its part of the log-odds) of this patient.
    """

    model_id: str
    probability_of_objective_response: float
    threshold: float
    in_regimen: bool
    log_odds: tuple[tuple[str, float], ...] = ()
    interval: ScoreInterval | NotComputed = NO_INTERVAL

    @property
    def leaning(self) -> Leaning:
        """What it speaks for; indeterminate while the interval holds the threshold."""
        return leaning(self.probability_of_objective_response, self.threshold, self.interval, response_above=True)


@dataclass(frozen=True, slots=True)
class ScoreFinding:
    """A published score: value as printed, group, component points, inputs used, edition and citation.

    A stage has no points: `grounds` are the findings that made it. `edition` names the version of the score that was
    followed, with what is known to differ between sources.
    """

    score: str
    value: float
    group: str
    components: Mapping[str, float]
    citation: str
    grounds: tuple[Sentence, ...] = ()
    edition: str = ""
    note: Sentence | None = None
    """What a reader must know before relying on it, e.g. that a stage is a suggestion to be confirmed."""
    confirmed: bool | None = None
    """Of a stage that is a judgement: whether a reader confirmed it, or it is only suggested; None for other scores."""

    @property
    def in_spite_of_rules(self) -> bool:
        """A stage that a reader stated and no rule suggests: the row has no ground for it."""
        return bool(self.confirmed) and not self.grounds

    @property
    def printed(self) -> str:
        """The value with two decimals where it has more than one; what group it falls in was told before rounding."""
        return f"{self.value:.4g}" if abs(self.value - round(self.value, 1)) < 1e-9 else f"{self.value:.2f}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture made during the analysis: `rgb` is (row, column, 3) uint8; `name` is its file name without suffix.

    `source` names the image that a reader's picture shows; empty for one that belongs to a result.
    """

    name: str
    rgb: NDArray[np.uint8]
    caption: Sentence
    source: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Everything one analysis found; the screen and the paper both render this value."""

    regimen: Regimen
    clinical: ClinicalRecord
    ct_series: CtSeries | None
    ct_roi: RoiMeasurements | None
    slide: SlideFacts | None
    ct_response: CtResponseFinding | NotComputed
    slide_response: HaimFinding | NotComputed
    survival: tuple[tuple[str, SurvivalFinding | NotComputed], ...]
    """(model id, finding), one entry per installed survival bundle."""
    scores: tuple[tuple[str, ScoreFinding | NotComputed], ...]
    """(score name, finding)."""
    applicability: tuple[ApplicabilityVerdict, ...]
    models: tuple[ModelManifest, ...]
    problems: tuple[Problem, ...]
    figures: tuple[Figure, ...]
    provenance: Provenance
    patches: PatchSelection | None = None
    """Every patch of the slide's region, kept or dropped and why; None where none were read."""
    ct_set_aside: Sentence | None = None
    """Why a CT that was given was only looked at; None where a model could have it, or none was given."""
    clinical_response: ClinicalResponseFinding | NotComputed = NOT_ASKED
    """The clinical features alone, beside `ct_response`."""
    validations: tuple[tuple[str, ValidationReport], ...] = ()
    """(model id, its validation report) of each model that may speak and carries one: what annex D prints."""
