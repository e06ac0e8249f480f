"""Probability of an objective response from the CT and five clinical features (Yin et al. 2024)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtVolume
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.feature_distance import CT_IMAGE
from hccdesk.domain.manifest import CtInputSpec, ModelBundle, ModelKind, Threshold
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.result import CtResponseFinding, NotComputed
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.axial_order import Box, axial_order, maps_in_file
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.clinical import clinical_input
from hccdesk.inference.ct_interval import response_interval
from hccdesk.inference.feature_space_file import IMAGE, distance_to_training
from hccdesk.inference.outputs import finite, probabilities
from hccdesk.inference.preprocess import ct_crop_boxes, ct_crops, grey_images
from hccdesk.inference.session import Session, open_session, run_undivided

RESPONSE = 1
"""The column of the head's probabilities that is objective response; column 0 is no response."""
_SLICES_AT_ONCE = 2  # 0.2 s on two cores: whoever cancels waits for no more
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Crops:
    volume: CtVolume
    slice_indices: tuple[int, ...]
    boxes: tuple[Box, ...]
    spec: CtInputSpec

    def part(self, start: int, end: int) -> Floats:
        """(slice, side, side), windowed to 0..1."""
        return ct_crops(self.volume, self.slice_indices[start:end], self.boxes[start:end], self.spec)


@dataclass(frozen=True, slots=True)
class _Slices:
    vectors: Floats
    probability: Floats
    image_features: Floats
    saliency: Floats
    grey: NDArray[np.uint8]


def predict(  # noqa: PLR0917 - an interface shared with the workflow
    volume: CtVolume,
    roi: CtRoi,
    record: ClinicalRecord,
    bundle: ModelBundle,
    backbone: Backbone,
    in_regimen: bool,
    progress: Progress | None = None,
) -> CtResponseFinding | NotComputed:
    """The patient's probability, the mean over the slices that hold tumour; image features likewise.

    A recalibrated bundle moves that mean; slices, features and saliency stay the network's own. The interval is
    `NotComputed` for a bundle without the networks it is made with.

    Saliency, crop boxes and model images lie in the file's own order of rows and columns: a model image is the
    crop box of its slice, air where that overhangs.
    `NotComputed` names the clinical fields that are unknown, or says that the region is empty.
    Raises `ModelBundleError` for a bundle of another kind or backbone, and for an answer that is no probability.
    """
    spec, threshold = _parts(bundle, backbone)
    clinical = clinical_input(record, spec.clinical_features)
    if isinstance(clinical, NotComputed):
        return clinical
    if not roi.slice_indices:
        return NotComputed(Sentence.of("the tumour region is empty"))
    crops = _Crops(volume, roi.slice_indices, ct_crop_boxes(volume, roi, spec), spec)
    head = open_session(bundle.weights, backbone.device)
    found = _every_slice(crops, clinical, head, backbone, progress or NoProgress())
    probability, recalibration = float(found.probability.mean(dtype=np.float64)), bundle.manifest.recalibration
    return CtResponseFinding(
        model_id=bundle.manifest.model_id,
        probability_of_objective_response=recalibration.probability(probability) if recalibration else probability,
        threshold=threshold.value,
        slice_indices=roi.slice_indices,
        slice_probabilities=tuple(float(p) for p in found.probability),
        image_features=tuple(float(f) for f in found.image_features.mean(axis=0, dtype=np.float64)),
        saliency=maps_in_file(axial_order(volume.geometry), found.saliency),
        crop_boxes=crops.boxes,
        in_regimen=in_regimen,
        model_images=maps_in_file(axial_order(volume.geometry), found.grey),
        probability_before_recalibration=probability if recalibration else None,
        interval=response_interval(bundle, found.vectors, clinical, probability, backbone.device),
        distance=distance_to_training(bundle, IMAGE, found.vectors, CT_IMAGE),
    )


def _parts(bundle: ModelBundle, backbone: Backbone) -> tuple[CtInputSpec, Threshold]:
    manifest = bundle.manifest
    if manifest.kind is not ModelKind.CT_RESPONSE or manifest.ct_input is None or manifest.threshold is None:
        raise ModelBundleError(
            Sentence.of("The model {model_id} does not predict response from CT.", model_id=manifest.model_id)
        )
    backbone.must_be_the_one_of(manifest)
    return manifest.ct_input, manifest.threshold


def _every_slice(crops: _Crops, clinical: Floats, head: Session, backbone: Backbone, progress: Progress) -> _Slices:
    parts: list[_Slices] = []
    for start in range(0, len(crops.boxes), _SLICES_AT_ONCE):
        progress.step(start, len(crops.boxes), "CT slices")
        grey = crops.part(start, start + _SLICES_AT_ONCE)
        parts.append(_slices(head, backbone.features(grey_images(grey, crops.spec)), clinical, grey))
    progress.step(len(crops.boxes), len(crops.boxes), "CT slices")
    return _Slices(
        np.concatenate([p.vectors for p in parts]),
        np.concatenate([p.probability for p in parts]),
        np.concatenate([p.image_features for p in parts]),
        np.concatenate([p.saliency for p in parts]),
        np.concatenate([p.grey for p in parts]),
    )


def _slices(head: Session, seen: tuple[Floats, Floats], clinical: Floats, grey: Floats) -> _Slices:
    vectors, maps = seen
    n = len(maps)
    outputs = run_undivided(head, {"feature_map": maps, "clinical": np.repeat(clinical, n, axis=0)})
    return _Slices(
        vectors,
        probabilities(outputs, "probability", n)[:, RESPONSE],
        finite(outputs, "image_features", (n, None)),
        finite(outputs, "saliency", (n, *maps.shape[2:])),
        np.round(grey * 255).astype(np.uint8),
    )
