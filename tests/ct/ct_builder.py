"""Small synthetic CT series, masks and segmentations on disk, each fault one argument away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

ROWS, COLUMNS = 36, 40
SPACING_MM = (0.8, 0.7)
SERIES_UID = generate_uid(entropy_srcs=["series"])
STUDY_UID = generate_uid(entropy_srcs=["study"])
FRAME_UID = generate_uid(entropy_srcs=["frame of reference"])
AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
ORIGIN_MM = (-100.0, -80.0, 50.0)

Change = Callable[[Dataset, int], None]


def body_hu(index: int) -> NDArray[np.int16]:
    """A slice of air with a body in it and a mark that tells row, column and slice apart, (row, column)."""
    hu = np.full((ROWS, COLUMNS), -1000, dtype=np.int16)
    hu[4:30, 5:33] = 60
    hu[6, 8] = 100 + index
    hu[10:12, 7:20] = -90
    return hu


def a_slice(index: int, position_mm: Sequence[float], orientation: Sequence[float] = AXIAL) -> FileDataset:
    """One CT slice as a data set; slope 1, intercept -1024, unsigned 16 bit with 12 used."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["instance", str(index), str(list(position_mm))])
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    ds.SeriesInstanceUID, ds.StudyInstanceUID, ds.FrameOfReferenceUID = SERIES_UID, STUDY_UID, FRAME_UID
    ds.Modality, ds.PatientID, ds.PatientName, ds.PatientBirthDate, ds.PatientSex = (
        "CT",
        "P1",
        "Doe^Jane",
        "19500102",
        "F",
    )
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.StudyID, ds.ReferringPhysicianName = "20240506", "", "", "", ""
    ds.SeriesDescription, ds.AcquisitionDate, ds.Manufacturer, ds.KVP = (
        "Abdomen portal venous",
        "20240506",
        "Maker",
        "120",
    )
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SeriesNumber, ds.InstanceNumber, ds.AcquisitionNumber = 3, index + 1, 1
    ds.SliceThickness = "1.25"  # never the spacing, on purpose
    ds.ImagePositionPatient, ds.ImageOrientationPatient = list(position_mm), list(orientation)
    ds.Rows, ds.Columns, ds.PixelSpacing = ROWS, COLUMNS, list(SPACING_MM)
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.RescaleSlope, ds.RescaleIntercept = "1", "-1024"
    ds.PixelData = (body_hu(index).astype(np.int32) + 1024).astype("<u2").tobytes()
    return ds


def positions(count: int, step_mm: Sequence[float] = (0.0, 0.0, 2.5)) -> list[tuple[float, ...]]:
    """Positions of slices one step apart, the first at `ORIGIN_MM`."""
    return [tuple(float(o + i * s) for o, s in zip(ORIGIN_MM, step_mm, strict=True)) for i in range(count)]


def write_series(
    folder: Path,
    places: Sequence[Sequence[float]] | None = None,
    orientation: Sequence[float] = AXIAL,
    change: Change = lambda ds, index: None,
    name: Callable[[int], str] = lambda index: f"{index:03d}.dcm",
) -> list[Path]:
    """Write a series of slices, each changed as told; the paths in the order of `places`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index, place in enumerate(positions(6) if places is None else places):
        ds = a_slice(index, place, orientation)
        change(ds, index)
        paths.append(folder / name(index))
        ds.save_as(paths[-1], enforce_file_format=False)
    return paths


def multiframe(count: int = 5, step_mm: float = 2.5, reverse: bool = True) -> FileDataset:
    """An enhanced multi-frame CT: geometry and scale in functional groups only; frames stored backwards."""
    ds = a_slice(0, ORIGIN_MM)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2.1"
    for keyword in (
        "ImagePositionPatient",
        "ImageOrientationPatient",
        "PixelSpacing",
        "RescaleSlope",
        "RescaleIntercept",
    ):
        del ds[keyword]
    shared = Dataset()
    shared.PixelMeasuresSequence = DicomSequence([_item(PixelSpacing=list(SPACING_MM), SliceThickness="1.25")])
    shared.PlaneOrientationSequence = DicomSequence([_item(ImageOrientationPatient=list(AXIAL))])
    shared.PixelValueTransformationSequence = DicomSequence(
        [_item(RescaleSlope="1", RescaleIntercept="-1024", RescaleType="HU")]
    )
    order = list(reversed(range(count))) if reverse else list(range(count))
    frames = []
    for index in order:
        frame = Dataset()
        place = [ORIGIN_MM[0], ORIGIN_MM[1], ORIGIN_MM[2] + index * step_mm]
        frame.PlanePositionSequence = DicomSequence([_item(ImagePositionPatient=place)])
        frames.append(frame)
    ds.SharedFunctionalGroupsSequence = DicomSequence([shared])
    ds.PerFrameFunctionalGroupsSequence = DicomSequence(frames)
    ds.NumberOfFrames = count
    ds.PixelData = b"".join((body_hu(i).astype(np.int32) + 1024).astype("<u2").tobytes() for i in order)
    return ds


def _item(**values: object) -> Dataset:
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def body_volume(count: int = 6) -> NDArray[np.int16]:
    """The Hounsfield units that `write_series` writes, (slice, row, column)."""
    return np.stack([body_hu(i) for i in range(count)])
