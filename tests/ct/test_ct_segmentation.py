"""Masks: which label is meant, and that each lands on the series' own voxels exactly or is refused in words."""

from __future__ import annotations

import gzip
import random
import struct
from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

import highdicom
import numpy as np
import pytest
import SimpleITK
from ct_builder import SERIES_UID, positions, write_series
from ct_mask_builder import stored_image, write_seg, write_seg_nrrd
from numpy.typing import NDArray
from pydicom import dcmread

from hccdesk.ct.nifti_guard import require_sound
from hccdesk.ct.segmentation import fit_to_series, list_labels, read_mask
from hccdesk.ct.series_finder import find_series
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.errors import CalibrationError, InputError
from hccdesk.domain.geometry import VolumeGeometry, geometry_from
from hccdesk.domain.roi import CtMask

TYPES = highdicom.seg.SegmentationTypeValues


@pytest.fixture
def series(tmp_path: Path) -> CtSeries:
    write_series(tmp_path / "ct")
    (found,) = find_series(tmp_path / "ct").series
    return found


def _lattice(series: CtSeries) -> VolumeGeometry:
    assert series.geometry is not None
    return series.geometry


def _tumour(shape: tuple[int, int, int] = (6, 36, 40)) -> NDArray[np.bool_]:
    """A lopsided region: no flip or permutation maps it to itself."""
    mask = np.zeros(shape, dtype=np.bool_)
    mask[1:4, 5:12, 7:20] = True
    mask[-1, 6, 8] = True
    return mask


def _write(path: Path, voxels: NDArray[np.generic], geometry: VolumeGeometry, *order: object) -> Path:
    SimpleITK.WriteImage(stored_image(voxels, geometry, *order), str(path))  # type: ignore[arg-type]
    return path


def _fit(path: Path, series: CtSeries, label: str | None = None) -> NDArray[np.bool_]:
    return fit_to_series(read_mask(path, label), series, path).mask


@pytest.mark.parametrize("ending", [".nii", ".nii.gz", ".nrrd"])
@pytest.mark.control("RISK-03-e")
def test_that_a_mask_in_any_order_of_axes_lands_on_the_same_voxels(
    tmp_path: Path, series: CtSeries, ending: str
) -> None:
    """All 48 ways to store one lattice; the region is lopsided, so that a wrong one cannot pass."""
    path = tmp_path / f"mask{ending}"
    for order in permutations(range(3)):
        for flips in product((False, True), repeat=3):
            _write(path, _tumour().astype(np.uint8), _lattice(series), order, flips)
            roi = fit_to_series(read_mask(path, None), series, path)
            np.testing.assert_array_equal(roi.mask, _tumour())
            assert roi.reordered is (order != (0, 1, 2) or any(flips))


@pytest.mark.control("RISK-03-e")
def test_that_a_right_anterior_superior_nrrd_is_turned_into_lps(tmp_path: Path, series: CtSeries) -> None:
    """The same voxels, written in RAS: x and y of every vector change sign."""
    path = tmp_path / "ras.nrrd"
    write_seg_nrrd(path, [_tumour().astype(np.uint8)], [], _lattice(series))
    text = path.read_bytes()
    for old, new in (
        (b"left-posterior-superior", b"right-anterior-superior"),
        (b"(0.7,0.0,0.0)", b"(-0.7,0.0,0.0)"),
        (b"(0.0,0.8,0.0)", b"(0.0,-0.8,0.0)"),
        (b"(-100.0,-80.0,50.0)", b"(100.0,80.0,50.0)"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(text)
    np.testing.assert_array_equal(_fit(path, series), _tumour())


def test_that_labels_are_listed_and_chosen_by_number(tmp_path: Path, series: CtSeries) -> None:
    voxels = _tumour().astype(np.int16) * 5
    voxels[0, 0, :3] = 2
    path = _write(tmp_path / "m.nii.gz", voxels, _lattice(series))
    assert list_labels(path) == ("2", "5")
    assert read_mask(path, "5").mask.sum() == _tumour().sum()
    with pytest.raises(InputError, match="holds 2 labels: 2, 5"):
        read_mask(path, None)
    with pytest.raises(InputError, match="no label '7'; the file holds 2, 5"):
        read_mask(path, "7")


@pytest.mark.parametrize("voxel", [np.int16(-1000), np.float32(0.3), np.int32(70000)])
def test_that_an_image_or_a_probability_map_is_no_mask(tmp_path: Path, series: CtSeries, voxel: np.generic) -> None:
    path = _write(tmp_path / "m.nii", np.full((6, 36, 40), voxel), _lattice(series))
    with pytest.raises(InputError, match="not labels"):
        read_mask(path, "1")


def test_that_a_mask_without_any_label_is_refused(tmp_path: Path, series: CtSeries) -> None:
    path = _write(tmp_path / "m.nii", np.zeros((6, 36, 40), np.uint8), _lattice(series))
    assert list_labels(path) == ()
    with pytest.raises(InputError, match="every voxel is background"):
        read_mask(path, None)


def test_that_slicer_segments_are_chosen_by_name_in_their_layers(tmp_path: Path, series: CtSeries) -> None:
    liver = np.zeros((6, 36, 40), np.uint8)
    liver[:, 2:30, 3:33] = 1
    path = tmp_path / "m.seg.nrrd"
    segments = [("Liver", 1, 0), ("Tumour", 1, 1), ("Vessel", 2, 1)]
    tumour = _tumour().astype(np.uint8)
    tumour[5, 30, 30] = 2
    write_seg_nrrd(path, [liver, tumour], segments, _lattice(series))
    assert list_labels(path) == ("Liver", "Tumour", "Vessel")
    np.testing.assert_array_equal(_fit(path, series, "tumour"), _tumour())
    np.testing.assert_array_equal(_fit(path, series, "Liver"), liver == 1)
    np.testing.assert_array_equal(_fit(path, series, "2"), tumour == 2)
    with pytest.raises(InputError, match=r"Several labels are called '1'.*1 \(Liver\), 1 \(Tumour\), 2 \(Vessel\)"):
        read_mask(path, "1")


def test_that_a_chosen_segment_without_voxels_is_refused_as_empty(tmp_path: Path, series: CtSeries) -> None:
    path = tmp_path / "m.seg.nrrd"
    write_seg_nrrd(path, [np.zeros((6, 36, 40), np.uint8)], [("Tumour", 1, 0)], _lattice(series))
    with pytest.raises(InputError, match="'Tumour' is empty"):
        _fit(path, series)


def _moved(geometry: VolumeGeometry, **changes: object) -> VolumeGeometry:
    return replace(geometry, **changes)  # type: ignore[arg-type]


@pytest.mark.bad("BAD-056")
@pytest.mark.control("RISK-11-a")
def test_that_a_mask_on_other_voxels_is_refused_with_the_difference(tmp_path: Path, series: CtSeries) -> None:
    lattice = _lattice(series)
    cases = {
        "lies 0.50 mm away": _moved(lattice, origin_mm=(-99.5, -80.0, 50.0)),
        "voxels are 2.5×0.8×0.71 mm": _moved(lattice, spacing_mm=(2.5, 0.8, 0.71)),
        "has 5×36×40 voxels": _moved(lattice, shape=(5, 36, 40)),
    }
    for words, geometry in cases.items():
        path = _write(tmp_path / "m.nii", _tumour(geometry.shape).astype(np.uint8), geometry)
        with pytest.raises(InputError, match=words):
            _fit(path, series)


def test_that_half_a_hundredth_of_a_mm_is_the_same_place(series: CtSeries, tmp_path: Path) -> None:
    x, y, z = _lattice(series).origin_mm
    mask = CtMask(_tumour(), _moved(_lattice(series), origin_mm=(x + 0.005, y, z)), "1")
    np.testing.assert_array_equal(fit_to_series(mask, series, tmp_path).mask, _tumour())


def test_that_the_faults_of_the_series_are_told_before_the_mask_is_looked_at(tmp_path: Path) -> None:
    places = positions(6)
    del places[3]
    write_series(tmp_path, places)
    (series,) = find_series(tmp_path).series
    mask = CtMask(np.zeros((2, 2, 2), np.bool_), geometry_from((2, 2, 2), (1, 1, 1), (0, 0, 0), np.eye(3)), "1", "9.9")
    with pytest.raises(InputError, match="slices are missing"):
        fit_to_series(mask, series, tmp_path / "m.nii")


@pytest.mark.parametrize("omit", [True, False])
def test_that_a_dicom_seg_comes_back_exactly(tmp_path: Path, series: CtSeries, omit: bool) -> None:
    """Written by highdicom; where empty frames are omitted, the rest is placed by position."""
    path = tmp_path / "seg.dcm"
    write_seg(path, series.files, _tumour()[..., None], omit_empty_frames=omit)
    mask = read_mask(path, None)
    assert (mask.label, mask.referenced_series_uid) == ("Tumour", SERIES_UID)
    np.testing.assert_array_equal(_fit(path, series), _tumour())


def test_that_overlapping_segments_are_read_one_by_one(tmp_path: Path, series: CtSeries) -> None:
    liver = np.zeros((6, 36, 40), np.bool_)
    liver[2:6, 2:30, 3:33] = True
    path = tmp_path / "seg.dcm"
    write_seg(path, series.files, np.stack([_tumour(), liver], axis=-1), ("Tumour", "Liver"))
    assert list_labels(path) == ("Tumour", "Liver")
    np.testing.assert_array_equal(_fit(path, series, "2"), liver)
    np.testing.assert_array_equal(_fit(path, series, "tumour"), _tumour())


def test_that_a_seg_of_scattered_slices_is_placed_by_position(tmp_path: Path) -> None:
    """Slices 1, 4 and 9 of 12: no gap equals the spacing."""
    write_series(tmp_path / "ct", positions(12))
    (series,) = find_series(tmp_path / "ct").series
    mask = np.zeros((12, 36, 40), np.bool_)
    for place in (1, 4, 9):
        mask[place, 3 + place, 5:9] = True
    write_seg(tmp_path / "seg.dcm", series.files, mask[..., None])
    assert dcmread(tmp_path / "seg.dcm").NumberOfFrames == 3
    np.testing.assert_array_equal(_fit(tmp_path / "seg.dcm", series), mask)


def test_that_a_seg_of_one_slice_is_placed_by_position(tmp_path: Path, series: CtSeries) -> None:
    mask = np.zeros((6, 36, 40), np.bool_)
    mask[4, 3, 5:9] = True
    write_seg(tmp_path / "seg.dcm", series.files, mask[..., None])
    np.testing.assert_array_equal(_fit(tmp_path / "seg.dcm", series), mask)


def test_that_a_label_map_seg_is_read(tmp_path: Path, series: CtSeries) -> None:
    other = np.zeros((6, 36, 40), np.bool_)
    other[0, 20:25, 20:25] = True
    path = tmp_path / "seg.dcm"
    write_seg(path, series.files, np.stack([_tumour(), other], axis=-1), ("Tumour", "Other"), TYPES.LABELMAP)
    np.testing.assert_array_equal(_fit(path, series, "Tumour"), _tumour())
    np.testing.assert_array_equal(_fit(path, series, "Other"), other)


def test_that_a_fractional_seg_is_refused_in_words(tmp_path: Path, series: CtSeries) -> None:
    write_seg(tmp_path / "seg.dcm", series.files, _tumour()[..., None], kind=TYPES.FRACTIONAL)
    with pytest.raises(InputError, match="type FRACTIONAL is not read"):
        read_mask(tmp_path / "seg.dcm", None)


@pytest.mark.bad("BAD-059")
@pytest.mark.control("RISK-12-a")
def test_that_a_seg_of_another_series_is_refused_with_both_uids(tmp_path: Path, series: CtSeries) -> None:
    """BAD-059."""
    write_seg(tmp_path / "seg.dcm", series.files, _tumour()[..., None])
    other = replace(series, series_instance_uid="1.2.3.4")
    with pytest.raises(InputError, match=f"series {SERIES_UID}, not on series 1.2.3.4"):
        _fit(tmp_path / "seg.dcm", other)


@pytest.mark.bad("BAD-059")
def test_that_a_seg_whose_planes_lie_between_the_slices_is_refused(tmp_path: Path, series: CtSeries) -> None:
    """BAD-059: off-plane."""
    write_seg(tmp_path / "seg.dcm", series.files, _tumour()[..., None])
    mask = read_mask(tmp_path / "seg.dcm", None)
    x, y, z = mask.geometry.origin_mm
    for shift in ((0, 0, 1.0), (0, 0, 40.0), (0.35, 0, 0)):
        moved = replace(mask.geometry, origin_mm=(x + shift[0], y + shift[1], z + shift[2]))
        with pytest.raises(InputError, match="planes are slices of the series"):
            fit_to_series(replace(mask, geometry=moved), series, tmp_path)


def test_that_every_second_plane_is_believed_only_from_a_seg_of_this_series(tmp_path: Path, series: CtSeries) -> None:
    lattice = replace(_lattice(series), shape=(3, 36, 40), spacing_mm=(5.0, 0.8, 0.7))
    mask = CtMask(_tumour()[:3], lattice, "1", SERIES_UID)
    np.testing.assert_array_equal(fit_to_series(mask, series, tmp_path).mask[::2], mask.mask)
    with pytest.raises(InputError):
        fit_to_series(replace(mask, referenced_series_uid=None), series, tmp_path)


@pytest.mark.parametrize("flips", list(product((False, True), repeat=3)))
def test_that_a_part_of_the_slices_stored_in_another_direction_is_placed(
    tmp_path: Path, series: CtSeries, flips: tuple[bool, bool, bool]
) -> None:
    """Slices 1 to 3 alone, each axis flipped or not; `stored_image` makes the turned lattice."""
    x, y, z = _lattice(series).origin_mm
    part = replace(_lattice(series), shape=(3, 36, 40), origin_mm=(x, y, z + 2.5))
    image = stored_image(_tumour()[1:4].astype(np.uint8), part, (0, 1, 2), flips)
    turned = geometry_from(
        part.shape, part.spacing_mm, image.GetOrigin(), np.array(image.GetDirection()).reshape(3, 3).T[::-1]
    )
    mask = CtMask(SimpleITK.GetArrayFromImage(image).astype(np.bool_), turned, "1", SERIES_UID)
    expected = np.zeros((6, 36, 40), np.bool_)
    expected[1:4] = _tumour()[1:4]
    np.testing.assert_array_equal(fit_to_series(mask, series, tmp_path).mask, expected)


def test_that_a_series_without_a_uid_takes_neighbouring_planes_but_not_every_second(
    tmp_path: Path, series: CtSeries
) -> None:
    """Nothing says that the segmentation is of this series: planes apart could be another reconstruction's."""
    nameless = replace(series, series_instance_uid="")
    near = CtMask(_tumour()[:3], replace(_lattice(series), shape=(3, 36, 40)), "1", SERIES_UID)
    np.testing.assert_array_equal(fit_to_series(near, nameless, tmp_path).mask[:3], near.mask)
    apart = replace(near, geometry=replace(near.geometry, spacing_mm=(5.0, 0.8, 0.7)))
    with pytest.raises(InputError, match="not all of its 3 planes"):
        fit_to_series(apart, nameless, tmp_path)


def test_that_images_structure_sets_and_other_files_are_no_masks(tmp_path: Path, series: CtSeries) -> None:
    ds = dcmread(series.files[0])
    ds.Modality, ds.SOPClassUID = "RTSTRUCT", "1.2.840.10008.5.1.4.1.1.481.3"
    ds.save_as(tmp_path / "rt.dcm", enforce_file_format=False)
    (tmp_path / "note.txt").write_text("x")
    for path, words in (
        (series.files[0], "is an image"),
        (tmp_path / "rt.dcm", "RTSTRUCT"),
        (tmp_path / "note.txt", "no mask file"),
        (tmp_path / "nothing.nii", "no such file"),
    ):
        with pytest.raises(InputError, match=words):
            read_mask(path, None)


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.bad("BAD-056")
def test_that_a_nifti_without_numbers_for_its_spacing_is_refused(
    tmp_path: Path, series: CtSeries, compressed: bool
) -> None:
    """BAD-056: libraries read a NaN spacing as 1 mm."""
    content = _nifti(tmp_path, series)
    spoilt = content[:80] + struct.pack("<f", float("nan")) + content[84:]
    path = tmp_path / ("bad.nii.gz" if compressed else "bad.nii")
    path.write_bytes(gzip.compress(spoilt) if compressed else spoilt)
    with pytest.raises(CalibrationError, match="no number"):
        read_mask(path, None)


def _nifti(tmp_path: Path, series: CtSeries) -> bytes:
    return _write(tmp_path / "good.nii", _tumour().astype(np.uint8), _lattice(series)).read_bytes()


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("keep", [352, 4000, -1])
@pytest.mark.bad("BAD-057")
def test_that_a_nifti_without_all_its_voxels_is_refused(
    tmp_path: Path, series: CtSeries, keep: int, compressed: bool
) -> None:
    """BAD-057: libraries read a missing body as an image."""
    content = _nifti(tmp_path, series)[:keep]
    path = tmp_path / ("bad.nii.gz" if compressed else "bad.nii")
    path.write_bytes(gzip.compress(content) if compressed else content)
    with pytest.raises(InputError, match="not all there"):
        read_mask(path, None)


@pytest.mark.bad("BAD-058")
def test_that_a_nifti_of_absurd_size_is_refused_before_memory_is_asked_for(tmp_path: Path, series: CtSeries) -> None:
    """BAD-058."""
    content = _nifti(tmp_path, series)
    path = tmp_path / "huge.nii"
    path.write_bytes(content[:42] + struct.pack("<3h", 32000, 32000, 32000) + content[48:])
    with pytest.raises(InputError, match="more than this program reads"):
        read_mask(path, None)


def test_that_a_nifti_that_does_not_say_where_it_lies_is_refused(tmp_path: Path, series: CtSeries) -> None:
    content = _nifti(tmp_path, series)
    path = tmp_path / "lost.nii"
    path.write_bytes(content[:252] + bytes(4) + content[256:])
    with pytest.raises(CalibrationError, match="qform and sform"):
        read_mask(path, None)


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (76, 1.0),  # pixdim[0], the sign of the third axis
        (84, 0.85),  # pixdim[2]
        (256, 0.7071068),  # quatern_b
        (268, 0.02),  # qoffset_x, see below: added to what is there
        (280, None),  # srow_x, mirrored
    ],
    ids=["handedness", "voxel size", "turn", "shift", "mirror"],
)
def test_that_a_nifti_with_two_contradictory_placements_is_refused(
    tmp_path: Path, series: CtSeries, offset: int, value: float | None
) -> None:
    """Offsets of nifti1.h. Whichever of the two a library takes, the other may be the true one."""
    content = bytearray(_nifti(tmp_path, series))
    assert min(struct.unpack_from("<2h", content, 252)) > 0
    (old,) = struct.unpack_from("<f", content, offset)
    if value is None:
        row = struct.unpack_from("<4f", content, offset)
        struct.pack_into("<4f", content, offset, -row[0], row[1], row[2], row[3] + row[0] * 39)
    else:
        mirrored = -old if offset == 76 else value
        struct.pack_into("<f", content, offset, old + value if offset == 268 else mirrored)
    path = tmp_path / "two.nii"
    path.write_bytes(content)
    with pytest.raises(CalibrationError, match="contradict each other"):
        read_mask(path, None)


def test_that_only_one_placement_of_the_two_cannot_contradict(tmp_path: Path, series: CtSeries) -> None:
    content = bytearray(_nifti(tmp_path, series))
    struct.pack_into("<h", content, 252, 0)  # qform_code
    struct.pack_into("<f", content, 268, 999.0)
    path = tmp_path / "sform.nii"
    path.write_bytes(content)
    np.testing.assert_array_equal(_fit(path, series), _tumour())


@pytest.mark.parametrize("seed", range(40))
def test_that_oblique_masks_agree_with_themselves_in_single_precision(tmp_path: Path, seed: int) -> None:
    """Turned by any angle, also next to half a turn, where a quaternion in single precision loses most."""
    rng = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    angle = 10.0 ** -rng.uniform(2, 5)
    near = np.array([[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])
    directions = axes if seed % 2 else near
    geometry = geometry_from((100, 512, 512), (2.5, 0.7, 0.7), (-180.0, -170.0, 900.0), directions)
    image = SimpleITK.GetImageFromArray(np.zeros(geometry.shape, dtype=np.uint8))
    image.SetSpacing(geometry.spacing_mm[::-1])
    image.SetOrigin(geometry.origin_mm)
    image.SetDirection(np.asarray(directions)[::-1].T.ravel().tolist())
    SimpleITK.WriteImage(image, str(tmp_path / "oblique.nii"))
    require_sound(tmp_path / "oblique.nii")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"space: left-posterior-superior\n", b"", "where it lies"),
        (b"(0.7,0.0,0.0)", b"(nan,0.0,0.0)", "where it lies"),
        (b"encoding: raw", b"data file: /etc/passwd\nencoding: raw", "another file"),
        (b"encoding: raw", b"encoding: hex", "encoding 'hex' is not read"),
        (b"sizes: 40 36 6", b"sizes: 40 36 7", "not all there"),
        (b"sizes: 40 36 6", b"sizes: 40000 36000 6000", "more than this program reads"),
        (b"type: uint8", b"type: block", "not one three-dimensional"),
        (b"\n\n", b"\n", "header is damaged"),
    ],
)
def test_that_nrrd_headers_are_checked_before_they_are_believed(
    tmp_path: Path, series: CtSeries, old: bytes, new: bytes, words: str
) -> None:
    path = tmp_path / "m.nrrd"
    write_seg_nrrd(path, [_tumour().astype(np.uint8)], [("Tumour", 1, 0)], _lattice(series))
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))
    with pytest.raises(InputError, match=words):
        read_mask(path, None)


@pytest.mark.parametrize("kind", ["nii", "nii.gz", "nrrd", "seg.nrrd", "dcm"])
def test_that_random_damage_to_masks_is_refused_in_words_or_harmless(
    tmp_path: Path, series: CtSeries, kind: str
) -> None:
    path = tmp_path / f"m.{kind}"
    if kind == "dcm":
        write_seg(path, series.files, _tumour()[..., None])
    elif kind == "seg.nrrd":
        write_seg_nrrd(path, [_tumour().astype(np.uint8)], [("Tumour", 1, 0)], _lattice(series))
    else:
        _write(path, _tumour().astype(np.uint8), _lattice(series))
    sound, rng, refused = path.read_bytes(), random.Random(11), 0
    header = 6000 if kind == "dcm" else 700
    for _ in range(150):
        content = bytearray(sound)
        for _ in range(rng.randint(1, 6)):
            content[rng.randrange(min(len(content), header))] = rng.randrange(256)
        if rng.random() < 0.3:
            content = content[: rng.randrange(len(content))]
        path.write_bytes(content)
        try:
            _fit(path, series)
        except InputError:
            refused += 1
    assert refused > 30


@pytest.mark.real_data
@pytest.mark.control("RISK-03-e")
def test_that_the_flipped_liver_label_of_totalsegmentator_measures_699_ml(real_data: Path) -> None:
    """The volume and the flip are those of the data's README."""
    folder = real_data / "ct" / "totalsegmentator_j2k"
    (series,) = find_series(folder / "ct_dicom").series
    path = folder / "example_seg_dicom.nii.gz"
    roi = fit_to_series(read_mask(path, "5"), series, path)
    assert roi.reordered
    assert round(float(roi.mask.sum()) * _lattice(series).voxel_volume_mm3 / 1000) == 699


@pytest.mark.real_data
def test_that_a_real_dicom_seg_equals_its_nrrd_twin(real_data: Path) -> None:
    """107,098 voxels by the data's README."""
    folder = real_data / "seg" / "dcmqi"
    (series,) = find_series(folder / "ct-3slice").series
    from_seg = _fit(folder / "liver.dcm", series, "Liver")
    assert from_seg.sum() == 107_098
    np.testing.assert_array_equal(from_seg, _fit(folder / "liver_seg.nrrd", series))


@pytest.mark.real_data
def test_that_real_overlapping_segments_with_missing_frames_are_placed(real_data: Path) -> None:
    folder = real_data / "seg" / "dcmqi"
    (series,) = find_series(folder / "ct-3slice").series
    path = folder / "partial_overlaps.dcm"
    slices = {name: fit_to_series(read_mask(path, name), series, path).slice_indices for name in list_labels(path)}
    # The frames' own positions: -128.69, -127.69 and -126.69 mm are slices 0, 1 and 2.
    assert slices == {"GREEN": (1,), "ORANGE": (1,), "PURPLE": (0, 1, 2), "LIGHT_BLUE": (0,), "DARK_BLUE": (0,)}
