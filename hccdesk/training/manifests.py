"""The manifests of the four demonstration bundles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelKind, ModelManifest, Performance, Threshold
from hccdesk.domain.regimen import Regimen
from hccdesk.training.scope import HAIM_2025, YIN_2024, YIN_2024_CT
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC

VERSION = "0.1.0"
LICENCE = "Apache-2.0"
SYNTHETIC = "Trained on synthetic patients only: its numbers say nothing about a real patient."
NOT_IMAGENET = "The backbone was pretrained on images made from formulas and on phantom images, not on ImageNet."

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


def backbone_manifest(weights: str) -> ModelManifest:
    """The shared feature extractor."""
    return _manifest(
        model_id="resnet50-backbone",
        kind=ModelKind.BACKBONE,
        title="ResNet50 feature extractor",
        intended_use="Turns CT crops and slide patches into features for the demonstration heads. Predicts nothing.",
        cohort="images made from formulas; CT crops and biopsy patches of phantom patients",
        weights=weights,
        outputs=("features", "feature_map"),
        direction="2,048 features a picture, without meaning of their own.",
        known_limits=(SYNTHETIC, "A stand-in for ImageNet weights; its names and shapes are torchvision's."),
        applicability={},
    )


def ct_manifest(
    *,
    weights: str,
    backbone: BackboneReference,
    threshold: Threshold,
    performance: tuple[Performance, ...],
    observed: Mapping[str, Any],
    cohort: str,
) -> ModelManifest:
    """The CT response head."""
    return _manifest(
        model_id="ct-response-demo",
        kind=ModelKind.CT_RESPONSE,
        title="Response to TACE-HAIC with PD-1 inhibitor and TKI, from CT (demonstration)",
        intended_use="Shows how a CT response model works in this program, on synthetic patients.",
        cohort=cohort,
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        weights=weights,
        backbone=backbone,
        ct_input=CT_SPEC,
        outputs=("probability", "image_features", "saliency"),
        direction="Probability of an objective response (CR or PR by mRECIST): higher favours response.",
        threshold=threshold,
        performance=performance,
        known_limits=(
            SYNTHETIC,
            NOT_IMAGENET,
            "HU window, crop and layer widths are ours; the paper does not state them.",
            "The paper does not state the contrast phase; the phantom is portal venous.",
            "Threshold and performance come from 4 slices a patient; in use it sees every slice of the region.",
        ),
        applicability={**YIN_2024, **YIN_2024_CT, **observed},
    )


def haim_manifest(
    *,
    weights: str,
    backbone: BackboneReference,
    threshold: Threshold,
    performance: tuple[Performance, ...],
    bag_patches: tuple[int, int],
    cohort: str,
) -> ModelManifest:
    """The slide response model."""
    return _manifest(
        model_id="haim-demo",
        kind=ModelKind.HAIM,
        title="Response to HAIC with TKI and ICI, from the biopsy (demonstration)",
        intended_use="Shows how a slide response model works in this program, on synthetic patients.",
        cohort=cohort,
        regimen=Regimen.HAIC_TKI_ICI,
        weights=weights,
        backbone=backbone,
        slide_input=SLIDE_SPEC,
        outputs=("probability",),
        direction="Post-treatment risk prediction score: 0 favours CR/PR, 1 favours SD/PD; higher is worse.",
        threshold=threshold,
        performance=performance,
        known_limits=(
            SYNTHETIC,
            NOT_IMAGENET,
            "The order of the patches enters the network, as in the paper: another raster gives another score.",
            "Tissue unlike the phantom's drives the score to 0 or 1; a real slide's score means nothing.",
            "Measured on 10 patches a patient; in use it sees every patch of the region.",
            "The phantom draws one response for both regimens; a real patient's may differ between them.",
        ),
        applicability={**HAIM_2025, "bag_patches": {"observed": list(bag_patches)}},
    )


def nomogram_manifest(
    performance: tuple[Performance, ...], observed: Mapping[str, Any], cohort: str, head: BackboneReference
) -> ModelManifest:
    """The progression-free survival nomogram."""
    return _manifest(
        model_id="pfs-nomogram-demo",
        kind=ModelKind.SURVIVAL_NOMOGRAM,
        title="Progression-free survival after TACE-HAIC with PD-1 inhibitor and TKI (demonstration)",
        intended_use="Shows how a survival nomogram works in this program, on synthetic patients.",
        cohort=cohort,
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        weights="nomogram.json",
        outputs=("progression_free_survival",),
        backbone=head,
        direction="Probability of living without progression at 12, 18 and 24 months: higher is better.",
        performance=performance,
        known_limits=(
            SYNTHETIC,
            f"It takes image features and probability of {head.model_id}, weights {head.sha256[:12]}, and of no other.",
            "Months follow an invented hazard solved to give the paper's survival at its horizons.",
        ),
        applicability={**YIN_2024, **YIN_2024_CT, **observed},
    )


def _manifest(**parts: Any) -> ModelManifest:
    defaults: dict[str, Any] = {
        "version": VERSION,
        "cohort_kind": CohortKind.PHANTOM,
        "regimen": None,
        "files": {},
        "backbone": None,
        "ct_input": None,
        "slide_input": None,
        "threshold": None,
        "performance": (),
        "licence": LICENCE,
    }
    return ModelManifest(**{**defaults, **parts})
