"""Write regions to files that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.domain.slide import SlideFacts


def export_regions(lesions: Sequence[Lesion], series: CtSeries, path: Path) -> Path:
    """The lesions of a series as NIfTI, NRRD or DICOM segmentation, told by the suffix; raises `InputError`."""
    from hccdesk.ct.mask_writer import write_masks  # noqa: PLC0415 - highdicom takes long to load

    return write_masks([(lesion.name, lesion.roi.mask) for lesion in lesions], series, path)


def export_outline(roi: SlideRoi, slide: SlideFacts, path: Path) -> Path:
    """The outline of a slide as QuPath GeoJSON or ASAP XML, told by the suffix; raises `InputError`."""
    from hccdesk.wsi.annotation_writer import write_slide_roi  # noqa: PLC0415 - slide readers take long to load

    return write_slide_roi(roi, slide, path)
