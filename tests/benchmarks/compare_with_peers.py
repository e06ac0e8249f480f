"""Speed against a peer in the same run, as a ratio (ours / peer; below 1 is faster). Run with `make bench`.

Machines differ and are noisy: the figures are for reading, never for passing or failing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openslide
import SimpleITK as sitk

from hccdesk.ct.series_finder import find_series
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.sample_case import SampleCase, write_sample_case
from hccdesk.wsi.annotation import read_slide_roi
from hccdesk.wsi.open_slide import describe_slide
from hccdesk.wsi.patches import read_and_judge
from hccdesk.wsi.tile_grid import patch_grid

ROUNDS = 5
SPEC = SlideInputSpec(512, 0.25, (0.5, 0.5, 0.5), (0.25, 0.25, 0.25), 8, 4096)


def main() -> None:
    """Make the sample patient and compare."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample_case(Path(folder), 7, NoProgress())
        compare("CT series, found and read as HU, against SimpleITK", *ct_pair(sample))
        compare("512 px patches, read and judged, against OpenSlide reading alone", *slide_pair(sample))


def compare(title: str, ours: Callable[[], object], peer: Callable[[], object]) -> None:
    """Alternate the two, so that a busy moment hits both."""
    pairs = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    ratios = sorted(a / b for a, b in pairs)
    sys.stdout.write(
        f"{title}: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f});"
        f" ours {statistics.median(a for a, _ in pairs):.2f} s\n"
    )


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ct_pair(sample: SampleCase) -> tuple[Callable[[], object], Callable[[], object]]:
    def ours() -> object:
        return read_volume(find_series(sample.ct_folder).series[0])

    def peer() -> object:
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(sample.ct_folder)))
        return sitk.GetArrayFromImage(reader.Execute())

    return ours, peer


def slide_pair(sample: SampleCase) -> tuple[Callable[[], object], Callable[[], object]]:
    facts = describe_slide(sample.slide)
    grid = patch_grid(facts, read_slide_roi(sample.slide_roi, facts), SPEC)

    def ours() -> object:
        return read_and_judge(sample.slide, grid, list(range(len(grid.top_left_px))))

    def peer() -> object:
        slide = openslide.OpenSlide(sample.slide)
        return [
            np.asarray(slide.read_region((int(x), int(y)), 0, (grid.size_px, grid.size_px)).convert("RGB"))
            for x, y in grid.top_left_px
        ]

    return ours, peer


if __name__ == "__main__":
    main()
