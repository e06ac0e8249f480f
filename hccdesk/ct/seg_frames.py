"""Where the frames of a DICOM segmentation lie: the lattice they span, whatever slices are left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from hccdesk.ct import header_values as values
from hccdesk.ct.header_fields import plane_from
from hccdesk.ct.image_header import Plane
from hccdesk.ct.pixel_element import LARGEST_SIDE_PX, LARGEST_VOXEL_COUNT
from hccdesk.ct.slice_stack import is_same_orientation, is_usable_orientation
from hccdesk.domain.errors import CalibrationError, InputError
from hccdesk.domain.geometry import LATTICE_TOLERANCE_MM, VolumeGeometry, geometry_from
from hccdesk.domain.sentence import Sentence

_WHAT_TO_DO = "Export the segmentation again."
_FINEST_FRACTION = 20


@dataclass(frozen=True, slots=True)
class SegFrame:
    """One frame: its segment (None in a label map), its place, and its slice on the lattice."""

    segment: int | None
    plane: Plane
    place: int = 0


def frames_of(dataset: Dataset, path: Path) -> list[SegFrame]:
    """The frames in file order; refused where one has no place or another plane, pixel size or orientation."""
    count = values.integer(dataset, "NumberOfFrames") or 0
    found = [SegFrame(_segment(sources), plane_from(sources)) for sources in values.planes_of(dataset)]
    if count < 1 or len(found) != count:
        raise InputError("Its frames and their description do not agree.", where=path, what_to_do=_WHAT_TO_DO)
    first = found[0].plane
    for frame in found:
        plane = frame.plane
        if not plane.is_placed or plane.pixel_spacing_mm is None or not is_usable_orientation(plane.orientation):
            raise CalibrationError(
                "A frame does not say where it lies in the patient.", where=path, what_to_do=_WHAT_TO_DO
            )
        assert plane.orientation is not None and first.orientation is not None
        if plane.pixel_spacing_mm != first.pixel_spacing_mm or not is_same_orientation(
            plane.orientation, first.orientation
        ):
            raise InputError("Its frames do not lie parallel on one lattice.", where=path, what_to_do=_WHAT_TO_DO)
    return found


def _segment(sources: tuple[Dataset, ...]) -> int | None:
    return next((n for s in sources if (n := values.integer(s, "ReferencedSegmentNumber")) is not None), None)


def lattice(frames: list[SegFrame], dataset: Dataset, path: Path) -> tuple[VolumeGeometry, list[SegFrame]]:
    """The lattice the frames lie on, from the lowest to the highest, and each frame with its slice on it."""
    first = frames[0].plane
    axes = np.array(first.orientation, dtype=float).reshape(2, 3)
    normal = np.cross(axes[0], axes[1])
    positions = np.array([frame.plane.position_mm for frame in frames], dtype=float)
    along = positions @ normal
    lowest = positions[int(np.argmin(along))]
    spacing_mm = _spacing(np.unique(np.round(along - along.min(), 4)), dataset)
    places = np.rint((along - along.min()) / spacing_mm).astype(int)
    off_mm = np.abs(positions - (lowest + np.outer(places * spacing_mm, normal))).max()
    rows, columns = values.integer(dataset, "Rows") or 0, values.integer(dataset, "Columns") or 0
    slices = int(places.max()) + 1
    if off_mm > LATTICE_TOLERANCE_MM:
        raise InputError(
            Sentence.of("Its frames do not lie on one lattice ({off_mm:.2f} mm off).", off_mm=off_mm),
            where=path,
            what_to_do=_WHAT_TO_DO,
        )
    if (
        not 0 < min(rows, columns) <= max(rows, columns) <= LARGEST_SIDE_PX
        or slices * rows * columns > LARGEST_VOXEL_COUNT
    ):
        raise InputError("Its size is not plausible.", where=path, what_to_do=_WHAT_TO_DO)
    assert first.pixel_spacing_mm is not None
    try:
        geometry = geometry_from(
            (slices, rows, columns), (spacing_mm, *first.pixel_spacing_mm), lowest, np.array([normal, axes[1], axes[0]])
        )
    except ValueError as fault:
        raise CalibrationError("Its pixel size is not usable.", where=path, what_to_do=_WHAT_TO_DO) from fault
    return geometry, [SegFrame(f.segment, f.plane, int(k)) for f, k in zip(frames, places, strict=True)]


def _spacing(offsets_mm: NDArray[np.float64], dataset: Dataset) -> float:
    """The largest step of which all distances between frames are multiples; frames may be missing anywhere."""
    gaps = np.diff(offsets_mm)
    gaps = gaps[gaps > LATTICE_TOLERANCE_MM]
    if not gaps.size:
        return _thickness_mm(dataset)
    for parts in range(1, _FINEST_FRACTION + 1):
        step = float(gaps.min()) / parts
        multiples = np.rint(offsets_mm / step)
        if np.abs(offsets_mm - multiples * step).max() <= LATTICE_TOLERANCE_MM:
            return float(offsets_mm[-1] / multiples[-1])
    return float(gaps.min())


def _thickness_mm(dataset: Dataset) -> float:
    sources = next(iter(values.planes_of(dataset)))
    found = (values.number(s, keyword) for keyword in ("SpacingBetweenSlices", "SliceThickness") for s in sources)
    return next((mm for mm in found if mm is not None and mm > 0), 1.0)
