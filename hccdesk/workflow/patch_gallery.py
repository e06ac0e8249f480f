"""The patches that speak loudest for and against response, as pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hccdesk.domain.progress import Progress
from hccdesk.domain.slide import PatchPicture, PatchSelection, SlideFacts
from hccdesk.inference.occlusion import STAGE, blocks, strongest
from hccdesk.sandbox.worker import Sandbox
from hccdesk.wsi.patches import read_and_judge

LONGEST_PX = 256


def patch_gallery(
    slide: SlideFacts,
    selection: PatchSelection,
    contribution: NDArray[np.float32],
    sandbox: Sandbox,
    progress: Progress,
) -> tuple[PatchPicture, ...]:
    """Up to three patches for response, strongest first, then up to three against it, strongest first.

    `contribution` follows `selection.kept`. Where patches were explained in squares, one of each square. Pictures are
    what the model saw, at most 256 px a side.
    """
    places = [place for side in strongest(contribution, blocks(selection)[0]) for place in side]
    if not places:
        return ()
    progress.step(1, 1, STAGE)
    indices = [int(selection.kept[place]) for place in places]
    seen = sandbox.call(read_and_judge, slide.path, selection.grid, indices, progress=_Unnamed(progress))
    return tuple(PatchPicture(place, _small(rgb)) for place, rgb in zip(places, seen.rgb, strict=True))


class _Unnamed:
    """Lets the user stop the reading without the job falling back to an earlier stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def step(self, done: int, total: int, label: str) -> None:
        """Report that the explanation is at its end."""
        self._progress.step(1, 1, STAGE)


def _small(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    factor = -(-max(rgb.shape[:2]) // LONGEST_PX)
    return np.asarray(Image.fromarray(np.ascontiguousarray(rgb)).reduce(factor)) if factor > 1 else rgb.copy()
