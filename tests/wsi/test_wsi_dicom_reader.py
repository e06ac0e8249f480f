"""DICOM whole slides in their true colours, every encoding and tiling (issue: dicom_wsi_cmu1 shows pink and teal)."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import HTJ2K
from wsi_builders import GLASS, adobe_rgb, he_slide, jfif_ycbcr, jpeg_2000, native, write_dicom_slide

from hccdesk.domain.ct import Suitability
from hccdesk.domain.errors import InputError
from hccdesk.wsi.dicom_reader import DicomReader
from hccdesk.wsi.jpeg_colour import stores_ycbcr
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.open_slide import describe_slide
from hccdesk.wsi.openslide_reader import OpenSlideReader
from hccdesk.wsi.slide_reader import RegionRequest, read_region


def test_that_jfif_frames_under_a_header_that_says_rgb_are_read_in_their_true_colours(tmp_path: Path) -> None:
    picture = he_slide()
    path = write_dicom_slide(tmp_path, picture, jfif_ycbcr, photometric="RGB")
    slide = describe_slide(path)
    assert slide.colour_corrected
    assert slide.verdict.suitability is Suitability.INFER
    read = _whole(DicomReader(path), picture)
    assert np.abs(read.astype(int) - picture).mean() < 6  # 4:2:0 on pixel noise
    believed_header = _whole(OpenSlideReader(path), picture)
    assert np.abs(believed_header.astype(int) - picture).mean() > 25  # what OpenSlide would have shown


@pytest.mark.parametrize(
    ("encode", "photometric", "tolerance"),
    [
        (jfif_ycbcr, "YBR_FULL_422", 6.0),
        (adobe_rgb, "RGB", 2.0),
        (jpeg_2000, "YBR_RCT", 0.0),
        (native, "RGB", 0.0),
    ],
)
def test_that_honest_headers_are_read_as_they_say(tmp_path: Path, encode, photometric: str, tolerance: float) -> None:
    picture = he_slide()
    reader = DicomReader(write_dicom_slide(tmp_path, picture, encode, photometric))
    assert not reader.header.colour_corrected
    assert np.abs(_whole(reader, picture).astype(int) - picture).mean() <= tolerance


def test_that_rgb_frames_under_a_header_that_says_ycbcr_are_read_right_too(tmp_path: Path) -> None:
    picture = he_slide()
    reader = DicomReader(write_dicom_slide(tmp_path, picture, adobe_rgb, photometric="YBR_FULL_422"))
    assert reader.header.colour_corrected
    assert np.abs(_whole(reader, picture).astype(int) - picture).mean() < 2


def test_that_false_colours_nobody_can_prove_are_kept_from_the_model(tmp_path: Path) -> None:
    def bare_ycbcr(tile: np.ndarray) -> bytes:
        full = imagecodecs.jpeg8_encode(tile, level=92, colorspace="RGB", outcolorspace="YCBCR", subsampling="444")
        return _without_segment(full, 0xE0)

    slide = describe_slide(write_dicom_slide(tmp_path, he_slide(), bare_ycbcr, photometric="RGB"))
    assert slide.verdict.suitability is Suitability.VIEW
    assert "stored wrongly" in slide.verdict.reasons[0].text


def test_that_a_jpeg_without_markers_is_told_by_its_components_or_not_at_all() -> None:
    tile = he_slide()[:64, :64]
    jfif, adobe = jfif_ycbcr(tile), adobe_rgb(tile)
    assert stores_ycbcr(jfif) is True
    assert stores_ycbcr(adobe) is False
    assert stores_ycbcr(_without_segment(jfif, 0xE0)) is True  # chroma at half resolution gives it away
    assert stores_ycbcr(_without_segment(adobe, 0xEE)) is False  # component ids spell R, G, B
    assert stores_ycbcr(b"\xff\xd8\xff") is None


@pytest.mark.bad("BAD-048")
def test_that_a_region_across_tiles_and_beyond_the_edge_is_composed_pixel_for_pixel(tmp_path: Path) -> None:
    picture = he_slide()
    reader = DicomReader(write_dicom_slide(tmp_path, picture, native))
    region = reader.read_level(0, 1400, 1000, 400, 200)
    assert np.array_equal(region[:100, :200], picture[1000:1100, 1400:1600])
    assert (region[100:] == 255).all() and (region[:, 200:] == 255).all()
    assert np.array_equal(reader.read_level(1, -10, -10, 300, 300)[10:, 10:], picture[:580:2, :580:2])


def test_that_sparse_tiles_go_where_the_header_says_and_missing_ones_are_white(tmp_path: Path) -> None:
    picture = he_slide()

    def without_the_first_tile(headers: Dataset) -> None:
        headers.PerFrameFunctionalGroupsSequence = headers.PerFrameFunctionalGroupsSequence[1:]
        headers.NumberOfFrames = len(headers.PerFrameFunctionalGroupsSequence)
        headers.PixelData = headers.PixelData[256 * 256 * 3 :]

    path = write_dicom_slide(tmp_path, picture, native, sparse=True, change=without_the_first_tile)
    read = _whole(DicomReader(path), picture)
    assert (read[:256, :256] == 255).all()
    assert np.array_equal(read[256:], picture[256:])


def test_that_a_frame_in_several_fragments_is_put_together_by_the_offset_table(tmp_path: Path) -> None:
    picture = he_slide(512, 512, 50)

    def in_pieces(headers: Dataset) -> None:
        frames = list(generate_frames(headers.PixelData, number_of_frames=int(headers.NumberOfFrames)))
        headers.PixelData = encapsulate(frames, fragments_per_frame=3, has_bot=True)

    whole = DicomReader(write_dicom_slide(tmp_path / "a", picture, jfif_ycbcr, levels=1))
    pieces = DicomReader(write_dicom_slide(tmp_path / "b", picture, jfif_ycbcr, levels=1, change=in_pieces))
    assert np.array_equal(_whole(whole, picture), _whole(pieces, picture))


def test_that_the_same_jpeg_tiles_give_the_same_pixels_as_tiff_and_as_dicom(tmp_path: Path) -> None:
    picture = he_slide(1024, 1024)
    dicom = write_dicom_slide(tmp_path / "dicom", picture, jfif_ycbcr, levels=1)
    headers = dcmread(dicom)
    frames = list(generate_frames(headers.PixelData, number_of_frames=int(headers.NumberOfFrames)))
    tiff = tmp_path / "same.tif"
    tifffile.imwrite(
        tiff, iter(frames), shape=picture.shape, dtype="uint8", tile=(256, 256), photometric="ycbcr",
        subsampling=(2, 2), compression="jpeg", resolution=(4e4, 4e4), resolutionunit="CENTIMETER", metadata=None,
    )  # fmt: skip
    request = RegionRequest(300, 200, 512, 512, 512, 512)
    by_dicom, by_tiff = read_region(open_reader(dicom), request), read_region(open_reader(tiff), request)
    assert np.abs(by_dicom.astype(int) - by_tiff).max() <= 1


@pytest.mark.bad("BAD-038")
def test_that_a_damaged_tile_is_refused_and_the_others_are_still_read(tmp_path: Path) -> None:
    picture = he_slide()

    def damage(headers: Dataset) -> None:
        frames = list(generate_frames(headers.PixelData, number_of_frames=int(headers.NumberOfFrames)))
        frames[0] = frames[0][:200]
        headers.PixelData = encapsulate(frames)

    reader = DicomReader(write_dicom_slide(tmp_path, picture, jfif_ycbcr, change=damage))
    with pytest.raises(InputError, match="pixel 0, 0 cannot be decoded"):
        reader.read_level(0, 0, 0, 100, 100)
    assert reader.read_level(0, 600, 600, 100, 100).mean() < GLASS


def test_that_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    for encode in (jfif_ycbcr, native):
        path = write_dicom_slide(tmp_path / encode.__name__, he_slide(), encode, levels=1)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(InputError, match="damaged or cut short"):
            open_reader(path)


def test_that_a_level_with_missing_tiles_is_refused(tmp_path: Path) -> None:
    def drop_one(headers: Dataset) -> None:
        headers.NumberOfFrames = int(headers.NumberOfFrames) - 1

    with pytest.raises(InputError, match="34 of 35 tiles"):
        open_reader(write_dicom_slide(tmp_path, he_slide(), native, levels=1, change=drop_one))


def test_that_two_images_of_one_size_in_a_series_are_not_mixed(tmp_path: Path) -> None:
    def rename(headers: Dataset) -> None:
        headers.SOPInstanceUID = headers.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"

    path = write_dicom_slide(tmp_path, he_slide(), levels=1)
    write_dicom_slide(tmp_path / "b", he_slide(), levels=1, change=rename).rename(tmp_path / "b.dcm")
    with pytest.raises(InputError, match="two different images of the same size"):
        open_reader(path)


def test_that_an_encoding_we_cannot_read_is_named(tmp_path: Path) -> None:
    def unknown(headers: Dataset) -> None:
        headers.file_meta.TransferSyntaxUID = HTJ2K

    with pytest.raises(InputError, match="High-Throughput"):
        open_reader(write_dicom_slide(tmp_path, he_slide(), levels=1, change=unknown))


def test_that_damaged_headers_are_refused_in_words(tmp_path: Path) -> None:
    def no_rows(headers: Dataset) -> None:
        del headers.Rows

    with pytest.raises(InputError, match="headers"):
        open_reader(write_dicom_slide(tmp_path, he_slide(), levels=1, change=no_rows))


@pytest.mark.bad("BAD-060")
@pytest.mark.control("RISK-50-a")
def test_that_a_replaced_file_is_opened_anew(tmp_path: Path) -> None:
    path = write_dicom_slide(tmp_path, he_slide(), levels=1)
    first = open_reader(path)
    assert open_reader(path) is first
    write_dicom_slide(tmp_path, he_slide(600, 600), levels=1)
    assert open_reader(path).header.level_sizes_px == ((600, 600),)


def _whole(reader, picture: np.ndarray) -> np.ndarray:
    return reader.read_level(0, 0, 0, picture.shape[1], picture.shape[0])


def _without_segment(stream: bytes, marker: int) -> bytes:
    at = stream.index(bytes([0xFF, marker]))
    return stream[:at] + stream[at + 2 + int.from_bytes(stream[at + 2 : at + 4], "big") :]


@pytest.mark.real_data
def test_that_the_real_false_colour_slide_equals_the_svs_of_the_same_region(real_data: Path) -> None:
    svs = open_reader(real_data / "wsi" / "aperio_CMU-1-Small-Region.svs")
    dicom = open_reader(real_data / "wsi" / "dicom_wsi_cmu1" / "level-0-frames-0-30.dcm")
    assert dicom.header.colour_corrected
    request = RegionRequest(0, 0, 2220, 2967, 2220, 2967)
    truth, read = read_region(svs, request).astype(int), read_region(dicom, request).astype(int)
    assert np.abs(truth - read).mean() == pytest.approx(3.4, abs=0.5)  # measured by others: 3.4 grey levels
    assert np.abs(truth.mean(axis=(0, 1)) - read.mean(axis=(0, 1))).max() < 1.0  # no cast of colour


@pytest.mark.real_data
def test_that_a_real_rgb_jpeg_slide_is_left_as_it_is(real_data: Path) -> None:
    path = real_data / "wsi" / "openslide_python_fixtures" / "boxes_0.dcm"
    ours, theirs = DicomReader(path), OpenSlideReader(path)
    assert not ours.header.colour_corrected
    assert np.array_equal(ours.read_level(0, 0, 0, 16, 16), theirs.read_level(0, 0, 0, 16, 16))
