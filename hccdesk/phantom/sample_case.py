"""The sample patient on disk: everything one analysis needs, made from a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.phantom.ct_anatomy import make_ct
from hccdesk.phantom.dicom_ct import write_series
from hccdesk.phantom.nifti_mask import write_mask
from hccdesk.phantom.patient import PhantomPatient, sample_patient
from hccdesk.phantom.slide import make_slide
from hccdesk.phantom.slide_files import write_asap_xml, write_geojson, write_tiff

STAGES = 4


@dataclass(frozen=True, slots=True)
class SampleCase:
    """Where the parts of a sample case lie, the regimen planned, and the patient they were made from."""

    ct_folder: Path
    ct_roi: Path
    slide: Path
    slide_roi: Path
    slide_roi_asap: Path
    clinical: Path
    regimen: Regimen
    patient: PhantomPatient


def write_sample_case(folder: Path, seed: int, progress: Progress | None = None) -> SampleCase:
    """Write CT, tumour mask, slide, its region (GeoJSON and ASAP XML) and clinical row; the folder is made.

    The same seed gives the same bytes. The patient lies within the scope of the CT model.
    """
    told = progress or NoProgress()
    patient = sample_patient(seed)
    case = _case_in(folder, patient)
    folder.mkdir(parents=True, exist_ok=True)
    told.step(0, STAGES, "clinical row")
    write_whole(case.clinical, clinical_json(patient.clinical))  # first: it marks the folder as ours
    told.step(1, STAGES, "CT")
    ct = make_ct(patient)
    told.step(2, STAGES, "CT files")
    write_series(ct, patient, case.ct_folder)
    write_mask(ct.tumour_mask, ct.geometry, case.ct_roi)
    told.step(3, STAGES, "biopsy slide")
    slide = make_slide(patient)
    write_tiff(slide, case.slide)
    write_geojson(slide.tumour_outline_px, case.slide_roi)
    write_asap_xml(slide.tumour_outline_px, case.slide_roi_asap)
    told.step(STAGES, STAGES, "sample patient")
    return case


def clinical_json(record: ClinicalRecord) -> bytes:
    """The clinical row as a `clinical.json`: known fields only, dates as YYYY-MM-DD."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    known = {name: _plain(value) for name, value in values.items() if value is not None}
    return (json.dumps(known, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _case_in(folder: Path, patient: PhantomPatient) -> SampleCase:
    return SampleCase(
        ct_folder=folder / "ct",
        ct_roi=folder / "ct_roi.nii.gz",
        slide=folder / "slide.tiff",
        slide_roi=folder / "slide_roi.geojson",
        slide_roi_asap=folder / "slide_roi.xml",
        clinical=folder / "clinical.json",
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        patient=patient,
    )
