"""Images of the source as the objects made from them must name them: by slice of the lattice, and as data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset

from hccdesk.delivery.source_study import SourceFrame, SourceImage, SourceStudy
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.geometry import LATTICE_TOLERANCE_MM, VolumeGeometry

_CHANGED = "The files of the series have changed since it was read."
_OPEN_AGAIN = "Open the folder again, and analyse again."


@dataclass(frozen=True, slots=True)
class SliceSource:
    """What shows one slice of the lattice: the image, and the number of its frame (from 1), None for a single one."""

    slice_index: int
    image: SourceImage
    frame: SourceFrame
    frame_number: int | None


def slice_sources(
    study: SourceStudy, geometry: VolumeGeometry, slices: Sequence[int] | None = None
) -> tuple[SliceSource, ...]:
    """The images of these slices (all without any), in the order of the lattice.

    Raises `DeliveryError` where one of them is not among the files, or lies elsewhere than it did.
    """
    found = {one.slice_index: one for image in study.images for one in _placed(image, geometry)}
    wanted = range(geometry.shape[0]) if slices is None else slices
    if any(index not in found for index in wanted):
        raise DeliveryError(_CHANGED, what_to_do=_OPEN_AGAIN)
    return tuple(found[index] for index in wanted)


def _placed(image: SourceImage, geometry: VolumeGeometry) -> list[SliceSource]:
    several = len(image.frames) > 1
    placed = []
    for number, frame in enumerate(image.frames, start=1):
        if frame.position_mm is None:
            raise DeliveryError("A file of the series does not say where it lies.")
        index = geometry.index_at(np.array(frame.position_mm, dtype=float))
        nearest = round(float(index[0]))
        off_mm = np.abs(index - np.array([nearest, 0, 0])) * geometry.spacing_mm
        if off_mm.max() > LATTICE_TOLERANCE_MM:
            raise DeliveryError(_CHANGED, what_to_do=_OPEN_AGAIN)
        placed.append(SliceSource(nearest, image, frame, number if several else None))
    return placed


def source_datasets(study: SourceStudy, geometry: VolumeGeometry, sources: Sequence[SliceSource]) -> list[Dataset]:
    """The images of these slices with what a segmentation takes from its source, and nothing else.

    One data set an image; frames of one file make a single one, its frames in the order of `sources`.
    """
    if sources[0].frame_number is None:
        return [_single(study, geometry, source) for source in sources]
    dataset = _image(study, geometry, sources[0])
    dataset.NumberOfFrames = len(sources)
    shared, frames = Dataset(), [Dataset() for _ in sources]
    shared.PlaneOrientationSequence, shared.PixelMeasuresSequence = [Dataset()], [Dataset()]
    _describe_plane(shared.PlaneOrientationSequence[0], shared.PixelMeasuresSequence[0], sources[0].frame, geometry)
    for item, source in zip(frames, sources, strict=True):
        item.PlanePositionSequence = [Dataset()]
        item.PlanePositionSequence[0].ImagePositionPatient = _position(source.frame)
    dataset.SharedFunctionalGroupsSequence, dataset.PerFrameFunctionalGroupsSequence = [shared], frames
    return [dataset]


def all_frames(study: SourceStudy, geometry: VolumeGeometry, sources: Sequence[SliceSource]) -> tuple[SliceSource, ...]:
    """What a segmentation must be given to refer to `sources`: all frames of an enhanced image, in the file's order."""
    if sources[0].frame_number is None:
        return tuple(sources)
    of_image = (one for one in slice_sources(study, geometry) if one.image is sources[0].image)
    return tuple(sorted(of_image, key=lambda one: one.frame_number or 0))


def _single(study: SourceStudy, geometry: VolumeGeometry, source: SliceSource) -> Dataset:
    dataset = _image(study, geometry, source)
    dataset.ImagePositionPatient = _position(source.frame)
    _describe_plane(dataset, dataset, source.frame, geometry)
    return dataset


def _image(study: SourceStudy, geometry: VolumeGeometry, source: SliceSource) -> Dataset:
    dataset = evidence(study, source.image.sop_class_uid, source.image.sop_instance_uid, study.series_instance_uid)
    dataset.Modality, dataset.FrameOfReferenceUID = "CT", study.frame_of_reference_uid
    dataset.PositionReferenceIndicator = ""
    dataset.Rows, dataset.Columns = geometry.shape[1:]
    return dataset


def _position(frame: SourceFrame) -> list[str]:
    return [_decimal(value) for value in frame.position_mm or ()]


def _describe_plane(orientation: Dataset, measures: Dataset, frame: SourceFrame, geometry: VolumeGeometry) -> None:
    spacing = geometry.spacing_mm
    orientation.ImageOrientationPatient = [_decimal(value) for value in frame.orientation or _orientation(geometry)]
    measures.PixelSpacing = [_decimal(value) for value in frame.pixel_spacing_mm or spacing[1:]]
    measures.SliceThickness = _decimal(frame.thickness_mm or spacing[0])


def _orientation(geometry: VolumeGeometry) -> tuple[float, ...]:
    # From one pixel to the next along a row is the lattice's step from column to column.
    return (*geometry.directions[2], *geometry.directions[1])


def evidence(study: SourceStudy, sop_class_uid: str, sop_instance_uid: str, series_uid: str) -> Dataset:
    """An instance as a document names it as its evidence; the patient is filled in when the document is finished."""
    dataset = Dataset()
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class_uid, sop_instance_uid
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = study.study_instance_uid, series_uid
    for keyword in ("PatientName", "PatientID", "PatientBirthDate", "PatientSex"):
        setattr(dataset, keyword, "")
    for keyword in ("StudyDate", "StudyTime", "AccessionNumber", "StudyID", "ReferringPhysicianName"):
        setattr(dataset, keyword, "")
    return dataset


def _decimal(value: float) -> str:
    """A decimal string of at most 16 characters (PS3.5 6.2)."""
    text = f"{value:.10g}"
    return text if len(text) <= 16 else f"{value:.6f}"[:16]
