"""One stored DICOM frame as RGB, in its true colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.pixels.processing import convert_color_space
from pydicom.uid import (
    JPEG2000,
    UID,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
)

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.jpeg_colour import stores_ycbcr

Decoder = Callable[[bytes, Dataset], NDArray[np.uint8]]

_COD = b"\xff\x52"


def decode_frame(stored: bytes, headers: Dataset) -> NDArray[np.uint8]:
    """(row, column, 3) RGB; raises whatever the codec raises on damaged bytes.

    The frame's own evidence decides between RGB and YCbCr; the header only where the frame does not tell.
    """
    return decoder_for(headers.file_meta.TransferSyntaxUID)(stored, headers)


def decoder_for(transfer_syntax: UID) -> Decoder:
    """The decoder of a transfer syntax; raises `InputError` for one we do not read."""
    try:
        return _DECODERS[transfer_syntax]
    except KeyError:
        named = transfer_syntax.name if transfer_syntax.is_transfer_syntax else Sentence.of("an unknown encoding")
        what = Sentence.of("The DICOM slide is stored as {named}, which cannot be read here.", named=named)
        raise InputError(what, what_to_do="Re-export it as JPEG, JPEG 2000 or uncompressed.") from None


def misstates_colours(stored: bytes, headers: Dataset) -> bool:
    """Whether a JPEG frame is YCbCr under a header that says RGB, or the other way round."""
    if headers.file_meta.TransferSyntaxUID not in (JPEGBaseline8Bit, JPEGExtended12Bit):
        return False
    truth = stores_ycbcr(stored)
    return truth is not None and truth != _declares_ycbcr(headers)


def _declares_ycbcr(headers: Dataset) -> bool:
    return str(headers.PhotometricInterpretation).startswith("YBR")


def _jpeg(stored: bytes, headers: Dataset) -> NDArray[np.uint8]:
    if int(headers.SamplesPerPixel) == 1:
        return _three_channels(imagecodecs.jpeg8_decode(stored))
    truth = stores_ycbcr(stored)
    ycbcr = _declares_ycbcr(headers) if truth is None else truth
    rgb = imagecodecs.jpeg8_decode(stored, colorspace="YCBCR" if ycbcr else "RGB", outcolorspace="RGB")
    return _three_channels(rgb)


def _jpeg_2000(stored: bytes, headers: Dataset) -> NDArray[np.uint8]:
    pixels = _three_channels(imagecodecs.jpeg2k_decode(stored))
    # With the multiple component transform the codec gives RGB; without it, YBR is left as stored.
    if _declares_ycbcr(headers) and not _has_component_transform(stored):
        return _from_ybr(pixels)
    return pixels


def _has_component_transform(stream: bytes) -> bool:
    """The MCT flag of the coding style marker (ISO 15444-1 A.6.1)."""
    at = stream.find(_COD)
    return at >= 0 and len(stream) > at + 8 and stream[at + 8] == 1


def _native(stored: bytes, headers: Dataset) -> NDArray[np.uint8]:
    rows, columns, samples = int(headers.Rows), int(headers.Columns), int(headers.SamplesPerPixel)
    kind = np.dtype("<u2") if int(headers.BitsAllocated) == 16 else np.dtype("u1")
    flat = np.frombuffer(stored, kind, rows * columns * samples)
    pixels: NDArray[Any]
    if int(headers.get("PlanarConfiguration") or 0) == 1:
        pixels = np.moveaxis(flat.reshape(samples, rows, columns), 0, -1)
    else:
        pixels = flat.reshape(rows, columns, samples)
    if kind.itemsize == 2:
        pixels = (pixels.astype(np.uint16) >> max(int(headers.BitsStored) - 8, 0)).clip(0, 255).astype(np.uint8)
    rgb = _three_channels(pixels)
    return _from_ybr(rgb) if _declares_ycbcr(headers) else rgb


def _from_ybr(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rgb: NDArray[np.uint8] = convert_color_space(pixels, "YBR_FULL", "RGB")
    return rgb


def _three_channels(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    if pixels.dtype != np.uint8:
        pixels = (pixels >> (8 * (pixels.dtype.itemsize - 1))).astype(np.uint8)
    grey = pixels.ndim == 2 or pixels.shape[2] == 1
    full = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2) if grey else pixels[..., :3]
    return np.ascontiguousarray(full, dtype=np.uint8)


_DECODERS: dict[UID, Decoder] = {
    JPEGBaseline8Bit: _jpeg,
    JPEGExtended12Bit: _jpeg,
    JPEG2000: _jpeg_2000,
    JPEG2000Lossless: _jpeg_2000,
    ExplicitVRLittleEndian: _native,
    ImplicitVRLittleEndian: _native,
}
