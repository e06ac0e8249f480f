"""Regions written to a file and read back: the same voxels on the same lattice, or a refusal in words."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
import SimpleITK
from ct_builder import multiframe, positions, write_series
from numpy.typing import NDArray
from pydicom import dcmread

from hccdesk.ct.mask_writer import write_masks
from hccdesk.ct.segmentation import fit_to_series, list_labels, read_mask
from hccdesk.ct.series_finder import find_series
from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.errors import InputError

ENDINGS = [".nii.gz", ".nii", ".nrrd", ".seg.nrrd", ".dcm"]
UPSIDE_DOWN = (-1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
OBLIQUE = (0.96, 0.28, 0.0, -0.28, 0.96, 0.0)


def a_series(folder: Path, *arguments: object, **changes: object) -> CtSeries:
    write_series(folder, *arguments, **changes)  # type: ignore[arg-type]
    (found,) = find_series(folder).series
    return found


@pytest.fixture
def series(tmp_path: Path) -> CtSeries:
    return a_series(tmp_path / "ct")


def a_tumour(shape: tuple[int, int, int] = (6, 36, 40)) -> NDArray[np.bool_]:
    """A lopsided region with a gap between its slices."""
    mask = np.zeros(shape, dtype=np.bool_)
    mask[1:3, 5:12, 7:20] = True
    mask[-1, 6, 8] = True
    return mask


def another(shape: tuple[int, int, int] = (6, 36, 40)) -> NDArray[np.bool_]:
    mask = np.zeros(shape, dtype=np.bool_)
    mask[3:5, 20:25, 30:33] = True
    return mask


def read_back(path: Path, series: CtSeries, label: str | None = None) -> NDArray[np.bool_]:
    return fit_to_series(read_mask(path, label), series, path).mask


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("places", "orientation"),
    [
        (positions(6), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
        (positions(6, (0.0, 0.0, -2.5)), UPSIDE_DOWN),
        (positions(6), OBLIQUE),
    ],
)
def test_that_what_is_written_is_read_back_voxel_by_voxel(tmp_path: Path, ending: str, places, orientation) -> None:
    series = a_series(tmp_path / "ct", places, orientation)
    path = write_masks([("T1", a_tumour())], series, tmp_path / f"mask{ending}")
    np.testing.assert_array_equal(read_back(path, series), a_tumour())


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_several_lesions_are_several_labels(tmp_path: Path, series: CtSeries, ending: str) -> None:
    path = write_masks([("T1", a_tumour()), ("肿瘤 2", another())], series, tmp_path / f"mask{ending}")
    named = ending in (".nrrd", ".seg.nrrd", ".dcm")
    assert list_labels(path) == (("T1", "肿瘤 2") if named else ("1", "2"))
    np.testing.assert_array_equal(read_back(path, series, "1"), a_tumour())
    np.testing.assert_array_equal(read_back(path, series, "肿瘤 2" if named else "2"), another())


@pytest.mark.parametrize("ending", [".seg.nrrd", ".dcm"])
def test_that_overlapping_lesions_are_held_where_the_format_can(tmp_path: Path, series: CtSeries, ending: str) -> None:
    wide = a_tumour() | another()
    path = write_masks([("T1", a_tumour()), ("all", wide)], series, tmp_path / f"mask{ending}")
    np.testing.assert_array_equal(read_back(path, series, "T1"), a_tumour())
    np.testing.assert_array_equal(read_back(path, series, "all"), wide)


@pytest.mark.parametrize("ending", [".nii.gz", ".nrrd"])
def test_that_overlapping_lesions_are_refused_where_it_cannot(tmp_path: Path, series: CtSeries, ending: str) -> None:
    with pytest.raises(InputError, match="'T1' and 'all' overlap"):
        write_masks([("T1", a_tumour()), ("all", a_tumour())], series, tmp_path / f"mask{ending}")
    assert not list(tmp_path.glob("mask*"))


def test_that_a_dicom_segmentation_names_its_series_and_patient(tmp_path: Path, series: CtSeries) -> None:
    written = dcmread(write_masks([("T1", a_tumour())], series, tmp_path / "mask.dcm"))
    assert written.Modality == "SEG"
    assert written.ReferencedSeriesSequence[0].SeriesInstanceUID == series.series_instance_uid
    assert (written.PatientID, str(written.PatientName)) == ("P1", "Doe^Jane")
    assert written.FrameOfReferenceUID == dcmread(series.files[0]).FrameOfReferenceUID
    assert written.NumberOfFrames == 3, "slices without a region are left out"


def test_that_a_dicom_segmentation_of_a_multi_frame_series_lands_on_its_slices(tmp_path: Path) -> None:
    (tmp_path / "ct").mkdir()
    multiframe(6).save_as(tmp_path / "ct" / "all.dcm", enforce_file_format=True)
    (series,) = find_series(tmp_path / "ct").series
    path = write_masks([("T1", a_tumour())], series, tmp_path / "mask.dcm")
    np.testing.assert_array_equal(read_back(path, series), a_tumour())


def test_that_headers_that_an_anonymiser_emptied_do_not_stop_it(tmp_path: Path) -> None:
    def strip(ds, _) -> None:
        for keyword in ("PatientBirthDate", "StudyTime", "ReferringPhysicianName", "AccessionNumber", "StudyID"):
            delattr(ds, keyword)

    series = a_series(tmp_path / "ct", change=strip)
    path = write_masks([("T1", a_tumour())], series, tmp_path / "mask.dcm")
    np.testing.assert_array_equal(read_back(path, series), a_tumour())


@pytest.mark.bad("BAD-029")
def test_that_a_chinese_name_survives_and_is_not_printed(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    def name(ds, _) -> None:
        ds.SpecificCharacterSet, ds.PatientName = "GB18030", "张三"

    series = a_series(tmp_path / "ct", change=name)
    written = dcmread(write_masks([("肿瘤", a_tumour())], series, tmp_path / "mask.dcm"))
    assert str(written.PatientName) == "张三"
    assert written.SegmentSequence[0].SegmentLabel == "肿瘤"
    assert not [warning for warning in recwarn if "张三" in str(warning.message)]


def test_that_headers_without_a_frame_of_reference_are_refused_in_words(tmp_path: Path) -> None:
    series = a_series(tmp_path / "ct", change=lambda ds, _: delattr(ds, "FrameOfReferenceUID"))
    with pytest.raises(InputError, match=r"headers of the series lack.*\.nii\.gz"):
        write_masks([("T1", a_tumour())], series, tmp_path / "mask.dcm")


@pytest.mark.bad("BAD-036")
def test_that_files_that_are_gone_are_refused_in_words(tmp_path: Path, series: CtSeries) -> None:
    series.files[0].unlink()
    with pytest.raises(InputError, match="cannot be read as DICOM"):
        write_masks([("T1", a_tumour())], series, tmp_path / "mask.dcm")


@pytest.mark.parametrize("name", ["mask.txt", "mask", "mask.mha", "mask.gz"])
def test_that_an_unknown_suffix_is_refused_in_words(tmp_path: Path, series: CtSeries, name: str) -> None:
    with pytest.raises(InputError, match=r"not written.*\.nii\.gz"):
        write_masks([("T1", a_tumour())], series, tmp_path / name)


def test_that_nothing_and_an_empty_region_are_refused_in_words(tmp_path: Path, series: CtSeries) -> None:
    with pytest.raises(InputError, match="no region"):
        write_masks([], series, tmp_path / "mask.nii.gz")
    with pytest.raises(InputError, match="'T2' is empty"):
        write_masks([("T1", a_tumour()), ("T2", np.zeros((6, 36, 40), bool))], series, tmp_path / "mask.nii.gz")


def test_that_a_folder_that_is_not_there_is_said_and_an_old_file_stays(tmp_path: Path, series: CtSeries) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_masks([("T1", a_tumour())], series, tmp_path / "nowhere" / "mask.nii.gz")
    old = write_masks([("T1", a_tumour())], series, tmp_path / "mask.nrrd")
    before = old.read_bytes()
    with pytest.raises(InputError):
        write_masks([("T1", a_tumour()), ("T2", a_tumour())], series, old)
    assert old.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if "part" in p.name] == []


def test_that_slicer_finds_its_keys_and_itk_reads_the_nrrd(tmp_path: Path, series: CtSeries) -> None:
    path = write_masks([("T1", a_tumour()), ("T2", another())], series, tmp_path / "mask.seg.nrrd")
    image = SimpleITK.ReadImage(str(path))
    assert image.GetMetaData("Segment1_Name") == "T2"
    assert image.GetMetaData("Segment0_Extent") == "7 19 5 11 1 5"
    assert series.geometry is not None
    np.testing.assert_allclose(image.GetOrigin(), series.geometry.origin_mm)
    assert gzip.decompress(path.read_bytes().split(b"\n\n", 1)[1])


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("folder", "endings"), [("hcc_048_portal_venous", ENDINGS), ("totalsegmentator_j2k", ENDINGS[:-1])]
)
def test_that_a_region_on_a_real_series_comes_back_from_every_format(
    real_data: Path, tmp_path: Path, folder: str, endings: list[str]
) -> None:
    (series,) = [s for s in find_series(real_data / "ct" / folder).series if s.verdict.suitability != Suitability.NONE]
    assert series.geometry is not None
    slices, rows, columns = series.geometry.shape
    first, second = np.zeros((2, slices, rows, columns), dtype=np.bool_)
    first[slices // 3 : slices // 3 + 3, rows // 4 : rows // 2, columns // 3 : columns // 2] = True
    second[slices // 2, rows // 2 : rows // 2 + 9, columns // 2 : columns // 2 + 5] = True
    for ending in endings:
        path = write_masks([("T1", first), ("肿瘤 2", second)], series, tmp_path / f"mask{ending}")
        np.testing.assert_array_equal(read_back(path, series, "1"), first)
        np.testing.assert_array_equal(read_back(path, series, "2"), second)


@pytest.mark.real_data
def test_that_a_tilted_series_has_no_lattice_to_write_on(real_data: Path, tmp_path: Path) -> None:
    (tilted,) = find_series(real_data / "ct" / "gantry_tilt_ge").series
    with pytest.raises(InputError, match="cannot be used as a volume"):
        write_masks([("T1", a_tumour())], tilted, tmp_path / "mask.nii.gz")


@pytest.mark.real_data
def test_that_a_real_series_without_uids_is_refused_as_dicom_in_words(real_data: Path, tmp_path: Path) -> None:
    (bare,) = find_series(real_data / "ct" / "totalsegmentator_j2k").series
    assert bare.geometry is not None
    mask = np.zeros(bare.geometry.shape, dtype=np.bool_)
    mask[2, 10:20, 10:20] = True
    with pytest.raises(InputError, match=r"headers of the series lack.*\.nii\.gz"):
        write_masks([("T1", mask)], bare, tmp_path / "mask.dcm")
