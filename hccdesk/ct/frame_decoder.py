"""One frame of encapsulated or plain pixel data, by the one decoder allowed for its transfer syntax."""

from __future__ import annotations

from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.encaps import get_frame
from pydicom.pixels.decoders.base import get_decoder

from hccdesk.ct.jpeg_gate import is_plain_jpeg
from hccdesk.ct.pixel_element import DECODER_OF


class DamagedFrame(Exception):  # noqa: N818 - a fact about a frame; the caller knows file and words
    """A frame that its decoder could not read."""


def decode_frame(dataset: Dataset, index: int, transfer_syntax: str) -> NDArray[np.integer[Any]]:
    """Stored values of frame `index`, (row, column), signed as the header says. Raises `DamagedFrame`."""
    plugin = DECODER_OF.get(transfer_syntax, "")
    if plugin in ("gdcm", "imagecodecs") and not _is_sound_jpeg(dataset, index):
        raise DamagedFrame
    try:
        if plugin == "imagecodecs":
            return _extended_jpeg(dataset, index)
        frame = get_decoder(transfer_syntax).as_array(dataset, index=index, raw=True, decoding_plugin=plugin)[0]
        return np.asarray(frame)
    except Exception as fault:  # decoders raise whatever the damaged bytes lead them to
        raise DamagedFrame from fault
    except BaseException as fault:
        # The RLE decoder is written in Rust; its panics are no Exception.
        if type(fault).__name__ != "PanicException":
            raise
        raise DamagedFrame from fault


def _is_sound_jpeg(dataset: Dataset, index: int) -> bool:
    try:
        stream = _stream(dataset, index)
        return is_plain_jpeg(stream, int(dataset.Rows), int(dataset.Columns), int(dataset.BitsAllocated))
    except Exception:  # a damaged header or fragment table may raise anything
        return False


def _extended_jpeg(dataset: Dataset, index: int) -> NDArray[np.integer[Any]]:
    allocated, stored = int(dataset.BitsAllocated), int(dataset.BitsStored)
    decoded = np.asarray(imagecodecs.jpeg8_decode(_stream(dataset, index))).astype(f"u{allocated // 8}")
    if int(dataset.PixelRepresentation) == 0:
        return decoded
    unused = allocated - stored  # the stream holds the bits of a signed value (PS3.5 8.2.1)
    signed = decoded.view(f"i{allocated // 8}")
    return np.asarray((signed << unused) >> unused)


def _stream(dataset: Dataset, index: int) -> bytes:
    stream: bytes = get_frame(dataset.PixelData, index, number_of_frames=int(dataset.get("NumberOfFrames") or 1))
    return stream
