"""Crops of phantom CTs and patches of phantom biopsies, as inference sees them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.manifest import CtInputSpec
from hccdesk.domain.roi import CtRoi
from hccdesk.inference.preprocess import ct_input
from hccdesk.phantom.ct_anatomy import make_ct
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.stain_wander import stain_rng, stain_wander
from hccdesk.phantom.tissue import patch


def ct_crops(patient: PhantomPatient, slice_count: int, spec: CtInputSpec) -> NDArray[np.float32]:
    """The network's images (n, 3, side, side) of the patient's own slices through the tumour."""
    made = make_ct(patient, slice_count=slice_count)
    volume = CtVolume("", ContrastPhase.PORTAL_VENOUS, made.hu, made.geometry)
    return ct_input(volume, CtRoi(made.tumour_mask, "tumour"), spec).images


def ct_grey_crops(patient: PhantomPatient, slice_count: int, spec: CtInputSpec, side_px: int) -> NDArray[np.uint8]:
    """The same crops before normalisation, (n, side, side, 3) uint8."""
    plain = replace(spec, side_px=side_px, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))
    images = ct_crops(patient, slice_count, plain)
    return np.ascontiguousarray((images * 255).round().astype(np.uint8).transpose(0, 2, 3, 1))


def tissue_patches(patient: PhantomPatient, count: int, um_per_px: float, side_px: int) -> NDArray[np.uint8]:
    """The first `count` patches (n, side, side, 3) of the patient's biopsy, JPEG-coded as in a slide.

    Their colours wander a little, each slide its own way, as stains do between laboratories and days.
    """
    patches = np.stack([patch(patient, index, side_px, um_per_px) for index in range(count)])
    return stain_wander(patches, stain_rng(patient))
