"""What the slide model says of the biopsy, or why it says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case, SlideInput
from hccdesk.domain.manifest import ModelBundle, SlideInputSpec
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.haim import predict
from hccdesk.sandbox.worker import Sandbox
from hccdesk.workflow.networks import Networks
from hccdesk.wsi.patches import PatchBatch, read_and_judge
from hccdesk.wsi.tile_grid import patch_grid

PATCHES_A_READ = 8


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
    """The post-treatment risk prediction score from the patches inside the region."""
    if case.slide is None:
        return SlideAssessment(NotComputed(Sentence.of("no slide was given")))
    if case.slide.roi is None:
        return SlideAssessment(NotComputed(Sentence.of("no outlined tumour tissue on the slide")))
    if verdict.hard_stop:
        return SlideAssessment(NotComputed(verdict.hard_stop.explanation))
    spec = bundle.manifest.slide_input
    assert spec is not None
    features, selection = _bag(case.slide, spec, networks.backbone_of(bundle), sandbox, progress)
    in_regimen = bundle.manifest.regimen is case.regimen
    finding = predict(features, selection.dropped_by_reason(), bundle, networks.device, in_regimen)
    return SlideAssessment(finding, selection)


def _bag(
    slide: SlideInput, spec: SlideInputSpec, backbone: Backbone, sandbox: Sandbox, progress: Progress
) -> tuple[NDArray[np.float32], PatchSelection]:
    assert slide.roi is not None
    grid = patch_grid(slide.facts, slide.roi, spec)
    rows: list[NDArray[np.float32]] = []
    dropped = _not_sampled(grid, spec.maximum_patches)
    wanted = [i for i in range(len(grid.top_left_px)) if i not in dropped]
    for indices, batch in _read_ahead(slide, grid, wanted, sandbox):
        progress.step(wanted.index(indices[0]), len(wanted), "Slide: patches")
        dropped |= {i: drop for i, drop in zip(indices, batch.drops, strict=True) if drop is not None}
        good = batch.rgb[[drop is None for drop in batch.drops]]
        if len(good):
            rows.append(backbone.patch_features(good, spec))
    progress.step(len(wanted), len(wanted), "Slide: patches")
    kept = np.array([i for i in wanted if i not in dropped], dtype=np.int64)
    features = np.concatenate(rows) if rows else np.zeros((0, 2048), np.float32)
    return features, PatchSelection(grid, kept, dropped)


def _not_sampled(grid: PatchGrid, maximum: int) -> dict[int, DropReason]:
    count = len(grid.top_left_px)
    if count <= maximum:
        return {}
    # Evenly spread over the raster order, so that no part of the tissue is favoured and a rerun agrees.
    sampled = {int(i) for i in np.linspace(0, count - 1, maximum).round()}
    return {i: DropReason.NOT_SAMPLED for i in range(count) if i not in sampled}


def _read_ahead(
    slide: SlideInput, grid: PatchGrid, wanted: list[int], sandbox: Sandbox
) -> Iterator[tuple[list[int], PatchBatch]]:
    """Batches in order; the next is being decoded while the network is busy with this one."""
    parts = [wanted[i : i + PATCHES_A_READ] for i in range(0, len(wanted), PATCHES_A_READ)]
    with ThreadPoolExecutor(1) as reader:
        waiting = [reader.submit(sandbox.call, read_and_judge, slide.facts.path, grid, part) for part in parts[:1]]
        for number, part in enumerate(parts):
            batch = waiting.pop().result()
            if number + 1 < len(parts):
                following = parts[number + 1]
                waiting.append(reader.submit(sandbox.call, read_and_judge, slide.facts.path, grid, following))
            yield part, batch
