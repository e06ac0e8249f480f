"""How a slide is stained, in six numbers that can be compared between slides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.wsi.stain import tissue_mask

STAIN_FACTS = (
    "stain_red_density",
    "stain_green_density",
    "stain_blue_density",
    "stain_red_spread",
    "stain_green_spread",
    "stain_blue_spread",
)
"""Mean and standard deviation of the tissue's optical density in each channel, in this order."""
_OPTICAL_DENSITY = -np.log10((np.arange(256, dtype=np.float32) + 1.0) / 256.0)


def patch_stain(rgb: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """`STAIN_FACTS` of one patch, (row, column, 3) RGB uint8; None where it shows no tissue."""
    tissue = rgb[tissue_mask(rgb)]
    if not len(tissue):
        return None
    density = _OPTICAL_DENSITY[tissue]
    return np.concatenate([density.mean(axis=0, dtype=np.float64), density.std(axis=0, dtype=np.float64)])


def slide_stain(patches: Sequence[NDArray[np.float64]]) -> NDArray[np.float64] | None:
    """The mean over a slide's patches; None without any."""
    return np.asarray(np.mean(patches, axis=0), dtype=np.float64) if len(patches) else None
