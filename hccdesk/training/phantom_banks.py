"""Phantom images with a class each for the backbone: which fifth of a hidden axis the patient belongs to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.progress import Progress
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.training.backbone import ImageBank
from hccdesk.training.families import FAMILIES
from hccdesk.training.phantom_images import ct_grey_crops, tissue_patches
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC

FIFTHS = (-0.8416, -0.2533, 0.2533, 0.8416)
"""Quintiles of the standard normal, which both hidden axes follow."""
PHANTOM_CLASSES = 2 * (len(FIFTHS) + 1)
IMAGES_PER_PATIENT = 4
TISSUE_SIDE_PX = 224
"""Corners of a patch, at its own scale: as large as the crops that BatchNorm's statistics are measured on."""


def ct_bank(patients: Sequence[PhantomPatient], progress: Progress) -> ImageBank:
    """CT crops as large as at inference, classed by vascular disorder."""
    images, classes = [], []
    for done, patient in enumerate(patients):
        crops = ct_grey_crops(patient, IMAGES_PER_PATIENT, CT_SPEC, CT_SPEC.side_px)
        images.append(crops)
        classes += [len(FAMILIES) + _fifth(patient.biology.vascular_disorder)] * len(crops)
        progress.step(done + 1, len(patients), "phantom CT crops")
    return ImageBank(np.concatenate(images), np.array(classes))


def tissue_bank(patients: Sequence[PhantomPatient], progress: Progress) -> ImageBank:
    """Corners of biopsy patches at their own scale, classed by dedifferentiation."""
    images, classes = [], []
    for done, patient in enumerate(patients):
        patches = tissue_patches(patient, IMAGES_PER_PATIENT, SLIDE_SPEC.um_per_px, SLIDE_SPEC.patch_px)
        crops = np.concatenate([_corner(patches, False), _corner(patches, True)])
        images.append(crops)
        classes += [len(FAMILIES) + len(FIFTHS) + 1 + _fifth(patient.biology.dedifferentiation)] * len(crops)
        progress.step(done + 1, len(patients), "phantom tissue")
    return ImageBank(np.concatenate(images), np.array(classes))


def _corner(patches: NDArray[np.uint8], last: bool) -> NDArray[np.uint8]:
    part = slice(-TISSUE_SIDE_PX, None) if last else slice(None, TISSUE_SIDE_PX)
    return patches[:, part, part]


def _fifth(axis: float) -> int:
    return int(np.searchsorted(FIFTHS, axis))
