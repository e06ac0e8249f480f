"""What every DICOM object of a phantom patient has in common: who, when, and identifiers that follow from the seed."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID

from hccdesk.domain.patient import Sex
from hccdesk.phantom.patient import PhantomPatient

NAMESPACE = UUID("6b1f4c52-7a0e-4d43-9c56-2f1d0a8e93b7")
"""Of hccdesk's phantoms; chosen once at random."""
IMPLEMENTATION_UID = UID("2.25." + str(uuid5(NAMESPACE, "implementation").int))
TIME = "093000"


def uid(patient: PhantomPatient, *parts: str | int) -> UID:
    """The identifier of one thing of this patient: UUID version 5 under 2.25 (PS3.5 B.2)."""
    name = "/".join(str(part) for part in (patient.patient_id, *parts))
    return UID(f"2.25.{uuid5(NAMESPACE, name).int}")


def new_file(sop_class: UID, sop_instance: UID, transfer_syntax: UID) -> FileDataset:
    """An empty object with fixed file meta information and a preamble of zeros."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = sop_instance
    meta.TransferSyntaxUID = transfer_syntax
    meta.ImplementationClassUID = IMPLEMENTATION_UID
    meta.ImplementationVersionName = "HCCDESK_PHANTOM"
    file = FileDataset("", Dataset(), file_meta=meta, preamble=b"\0" * 128)
    file.SpecificCharacterSet = "ISO_IR 192"
    file.SOPClassUID, file.SOPInstanceUID = sop_class, sop_instance
    return file


def describe_patient(file: Dataset, patient: PhantomPatient, study: str, day: date) -> None:
    """Patient and General Study modules; `study` is what was done that day."""
    record = patient.clinical
    file.PatientName, file.PatientID = record.name, patient.patient_id
    file.PatientBirthDate = ""
    file.PatientSex = "M" if record.sex is Sex.MALE else "F"
    file.PatientAge = f"{int(record.age_years or 0):03d}Y"
    file.PatientComments = "Synthetic patient"
    file.StudyInstanceUID = uid(patient, study)
    file.StudyDate, file.StudyTime = f"{day:%Y%m%d}", TIME
    file.ReferringPhysicianName, file.AccessionNumber = "", ""
    file.StudyID, file.StudyDescription = "1", study
