"""A small CT on disk, a result made from it, and the objects for its chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, EnhancedCTImageStorage, ExplicitVRLittleEndian, generate_uid
from report_builder import a_board, a_complete_result, a_ct_finding

from hccdesk.ct.series_finder import find_series
from hccdesk.delivery.source_study import read_source_study
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.delivery import ChartFolder, ObjectKind
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.result import CaseResult
from hccdesk.domain.roi import CtRoi
from hccdesk.roi.measure import measure
from hccdesk.workflow.chart_source import ChartSource, NamedRegion
from hccdesk.workflow.make_chart_objects import ChartOptions, make_chart_objects

ROWS, COLUMNS, SLICES = 36, 40, 8
SPACING_MM = (0.8, 0.7)
SERIES_UID, STUDY_UID, FRAME_UID = (generate_uid(entropy_srcs=[name]) for name in ("series", "study", "frame"))
AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
OBLIQUE = (0.9961946980917455, 0.08715574274765817, 0.0, -0.08583165117743094, 0.9810602621904069, 0.17364817766693033)
"""Turned by 5 degrees about z, then by 10 degrees about the row."""
ORIGIN_MM = (-100.0, -80.0, 50.0)
FINISHED_AT = "2026-03-02T14:05:33Z"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
"""Of odd length, so that DICOM has to pad it."""

Change = Callable[[Dataset], None]


def unchanged(header: Dataset) -> None:
    """A source without any oddity."""


def a_slice(number: int, place: Sequence[float], orientation: Sequence[float] = AXIAL) -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID = ExplicitVRLittleEndian, CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[f"image {number}"])
    file = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    file.SOPClassUID, file.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    file.StudyInstanceUID, file.SeriesInstanceUID, file.FrameOfReferenceUID = STUDY_UID, SERIES_UID, FRAME_UID
    file.SpecificCharacterSet, file.Modality = "ISO_IR 192", "CT"
    file.PatientID, file.PatientName, file.PatientBirthDate, file.PatientSex = "000123", "Li^Ming", "19640102", "M"
    file.StudyDate, file.StudyTime, file.AccessionNumber = "20260224", "093000", "A-77"
    file.StudyID, file.ReferringPhysicianName, file.StudyDescription = "S1", "", "CT liver"
    file.SeriesDescription, file.AcquisitionDate, file.Manufacturer = "Portal venous", "20260224", "Maker"
    file.ImageType, file.KVP, file.SliceThickness = ["ORIGINAL", "PRIMARY", "AXIAL"], "120", "2.5"
    file.SeriesNumber, file.InstanceNumber, file.AcquisitionNumber = 3, number + 1, 1
    file.ImagePositionPatient, file.ImageOrientationPatient = list(place), list(orientation)
    file.Rows, file.Columns, file.PixelSpacing = ROWS, COLUMNS, list(SPACING_MM)
    file.SamplesPerPixel, file.PhotometricInterpretation = 1, "MONOCHROME2"
    file.BitsAllocated, file.BitsStored, file.HighBit, file.PixelRepresentation = 16, 12, 11, 0
    file.RescaleSlope, file.RescaleIntercept = "1", "-1024"
    file.PixelData = _body(number)
    return file


def _body(number: int) -> bytes:
    hu = np.full((ROWS, COLUMNS), -1000, dtype=np.int32)
    hu[4:30, 5:33] = 60
    hu[6, 8] = 100 + number
    return (hu + 1024).astype("<u2").tobytes()


def write_ct(folder: Path, change: Change = unchanged, orientation: Sequence[float] = AXIAL, step: float = 2.5) -> Path:
    """A series of slices `step` mm apart along its normal (negative: from the head), each changed as told."""
    folder.mkdir(parents=True)
    normal = np.cross(orientation[:3], orientation[3:])
    for number in range(SLICES):
        place = [round(float(o + number * step * n), 8) for o, n in zip(ORIGIN_MM, normal, strict=True)]
        file = a_slice(number, place, orientation)
        change(file)
        file.save_as(folder / f"{number:03d}.dcm", enforce_file_format=False)
    return folder


def write_enhanced_ct(folder: Path) -> Path:
    """One multi-frame file, its frames stored from the head down."""
    folder.mkdir(parents=True)
    file = a_slice(0, ORIGIN_MM)
    file.SOPClassUID = file.file_meta.MediaStorageSOPClassUID = EnhancedCTImageStorage
    for keyword in (
        "ImagePositionPatient",
        "ImageOrientationPatient",
        "PixelSpacing",
        "RescaleSlope",
        "SliceThickness",
    ):
        del file[keyword]
    del file["RescaleIntercept"]
    shared = Dataset()
    shared.PixelMeasuresSequence = [_item(PixelSpacing=list(SPACING_MM), SliceThickness="2.5")]
    shared.PlaneOrientationSequence = [_item(ImageOrientationPatient=list(AXIAL))]
    scale = _item(RescaleSlope="1", RescaleIntercept="-1024", RescaleType="HU")
    shared.PixelValueTransformationSequence = [scale]
    frames = []
    for number in reversed(range(SLICES)):
        frame, place = Dataset(), [ORIGIN_MM[0], ORIGIN_MM[1], ORIGIN_MM[2] + number * 2.5]
        frame.PlanePositionSequence = [_item(ImagePositionPatient=place)]
        frames.append(frame)
    file.SharedFunctionalGroupsSequence, file.PerFrameFunctionalGroupsSequence = [shared], frames
    file.NumberOfFrames = SLICES
    file.PixelData = b"".join(_body(number) for number in reversed(range(SLICES)))
    file.save_as(folder / "enhanced.dcm", enforce_file_format=False)
    return folder


def _item(**values: object) -> Dataset:
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def the_series(folder: Path) -> CtSeries:
    (series,) = find_series(folder).series
    return series


def masks(geometry: VolumeGeometry) -> dict[str, np.ndarray]:
    """Two lesions without any symmetry, which overlap in one slice."""
    one, other = np.zeros(geometry.shape, bool), np.zeros(geometry.shape, bool)
    one[2:5, 8:15, 10:22], one[3, 15, 10] = True, True
    other[4:6, 12:20, 15:30] = True
    return {"T1": one, "T2": other}


def regions(geometry: VolumeGeometry, *names: str) -> tuple[NamedRegion, ...]:
    named = masks(geometry)
    chosen = names or tuple(named)
    return tuple(NamedRegion(name, CtRoi(named[name], name).part) for name in chosen)


def a_result_of(series: CtSeries, *names: str, **changes: object) -> CaseResult:
    """The complete result of the report's tests, as if made from this series and these lesions."""
    geometry = series.geometry
    assert geometry is not None
    named = masks(geometry)
    union = np.logical_or.reduce([named[name] for name in names or tuple(named)])
    slices = tuple(int(index) for index in np.flatnonzero(union.any(axis=(1, 2))))
    shades = np.linspace(40, 200, len(slices)).astype(np.uint8)
    found = a_ct_finding(
        slice_indices=slices,
        slice_probabilities=(0.64,) * len(slices),
        saliency=np.linspace(-0.2, 0.3, len(slices) * 49, dtype=np.float32).reshape(len(slices), 7, 7),
        crop_boxes=((5, 5, 30, 30),) * len(slices),
        model_images=np.broadcast_to(shades[:, None, None], (len(slices), 32, 32)).copy(),
    )
    complete = a_complete_result()
    row = replace(complete.clinical, ct_date=date(2026, 2, 24))
    told = replace(
        complete,
        clinical=row,
        ct_series=replace(series, files=()),
        ct_roi=measure(union, geometry),
        ct_response=found,
        provenance=replace(complete.provenance, finished_at=FINISHED_AT, overrides=()),
    )
    return replace(told, **changes)


def a_source(folder: Path, *names: str) -> ChartSource:
    series = the_series(folder)
    assert series.geometry is not None
    return ChartSource(read_source_study(series.files), series, regions(series.geometry, *names))


def made(
    folder: Path,
    ct: Path,
    *names: str,
    options: ChartOptions = ChartOptions(),  # noqa: B008 - frozen
    pdf: bytes = PDF,
    **changes: object,
) -> ChartFolder:
    """Everything that can be made for the chart of this CT, in the process of the test."""
    source = a_source(ct, *names)
    assert source.series is not None
    result = a_result_of(source.series, *names, **changes)
    return make_chart_objects(result, pdf, source, folder, options, progress=NoProgress())


def signed() -> ChartOptions:
    return ChartOptions(board=a_board())


def path_of(chart: ChartFolder, kind: ObjectKind) -> Path:
    return next(one.path for one in chart.objects if one.kind is kind)
