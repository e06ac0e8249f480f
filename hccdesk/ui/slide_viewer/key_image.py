"""The view as a picture for the report."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.slide_viewer.sight import Sight
from hccdesk.ui.slide_viewer.slide_marks import magnification

_NAME = re.compile(r"slide_key_(\d+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What lay over the slide when the picture was taken."""

    outline: bool
    contribution: bool


def key_image(
    picture: QImage, sight: Sight, um_per_px: float | None, shown: Shown, others: tuple[Figure, ...]
) -> Figure:
    """The figure, under a name that none of the `others` has."""
    numbers = [int(found[1]) for figure in others if (found := _NAME.fullmatch(figure.name))]
    name = f"slide_key_{max(numbers, default=0) + 1}"
    return Figure(name, rgb_of(picture), _caption(magnification(sight, um_per_px), shown))


def rgb_of(picture: QImage) -> NDArray[np.uint8]:
    """The pixels (row, column, 3)."""
    solid = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(solid.constBits(), np.uint8).reshape(solid.height(), solid.bytesPerLine())
    return rows[:, : 3 * solid.width()].reshape(solid.height(), solid.width(), 3).copy()


def _caption(magnified: str, shown: Shown) -> Sentence:
    if not magnified:
        return Sentence.of("Slide, magnification unknown")
    if shown.contribution:
        return Sentence.of(
            "Slide, {magnification}, with what each patch did to the score: blue speaks for response, "
            "orange against it",
            magnification=magnified,
        )
    if shown.outline:
        return Sentence.of("Slide, {magnification}, with the outlined region", magnification=magnified)
    return Sentence.of("Slide, {magnification}", magnification=magnified)
