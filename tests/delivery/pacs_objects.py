"""Small DICOM objects for the tests of the PACS: a CT slice, and an Encapsulated PDF of our own making."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, EncapsulatedPDFStorage, ExplicitVRLittleEndian, generate_uid

from hccdesk.domain.delivery import ChartObject, ObjectKind

STUDY, SERIES, NAME = "1.2.826.0.1.3680043.10.1", "1.2.826.0.1.3680043.10.1.1", "ZHANG^WEI=张^伟"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"


def a_slice(number: int = 1, *, study: str = STUDY, series: str = SERIES, patient: str = "P1") -> Dataset:
    data = _common(CTImageStorage, study, series, patient)
    data.Modality, data.SeriesNumber, data.InstanceNumber, data.SeriesDescription = "CT", 3, number, "动脉期"
    data.Rows = data.Columns = 8
    data.BitsAllocated = data.BitsStored = 16
    data.HighBit, data.PixelRepresentation, data.SamplesPerPixel = 15, 1, 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.PixelData = bytes([number]) * 128
    return data


def a_report(pdf: bytes = PDF, *, study: str = STUDY, patient: str = "P1") -> Dataset:
    data = _common(EncapsulatedPDFStorage, study, f"{study}.77", patient)
    data.Modality, data.SeriesNumber, data.InstanceNumber = "DOC", 900, 1
    data.MIMETypeOfEncapsulatedDocument, data.DocumentTitle = "application/pdf", "肝肿瘤 report"
    data.BurnedInAnnotation, data.VerificationFlag = "YES", "UNVERIFIED"
    data.EncapsulatedDocumentLength = len(pdf)
    data.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    return data


def written(data: Dataset, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data.save_as(path, enforce_file_format=True)
    return path


def a_thing(path: Path, data: Dataset | None = None) -> ChartObject:
    """A report written to `path`, as the queue takes it."""
    data = data or a_report()
    written(data, path)
    return ChartObject(
        ObjectKind.PDF,
        path,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        str(data.SOPClassUID),
        str(data.SOPInstanceUID),
        str(data.SeriesInstanceUID),
        str(data.StudyInstanceUID),
    )


def _common(sop_class: str, study: str, series: str, patient: str) -> Dataset:
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID, data.SOPInstanceUID = sop_class, generate_uid()
    data.StudyInstanceUID, data.SeriesInstanceUID = study, series
    data.PatientID, data.PatientName, data.PatientBirthDate, data.PatientSex = patient, NAME, "19610203", "M"
    data.StudyDate, data.StudyTime, data.AccessionNumber, data.StudyID = "20260130", "101500", "A77", ""
    data.StudyDescription, data.ReferringPhysicianName = "CT Oberbauch 肝", ""
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = sop_class
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    return data
