"""The manifests of the bundles made here: what a model is called, what it was made from, what it may be used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.manifest import (
    BackboneReference,
    CohortKind,
    CtInputSpec,
    ModelKind,
    ModelManifest,
    Performance,
    SlideInputSpec,
    SurvivalCheck,
    Threshold,
)
from hccdesk.domain.regimen import Regimen
from hccdesk.training.scope import HAIM_2025, YIN_2024, YIN_2024_CT

VERSION = "1.0.0"
LICENCE = "Apache-2.0"
SYNTHETIC = "Trained on synthetic patients only: its numbers say nothing about a real patient."
NOT_IMAGENET = "The backbone was pretrained on images made from formulas, not on photographs (ImageNet)."

INTERVAL_LIMIT = (
    "The 95 % interval tells how sure the fit is of patients with such a score on average; it does not tell how far "
    "one patient differs from them, nor another hospital's patients."
)

YIN_ISSUES = (
    "Not published: weights, coefficients, baseline hazard, HU window, contrast phase, slice thickness, crop, widths.",
    "Six image features in the nomogram, seven in the radiomics model.",
    "Training AUC 0.96 and accuracy 0.895 in the results, 0.97 and 0.91 in the discussion.",
    "Accuracies that no count of patients gives (80.4 % of 30, 79.1 % of 50): probably per slice.",
    "18-month PFS of 52.5 % beside a median of 14.0 months; 24-month OS of 35.2 % beside a median of 26.2 months.",
    "The discussion says that response predicted overall survival, the limitations that no such model was possible.",
    "92 training patients for about 11 covariates: fewer than ten events each.",
)
HAIM_ISSUES = (
    "The cut-off 0.532 comes from ROC curves of a set that is not named; it belongs to weights that are not published.",
    "A 70/30 split is announced, 147 and 47 patients (76/24) are reported.",
    "77 % accuracy of 19 patients is no count of patients (the nearest is 78.9 %).",
    "6-month PFS of 91 % beside 44.3 % progressive disease.",
    "The network has no attention; where it looked can only be estimated from outside.",
)


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """A bundle's name, and the patients and preset it was made with."""

    model_id: str
    cohort_kind: CohortKind
    cohort: str
    preset: str
    licence: str = LICENCE
    citation: str = ""
    version: str = VERSION
    validation: str | None = "validation.json"

    @property
    def is_demonstration(self) -> bool:
        """Whether its patients are synthetic."""
        return self.cohort_kind is CohortKind.PHANTOM


def made_from(table: CohortTable, model_id: str, preset: str, patients: int) -> MadeFrom:
    """What a bundle trained on `patients` of `table` says of its making; names no file and nobody."""
    title = table.title or "a cohort without a title"
    licence = LICENCE if table.kind is CohortKind.PHANTOM else table.licence or "not stated by the cohort"
    return MadeFrom(
        model_id=model_id,
        cohort_kind=table.kind,
        cohort=f"{patients} patients of {title} (table sha256 {table.sha256[:12]})",
        preset=preset,
        licence=licence,
        citation=table.citation,
    )


def ct_manifest(
    *,
    made: MadeFrom,
    weights: str,
    backbone: BackboneReference,
    spec: CtInputSpec,
    threshold: Threshold,
    performance: tuple[Performance, ...],
    observed: Mapping[str, Any],
    known_limits: tuple[str, ...],
    regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI,
) -> ModelManifest:
    """The CT response head."""
    return _manifest(
        made,
        kind=ModelKind.CT_RESPONSE,
        title=_titled(made, "Response to TACE-HAIC with PD-1 inhibitor and TKI, from CT"),
        intended_use=_intended_use(made, "a CT response model"),
        regimen=regimen,
        weights=weights,
        backbone=backbone,
        ct_input=spec,
        outputs=("probability", "image_features", "saliency"),
        direction="Probability of an objective response (CR or PR by mRECIST): higher favours response.",
        threshold=threshold,
        performance=performance,
        known_limits=(
            *_limits_of(made),
            "HU window, crop and layer widths are ours; the paper does not state them.",
            "The paper does not state the contrast phase.",
            *known_limits,
        ),
        applicability={**YIN_2024, **YIN_2024_CT, **observed},
    )


def haim_manifest(
    *,
    made: MadeFrom,
    weights: str,
    backbone: BackboneReference,
    spec: SlideInputSpec,
    threshold: Threshold,
    performance: tuple[Performance, ...],
    bag_patches: tuple[int, int],
    known_limits: tuple[str, ...],
    regimen: Regimen = Regimen.HAIC_TKI_ICI,
) -> ModelManifest:
    """The slide response model; `bag_patches` are the smallest and the largest bag it learned from."""
    return _manifest(
        made,
        kind=ModelKind.HAIM,
        title=_titled(made, "Response to HAIC with TKI and ICI, from the biopsy"),
        intended_use=_intended_use(made, "a slide response model"),
        regimen=regimen,
        weights=weights,
        backbone=backbone,
        slide_input=spec,
        outputs=("probability",),
        direction="Post-treatment risk prediction score: 0 favours CR/PR, 1 favours SD/PD; higher is worse.",
        threshold=threshold,
        performance=performance,
        known_limits=(
            *_limits_of(made),
            "The order of the patches enters the network, as in the paper: another raster gives another score.",
            *known_limits,
        ),
        applicability={**HAIM_2025, "bag_patches": {"observed": list(bag_patches)}},
    )


def nomogram_manifest(
    *,
    made: MadeFrom,
    title: str,
    regimen: Regimen | None,
    outputs: tuple[str, ...],
    direction: str,
    performance: tuple[Performance, ...],
    applicability: Mapping[str, Any],
    head: BackboneReference | None,
    survival_check: SurvivalCheck | None,
    offered: bool,
    known_limits: tuple[str, ...],
) -> ModelManifest:
    """A survival nomogram; `head` is the response model whose answers it takes, if any."""
    takes = (
        (f"It takes image features and probability of {head.model_id}, weights {head.sha256[:12]}, and of no other.",)
        if head
        else ()
    )
    return _manifest(
        made,
        kind=ModelKind.SURVIVAL_NOMOGRAM,
        title=_titled(made, title),
        intended_use=_intended_use(made, "a survival nomogram"),
        regimen=regimen,
        weights="nomogram.json",
        outputs=outputs,
        backbone=head,
        direction=direction,
        performance=performance,
        known_limits=((SYNTHETIC,) if made.is_demonstration else _limits_of(made)) + takes + known_limits,
        applicability=applicability,
        survival_check=survival_check,
        offered=offered,
    )


def _titled(made: MadeFrom, title: str) -> str:
    return f"{title} (demonstration)" if made.is_demonstration else title


def _intended_use(made: MadeFrom, what: str) -> str:
    if made.is_demonstration:
        return f"Shows how {what} works in this program, on synthetic patients."
    return (
        "Second opinion for a tumour board that has the patient's whole picture, within the stated scope; never the "
        "only ground of a decision."
    )


def _limits_of(made: MadeFrom) -> tuple[str, ...]:
    if made.is_demonstration:
        return (SYNTHETIC, NOT_IMAGENET)
    return ("Retrospective, from one cohort: how well it does elsewhere is known only where it was validated.",)


def _manifest(made: MadeFrom, **parts: Any) -> ModelManifest:
    defaults: dict[str, Any] = {
        "model_id": made.model_id,
        "version": made.version,
        "cohort_kind": made.cohort_kind,
        "cohort": made.cohort,
        "preset": made.preset,
        "licence": made.licence,
        "citation": made.citation,
        "validation": made.validation,
        "regimen": None,
        "files": {},
        "backbone": None,
        "ct_input": None,
        "slide_input": None,
        "threshold": None,
        "performance": (),
    }
    return ModelManifest(**{**defaults, **parts})
