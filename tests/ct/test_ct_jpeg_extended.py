"""JPEG extended (process 2 and 4), which archives hold at 12 bits and at 8."""

from __future__ import annotations

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGExtended12Bit

from hccdesk.ct.frame_decoder import DamagedFrame, decode_frame

LIMIT = 12


def slope(bits: int) -> np.ndarray:
    row, column = np.mgrid[0:32, 0:40]
    return ((row + column) * ((1 << bits) - 200) // 72 + 90).astype(np.uint16)


def encoded(stored: np.ndarray, bits: int, signed: bool) -> Dataset:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = JPEGExtended12Bit
    dataset.Rows, dataset.Columns = stored.shape
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, bits, bits - 1
    dataset.PixelRepresentation = int(signed)
    kind = np.uint8 if bits == 8 else np.uint16
    stream = imagecodecs.jpeg8_encode(stored.astype(kind), level=98, bitspersample=bits)
    dataset.PixelData = encapsulate([bytes(stream)])
    return dataset


@pytest.mark.parametrize("bits", [8, 12])
def test_that_unsigned_values_come_back_within_what_the_encoding_loses(bits):
    frame = decode_frame(encoded(slope(bits), bits, signed=False), 0, JPEGExtended12Bit)
    assert frame.dtype == np.uint16
    assert np.abs(frame.astype(int) - slope(bits)).max() <= LIMIT


def test_that_signed_values_keep_their_sign():
    hounsfield = (slope(11).astype(np.int16) - 1024).clip(-1000, -100)  # of one sign: wrapped values would not compress
    frame = decode_frame(encoded(hounsfield.astype(np.uint16) & 0xFFF, 12, signed=True), 0, JPEGExtended12Bit)
    assert frame.dtype == np.int16
    assert np.abs(frame.astype(int) - hounsfield).max() <= LIMIT


def test_that_a_stream_that_disowns_its_header_is_damaged():
    dataset = encoded(slope(12), 12, signed=False)
    dataset.Columns = 39
    with pytest.raises(DamagedFrame):
        decode_frame(dataset, 0, JPEGExtended12Bit)
