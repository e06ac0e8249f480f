"""Real series and slides that no model may see: exit code 3, one clear line, nothing written."""

from __future__ import annotations

import shutil

import pytest

FAULTY_CT = [
    ("faulty_series/gantrytilting", "tilt"),
    ("faulty_series/notavolume", "same place"),
    ("faulty_series/slicecount", "not a CT"),
    ("faulty_series/sliceincrement/001", "10.00 mm apart"),
    ("faulty_series/sliceincrement/002", "1.50 mm apart"),
    ("faulty_series/sliceorientation", "not a CT"),
    ("faulty_series/ct_multiframe_sirona", "no CT series"),
    ("gantry_tilt_ge", "18.5°"),
    ("compressed_mr/compressed", "not a CT"),
    ("compressed_mr/compressed_j2k", "not a CT"),
    ("compressed_mr/compressed_jpeg", "not a CT"),
    ("compressed_mr/compressed_jpegls", "not a CT"),
    ("compressed_mr/compressed_rle", "not a CT"),
    ("compressed_mr/rgb", "not a CT"),
    ("enhanced_multiframe_ct.dcm", "too few"),
    *((f"one_slice_per_patient/{name}.dcm", "one slice is not a volume") for name in ("HCC_001_1-01", "HCC_008_1-001")),
]


@pytest.mark.real_data
@pytest.mark.parametrize(("folder", "words"), FAULTY_CT)
def test_that_a_faulty_series_is_refused_in_one_line(folder, words, real_data, analyse):
    ran = analyse("--ct", real_data / "ct" / folder)
    assert ran.code == 3
    assert len(ran.faults) == 1, ran.err
    assert words in ran.faults[0]
    assert ran.err.splitlines() == ran.faults
    assert not ran.folder.exists()


@pytest.mark.real_data
@pytest.mark.bad("BAD-002")
@pytest.mark.control("RISK-01-c")
def test_that_three_patients_in_one_folder_are_refused(real_data, analyse):
    ran = analyse("--ct", real_data / "ct/one_slice_per_patient")
    assert ran.code == 3
    assert len(ran.faults) == 3
    assert not ran.folder.exists()


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("slide", "words"),
    [
        ("openslide_python_fixtures/unreadable.svs", "decoded"),
        ("openslide_python_fixtures/unopenable.tiff", "cannot be opened"),
        ("openslide_python_fixtures/boxes.tiff", "per pixel"),
        ("fluorescence_hamamatsu.ndpi", "fluorescence"),
        ("liver_he_tiles/tile02_HE.jpg", "not a whole-slide image"),
    ],
)
def test_that_an_unusable_slide_is_refused_in_one_line(slide, words, real_data, analyse):
    ran = analyse("--slide", real_data / "wsi" / slide)
    assert ran.code == 3
    assert len(ran.faults) == 1, ran.err
    assert words in ran.faults[0]
    assert ran.err.splitlines() == ran.faults
    assert not ran.folder.exists()


@pytest.mark.bad("BAD-004")
def test_that_a_slice_of_the_sample_missing_is_refused_in_one_line(sample, analyse, tmp_path):
    folder = tmp_path / "gap"
    shutil.copytree(sample.ct_folder, folder)
    sorted(folder.iterdir())[12].unlink()
    ran = analyse("--ct", folder, "--ct-roi", sample.ct_roi)
    assert ran.code == 3
    assert len(ran.faults) == 1
    assert "missing" in ran.faults[0]


@pytest.mark.bad("BAD-037")
def test_that_a_slide_cut_in_half_is_refused_in_one_line(sample, analyse, tmp_path):
    half = tmp_path / "half.tiff"
    content = sample.slide.read_bytes()
    half.write_bytes(content[: len(content) // 3])
    ran = analyse("--slide", half)
    assert ran.code == 3
    assert len(ran.faults) == 1
    assert not ran.folder.exists()
