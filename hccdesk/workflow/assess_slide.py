"""What the slide model says of the biopsy and why, or why it says nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case, SlideInput
from hccdesk.domain.feature_distance import STAIN, TISSUE
from hccdesk.domain.manifest import ModelBundle, SlideInputSpec
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchSelection
from hccdesk.inference.backbone import FEATURES, Backbone
from hccdesk.inference.feature_space_file import IMAGE, STAINED, distance_to_training
from hccdesk.inference.haim import predict_and_explain
from hccdesk.sandbox.worker import Sandbox
from hccdesk.workflow.networks import Networks
from hccdesk.workflow.patch_gallery import patch_gallery
from hccdesk.workflow.read_patches import read_patches
from hccdesk.wsi.slide_stain import patch_stain, slide_stain


@dataclass(frozen=True, slots=True)
class SlideAssessment:
    """The finding, and what became of the patches where there were any."""

    finding: HaimFinding | NotComputed
    selection: PatchSelection | None = None


def assess_slide(
    case: Case,
    bundle: ModelBundle,
    verdict: ApplicabilityVerdict,
    *,
    networks: Networks,
    sandbox: Sandbox,
    progress: Progress,
) -> SlideAssessment:
    """The post-treatment risk prediction score from the patches inside the region, explained patch by patch."""
    if case.slide is None:
        return SlideAssessment(NotComputed(Sentence.of("no slide was given")))
    if case.slide.roi is None:
        return SlideAssessment(NotComputed(Sentence.of("no outlined tumour tissue on the slide")))
    if verdict.hard_stop:
        return SlideAssessment(NotComputed(verdict.hard_stop.explanation))
    spec = bundle.manifest.slide_input
    assert spec is not None
    bag = bag_of(case.slide, spec, networks.backbone_of(bundle), sandbox, progress)
    in_regimen = bundle.manifest.regimen is case.regimen
    finding = predict_and_explain(bag.features, bag.selection, bundle, networks.device, in_regimen, progress)
    placed = with_distances(finding, bag, bundle)
    return SlideAssessment(_with_gallery(placed, case.slide, bag.selection, sandbox, progress), bag.selection)


@dataclass(frozen=True, slots=True)
class Bag:
    """Features of the kept patches of the outlined tissue, (patch, 2048) in raster order, and what became of each.

    `stain` is the slide's (see `wsi.slide_stain`); None where no patch was kept.
    """

    features: NDArray[np.float32]
    selection: PatchSelection
    stain: NDArray[np.float64] | None


def bag_of(slide: SlideInput, spec: SlideInputSpec, backbone: Backbone, sandbox: Sandbox, progress: Progress) -> Bag:
    """The outlined tissue as the slide model is given it."""
    rows: list[NDArray[np.float32]] = []
    stains: list[NDArray[np.float64]] = []

    def take(rgb: NDArray[np.uint8]) -> None:
        rows.append(backbone.patch_features(rgb[None], spec))
        stain = patch_stain(rgb)
        if stain is not None:
            stains.append(stain)

    selection = read_patches(slide, spec, sandbox, progress, take)
    features = np.concatenate(rows) if rows else np.zeros((0, FEATURES), np.float32)
    return Bag(features, selection, slide_stain(stains))


def with_distances(finding: HaimFinding | NotComputed, bag: Bag, bundle: ModelBundle) -> HaimFinding | NotComputed:
    """The finding with how far tissue and stain lie from the training patients'."""
    if isinstance(finding, NotComputed):
        return finding
    stain = None if bag.stain is None else distance_to_training(bundle, STAINED, bag.stain[None], STAIN)
    return replace(finding, distance=distance_to_training(bundle, IMAGE, bag.features, TISSUE), stain=stain)


def _with_gallery(
    finding: HaimFinding | NotComputed,
    slide: SlideInput,
    selection: PatchSelection,
    sandbox: Sandbox,
    progress: Progress,
) -> HaimFinding | NotComputed:
    if isinstance(finding, NotComputed) or finding.explanation is None:
        return finding
    pictures = patch_gallery(slide.facts, selection, finding.explanation.contribution, sandbox, progress)
    return replace(finding, explanation=replace(finding.explanation, gallery=pictures))
