"""Regions as a DICOM segmentation (SEG, binary) that names the series they were drawn on."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from io import BytesIO

import highdicom
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.filereader import dcmread
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

import hccdesk
from hccdesk.ct import header_values as values
from hccdesk.ct.header_fields import plane_from
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import LATTICE_TOLERANCE_MM, VolumeGeometry
from hccdesk.domain.region_edit import RegionPart

NamedMask = tuple[str, NDArray[np.bool_]]
_ANOTHER_KIND = "Write a .nii.gz or .seg.nrrd instead."
_MAY_BE_EMPTY = (
    *("StudyDate", "StudyTime", "AccessionNumber", "StudyID", "ReferringPhysicianName"),
    *("PatientName", "PatientID", "PatientBirthDate", "PatientSex"),
)
_LONGEST_LABEL = 64


def seg_bytes(masks: Sequence[NamedMask], series: CtSeries, geometry: VolumeGeometry) -> bytes:
    """A DICOM file with one segment a mask, in the order given, on those slices of the series that hold any.

    Raises `InputError` where the series' files are no DICOM any more, have changed, or lack what a segmentation needs.
    """
    headers = [_header(path) for path in series.files]
    taken = np.logical_or.reduce([mask.any(axis=(1, 2)) for _, mask in masks])
    if len(headers) == 1 and values.integer(headers[0], "NumberOfFrames"):
        sources, places = headers, _places(headers[0], geometry)
    else:
        found = [(header, _places(header, geometry)[0]) for header in headers]
        kept = [(header, place) for header, place in found if taken[place]]
        sources, places = [header for header, _ in kept], [place for _, place in kept]
    if not set(np.flatnonzero(taken).tolist()) <= set(places):
        raise InputError("The files of the series have changed since it was read.", what_to_do="Open the folder again.")
    pixels = np.stack([mask[places] for _, mask in masks], axis=-1).astype(np.uint8)
    return _encoded(sources, pixels, [name for name, _ in masks], series)


def seg_bytes_of_parts(parts: Sequence[tuple[str, RegionPart]], series: CtSeries, geometry: VolumeGeometry) -> bytes:
    """As `seg_bytes`, of regions that are given as boxes: for a process of its own, where the headers are read."""
    masks = []
    for name, part in parts:
        mask = np.zeros(geometry.shape, np.bool_)
        part.add_into(mask)
        masks.append((name, mask))
    return seg_bytes(masks, series, geometry)


def _header(path: object) -> Dataset:
    try:
        header = dcmread(str(path), stop_before_pixels=True)
    except Exception as fault:  # pydicom raises whatever damaged bytes lead it to
        what = "A DICOM segmentation needs the files of the series, which cannot be read as DICOM any more."
        raise InputError(what, what_to_do=_ANOTHER_KIND) from fault
    for keyword in _MAY_BE_EMPTY:  # type 2 in DICOM: must be there, may be empty; anonymisers leave them out
        if keyword not in header:
            setattr(header, keyword, "")
    header.PatientName = str(header.PatientName)  # without the bytes of the source's own character set
    return header


def _places(header: Dataset, geometry: VolumeGeometry) -> list[int]:
    """The slice of the lattice on which each frame of a file lies."""
    positions = [plane_from(sources).position_mm for sources in values.planes_of(header)] or [
        plane_from((header,)).position_mm
    ]
    if any(position is None for position in positions):
        raise InputError("A file of the series does not say where it lies.", what_to_do=_ANOTHER_KIND)
    index = geometry.index_at(np.array(positions, dtype=float))
    slices = np.rint(index[:, 0]).astype(int)
    off_mm = np.abs(index - np.column_stack([slices, np.zeros((len(slices), 2))])) * geometry.spacing_mm
    if off_mm.max() > LATTICE_TOLERANCE_MM or slices.min() < 0 or slices.max() >= geometry.shape[0]:
        raise InputError("The files of the series have changed since it was read.", what_to_do="Open the folder again.")
    return [int(place) for place in slices]


def _encoded(sources: list[Dataset], pixels: NDArray[np.uint8], names: Sequence[str], series: CtSeries) -> bytes:
    content = hashlib.sha256(np.packbits(pixels).tobytes()).hexdigest()
    marks = [series.series_instance_uid, content, *names]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # highdicom would print the patient's name
            segmentation = _segmentation(sources, pixels, names, marks)
    except (AttributeError, ValueError, KeyError, TypeError) as fault:  # highdicom's words for a header it cannot use
        what = "The headers of the series lack what a DICOM segmentation needs."
        raise InputError(what, what_to_do=_ANOTHER_KIND) from fault
    segmentation.SpecificCharacterSet = "ISO_IR 192"
    written = BytesIO()
    segmentation.save_as(written)
    return written.getvalue()


def _segmentation(sources: list[Dataset], pixels: NDArray[np.uint8], names: Sequence[str], marks: list[str]) -> Dataset:
    return highdicom.seg.Segmentation(
        source_images=sources,
        pixel_array=pixels,
        segmentation_type=highdicom.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[_segment(number, name) for number, name in enumerate(names, start=1)],
        series_instance_uid=generate_uid(entropy_srcs=["series", *marks]),
        series_number=100,
        sop_instance_uid=generate_uid(entropy_srcs=["instance", *marks]),
        instance_number=1,
        manufacturer="hccdesk",
        manufacturer_model_name="hccdesk",
        software_versions=hccdesk.__version__,
        device_serial_number="0",
        content_label="TUMOUR",
        series_description="Tumour regions",
        transfer_syntax_uid=ExplicitVRLittleEndian,
    )


def _segment(number: int, name: str) -> highdicom.seg.SegmentDescription:
    return highdicom.seg.SegmentDescription(
        segment_number=number,
        segment_label=name.replace("\\", "/")[:_LONGEST_LABEL],
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Neoplasm,
        algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.MANUAL,
    )
