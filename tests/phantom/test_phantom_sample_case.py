"""The sample case on disk: the same bytes every time, valid DICOM, one patient throughout."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk

from hccdesk.domain.clinical_features import FEATURES, MissingFields, encode
from hccdesk.domain.clinical_record import CLINICAL_FIELDS
from hccdesk.domain.regimen import Regimen
from hccdesk.phantom.patient import sample_patient
from hccdesk.phantom.sample_case import SampleCase, write_sample_case


@dataclass
class Heard:
    steps: list[tuple[int, int]]

    def step(self, done: int, total: int, label: str) -> None:
        self.steps.append((done, total))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[SampleCase, Path, Heard]:
    folder, heard = tmp_path_factory.mktemp("case"), Heard([])
    return write_sample_case(folder, 1, heard), folder, heard


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_that_the_same_seed_gives_the_same_bytes(written: tuple[SampleCase, Path, Heard], tmp_path: Path) -> None:
    _, folder, _ = written
    write_sample_case(tmp_path, 1)
    assert _digests(tmp_path) == _digests(folder)


def test_that_progress_runs_from_start_to_end(written: tuple[SampleCase, Path, Heard]) -> None:
    steps = written[2].steps
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_that_simpleitk_sees_ct_and_mask_on_one_lattice(written: tuple[SampleCase, Path, Heard]) -> None:
    case, _, _ = written
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(case.ct_folder)))
    ct, mask = reader.Execute(), sitk.ReadImage(str(case.ct_roi))
    assert ct.GetSize() == mask.GetSize()
    for of_ct, of_mask in ((ct.GetSpacing(), mask.GetSpacing()), (ct.GetOrigin(), mask.GetOrigin())):
        assert of_ct == pytest.approx(of_mask, abs=1e-4)
    assert ct.GetDirection() == pytest.approx(mask.GetDirection(), abs=1e-6)
    hu, tumour = sitk.GetArrayFromImage(ct), sitk.GetArrayFromImage(mask)
    assert set(np.unique(tumour)) == {0, 1}
    assert 20 < hu[tumour == 1].mean() < 100  # a washed-out tumour; anything else says the mask lies elsewhere


# PS3.3 A.3.3: type 1 and 2 attributes of CT Image that have no condition
CT_REQUIRED = [
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
    "Modality",
    "SeriesInstanceUID",
    "SeriesNumber",
    "FrameOfReferenceUID",
    "PositionReferenceIndicator",
    "Manufacturer",
    "InstanceNumber",
    "SliceThickness",
    "PixelSpacing",
    "ImageOrientationPatient",
    "ImagePositionPatient",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "ImageType",
    "RescaleIntercept",
    "RescaleSlope",
    "KVP",
    "AcquisitionNumber",
    "ContrastBolusAgent",
    "PatientPosition",
    "PixelData",
    "SOPClassUID",
    "SOPInstanceUID",
    "SpecificCharacterSet",
]


def test_that_every_slice_is_a_valid_ct_image_of_one_regular_series(written: tuple[SampleCase, Path, Heard]) -> None:
    files = [pydicom.dcmread(p) for p in sorted(written[0].ct_folder.iterdir())]
    for file in files:
        assert [name for name in CT_REQUIRED if name not in file] == []
        assert file.file_meta.MediaStorageSOPInstanceUID == file.SOPInstanceUID
        assert all(e.VM == 0 or len(str(v)) <= 16 for e in file if e.VR == "DS" for v in np.atleast_1d(e.value))
        assert file.SOPInstanceUID.is_valid
    assert len({f.SOPInstanceUID for f in files}) == len(files)
    for name in ("SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID", "PatientID"):
        assert len({f[name].value for f in files}) == 1
    heights = np.sort([float(f.ImagePositionPatient[2]) for f in files])
    assert np.allclose(np.diff(heights), float(files[0].SliceThickness))


def test_that_dciodvfy_finds_no_error(written: tuple[SampleCase, Path, Heard]) -> None:
    validator = shutil.which("dciodvfy")
    if validator is None:
        pytest.skip("dciodvfy (dicom3tools) is not installed")
    said = subprocess.run([validator, written[0].ct_folder / "IM0001.dcm"], capture_output=True, text=True, check=False)
    assert "Error" not in said.stderr


def test_that_the_clinical_file_is_the_patients_row(written: tuple[SampleCase, Path, Heard]) -> None:
    case, _, _ = written
    row = json.loads(case.clinical.read_text(encoding="utf-8"))
    assert set(row) <= set(CLINICAL_FIELDS)
    assert "previous_session" not in row
    assert row["patient_id"] == pydicom.dcmread(case.ct_folder / "IM0001.dcm").PatientID
    assert row["largest_tumour_diameter_mm"] == case.patient.clinical.largest_tumour_diameter_mm
    ct, treatment = date.fromisoformat(row["ct_date"]), date.fromisoformat(row["treatment_date"])
    assert 0 < (treatment - ct).days <= 7


@pytest.mark.parametrize("seed", range(12))
def test_that_a_sample_patient_is_within_the_scope_of_the_ct_model(seed: int) -> None:
    # Yin et al. 2024, inclusion: over 18, ECOG 0-1, Child-Pugh A or B, treatment-naive, unresectable
    record = sample_patient(seed).clinical
    assert record.age_years > 18
    assert record.ecog in {0, 1}
    assert record.unresectable
    assert record.prior_treatment == "none"
    assert record.planned_haic_cycles == 3
    assert record.largest_tumour_diameter_mm > 50
    assert (record.bilirubin_umol_per_l > 34) + (record.albumin_g_per_l < 35) + (record.ascites != "none") <= 1
    assert not isinstance(encode(record, tuple(FEATURES)), MissingFields)


def test_that_the_planned_regimen_is_the_ct_models(written: tuple[SampleCase, Path, Heard]) -> None:
    assert written[0].regimen is Regimen.TACE_HAIC_PD1_TKI
