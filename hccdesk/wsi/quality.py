"""Whether a patch may be given to a model: enough tissue, stained as H&E, in focus.

Measured on the patches named in `stain`, sharp and blurred by a Gaussian, as they are (20x) and enlarged
twice to stand for a 40x scan:

- sharp: 1.7 to 4.7 at 20x, 0.29 to 1.4 as 40x (liver 0.67 to 1.4);
- blurred by 2 px: 0.056 to 0.32, by 3 px: 0.022 to 0.10, by 4 px: 0.011 to 0.048, by 6 px: 0.004 to 0.026.

Hence the limit of 0.06: a blur of 4 px (1 µm at 0.25 µm/px) is always out of focus, sharp tissue never.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hccdesk.domain.slide import DropReason
from hccdesk.wsi.stain import stain_statistics, tissue_mask

MINIMUM_TISSUE_SHARE = 0.25
"""Under this share of tissue a patch is background; livers with 50 % fat vacuoles stay well over it."""
MINIMUM_SHARPNESS = 0.06
MINIMUM_IN_HUE = 0.75
MINIMUM_COLOURED = 0.5
MAXIMUM_BLACK = 0.1
OPTICAL_DENSITY_RANGE = (0.1, 1.0)
"""Mean optical density of tissue: under it the stain has faded, over it the tissue is folded or inked."""

_STRIDE = 4  # every 4th pixel each way, 16 384 of a 512 px patch, gives shares to better than 1 %


def judge_patch(rgb: NDArray[np.uint8]) -> DropReason | None:
    """Why a patch, (row, column, 3) RGB uint8, is not given to the model; None for a good one."""
    statistics = stain_statistics(rgb[::_STRIDE, ::_STRIDE])
    if statistics.tissue < MINIMUM_TISSUE_SHARE:
        return DropReason.BACKGROUND
    low, high = OPTICAL_DENSITY_RANGE
    plausible = (
        low <= statistics.mean_optical_density <= high
        and statistics.coloured >= MINIMUM_COLOURED
        and statistics.in_hue >= MINIMUM_IN_HUE
        and statistics.black <= MAXIMUM_BLACK
    )
    if not plausible:
        return DropReason.BAD_STAIN
    return None if sharpness(rgb) >= MINIMUM_SHARPNESS else DropReason.OUT_OF_FOCUS


def sharpness(rgb: NDArray[np.uint8]) -> float:
    """Laplacian energy of the tissue's brightness, over its variance; does not depend on contrast.

    Taken at half size, which sets aside the blocks and the noise of JPEG. 0 for an even patch.
    """
    picture = Image.fromarray(np.ascontiguousarray(rgb)).convert("L")  # ITU-R BT.601 luma
    grey = np.asarray(picture.reduce(2), np.float32)
    tissue = tissue_mask(rgb[::2, ::2])[1:-1, 1:-1]
    middle = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4.0 * middle
    if not tissue.any():
        return 0.0
    variance = float(middle[tissue].var())
    return float(np.square(laplacian[tissue]).mean()) / variance if variance > 1.0 else 0.0
