"""DICOM segmentations (SEG), binary or label map, each segment on the lattice that the file's frames make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.filereader import dcmread

from hccdesk.ct import header_values as values
from hccdesk.ct.frame_decoder import DamagedFrame, decode_frame
from hccdesk.ct.label_choice import Label, LabelMap
from hccdesk.ct.pixel_element import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from hccdesk.ct.seg_frames import frames_of, lattice
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence

_WHAT_TO_DO = "Export the segmentation again."


def read_dicom_seg(path: Path) -> LabelMap:
    """A DICOM SEG. Its lattice spans its own frames: slices without a frame are empty, as the file says.

    One frame alone has no spacing of its own; its thickness stands in, which placing by position never uses.
    Raises `InputError` for fractional segmentations, frames off one lattice, and damaged files.
    """
    dataset = _parse(path)
    kind = values.text(dataset, "SegmentationType") or ""
    if kind not in ("BINARY", "LABELMAP"):
        raise InputError(
            Sentence.of("A segmentation of type {kind} is not read.", kind=kind[:20] or Sentence.of("unknown")),
            where=path,
            what_to_do="Export it as a binary segmentation.",
        )
    found = frames_of(dataset, path)
    geometry, frames = lattice(found, dataset, path)
    binary = kind == "BINARY"

    def mask_of(label: Label) -> NDArray[np.bool_]:
        mask = np.zeros(geometry.shape, dtype=np.bool_)
        for index, frame in enumerate(frames):
            if binary and frame.segment == label.number:
                mask[frame.place] |= _bits(dataset, index, geometry, path)
            elif not binary:
                mask[frame.place] |= _label_values(dataset, index, geometry, path) == label.number
        return mask

    return LabelMap(_labels(dataset, path), geometry, mask_of, _referenced_series(dataset))


def _parse(path: Path) -> Dataset:
    # read_header refused deflated and headless files before this.
    try:
        return dcmread(path)
    except OSError as fault:
        raise InputError(
            Sentence.of("It cannot be read ({reason}).", reason=str(fault.strerror)), where=path
        ) from fault
    except Exception as fault:  # pydicom raises whatever the damaged bytes lead it to
        raise InputError("The DICOM file is damaged.", where=path, what_to_do=_WHAT_TO_DO) from fault


def _labels(dataset: Dataset, path: Path) -> tuple[Label, ...]:
    found = []
    for i, item in enumerate(values.items(dataset, "SegmentSequence")):
        number = values.integer(item, "SegmentNumber")
        if number is None:
            raise InputError("A segment has no number.", where=path, what_to_do=_WHAT_TO_DO)
        found.append(Label(number, values.text(item, "SegmentLabel") or "", i))
    # A label map may describe its background as segment 0, which is no region.
    return tuple(label for label in found if label.number > 0)


def _referenced_series(dataset: Dataset) -> str | None:
    series = (values.text(item, "SeriesInstanceUID") for item in values.items(dataset, "ReferencedSeriesSequence"))
    return next((uid for uid in series if uid), None)


def _bits(dataset: Dataset, index: int, geometry: VolumeGeometry, path: Path) -> NDArray[np.bool_]:
    _, rows, columns = geometry.shape
    data = _plain_pixels(dataset, path)
    first, last = index * rows * columns, (index + 1) * rows * columns
    packed = np.frombuffer(data, dtype=np.uint8, offset=min(first // 8, len(data)))[: (last + 7) // 8 - first // 8]
    # PS3.5 8.1.1: bits are packed without gaps between frames, the first pixel in the lowest bit.
    bits = np.unpackbits(packed, bitorder="little")[first % 8 : first % 8 + rows * columns]
    if bits.size != rows * columns:
        raise InputError("Its pixels are not all there.", where=path, what_to_do=_WHAT_TO_DO)
    return bits.reshape(rows, columns).astype(np.bool_)


def _plain_pixels(dataset: Dataset, path: Path) -> bytes:
    syntax = str(dataset.file_meta.get("TransferSyntaxUID", ""))
    data = dataset.get("PixelData")
    if syntax not in (IMPLICIT_LITTLE, EXPLICIT_LITTLE) or not isinstance(data, bytes):
        raise InputError("Its pixels are missing or compressed.", where=path, what_to_do=_WHAT_TO_DO)
    if values.integer(dataset, "BitsAllocated") != 1:
        raise InputError("A binary segmentation with more than one bit a pixel.", where=path, what_to_do=_WHAT_TO_DO)
    return data


def _label_values(dataset: Dataset, index: int, geometry: VolumeGeometry, path: Path) -> NDArray[np.integer[Any]]:
    syntax = str(dataset.file_meta.get("TransferSyntaxUID", ""))
    try:
        frame = decode_frame(dataset, index, syntax)
    except DamagedFrame as fault:
        raise InputError("Its pixels are damaged.", where=path, what_to_do=_WHAT_TO_DO) from fault
    if frame.shape != geometry.shape[1:]:
        raise InputError("Its pixels are not all there.", where=path, what_to_do=_WHAT_TO_DO)
    return frame
