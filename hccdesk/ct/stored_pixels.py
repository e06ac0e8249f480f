"""Stored pixel values of one image file, frame by frame: straight from disk, or through the one decoder allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.filereader import dcmread

from hccdesk.ct.frame_decoder import DamagedFrame, decode_frame
from hccdesk.ct.image_header import ImageHeader
from hccdesk.ct.pixel_element import EXPLICIT_BIG, UNCOMPRESSED
from hccdesk.domain.errors import CalibrationError, InputError
from hccdesk.domain.sentence import Sentence


def frames(header: ImageHeader) -> Iterator[NDArray[np.integer[Any]]]:
    """The file's frames in their order, each (row, column), as stored integers with their sign.

    Raises `InputError` naming the file where a frame is missing, damaged or of another size, and
    `CalibrationError` where values do not fit the bits that the header says are used.
    """
    if header.pixel_fault is not None:
        raise _damaged(header, Sentence.of("Its pixels cannot be read: {reason}.", reason=header.pixel_fault))
    stored = _uncompressed(header) if header.layout.transfer_syntax in UNCOMPRESSED else _decompressed(header)
    for frame in stored:
        if frame.shape != (header.layout.rows, header.layout.columns):
            raise _damaged(header, Sentence.of("A frame has another size than its header says."))
        yield _used_bits(frame, header)


def _uncompressed(header: ImageHeader) -> Iterator[NDArray[np.integer[Any]]]:
    layout, element = header.layout, header.element
    assert element is not None
    kind = np.dtype(f"{'i' if layout.signed else 'u'}{layout.bits_allocated // 8}")
    stored_kind = kind.newbyteorder(">" if layout.transfer_syntax == EXPLICIT_BIG else "<")
    count = layout.rows * layout.columns
    try:
        with header.path.open("rb") as file:
            file.seek(element.offset)
            for _ in range(layout.frames):
                values = np.fromfile(file, dtype=stored_kind, count=count)
                if values.size != count:
                    raise _damaged(header, Sentence.of("The file is cut short within its pixels."))
                yield values.reshape(layout.rows, layout.columns).astype(kind, copy=False)
    except OSError as fault:
        raise InputError(
            Sentence.of("It cannot be read ({reason}).", reason=str(fault.strerror)), where=header.path
        ) from fault


def _decompressed(header: ImageHeader) -> Iterator[NDArray[np.integer[Any]]]:
    try:
        dataset = dcmread(header.path, force=True)
    except OSError as fault:
        raise InputError(
            Sentence.of("It cannot be read ({reason}).", reason=str(fault.strerror)), where=header.path
        ) from fault
    except Exception as fault:  # pydicom raises whatever the damaged bytes lead it to
        raise _damaged(header, Sentence.of("The file is damaged.")) from fault
    for index in range(header.layout.frames):
        try:
            frame = decode_frame(dataset, index, header.layout.transfer_syntax)
        except DamagedFrame as fault:
            raise _damaged(header, Sentence.of("Its compressed pixels are damaged.")) from fault
        yield frame


def _damaged(header: ImageHeader, what: Sentence) -> InputError:
    return InputError(what, where=header.path, what_to_do="Export this series again, or leave the damaged file out.")


def _used_bits(frame: NDArray[np.integer[Any]], header: ImageHeader) -> NDArray[np.integer[Any]]:
    layout = header.layout
    unused = layout.bits_allocated - layout.bits_stored
    if unused == 0:
        return frame
    trimmed = (frame << unused) >> unused
    if header.overlay_in_pixels:
        return trimmed
    wrong = trimmed != frame
    if header.padding is not None:
        # Padding is often stored outside the bits used: it keeps its value, to be recognised later.
        wrong &= (frame < header.padding[0]) | (frame > header.padding[1])
    if wrong.any():
        raise CalibrationError(
            Sentence.of(
                "Pixel values do not fit the {bits} bits that the header says are used.",
                bits=layout.bits_stored,
            ),
            where=header.path,
            what_to_do="Export this series again.",
        )
    return frame
