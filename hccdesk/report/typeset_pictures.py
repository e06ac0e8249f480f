"""Pictures with their captions as flowables: small ones in rows, chosen ones large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Bitmap
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Spacer

from hccdesk.report.blocks import NumberedPictures
from hccdesk.report.figure_blocks import Picture, PictureRow
from hccdesk.report.tagged_flowables import LayoutTable as Table
from hccdesk.report.tagged_flowables import TaggedFigure
from hccdesk.report.tone import Tone
from hccdesk.report.typography import GRID_PT, Size, set_text

PICTURE_HEIGHT_PT = 144.0
CHOSEN_IN_A_ROW = 2
CHOSEN_HEIGHT_PT = 272.0
ALONE_HEIGHT_PT = 420.0
_GUTTER_PT = 2 * GRID_PT


def pictures(block: PictureRow, width: float, language: str) -> list[Flowable]:
    """Rows of as many as the block says."""
    each = (width - GRID_PT * (block.across - 1)) / block.across
    cells = [_picture(picture, each, PICTURE_HEIGHT_PT, Size.SMALL, language) for picture in block.pictures]
    return [*_rows(cells, block.across, each, GRID_PT), Spacer(0, GRID_PT / 2)]


def numbered_pictures(block: NumberedPictures, width: float, language: str) -> list[Flowable]:
    """Rows of two; a single one fills the line."""
    if len(block.pictures) == 1:
        return [*_picture(block.pictures[0], width, ALONE_HEIGHT_PT, Size.BODY, language), Spacer(0, GRID_PT)]
    each = (width - _GUTTER_PT) / CHOSEN_IN_A_ROW
    cells = [_picture(picture, each, CHOSEN_HEIGHT_PT, Size.BODY, language) for picture in block.pictures]
    return _rows(cells, CHOSEN_IN_A_ROW, each, _GUTTER_PT)


def _rows(cells: list[list[Flowable]], across: int, each: float, gutter: float) -> list[Flowable]:
    rows = [cells[i : i + across] for i in range(0, len(cells), across)]
    rows[-1] += [[]] * (across - len(rows[-1]))
    style = [*_TIGHT, ("RIGHTPADDING", (0, 0), (-1, -1), gutter)]
    return [Table([row], [each + gutter] * across, hAlign="LEFT", style=style) for row in rows]


_TIGHT: list[tuple[object, ...]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), GRID_PT),
]


class _Pixels(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """Pixels on paper; reportlab's own flowable would have them packed in a file first."""

    def __init__(self, rgb: NDArray[np.uint8], width: float, height: float) -> None:
        super().__init__()
        self.width, self.height, self._rgb = width, height, rgb

    def draw(self) -> None:
        """At the canvas's origin."""
        self.canv.drawImage(ImageReader(Bitmap.fromarray(self._rgb)), 0, 0, self.width, self.height)


def _picture(picture: Picture, width: float, height: float, size: Size, language: str) -> list[Flowable]:
    rows, columns = picture.figure.rgb.shape[:2]
    scale = min(width / columns, height / rows)
    image = _Pixels(picture.figure.rgb, columns * scale, rows * scale)
    return [
        TaggedFigure(image, picture.caption),
        set_text(picture.caption, size, Tone.MUTED, before=3, language=language),
    ]
