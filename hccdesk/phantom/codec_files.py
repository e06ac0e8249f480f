"""The known pictures written in every encoding; run when one is added, the files are shipped."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid5

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    CTImageStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
    VLWholeSlideMicroscopyImageStorage,
)

from hccdesk.phantom.codec_pictures import ct_picture, slide_picture
from hccdesk.phantom.dicom_identity import NAMESPACE, new_file

TILE_PX = 32
Grey = NDArray[np.uint16]
Rgb = NDArray[np.uint8]


def write_codec_files(folder: Path) -> None:
    """Every file of `codec_pictures.CT_FILES` and `SLIDE_FILES`; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (syntax, encode) in _CT_ENCODERS.items():
        _write_ct(folder / name, syntax, encode)
    for name, (syntax, photometric, encode_tile) in _DICOM_SLIDES.items():
        _write_dicom_slide(folder / name, syntax, photometric, encode_tile)
    for name, compression in (("uncompressed", None), ("lzw", "lzw"), ("deflate", "zlib")):
        _write_tiff(folder / f"slide-{name}.tif", compression)
    _write_jpeg_tiff(folder / "slide-jpeg.tif")
    _write_aperio(folder / "slide-jpeg-2000.svs")


def _write_ct(path: Path, syntax: UID, encode: Callable[[Grey], bytes] | None) -> None:
    picture = ct_picture()
    file = _named(path, CTImageStorage, syntax)
    file.Modality = "CT"
    file.SamplesPerPixel, file.PhotometricInterpretation = 1, "MONOCHROME2"
    file.Rows, file.Columns = picture.shape
    file.BitsAllocated, file.BitsStored, file.HighBit, file.PixelRepresentation = 16, 12, 11, 0
    file.RescaleIntercept, file.RescaleSlope, file.RescaleType = "-1024", "1", "HU"
    if encode is None:
        order = ">u2" if syntax == ExplicitVRBigEndian else "<u2"
        file.PixelData = picture.astype(order).tobytes()
        file["PixelData"].VR = "OW"
    else:
        file.PixelData = encapsulate([encode(picture)])
        file["PixelData"].VR = "OB"
    written = Dataset()  # a FileDataset refuses to change its byte order
    written.update(file)
    written.preamble, written.file_meta = file.preamble, file.file_meta
    with warnings.catch_warnings(action="ignore"):  # big endian is retired; archives are full of it
        written.save_as(
            path,
            implicit_vr=syntax == ImplicitVRLittleEndian,
            little_endian=syntax != ExplicitVRBigEndian,
            enforce_file_format=True,
        )


def _rle(picture: Grey) -> bytes:
    return get_encoder(RLELossless).encode(
        picture, rows=picture.shape[0], columns=picture.shape[1], samples_per_pixel=1, bits_allocated=16,
        bits_stored=12, pixel_representation=0, number_of_frames=1, photometric_interpretation="MONOCHROME2",
        encoding_plugin="pydicom",
    )  # fmt: skip


def _jpeg(**how: Any) -> Callable[[Grey], bytes]:
    return lambda picture: bytes(imagecodecs.jpeg8_encode(picture, **how))


def _jpeg_2000(*, reversible: bool, level: int) -> Callable[[NDArray[np.generic]], bytes]:
    return lambda picture: bytes(
        imagecodecs.jpeg2k_encode(picture, level=level, codecformat="j2k", reversible=reversible, mct=True)
    )


def _htj2k(*, reversible: bool) -> Callable[[Grey], bytes]:
    level = None if reversible else 0.0001
    return lambda picture: bytes(imagecodecs.htj2k_encode(picture, level=level, reversible=reversible))


_CT_ENCODERS: Mapping[str, tuple[UID, Callable[[Grey], bytes] | None]] = {
    "ct-implicit-little.dcm": (ImplicitVRLittleEndian, None),
    "ct-explicit-little.dcm": (ExplicitVRLittleEndian, None),
    "ct-explicit-big.dcm": (ExplicitVRBigEndian, None),
    "ct-rle.dcm": (RLELossless, _rle),
    "ct-jpeg-extended.dcm": (JPEGExtended12Bit, _jpeg(level=95, bitspersample=12)),
    "ct-jpeg-lossless.dcm": (JPEGLossless, _jpeg(lossless=True, predictor=4, bitspersample=16)),
    "ct-jpeg-lossless-sv1.dcm": (JPEGLosslessSV1, _jpeg(lossless=True, predictor=1, bitspersample=16)),
    "ct-jpeg-ls.dcm": (JPEGLSLossless, lambda picture: bytes(imagecodecs.jpegls_encode(picture))),
    "ct-jpeg-ls-near.dcm": (JPEGLSNearLossless, lambda picture: bytes(imagecodecs.jpegls_encode(picture, level=2))),
    "ct-jpeg-2000.dcm": (JPEG2000Lossless, _jpeg_2000(reversible=True, level=0)),
    "ct-jpeg-2000-lossy.dcm": (JPEG2000, _jpeg_2000(reversible=False, level=90)),
    "ct-htj2k.dcm": (HTJ2KLossless, _htj2k(reversible=True)),
    "ct-htj2k-rpcl.dcm": (HTJ2KLosslessRPCL, _htj2k(reversible=True)),
    "ct-htj2k-lossy.dcm": (HTJ2K, _htj2k(reversible=False)),
}


def _write_dicom_slide(path: Path, syntax: UID, photometric: str, encode: Callable[[Rgb], bytes]) -> None:
    picture = slide_picture()
    tiles = [encode(tile) for tile in _tiles(picture)]
    file = _named(path, VLWholeSlideMicroscopyImageStorage, syntax)
    file.Modality, file.ImageType = "SM", ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    file.Rows = file.Columns = TILE_PX
    file.TotalPixelMatrixRows, file.TotalPixelMatrixColumns = picture.shape[:2]
    file.SamplesPerPixel, file.PhotometricInterpretation, file.PlanarConfiguration = 3, photometric, 0
    file.BitsAllocated, file.BitsStored, file.HighBit, file.PixelRepresentation = 8, 8, 7, 0
    file.DimensionOrganizationType, file.NumberOfFrames = "TILED_FULL", len(tiles)
    measures, shared = Dataset(), Dataset()
    measures.PixelSpacing = ["0.00025", "0.00025"]
    shared.PixelMeasuresSequence = [measures]
    file.SharedFunctionalGroupsSequence = [shared]
    file.PixelData = b"".join(tiles) if syntax == ExplicitVRLittleEndian else encapsulate(tiles)
    file["PixelData"].VR = "OB"
    file.save_as(path, enforce_file_format=True)


def _jpeg_tile(tile: Rgb) -> bytes:
    return bytes(imagecodecs.jpeg8_encode(tile, level=95, colorspace="RGB", outcolorspace="YCBCR", subsampling="444"))


_DICOM_SLIDES: Mapping[str, tuple[UID, str, Callable[[Rgb], bytes]]] = {
    "slide-explicit-little.dcm": (ExplicitVRLittleEndian, "RGB", lambda tile: tile.tobytes()),
    "slide-jpeg.dcm": (JPEGBaseline8Bit, "YBR_FULL", _jpeg_tile),
    "slide-jpeg-2000.dcm": (JPEG2000Lossless, "YBR_RCT", _jpeg_2000(reversible=True, level=0)),
    "slide-jpeg-2000-lossy.dcm": (JPEG2000, "YBR_ICT", _jpeg_2000(reversible=False, level=60)),
}


def _write_tiff(path: Path, compression: str | None) -> None:
    tifffile.imwrite(path, slide_picture(), photometric="rgb", compression=compression, **_TIFF)


def _write_jpeg_tiff(path: Path) -> None:
    picture = slide_picture()
    tiles = iter([_jpeg_tile(tile) for tile in _tiles(picture)])
    tifffile.imwrite(
        path,
        tiles,
        shape=picture.shape,
        dtype="uint8",
        photometric="ycbcr",
        compression="jpeg",
        subsampling=(1, 1),
        **_TIFF,
    )


_TIFF: dict[str, Any] = {
    "tile": (TILE_PX, TILE_PX),
    "resolution": (40_000, 40_000),
    "resolutionunit": "CENTIMETER",
    "byteorder": "<",
    "software": False,
    "metadata": None,
}


def _write_aperio(path: Path) -> None:
    """OpenSlide knows Aperio by its description; 33005 is its JPEG 2000 of RGB."""
    picture = slide_picture()
    encoded = [_jpeg_2000(reversible=True, level=0)(tile) for tile in _tiles(picture)]
    with tifffile.TiffWriter(path, bigtiff=False, byteorder="<") as tiff:
        tiff.write(
            data=iter(encoded),
            shape=picture.shape,
            dtype="uint8",
            tile=(TILE_PX, TILE_PX),
            photometric="rgb",
            compression=tifffile.COMPRESSION.APERIO_JP2000_RGB,
            description="Aperio Image Library\n64x48 [0,0 64x48] (32x32) J2K|AppMag = 40|MPP = 0.25",
            software=False,
            metadata=None,
        )


def _tiles(picture: Rgb) -> list[Rgb]:
    rows = -(-picture.shape[0] // TILE_PX) * TILE_PX
    padded = np.full((rows, picture.shape[1], 3), 255, np.uint8)
    padded[: picture.shape[0]] = picture
    return [
        np.ascontiguousarray(padded[y : y + TILE_PX, x : x + TILE_PX])
        for y in range(0, rows, TILE_PX)
        for x in range(0, picture.shape[1], TILE_PX)
    ]


def _named(path: Path, sop_class: UID, syntax: UID) -> FileDataset:
    """A file of nobody: its identifiers follow from its name alone."""
    image, series, study = (UID(f"2.25.{uuid5(NAMESPACE, f'codec/{path.name}/{part}').int}") for part in "abc")
    file = new_file(sop_class, image, syntax)
    file.PatientName, file.PatientID = "Known^Picture", "SELFTEST"
    file.SeriesInstanceUID, file.StudyInstanceUID = series, study
    return file
