"""Look at a slide: any rectangle of it at any size, decoded in the sandbox."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.progress import Progress
from hccdesk.domain.slide import SlideFacts
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.open_slide import describe_slide
from hccdesk.wsi.slide_reader import RegionRequest, read_region


def view_slide(
    path: Path, rectangle_px: tuple[int, int, int, int], size_px: tuple[int, int], workbench: Workbench
) -> NDArray[np.uint8]:
    """The rectangle (x, y, width, height) in level-0 pixels at `size_px` (width, height): (row, column, 3) RGB.

    White outside the slide. Raises `InputError` where it cannot be decoded.
    """
    return workbench.sandbox.call(read_slide_rectangle, path, rectangle_px, size_px)


def state_slide_scale(path: Path, um_per_px: float, progress: Progress, workbench: Workbench) -> SlideFacts:
    """The slide described anew, with the resolution that a reader tells; raises `InputError`."""
    return workbench.sandbox.call(describe_slide, path, um_per_px, progress=progress)


def read_slide_rectangle(
    path: Path, rectangle_px: tuple[int, int, int, int], size_px: tuple[int, int]
) -> NDArray[np.uint8]:
    """The same, in the worker process."""
    return read_region(open_reader(path), RegionRequest(*rectangle_px, *size_px))
