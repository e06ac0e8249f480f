"""A view as a picture for the report, with the words that belong under it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage

from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.ct_viewer.windowing import HuWindow

SIZE = QSize(900, 700)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows: `view` is `axial`, `coronal` or `sagittal`, `place` the slice as its corner names it."""

    series: str
    view: str
    place: str
    window: HuWindow
    explained: bool


def key_image(image: QImage, taken: tuple[Figure, ...], shown: Shown) -> Figure:
    """The picture under a name that none of `taken` has."""
    numbers = [int(figure.name.rpartition("_")[2]) for figure in taken if figure.name.rpartition("_")[2].isdigit()]
    return Figure(f"key_{max(numbers, default=0) + 1:02d}", rgb_of(image), _caption(shown))


def rgb_of(image: QImage) -> NDArray[np.uint8]:
    """Pixels (row, column, 3)."""
    flat = image.convertToFormat(QImage.Format.Format_RGB888)
    rows, columns, step = flat.height(), flat.width(), flat.bytesPerLine()
    padded = np.frombuffer(flat.constBits(), np.uint8).reshape(rows, step)
    return padded[:, : 3 * columns].reshape(rows, columns, 3).copy()  # the memory is the image's, which goes away


def png_of(image: QImage) -> bytes:
    """The picture as a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # PySide takes a str, its stubs name bytes
    return bytes(held.data())


def _caption(shown: Shown) -> Sentence:
    width, level = float(shown.window.width_hu), float(shown.window.level_hu)
    if shown.explained:
        return Sentence.of(
            "{series}: {view} slice {place}, window {width_hu:.0f}, level {level_hu:.0f} HU; colours: what moved the "
            "CT model, blue for response, orange against it. An explanation is not a cause.",
            series=shown.series,
            view=shown.view,
            place=shown.place,
            width_hu=width,
            level_hu=level,
        )
    return Sentence.of(
        "{series}: {view} slice {place}, window {width_hu:.0f}, level {level_hu:.0f} HU.",
        series=shown.series,
        view=shown.view,
        place=shown.place,
        width_hu=width,
        level_hu=level,
    )
