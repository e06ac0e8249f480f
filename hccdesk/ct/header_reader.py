"""Reads the header of one DICOM file, pixels unread, behind the checks that a hostile file needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from pydicom.dataset import Dataset
from pydicom.filereader import dcmread, read_file_meta_info

from hccdesk.ct import header_fields as fields
from hccdesk.ct import header_values as values
from hccdesk.ct import skip_reason
from hccdesk.ct.image_header import ImageHeader
from hccdesk.ct.pixel_element import IMPLICIT_LITTLE, layout_fault, length_fault, locate
from hccdesk.ct.skip_reason import DamagedDicom, NotAnImage, kind_of_object, not_an_image
from hccdesk.domain.program_bytes import begins_as_program
from hccdesk.domain.sentence import Sentence

DEFLATED = frozenset({"1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.8.1"})
_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1."

_TAGS: list[Any] = [
    *("SpecificCharacterSet", "ImageType", "SOPClassUID", "SOPInstanceUID"),
    *("AcquisitionDate", "SeriesDate", "StudyDate"),
    *("AcquisitionTime", "ContentTime", "Modality", "Manufacturer", "ManufacturerModelName", "SeriesDescription"),
    *("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "ContrastBolusAgent", "SliceThickness", "KVP"),
    "AccessionNumber",
    *("ProtocolName", "GantryDetectorTilt", "ConvolutionKernel", "StudyInstanceUID", "SeriesInstanceUID"),
    *("AcquisitionNumber", "ImagePositionPatient", "ImageOrientationPatient", "FrameOfReferenceUID"),
    *("SamplesPerPixel", "PhotometricInterpretation", "NumberOfFrames", "Rows", "Columns", "PixelSpacing"),
    *("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "PixelPaddingValue", "PixelPaddingRangeLimit"),
    *("RescaleIntercept", "RescaleSlope", "RescaleType", "FrameType", "SpacingBetweenSlices"),
    *("WindowCenter", "WindowWidth"),
    *("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "TriggerTime", fields.OVERLAY_BIT_POSITION),
]
_NO_IMAGE = Sentence.of("a DICOM file without an image")
_PICTURES = frozenset({"", *(_IMAGE_STORAGE + end for end in ("2", "2.1", "2.2", "4", "4.1", "7"))})
"""Objects that cannot be whole without pixels; scanners also write private and raw ones, which have none."""
_IMAGE_MODALITIES = frozenset({"CT", "MR", "PT", "NM", "US", "XA", "OT", "CR", "DX"})


def read_header(path: Path) -> ImageHeader:
    """The header of an image file.

    Raises `NotAnImage` for a file that is none, `DamagedDicom` where the header cannot be understood,
    `OSError` where the disk fails.
    """
    with path.open("rb") as file:
        start = file.read(132)
        if start[128:] == b"DICM":
            if begins_as_program(start):
                raise DamagedDicom(skip_reason.PROGRAM)
            return _after_preamble(path, file)
        if not _begins_without_preamble(start):
            raise not_an_image(path, start)
        try:
            return _header(path, file, _parse(file, force=True), IMPLICIT_LITTLE)
        except DamagedDicom as fact:  # nothing but its first bytes ever said that it was DICOM
            raise not_an_image(path, start) from fact


def _after_preamble(path: Path, file: BinaryIO) -> ImageHeader:
    syntax = _transfer_syntax(path)
    if syntax in DEFLATED:
        raise NotAnImage(skip_reason.NOT_INFLATED)
    return _header(path, file, _parse(file, force=False), syntax)


def _begins_without_preamble(start: bytes) -> bool:
    # A data set that begins with group 0008, the element number small: what PS3.10 files look like without preamble.
    return len(start) == 132 and start[:2] == b"\x08\x00" and start[3] == 0


def _transfer_syntax(path: Path) -> str:
    try:
        return str(read_file_meta_info(path).get("TransferSyntaxUID", "")) or IMPLICIT_LITTLE
    except OSError:
        raise
    except Exception as fault:  # pydicom raises whatever the damaged bytes lead it to
        raise DamagedDicom from fault


def _parse(file: BinaryIO, *, force: bool) -> Dataset:
    file.seek(0)
    try:
        return dcmread(file, stop_before_pixels=True, force=force, specific_tags=_TAGS)
    except OSError:
        raise
    except Exception as fault:  # RecursionError, struct.error, KeyError …: the header is damaged
        raise DamagedDicom from fault


def _header(path: Path, file: BinaryIO, dataset: Dataset, syntax: str) -> ImageHeader:
    sop_class = fields.sop_class(dataset)
    modality = (values.text(dataset, "Modality") or "").upper()
    if (other := kind_of_object(sop_class, modality)) is not None:
        raise other
    if not sop_class.startswith(_IMAGE_STORAGE) and modality not in _IMAGE_MODALITIES:
        raise DamagedDicom if not modality else NotAnImage(_NO_IMAGE)
    layout = fields.layout(dataset, syntax)
    element = locate(file, syntax)
    fault = layout_fault(layout) or length_fault(layout, element, path.stat().st_size)
    if element is None and sop_class not in _PICTURES:
        raise NotAnImage(_NO_IMAGE)
    if element is None:
        # Cut within the header: even the UIDs that were read may be cut, so that it belongs to no series for sure.
        raise DamagedDicom(fault)
    return ImageHeader(
        path=path,
        sop_class_uid=sop_class,
        sop_instance_uid=values.text(dataset, "SOPInstanceUID") or fields.meta(dataset, "MediaStorageSOPInstanceUID"),
        series_instance_uid=values.text(dataset, "SeriesInstanceUID") or "",
        study_instance_uid=values.text(dataset, "StudyInstanceUID") or "",
        frame_of_reference_uid=values.text(dataset, "FrameOfReferenceUID") or "",
        modality=modality,
        description=values.text(dataset, "SeriesDescription") or "",
        phase_words=fields.phase_words(dataset),
        image_type=(values.text(dataset, "ImageType") or "").upper(),
        acquisition_keys=fields.acquisition_keys(dataset),
        gantry_tilt_degrees=values.number(dataset, "GantryDetectorTilt"),
        layout=layout,
        element=element,
        pixel_fault=fault,
        padding=fields.padding(dataset, layout),
        overlay_in_pixels=fields.overlay_bit(dataset) > 0,
        planes=() if fault is not None and layout.frames < 1 else fields.planes(dataset, layout),
        acquisition=fields.acquisition(dataset),
        patient=values.patient_of(dataset),
        window_hu=fields.window_hu(dataset),
    )
