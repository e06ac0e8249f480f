"""Write regions to files that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.domain.slide import SlideFacts
from hccdesk.workflow.workbench import Workbench


def export_regions(lesions: Sequence[Lesion], series: CtSeries, path: Path, bench: Callable[[], Workbench]) -> Path:
    """The lesions of a series as NIfTI, NRRD or DICOM segmentation, told by the suffix; raises `InputError`.

    The headers that a DICOM segmentation takes over are read in the worker of a `bench`: they are a stranger's files.
    """
    from hccdesk.ct.mask_writer import write_masks  # noqa: PLC0415 - SimpleITK takes long to load

    def in_the_worker(masks: object, series: CtSeries, geometry: VolumeGeometry) -> bytes:
        from hccdesk.ct.dicom_seg_writer import seg_bytes_of_parts  # noqa: PLC0415 - highdicom takes long to load

        parts = [(lesion.name, lesion.roi.part) for lesion in lesions]
        return bench().sandbox.call(seg_bytes_of_parts, parts, series, geometry)

    return write_masks([(lesion.name, lesion.roi.mask) for lesion in lesions], series, path, in_the_worker)


def export_outline(roi: SlideRoi, slide: SlideFacts, path: Path) -> Path:
    """The outline of a slide as QuPath GeoJSON or ASAP XML, told by the suffix; raises `InputError`."""
    from hccdesk.wsi.annotation_writer import write_slide_roi  # noqa: PLC0415 - slide readers take long to load

    return write_slide_roi(roi, slide, path)
