"""Hounsfield units from every transfer syntax we read, and what is refused instead of guessed."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from pathlib import Path

import gdcm
import numpy as np
import pytest
import SimpleITK
from ct_builder import ROWS, a_slice, body_hu, body_volume, multiframe, positions, write_series
from pydicom import dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import (
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from hccdesk.ct.header_reader import read_header
from hccdesk.ct.series_finder import find_series
from hccdesk.ct.stored_pixels import frames
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.errors import CalibrationError, Cancelled, InputError


def _series(folder: Path) -> CtSeries:
    (series,) = find_series(folder).series
    return series


def _volume(folder: Path, change: Callable[[Dataset, int], None] = lambda ds, i: None) -> CtVolume:
    write_series(folder, change=change)
    return read_volume(_series(folder))


def _air_floor(hu: np.ndarray) -> np.ndarray:
    return np.maximum(hu, -1024)


def test_that_voxels_are_hounsfield_units_in_the_order_of_position(tmp_path: Path) -> None:
    names = list("fbdeca")
    random.Random(3).shuffle(names)
    write_series(tmp_path, name=lambda i: names[i])
    volume = read_volume(_series(tmp_path))
    np.testing.assert_array_equal(volume.hu, body_volume())
    assert volume.hu.dtype == np.int16
    assert not volume.hu.flags.writeable


def test_that_a_volume_can_travel_between_processes(tmp_path: Path) -> None:
    volume = _volume(tmp_path)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(volume)).hu, volume.hu)


def _signed(ds: Dataset, index: int) -> None:
    """Stored as the HU themselves, signed, 16 bits used."""
    ds.PixelRepresentation, ds.BitsStored, ds.HighBit, ds.RescaleIntercept = 1, 16, 15, "0"
    ds.PixelData = body_hu(index).astype("<i2").tobytes()


def _signed_13_bit(ds: Dataset, index: int) -> None:
    _signed(ds, index)
    ds.BitsStored, ds.HighBit = 13, 12


@pytest.mark.parametrize("sign", [lambda ds, i: None, _signed, _signed_13_bit], ids=["unsigned", "signed", "signed13"])
@pytest.mark.parametrize("syntax", [JPEG2000Lossless, JPEGLSLossless, RLELossless], ids=["j2k", "jpegls", "rle"])
def test_that_compressed_slices_come_back_exactly(
    tmp_path: Path, syntax: str, sign: Callable[[Dataset, int], None]
) -> None:
    def compress(ds, index):
        sign(ds, index)
        ds.compress(syntax, generate_instance_uid=False)

    np.testing.assert_array_equal(_volume(tmp_path, compress).hu, body_volume())


@pytest.mark.parametrize("sign", [lambda ds, i: None, _signed], ids=["unsigned", "signed"])
def test_that_jpeg_lossless_slices_come_back_exactly(tmp_path: Path, sign: Callable[[Dataset, int], None]) -> None:
    for path in write_series(tmp_path, change=sign):
        _to_jpeg_lossless(path)
        assert dcmread(path).file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.4.70"
    np.testing.assert_array_equal(read_volume(_series(tmp_path)).hu, body_volume())


def _to_jpeg_lossless(path: Path) -> None:
    reader = gdcm.ImageReader()
    reader.SetFileName(str(path))
    assert reader.Read()
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGLosslessProcess14_1))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer = gdcm.ImageWriter()
    writer.SetFileName(str(path))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()


@pytest.mark.parametrize("big", [False, True], ids=["implicit", "big-endian"])
def test_that_the_other_uncompressed_syntaxes_are_read(tmp_path: Path, big: bool) -> None:
    for index, place in enumerate(positions(6)):
        ds = Dataset()
        ds.update(a_slice(index, place))
        ds.preamble, ds.file_meta = bytes(128), a_slice(index, place).file_meta
        if big:
            ds.PixelData = np.frombuffer(ds.PixelData, "<u2").astype(">u2").tobytes()
        ds.file_meta.TransferSyntaxUID = ExplicitVRBigEndian if big else ImplicitVRLittleEndian
        ds.save_as(tmp_path / str(index), implicit_vr=not big, little_endian=not big, enforce_file_format=True)
    np.testing.assert_array_equal(read_volume(_series(tmp_path)).hu, body_volume())


@pytest.mark.bad("BAD-009")
def test_that_an_enhanced_multiframe_ct_is_read_by_its_functional_groups(tmp_path: Path) -> None:
    """Frames are stored from the top down; their positions put them in order."""
    multiframe(5).save_as(tmp_path / "multi.dcm", enforce_file_format=False)
    np.testing.assert_array_equal(read_volume(_series(tmp_path)).hu, body_volume(5))


@pytest.mark.bad("BAD-009")
def test_that_a_compressed_multiframe_ct_is_read(tmp_path: Path) -> None:
    ds = multiframe(4)
    ds.compress(JPEG2000Lossless, generate_instance_uid=False)
    ds.save_as(tmp_path / "multi.dcm", enforce_file_format=False)
    np.testing.assert_array_equal(read_volume(_series(tmp_path)).hu, body_volume(4))


def test_that_every_slice_has_its_own_slope_and_intercept(tmp_path: Path) -> None:
    def scale(ds, index):
        stored = np.frombuffer(ds.PixelData, "<u2").astype(np.int32) - 1024
        slope, intercept = (1, -1024) if index % 2 else (0.5, -2000)
        ds.RescaleSlope, ds.RescaleIntercept = str(slope), str(intercept)
        ds.BitsStored, ds.HighBit = 16, 15
        ds.PixelData = np.rint((stored - intercept) / slope).astype("<u2").tobytes()

    np.testing.assert_array_equal(_volume(tmp_path, scale).hu, body_volume())


@pytest.mark.parametrize(
    ("value", "limit", "padded"),
    [(-2000, None, (-2000,)), (63536, None, (-2000,)), (-2000, -1500, (-2000, -1700, -1500))],
)
@pytest.mark.bad("BAD-011")
def test_that_padding_is_minus_1024(tmp_path: Path, value: int, limit: int | None, padded: tuple[int, ...]) -> None:
    """BAD-011; 63536 is -2000 written as unsigned, as HCC-TACE-Seg files have it."""

    def pad(ds, index):
        _signed(ds, index)
        ds.RescaleIntercept = "1100"  # so that padding would look like bone
        stored = (body_hu(index).astype(np.int32) - 1100).astype("<i2")
        for place, filler in enumerate(padded):
            stored[place] = filler
        ds.add_new(Tag("PixelPaddingValue"), "SS" if value < 0 else "US", value)
        if limit is not None:
            ds.add_new(Tag("PixelPaddingRangeLimit"), "SS", limit)
        ds.PixelData = stored.tobytes()

    def unlike_air(ds, index):
        pad(ds, index)
        stored = np.frombuffer(ds.PixelData, "<i2").copy().reshape(ROWS, -1)
        air = stored == -2100
        stored[air] = -2099  # air itself is no padding
        ds.PixelData = stored.tobytes()

    hu = _volume(tmp_path, unlike_air).hu
    assert (hu[:, : len(padded)] == -1024).all()
    assert (hu[:, 3, 0] == -999).all()
    assert (hu[:, 5, 10] == 60).all()


def test_that_values_below_air_are_set_to_minus_1024(tmp_path: Path) -> None:
    """HCC_048 writes -2048 HU outside the field of view although it declares another padding value."""

    def corner(ds, index):
        _signed(ds, index)
        stored = body_hu(index)
        stored[0, 0] = -2048
        ds.PixelData = stored.astype("<i2").tobytes()

    assert (_volume(tmp_path, corner).hu[:, 0, 0] == -1024).all()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda ds: delattr(ds, "RescaleSlope"),
        lambda ds: setattr(ds, "RescaleSlope", "0"),
        lambda ds: setattr(ds, "RescaleIntercept", None),
    ],
    ids=["no slope", "slope 0", "no intercept"],
)
@pytest.mark.bad("BAD-010")
@pytest.mark.control("RISK-06-a")
def test_that_without_a_scale_there_are_no_hounsfield_units(tmp_path: Path, spoil: Callable[[Dataset], None]) -> None:
    """BAD-010."""
    write_series(tmp_path, change=lambda ds, i: spoil(ds) if i == 2 else None)
    with pytest.raises(CalibrationError, match="Rescale Slope or Intercept") as error:
        read_volume(_series(tmp_path))
    assert str(error.value.where).endswith("002.dcm")


@pytest.mark.bad("BAD-010")
@pytest.mark.control("RISK-06-a")
def test_that_an_intercept_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """BAD-010: NaN passes through float() silently."""
    for path in write_series(tmp_path):
        path.write_bytes(path.read_bytes().replace(b"DS\x06\x00-1024 ", b"DS\x06\x00NaN   "))
    with pytest.raises(CalibrationError):
        read_volume(_series(tmp_path))


@pytest.mark.bad("BAD-011")
@pytest.mark.control("RISK-06-b")
def test_that_a_wrong_sign_is_noticed_in_the_values(tmp_path: Path) -> None:
    """BAD-011: signed pixels declared unsigned put air at 64536."""

    def lie(ds, index):
        _signed(ds, index)
        ds.PixelRepresentation = 0

    with pytest.raises(CalibrationError, match="cannot be Hounsfield units"):
        _volume(tmp_path, lie)


@pytest.mark.bad("BAD-011")
def test_that_values_beyond_the_bits_stored_are_noticed(tmp_path: Path) -> None:
    """BAD-011."""

    def lie(ds, index):
        ds.BitsStored, ds.HighBit = 10, 9

    with pytest.raises(CalibrationError, match="do not fit the 10 bits"):
        _volume(tmp_path, lie)


@pytest.mark.bad("BAD-011")
def test_that_padding_outside_the_bits_stored_is_still_padding(tmp_path: Path) -> None:
    def pad(ds, index):
        stored = np.frombuffer(ds.PixelData, "<u2").copy()
        stored[0] = 63536
        ds.PixelData = stored.tobytes()
        ds.add_new(Tag("PixelPaddingValue"), "US", 63536)

    volume = _volume(tmp_path, pad)
    assert (volume.hu[:, 0, 0] == -1024).all()
    np.testing.assert_array_equal(volume.hu[:, 1:], body_volume()[:, 1:])


def test_that_a_series_that_is_no_volume_is_refused_with_its_reasons(tmp_path: Path) -> None:
    places = positions(6)
    del places[2]
    write_series(tmp_path, places)
    with pytest.raises(InputError, match=r"slices 2 and 3 are 5\.00 mm apart"):
        read_volume(_series(tmp_path))


@pytest.mark.bad("BAD-060")
@pytest.mark.control("RISK-50-a")
def test_that_a_file_changed_after_it_was_found_is_refused(tmp_path: Path) -> None:
    paths = write_series(tmp_path)
    series = _series(tmp_path)
    ds = a_slice(3, (0.0, 0.0, 400.0))
    ds.save_as(paths[3], enforce_file_format=False)
    with pytest.raises(InputError, match="changed since"):
        read_volume(series)
    paths[3].unlink()
    with pytest.raises(InputError):
        read_volume(series)


@pytest.mark.bad("BAD-023")
def test_that_damaged_compressed_pixels_name_their_file(tmp_path: Path) -> None:
    """BAD-023."""
    paths = write_series(tmp_path, change=lambda ds, i: ds.compress(JPEG2000Lossless, generate_instance_uid=False))
    content = bytearray(paths[4].read_bytes())
    start = content.index(b"\xff\x4f\xff\x51")
    content[start : start + 60] = bytes(60)
    paths[4].write_bytes(content)
    with pytest.raises(InputError) as error:
        read_volume(_series(tmp_path))
    assert "004.dcm" in str(error.value)


@pytest.mark.bad("BAD-035")
def test_that_reading_can_be_stopped(tmp_path: Path) -> None:
    write_series(tmp_path)

    class Stop:
        def step(self, done: int, total: int, label: str) -> None:
            assert total == 6
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        read_volume(_series(tmp_path), Stop())


@pytest.mark.parametrize("syntax", [None, JPEG2000Lossless, JPEGLSLossless, RLELossless])
@pytest.mark.bad("BAD-023")
@pytest.mark.control("RISK-41-c")
def test_that_random_damage_is_refused_in_words_or_harmless(tmp_path: Path, syntax: str | None) -> None:
    """BAD-015, 016, 019, 023: flipped bytes and cut files end in the errors of ours, never in another exception."""
    rng = random.Random(20260101)
    change = (lambda ds, i: ds.compress(syntax, generate_instance_uid=False)) if syntax else (lambda ds, i: None)
    paths = write_series(tmp_path, positions(3), change=change)
    sound = paths[1].read_bytes()
    outcomes = {"read": 0, "refused": 0}
    for _ in range(120):
        content = bytearray(sound)
        for _ in range(rng.randint(1, 12)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        if rng.random() < 0.3:
            content = content[: rng.randrange(len(content))]
        paths[1].write_bytes(content)
        outcomes[_outcome(tmp_path)] += 1
    assert outcomes["refused"] > 20


def _outcome(folder: Path) -> str:
    try:
        for series in find_series(folder).series:
            read_volume(series)
    except InputError:
        return "refused"
    return "read"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("folder", "spacing_mm", "slices"),
    [
        ("ct/hcc_048_portal_venous", (2.5, 0.703125, 0.703125), 89),
        ("ct/totalsegmentator_j2k/ct_dicom", (2.0, 0.9765625, 0.9765625), 20),
        ("seg/dcmqi/ct-3slice", (1.0, 0.810547, 0.810547), 3),
    ],
)
def test_that_real_series_equal_simpleitk_voxel_by_voxel(
    real_data: Path, folder: str, spacing_mm: tuple[float, float, float], slices: int
) -> None:
    """Spacings are those of the data's own README; SimpleITK is the oracle for the voxels above -1024 HU."""
    series = _series(real_data / folder)
    volume = read_volume(series)
    assert volume.geometry.shape[0] == slices
    np.testing.assert_allclose(volume.geometry.spacing_mm, spacing_mm, atol=1e-6)
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames([str(path) for path in series.files])
    image = reader.Execute()
    np.testing.assert_array_equal(volume.hu, _air_floor(SimpleITK.GetArrayFromImage(image)))
    np.testing.assert_allclose(volume.geometry.origin_mm, image.GetOrigin(), atol=1e-6)


@pytest.mark.real_data
@pytest.mark.parametrize("folder", ["compressed", "compressed_jpeg", "compressed_jpegls", "compressed_rle"])
def test_that_real_compressed_pixels_are_decoded(real_data: Path, folder: str) -> None:
    """The MR series of dicom2nifti, one slice in every compression, against its uncompressed ground truth."""
    root = real_data / "ct" / "compressed_mr" / folder
    decoded = [next(iter(frames(read_header(path)))) for path in sorted((root / "001").glob("*.dcm"))]
    truth = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(root / "001_ground_truth.nii.gz")))
    assert sorted(np.ravel(decoded)) == sorted(np.ravel(truth))


NASTY = ["1e308", "-1e308", "1e-308", "nan", "inf", "-inf", "", "abc", "0", "-0", "99999999999999", "1\\2", "\x00\x00"]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize(
    "keyword", ["ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "RescaleSlope", "RescaleIntercept"]
)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_that_no_number_in_a_header_can_do_more_than_have_the_series_refused(
    tmp_path: Path, keyword: str, value: str
) -> None:
    """Written as raw bytes in every slice, so that nothing on the way can tidy them."""
    counts = {"ImagePositionPatient": 3, "ImageOrientationPatient": 6, "PixelSpacing": 2}
    raw = "\\".join([value] * counts.get(keyword, 1)).encode()
    raw += b" " * (len(raw) % 2)

    def change(ds, index):
        if keyword != "ImagePositionPatient" or index % 2:
            ds[keyword] = RawDataElement(Tag(keyword), "DS", len(raw), raw, 0, False, True)

    write_series(tmp_path, change=change)
    series = _series(tmp_path)
    with pytest.raises(InputError):
        read_volume(series)


@pytest.mark.parametrize(
    ("offset", "value"),
    [(4, 127), (4, 0), (5, 255), (8, 1), (9, 3), (1, 0xC7)],
    ids=["127 bits", "0 bits", "height", "width", "3 components", "differential"],
)
@pytest.mark.bad("BAD-023")
@pytest.mark.control("RISK-41-c")
def test_that_a_jpeg_stream_that_disowns_its_header_never_reaches_gdcm(tmp_path: Path, offset: int, value: int) -> None:
    """Offsets from the start-of-frame marker (ITU-T T.81 B.2.2); 127 bits crashed GDCM 3.2.6."""
    paths = write_series(tmp_path, positions(3))
    for path in paths:
        _to_jpeg_lossless(path)
    content = bytearray(paths[1].read_bytes())
    content[content.index(b"\xff\xc3") + offset] = value
    paths[1].write_bytes(content)
    with pytest.raises(InputError, match="compressed pixels are damaged"):
        read_volume(_series(tmp_path))
