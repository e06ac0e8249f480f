"""The header of one DICOM image: what it needs to be placed, scaled and grouped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.ct.pixel_element import PixelElement, PixelLayout
from hccdesk.domain.ct import CtAcquisition
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.sentence import Sentence

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
FARTHEST_MM = 1e5
LEAST_SLOPE = 1e-4
LARGEST_INTERCEPT_HU = 1e5


@dataclass(frozen=True, slots=True)
class Plane:
    """One frame's place and scale: LPS mm of its first voxel, row and column direction, (row, column) spacing in mm.

    `slope` and `intercept` take stored values to `rescale_type` ("" where the file does not say; CT means HU).
    """

    position_mm: tuple[float, ...] | None
    orientation: tuple[float, ...] | None
    pixel_spacing_mm: tuple[float, ...] | None
    slope: float | None
    intercept: float | None
    rescale_type: str
    frame_type: str

    @property
    def is_placed(self) -> bool:
        """Whether the position can be one in a patient's room: there, and within 100 m of the origin."""
        return self.position_mm is not None and max(map(abs, self.position_mm)) <= FARTHEST_MM

    @property
    def is_scaled(self) -> bool:
        """Whether slope and intercept can make Hounsfield units: there, slope positive, both of a sane size."""
        return (
            self.slope is not None
            and self.intercept is not None
            and LEAST_SLOPE <= self.slope <= 1 / LEAST_SLOPE
            and abs(self.intercept) <= LARGEST_INTERCEPT_HU
        )


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """One image file. `pixel_fault` says why its pixels cannot be read; `padding` is (lowest, highest) stored value."""

    path: Path
    sop_class_uid: str
    sop_instance_uid: str
    series_instance_uid: str
    study_instance_uid: str
    frame_of_reference_uid: str
    modality: str
    description: str
    phase_words: tuple[str, ...]
    image_type: str
    acquisition_keys: tuple[str, ...]
    gantry_tilt_degrees: float | None
    layout: PixelLayout
    element: PixelElement | None
    pixel_fault: Sentence | None
    padding: tuple[int, int] | None
    overlay_in_pixels: bool
    planes: tuple[Plane, ...]
    acquisition: CtAcquisition
    patient: PatientIdentity
    window_hu: tuple[float, float] | None = None
    """(width, level), the first that the file gives."""
