"""Backbone features of phantom cohorts, computed by the shipped ONNX file itself and kept on disk between runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.clinical_features import encode
from hccdesk.domain.progress import Progress
from hccdesk.inference.backbone import Backbone
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.training.phantom_images import ct_crops, tissue_patches
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Patients as a head sees them: `features` (patient, slice or patch, 2048), `clinical` (patient, 5), `responded`.

    `true_probability` is what the phantom drew the response with: no model can do better on these patients.
    """

    features: Floats
    clinical: Floats
    responded: NDArray[np.bool_]
    true_probability: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.responded)

    def part(self, chosen: NDArray[np.int64]) -> Cohort:
        """The chosen patients, in that order."""
        return Cohort(
            self.features[chosen], self.clinical[chosen], self.responded[chosen], self.true_probability[chosen]
        )


def ct_cohort(
    patients: Sequence[PhantomPatient], slices: int, backbone: Backbone, cache: Path, progress: Progress
) -> Cohort:
    """Pooled backbone vectors of `slices` slices through each tumour."""

    def of(patient: PhantomPatient) -> Floats:
        vectors = backbone.features(ct_crops(patient, slices, CT_SPEC))[0]
        # A tumour of fewer slices gives fewer; its own are repeated so that all patients weigh the same.
        return vectors[np.arange(slices) % len(vectors)]

    return _cohort(patients, _cached(cache, backbone, patients, of, progress, "CT features"))


def tissue_cohort(
    patients: Sequence[PhantomPatient], patches: int, backbone: Backbone, cache: Path, progress: Progress
) -> Cohort:
    """Backbone vectors of the first `patches` patches of each biopsy."""

    def of(patient: PhantomPatient) -> Floats:
        rgb = tissue_patches(patient, patches, SLIDE_SPEC.um_per_px, SLIDE_SPEC.patch_px)
        return backbone.patch_features(rgb, SLIDE_SPEC)

    return _cohort(patients, _cached(cache, backbone, patients, of, progress, "tissue features"))


def joined(first: Cohort, second: Cohort) -> Cohort:
    """Both cohorts as one."""
    return Cohort(
        np.concatenate([first.features, second.features]),
        np.concatenate([first.clinical, second.clinical]),
        np.concatenate([first.responded, second.responded]),
        np.concatenate([first.true_probability, second.true_probability]),
    )


def clinical_matrix(patients: Sequence[PhantomPatient]) -> Floats:
    """The five features (patient, 5)."""
    return np.array([encode(p.clinical, CT_SPEC.clinical_features) for p in patients], dtype=np.float32)


def _cohort(patients: Sequence[PhantomPatient], features: Floats) -> Cohort:
    return Cohort(
        features,
        clinical_matrix(patients),
        np.array([p.outcome.responded for p in patients]),
        np.array([p.outcome.true_response_probability for p in patients]),
    )


def _cached(  # noqa: PLR0917 - private, called from two places
    cache: Path,
    backbone: Backbone,
    patients: Sequence[PhantomPatient],
    of: Callable[[PhantomPatient], Floats],
    progress: Progress,
    label: str,
) -> Floats:
    file = cache.with_name(f"{cache.name}-{len(patients)}-{backbone.sha256[:12]}.npy")
    if file.exists():
        return np.asarray(np.load(file, allow_pickle=False), dtype=np.float32)
    rows = []
    for done, patient in enumerate(patients):
        progress.step(done, len(patients), label)
        rows.append(of(patient))
    features = np.stack(rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part.npy")
    np.save(part, features)
    part.replace(file)
    return features
