"""Two small pictures whose pixels are known, and in what encodings they are shipped to test the decoders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.sentence import Sentence

CT_SHAPE = (32, 40)
SLIDE_SHAPE = (48, 64)


@dataclass(frozen=True, slots=True)
class CodecFile:
    """A file of a known picture: its name, how it is encoded, and the largest difference of a pixel's value.

    0 where the encoding loses nothing.
    """

    name: str
    encoding: Sentence
    largest_difference: int = 0


CT_FILES = (
    CodecFile("ct-implicit-little.dcm", Sentence.of("implicit little endian")),
    CodecFile("ct-explicit-little.dcm", Sentence.of("explicit little endian")),
    CodecFile("ct-explicit-big.dcm", Sentence.of("explicit big endian")),
    CodecFile("ct-rle.dcm", Sentence.of("RLE lossless")),
    CodecFile("ct-jpeg-extended.dcm", Sentence.of("JPEG extended, 12 bit"), 12),
    CodecFile("ct-jpeg-lossless.dcm", Sentence.of("JPEG lossless, process 14")),
    CodecFile("ct-jpeg-lossless-sv1.dcm", Sentence.of("JPEG lossless, process 14 SV1")),
    CodecFile("ct-jpeg-ls.dcm", Sentence.of("JPEG-LS lossless")),
    CodecFile("ct-jpeg-ls-near.dcm", Sentence.of("JPEG-LS near-lossless"), 2),
    CodecFile("ct-jpeg-2000.dcm", Sentence.of("JPEG 2000 lossless")),
    CodecFile("ct-jpeg-2000-lossy.dcm", Sentence.of("JPEG 2000"), 10),
    CodecFile("ct-htj2k.dcm", Sentence.of("high-throughput JPEG 2000 lossless")),
    CodecFile("ct-htj2k-rpcl.dcm", Sentence.of("high-throughput JPEG 2000 RPCL lossless")),
    CodecFile("ct-htj2k-lossy.dcm", Sentence.of("high-throughput JPEG 2000"), 12),
)
"""Every transfer syntax that the CT reader takes."""

SLIDE_FILES = (
    CodecFile("slide-uncompressed.tif", Sentence.of("tiled TIFF, uncompressed")),
    CodecFile("slide-lzw.tif", Sentence.of("tiled TIFF, LZW")),
    CodecFile("slide-deflate.tif", Sentence.of("tiled TIFF, deflate")),
    CodecFile("slide-jpeg.tif", Sentence.of("tiled TIFF, JPEG"), 10),
    CodecFile("slide-jpeg-2000.svs", Sentence.of("Aperio SVS, JPEG 2000")),
    CodecFile("slide-explicit-little.dcm", Sentence.of("DICOM slide, uncompressed")),
    CodecFile("slide-jpeg.dcm", Sentence.of("DICOM slide, JPEG"), 10),
    CodecFile("slide-jpeg-2000.dcm", Sentence.of("DICOM slide, JPEG 2000 lossless")),
    CodecFile("slide-jpeg-2000-lossy.dcm", Sentence.of("DICOM slide, JPEG 2000"), 6),
)
"""Encodings of slides; MIRAX, Hamamatsu and Leica files hold the same JPEG tiles."""


def ct_picture() -> NDArray[np.uint16]:
    """12-bit values of `CT_SHAPE`: a slope with a texture that no run or gradient predicts."""
    row, column = np.mgrid[0 : CT_SHAPE[0], 0 : CT_SHAPE[1]]
    slope = 40 * row + 45 * column
    texture = (row * 37 + column * 91 + row * column * 13) % 61
    picture: NDArray[np.uint16] = (slope + texture + 200).astype(np.uint16)
    return picture


def slide_picture() -> NDArray[np.uint8]:
    """RGB of `SLIDE_SHAPE`: three slopes that differ, with a weak texture."""
    row, column = np.mgrid[0 : SLIDE_SHAPE[0], 0 : SLIDE_SHAPE[1]]
    texture = (row * 5 + column * 11 + row * column) % 7
    red, green, blue = 250 - 2 * row - texture, 90 + 2 * column + texture, 140 + row + column - texture
    picture: NDArray[np.uint8] = np.stack([red, green, blue], axis=-1).astype(np.uint8)
    return picture
