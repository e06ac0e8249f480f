"""Synthetic slides: H&E-like pixels written as tiled TIFF and as DICOM whole-slide images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    VLWholeSlideMicroscopyImageStorage,
)

from hccdesk.domain.ct import Suitability, Verdict
from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.domain.slide import SlideFacts

Rgb = NDArray[np.uint8]
GLASS = 243


def he_tissue(height: int, width: int, seed: int = 7) -> Rgb:
    """Eosin-pink cytoplasm with a fine texture and sharp violet nuclei, filling the picture."""
    rng = np.random.default_rng(seed)
    grain = rng.normal(0.0, 14.0, (height, width, 1))
    picture = np.array([222.0, 158.0, 196.0]) + grain
    nuclei = Image.new("L", (width, height), 0)
    rows, columns = np.ogrid[-9:10, -9:10]
    disc = Image.fromarray(((rows**2 + columns**2) < 64).astype(np.uint8) * 255)
    for x, y in rng.uniform(0, 1, (height * width // 900, 2)) * (width, height):
        nuclei.paste(255, (int(x) - 9, int(y) - 9), disc)
    inside = np.asarray(nuclei)[..., None] > 0
    picture = np.where(inside, np.array([112.0, 72.0, 150.0]) + grain, picture)
    return picture.clip(0, 255).astype(np.uint8)


def he_slide(height: int = 1100, width: int = 1600, border: int = 100) -> Rgb:
    """Tissue with a border of bright glass."""
    picture = np.full((height, width, 3), GLASS, np.uint8)
    picture[border : height - border, border : width - border] = he_tissue(height - 2 * border, width - 2 * border)
    return picture


def write_tiff_slide(
    path: Path,
    picture: NDArray[np.integer],
    um_per_px: float | tuple[float, float] | None = 0.25,
    levels: int = 2,
    tile: int = 256,
    compression: str | None = "jpeg",
) -> Path:
    """A tiled pyramidal TIFF; the resolution in centimetres is what OpenSlide takes µm per px from."""
    both = um_per_px if isinstance(um_per_px, tuple) else (um_per_px, um_per_px)
    with tifffile.TiffWriter(path, bigtiff=False) as tiff:
        for level in range(levels):
            where = (
                {}
                if both[0] is None
                else {
                    "resolution": tuple(1e4 / (um * 2**level) for um in both if um),
                    "resolutionunit": "CENTIMETER",
                }
            )
            tiff.write(
                picture[:: 2**level, :: 2**level],
                tile=(tile, tile),
                photometric="rgb" if picture.ndim == 3 else "minisblack",
                compression=compression,
                subfiletype=1 if level else 0,
                metadata=None,
                **where,
            )
    return path


def jfif_ycbcr(tile: Rgb) -> bytes:
    """JFIF, YCbCr 4:2:0."""
    return imagecodecs.jpeg8_encode(tile, level=92, colorspace="RGB", outcolorspace="YCBCR", subsampling="420")


def adobe_rgb(tile: Rgb) -> bytes:
    """RGB components under an Adobe marker with transform 0, as Aperio converters write."""
    return imagecodecs.jpeg8_encode(tile, level=92, colorspace="RGB", outcolorspace="RGB", subsampling="444")


def jpeg_2000(tile: Rgb) -> bytes:
    """Lossless, with the component transform."""
    return imagecodecs.jpeg2k_encode(tile, level=0, codecformat="j2k", mct=True, reversible=True)


def native(tile: Rgb) -> bytes:
    """Uncompressed."""
    return tile.tobytes()


def write_dicom_slide(
    folder: Path,
    picture: Rgb,
    encode: Callable[[Rgb], bytes] = jfif_ycbcr,
    photometric: str = "RGB",
    um_per_px: float | None = 0.25,
    tile: int = 256,
    levels: int = 2,
    sparse: bool = False,
    series: str = "1.2.826.0.1.3680043.10.1.1",
    change: Callable[[Dataset], None] = lambda headers: None,
) -> Path:
    """A DICOM pyramid, one file a level; returns the file of level 0. `change` edits headers before writing."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for level in range(levels):
        headers = _wsi_headers(picture[:: 2**level, :: 2**level], level, tile, series, um_per_px, photometric)
        tiles = _tiles(picture[:: 2**level, :: 2**level], tile)
        if sparse:
            _make_sparse(headers, [corner for corner, _ in tiles])
        _set_pixels(headers, [encode(pixels) for _, pixels in tiles], encode)
        change(headers)
        paths.append(folder / f"level-{level}.dcm")
        headers.save_as(paths[-1], enforce_file_format=True)
    return paths[0]


def _wsi_headers(
    picture: Rgb, level: int, tile: int, series: str, um_per_px: float | None, photometric: str
) -> Dataset:
    headers = Dataset()
    headers.file_meta = FileMetaDataset()
    headers.file_meta.MediaStorageSOPClassUID = headers.SOPClassUID = VLWholeSlideMicroscopyImageStorage
    uid = UID(f"{series}.{level + 1}")
    headers.file_meta.MediaStorageSOPInstanceUID = headers.SOPInstanceUID = uid
    headers.StudyInstanceUID, headers.SeriesInstanceUID, headers.Modality = f"{series}.99", series, "SM"
    headers.ImageType = ["DERIVED", "PRIMARY", "VOLUME", "RESAMPLED" if level else "NONE"]
    headers.PatientID, headers.PatientName = "HCC-0001", "Muster^Eva"
    headers.PatientBirthDate, headers.PatientSex = "19600229", "F"
    headers.Rows = headers.Columns = tile
    headers.TotalPixelMatrixRows, headers.TotalPixelMatrixColumns = picture.shape[:2]
    headers.SamplesPerPixel, headers.PhotometricInterpretation, headers.PlanarConfiguration = 3, photometric, 0
    headers.BitsAllocated = headers.BitsStored = 8
    headers.HighBit, headers.PixelRepresentation = 7, 0
    headers.DimensionOrganizationType = "TILED_FULL"
    if um_per_px is not None:
        measures, shared = Dataset(), Dataset()
        measures.PixelSpacing = [um_per_px * 2**level / 1000] * 2
        shared.PixelMeasuresSequence = Sequence([measures])
        headers.SharedFunctionalGroupsSequence = Sequence([shared])
    return headers


def _tiles(picture: Rgb, side: int) -> list[tuple[tuple[int, int], Rgb]]:
    rows, columns = -(-picture.shape[0] // side) * side, -(-picture.shape[1] // side) * side
    padded = np.full((rows, columns, 3), GLASS, np.uint8)
    padded[: picture.shape[0], : picture.shape[1]] = picture
    return [
        ((x, y), np.ascontiguousarray(padded[y : y + side, x : x + side]))
        for y in range(0, rows, side)
        for x in range(0, columns, side)
    ]


def _make_sparse(headers: Dataset, corners: list[tuple[int, int]]) -> None:
    groups = []
    for x, y in corners:
        place, group = Dataset(), Dataset()
        place.ColumnPositionInTotalImagePixelMatrix, place.RowPositionInTotalImagePixelMatrix = x + 1, y + 1
        group.PlanePositionSlideSequence = Sequence([place])
        groups.append(group)
    headers.DimensionOrganizationType = "TILED_SPARSE"
    headers.PerFrameFunctionalGroupsSequence = Sequence(groups)


def _set_pixels(headers: Dataset, frames: list[bytes], encode: Callable[[Rgb], bytes]) -> None:
    headers.NumberOfFrames = len(frames)
    if encode is native:
        headers.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        headers.PixelData = b"".join(frames)
    else:
        headers.file_meta.TransferSyntaxUID = JPEG2000Lossless if encode is jpeg_2000 else JPEGBaseline8Bit
        headers.PixelData = encapsulate(frames)
    headers["PixelData"].VR = "OB"


def slide_facts(
    width_px: int = 4096,
    height_px: int = 3072,
    um_per_px: float | None = 0.25,
    bounds_offset_px: tuple[int, int] = (0, 0),
) -> SlideFacts:
    """Facts of a slide that need not exist."""
    return SlideFacts(
        path=Path("slide.svs"),
        vendor="aperio",
        width_px=width_px,
        height_px=height_px,
        um_per_px=um_per_px,
        objective_power=40.0,
        level_count=1,
        bounds_offset_px=bounds_offset_px,
        verdict=Verdict(Suitability.INFER),
        patient=PatientIdentity(),
    )


def input_spec(um_per_px: float = 0.25, patch_px: int = 512) -> SlideInputSpec:
    """A model's demands on a slide."""
    return SlideInputSpec(patch_px, um_per_px, (0.5, 0.5, 0.5), (0.2, 0.2, 0.2), 8, 512)


def box_roi(x0: float, y0: float, x1: float, y1: float, *holes: tuple[float, float, float, float]) -> SlideRoi:
    """A rectangle with rectangular holes."""
    return SlideRoi((Polygon(_box(x0, y0, x1, y1), tuple(_box(*hole) for hole in holes)),), "asap-xml")


def _box(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float64]:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float64)
