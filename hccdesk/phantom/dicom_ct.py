"""A phantom CT as a series of DICOM CT images, byte for byte the same every time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from imagecodecs import jpegls_encode
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.encaps import encapsulate
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, JPEGLSLossless

from hccdesk.phantom.ct_anatomy import PhantomCt
from hccdesk.phantom.ct_noise import SCANNERS, ScannerModel
from hccdesk.phantom.dicom_identity import TIME, describe_patient, new_file, uid
from hccdesk.phantom.patient import PhantomPatient

INTERCEPT_HU = -1024
PADDING = -2000
"""Outside the round field of view, as GE scanners store it."""


def write_series(ct: PhantomCt, patient: PhantomPatient, folder: Path, compressed: bool = False) -> None:
    """One file a slice, `IM0001.dcm` at the head; the folder is made. `compressed`: losslessly, by JPEG-LS."""
    folder.mkdir(parents=True, exist_ok=True)
    outside = _outside_field_of_view(ct.hu.shape[1])
    for number in range(1, len(ct.hu) + 1):
        index = len(ct.hu) - number
        stored = (ct.hu[index] - INTERCEPT_HU).astype(np.int16)
        stored[outside] = PADDING
        file = _image(ct, patient, number, index)
        if compressed:
            _compress(file, stored)
        else:
            file.PixelData = stored.astype("<i2").tobytes()
        file.save_as(folder / f"IM{number:04d}.dcm", enforce_file_format=True)


def _compress(file: FileDataset, stored: NDArray[np.int16]) -> None:
    """JPEG-LS (ISO 14495-1) codes whole numbers from 0: signed values go in as their 16 bits (PS3.5 8.2.3)."""
    file.file_meta.TransferSyntaxUID = JPEGLSLossless
    file.PixelData = encapsulate([bytes(jpegls_encode(stored.view(np.uint16)))])
    file["PixelData"].VR = "OB"


def _image(ct: PhantomCt, patient: PhantomPatient, number: int, index: int) -> FileDataset:
    scanner = SCANNERS[patient.scanner]
    file = new_file(CTImageStorage, uid(patient, "ct", "image", number), ExplicitVRLittleEndian)
    day = patient.clinical.ct_date or date(2021, 1, 1)
    describe_patient(file, patient, "CT upper abdomen with contrast", day)
    _describe_series(file, patient, scanner, day)
    _describe_place(file, ct, patient, number, index)
    _describe_acquisition(file, scanner, number)
    _describe_pixels(file, ct)
    return file


def _describe_series(file: FileDataset, patient: PhantomPatient, scanner: ScannerModel, day: date) -> None:
    file.Modality, file.SeriesInstanceUID = "CT", uid(patient, "ct", "series")
    file.SeriesNumber, file.SeriesDescription = 3, "Portal venous phase"
    for name in ("Series", "Acquisition", "Content"):
        setattr(file, f"{name}Date", f"{day:%Y%m%d}")
        setattr(file, f"{name}Time", TIME)
    file.BodyPartExamined, file.PatientPosition = "ABDOMEN", "FFS"
    file.Manufacturer, file.ManufacturerModelName = scanner.manufacturer, scanner.model
    file.InstitutionName, file.StationName = "Synthetic hospital", "PHANTOM"
    file.SoftwareVersions = "phantom"


def _describe_place(file: FileDataset, ct: PhantomCt, patient: PhantomPatient, number: int, index: int) -> None:
    geometry = ct.geometry
    position = geometry.position_mm(np.array([index, 0, 0], dtype=float))
    file.FrameOfReferenceUID, file.PositionReferenceIndicator = uid(patient, "ct", "frame of reference"), "XY"
    file.ImagePositionPatient = [f"{value:.9g}" for value in position]
    file.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    file.SliceLocation = f"{position[2]:.6g}"
    file.SliceThickness = f"{geometry.spacing_mm[0]:.6g}"
    file.PixelSpacing = [f"{geometry.spacing_mm[1]:.8g}", f"{geometry.spacing_mm[2]:.8g}"]
    file.InstanceNumber, file.AcquisitionNumber = number, 1


def _describe_acquisition(file: FileDataset, scanner: ScannerModel, number: int) -> None:
    file.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    file.KVP, file.XRayTubeCurrent, file.ExposureTime = str(scanner.kvp), 260 + number % 7, 600
    file.ConvolutionKernel, file.GantryDetectorTilt = scanner.kernel, "0"
    file.ReconstructionDiameter = f"{scanner.pixel_mm * 512:.6g}"
    file.ContrastBolusAgent, file.ContrastBolusRoute = "Iohexol 350", "IV"
    file.RescaleIntercept, file.RescaleSlope, file.RescaleType = str(INTERCEPT_HU), "1", "HU"
    file.WindowCenter, file.WindowWidth = "90", "150"


def _describe_pixels(file: FileDataset, ct: PhantomCt) -> None:
    file.SamplesPerPixel, file.PhotometricInterpretation = 1, "MONOCHROME2"
    file.Rows, file.Columns = ct.hu.shape[1:]
    file.BitsAllocated, file.BitsStored, file.HighBit = 16, 16, 15
    file.PixelRepresentation, file.PixelPaddingValue = 1, PADDING


def _outside_field_of_view(size_px: int) -> NDArray[np.bool_]:
    offset = np.arange(size_px) - (size_px - 1) / 2
    return np.asarray(offset[:, None] ** 2 + offset[None, :] ** 2 > (size_px / 2) ** 2)
