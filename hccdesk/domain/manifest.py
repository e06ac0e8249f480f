"""What a model bundle says of itself: enough to preprocess for it, to judge its fit, and to print its label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log
from typing import Any

from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence


class ModelKind(StrEnum):
    """What a bundle computes."""

    BACKBONE = "backbone"
    CT_RESPONSE = "ct-response"
    HAIM = "haim"
    SURVIVAL_NOMOGRAM = "survival-nomogram"


class CohortKind(StrEnum):
    """What a model was made from. These three words everywhere."""

    PHANTOM = "phantom"
    PUBLIC = "public"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class CtInputSpec:
    """How a CT slice becomes the network's input.

    A square crop around the region's bounding box on each slice, `margin_mm` wider on every side and at
    least `minimum_side_mm`; the window `window_hu` (low, high) is mapped to 0..1, resampled bilinearly to
    `side_px`, repeated on three channels and normalised with `mean` and `std`.
    """

    window_hu: tuple[float, float]
    margin_mm: float
    minimum_side_mm: float
    side_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    clinical_features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlideInputSpec:
    """How a slide becomes a bag: square patches of `patch_px` at `um_per_px`, RGB 0..1, normalised."""

    patch_px: int
    um_per_px: float
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    minimum_patches: int
    maximum_patches: int


@dataclass(frozen=True, slots=True)
class BackboneReference:
    """The model whose outputs another was trained on, by id and the sha256 of its weights file.

    A head names its backbone; a nomogram names the head whose image features and probability it takes.
    """

    model_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """The cut between two predictions; a property of these weights, with its origin in words."""

    value: float
    origin: str


@dataclass(frozen=True, slots=True)
class Performance:
    """A measured performance: metric, value, interval, on whom, and the unit of analysis (always the patient)."""

    metric: str
    value: float
    interval: tuple[float, float] | None
    cohort: str
    n: int
    unit_of_analysis: str


@dataclass(frozen=True, slots=True)
class SurvivalCheck:
    """What a survival model must show before it may say anything of a patient.

    `likelihood_ratio_p` against no covariates; calibration slope and Nagelkerke's R² corrected for optimism by the
    bootstrap (`resamples`).
    """

    likelihood_ratio_p: float
    corrected_slope: float
    corrected_r2: float
    resamples: int

    @property
    def passed(self) -> bool:
        """Whether all three hold: p ≤ 0.05, slope ≥ 0.7, R² > 0."""
        return self.likelihood_ratio_p <= 0.05 and self.corrected_slope >= 0.7 and self.corrected_r2 > 0


@dataclass(frozen=True, slots=True)
class Recalibration:
    """How a finished model was brought to the level of another cohort, and which model it was before.

    A response model's log-odds become `intercept` + `slope` · log-odds, after the network. A nomogram's coefficients
    were multiplied by `slope` and its baseline hazard was estimated anew; `intercept` is the log of the events observed
    over those that it had expected. `events` are the patients with the outcome.
    """

    intercept: float
    slope: float
    cohort: str
    cohort_sha256: str
    patients: int
    events: int
    original: BackboneReference
    original_version: str
    original_manifest_sha256: str

    def probability(self, before: float) -> float:
        """The recalibrated probability of a response model's `before`; 0 and 1 stay what they are."""
        if not 0 < before < 1:
            return before
        log_odds = self.intercept + self.slope * log(before / (1 - before))
        return 1 / (1 + exp(-log_odds)) if log_odds > 0 else exp(log_odds) / (1 + exp(log_odds))


@dataclass(frozen=True, slots=True)
class ModelManifest:
    """A bundle's manifest, parsed and checked once.

    `applicability` holds rule ids with their limits (see `domain.applicability`); `files` maps each file
    of the bundle to its sha256; `weights` names the file among them that is the model itself.
    """

    model_id: str
    version: str
    kind: ModelKind
    title: str
    intended_use: str
    cohort_kind: CohortKind
    cohort: str
    regimen: Regimen | None
    weights: str
    files: Mapping[str, str]
    backbone: BackboneReference | None
    ct_input: CtInputSpec | None
    slide_input: SlideInputSpec | None
    outputs: tuple[str, ...]
    direction: str
    threshold: Threshold | None
    performance: tuple[Performance, ...]
    applicability: Mapping[str, Any]
    known_limits: tuple[str, ...]
    licence: str
    preset: str = ""
    """Which training preset made it: "paper", "quick", or "cox"."""
    validation: str | None = None
    """The file of the bundle that holds its validation report; a `site` bundle has one."""
    survival_check: SurvivalCheck | None = None
    offered: bool = True
    """False: the finding is never computed for a patient; `survival_check` says why."""
    citation: str = ""
    """Whose data it was made from, as they ask to be cited; printed wherever a `public` model speaks."""
    recalibration: Recalibration | None = None
    """How it was brought to another cohort's level after its training; None where it was not."""

    def made_for(self, regimen: Regimen) -> bool:
        """Whether its patients got `regimen`: it names no other, and lists no other treatments as theirs."""
        return self.regimen in (None, regimen) and "treatments_given" not in self.applicability

    @property
    def is_demonstration(self) -> bool:
        """Whether its numbers come from synthetic patients and must be marked DEMONSTRATION."""
        return self.cohort_kind is CohortKind.PHANTOM


@dataclass(frozen=True, slots=True)
class ModelBundle:
    """A manifest with the verified bytes of the bundle's files, and the sha256 of the manifest itself.

    `grounds` say why it may be used here ("shipped with hccdesk"); None where nobody asked.
    """

    manifest: ModelManifest
    content: Mapping[str, bytes]
    manifest_sha256: str = ""
    grounds: Sentence | None = None

    @property
    def weights(self) -> bytes:
        """The model itself: ONNX, or JSON for a nomogram."""
        return self.content[self.manifest.weights]

    @property
    def weights_sha256(self) -> str:
        """The sha256 the weights were verified against."""
        return self.manifest.files[self.manifest.weights]

    @property
    def reference(self) -> BackboneReference:
        """How a model trained on this one's outputs names it; a recalibrated one still gives what the original gave."""
        if self.manifest.recalibration:
            return self.manifest.recalibration.original
        return BackboneReference(self.manifest.model_id, self.weights_sha256)
