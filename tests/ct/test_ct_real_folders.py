"""Real folders, faulty and sound: the verdict and the reason that a radiologist would give."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from ct_builder import positions, write_series

from hccdesk.ct.series_finder import find_series
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.ct import SkippedKind, Suitability
from hccdesk.domain.errors import InputError

VIEW, NONE, INFER = Suitability.VIEW, Suitability.NONE, Suitability.INFER


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("folder", "suitability", "words"),
    [
        ("ct/hcc_048_portal_venous", INFER, ()),
        ("ct/totalsegmentator_j2k", INFER, ()),
        ("seg/dcmqi", INFER, ()),
        ("ct/faulty_series/gantrytilting", VIEW, ("tilted by 14.0°",)),
        ("ct/faulty_series/notavolume", VIEW, ("all 4 slices lie at the same place",)),
        ("ct/faulty_series/sliceincrement/001", VIEW, ("slices 3 and 4 are 10.00 mm apart, the others 5.00 mm",)),
        ("ct/faulty_series/sliceincrement/002", VIEW, ("are 1.50 mm apart, the others 0.75 mm", "tilted by 15.5°")),
        ("ct/faulty_series/slicecount", NONE, ("not a CT (modality MR)",)),
        ("ct/faulty_series/sliceorientation", NONE, ("not a CT (modality MR)",)),
        ("ct/gantry_tilt_ge", VIEW, ("uneven slice spacing", "tilted by 18.5°")),
        ("ct/compressed_mr", NONE, ("not a CT (modality MR)",)),
        ("ct/one_slice_per_patient", VIEW, ("one slice is not a volume",)),
        ("ct/enhanced_multiframe_ct.dcm", VIEW, ("2 slices are too few", "not Hounsfield units (Rescale Type US)")),
    ],
)
def test_that_real_series_get_the_verdict_they_deserve(
    real_data: Path, folder: str, suitability: Suitability, words: tuple[str, ...]
) -> None:
    """The faults are those that the data's README describes."""
    found = find_series(real_data / folder).series
    assert found
    for series in found:
        assert series.verdict.suitability is suitability
        reasons = "; ".join(r.text for r in series.verdict.reasons)
        assert all(word in reasons for word in words), reasons
        if suitability is not INFER:
            with pytest.raises(InputError, match="cannot be used as a volume"):
                read_volume(series)


@pytest.mark.real_data
@pytest.mark.bad("BAD-002")
def test_that_three_patients_in_one_folder_are_three_series(real_data: Path) -> None:
    found = find_series(real_data / "ct" / "one_slice_per_patient").series
    assert [s.patient.patient_id for s in found] == ["HCC_001", "HCC_002", "HCC_008"]


@pytest.mark.real_data
@pytest.mark.bad("BAD-001")
def test_that_a_dicom_folder_without_dicom_is_a_list_of_skipped_files(real_data: Path) -> None:
    found = find_series(real_data / "ct" / "faulty_series" / "ct_multiframe_sirona")
    assert found.series == ()
    assert {s.kind for s in found.skipped} == {SkippedKind.ROI}


@pytest.mark.real_data
def test_that_slides_in_dicom_are_skipped_as_slides(real_data: Path) -> None:
    found = find_series(real_data / "wsi" / "dicom_wsi_cmu1")
    assert found.series == ()
    assert SkippedKind.SLIDE in {s.kind for s in found.skipped}


def test_that_five_hundred_headers_take_seconds(tmp_path: Path) -> None:
    write_series(tmp_path, positions(500))
    start = time.perf_counter()
    (series,) = find_series(tmp_path).series
    assert series.slice_count == 500
    assert time.perf_counter() - start < 10
