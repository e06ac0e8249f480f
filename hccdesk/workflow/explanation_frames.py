"""The CT model's explanation map as pictures with everything that must be read on them, one a slice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.result import CtResponseFinding
from hccdesk.report.saliency_overlay import blue_white_orange, laid_over, map_on_slice

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
WIDTH_PX, HEIGHT_PX = 816, 560
_SIDE_PX, _TOP_PX, _GAP_PX, _LEFT_PX = 384, 84, 16, 16
_TEXT, _QUIET, _WARNING = (235, 235, 235), (170, 170, 170), (255, 196, 77)
_LARGE_PX, _SMALL_PX = 19, 15
_DIRECTIONS = (("L", "R"), ("P", "A"), ("H", "F"))
"""Letters of the ends of the LPS axes, as DICOM's Patient Orientation has them."""


def explanation_frames(
    found: CtResponseFinding, series: CtSeries, *, is_demonstration: bool, version: str
) -> NDArray[np.uint8]:
    """(slice, row, column, 3): left what the model was given, right the map over it; empty where it was not kept."""
    count = len(found.slice_indices)
    if series.geometry is None or len(found.model_images) != count or len(found.saliency) != count or count == 0:
        return np.zeros((0, HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    largest = float(np.abs(found.saliency).max())
    mark = "DEMONSTRATION model: trained on synthetic patients, not for clinical use" if is_demonstration else ""
    frames = []
    for place, index in enumerate(found.slice_indices):
        page = Image.new("RGB", (WIDTH_PX, HEIGHT_PX))
        _write_texts(page, (mark, slice_name(series.geometry, index), f"{found.model_id} {version}"), largest)
        seen = _enlarged(found.model_images[place])
        signed = map_on_slice(found.saliency[place], (0, 0, _SIDE_PX, _SIDE_PX), (_SIDE_PX, _SIDE_PX))
        for column, picture in enumerate((seen, laid_over(seen, signed, largest))):
            left = _LEFT_PX + column * (_SIDE_PX + _GAP_PX)
            page.paste(Image.fromarray(picture), (left, _TOP_PX))
            _write_sides(page, left, series.geometry)
        frames.append(np.asarray(page, dtype=np.uint8))
    return np.stack(frames)


def slice_name(geometry: VolumeGeometry, index: int) -> str:
    """Where a slice lies, counted from the feet as the viewer counts, and its middle's place along the body in mm."""
    count = geometry.shape[0]
    from_feet = index + 1 if geometry.directions[0][2] >= 0 else count - index
    middle = np.array([index, (geometry.shape[1] - 1) / 2, (geometry.shape[2] - 1) / 2])
    return f"Slice {from_feet} of {count} from the feet, z {float(geometry.position_mm(middle)[2]) + 0.0:.1f} mm"


def _enlarged(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    grey = Image.fromarray(image).resize((_SIDE_PX, _SIDE_PX), Image.Resampling.BILINEAR)
    return np.repeat(np.asarray(grey, dtype=np.uint8)[..., None], 3, axis=2)


def _write_texts(page: Image.Image, lines: tuple[str, str, str], largest: float) -> None:
    draw = ImageDraw.Draw(page)
    large, small = ImageFont.load_default(_LARGE_PX), ImageFont.load_default(_SMALL_PX)
    mark, place, model = lines
    draw.text((_LEFT_PX, 10), mark or "AI explanation map", fill=_WARNING if mark else _TEXT, font=large)
    draw.text((_LEFT_PX, 36), place, fill=_TEXT, font=small)
    draw.text((_LEFT_PX, 58), "What the model was given", fill=_QUIET, font=small)
    right = _LEFT_PX + _SIDE_PX + _GAP_PX
    draw.text((right, 36), f"model {model}", fill=_QUIET, font=small)
    draw.text((right, 58), "What moved it: an explanation is not a cause", fill=_QUIET, font=small)
    _write_scale(page, draw, small, largest)


def _write_scale(page: Image.Image, draw: ImageDraw.ImageDraw, font: Font, largest: float) -> None:
    top, left, width = _TOP_PX + _SIDE_PX + 16, _LEFT_PX + _SIDE_PX + _GAP_PX, _SIDE_PX
    ramp = np.round(blue_white_orange(np.linspace(-1, 1, width))).astype(np.uint8)
    page.paste(Image.fromarray(np.repeat(ramp[None], 12, axis=0)), (left, top))
    draw.text((left, top + 16), "against response", fill=_TEXT, font=font)
    draw.text((left + width // 2, top + 16), "0", fill=_TEXT, font=font, anchor="ma")
    draw.text((left + width, top + 16), "for response", fill=_TEXT, font=font, anchor="ra")
    draw.text((_LEFT_PX, top + 16), f"ends of the scale: \u00b1{largest:.2g}", fill=_QUIET, font=font)


def _write_sides(page: Image.Image, left: int, geometry: VolumeGeometry) -> None:
    """The letters of the patient's sides at the left and upper edge of a picture."""
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(_LARGE_PX)
    across, down = (_letter(geometry.directions[axis]) for axis in (2, 1))
    middle = _SIDE_PX // 2
    draw.text((left + 6, _TOP_PX + middle), across, fill=_TEXT, font=font, anchor="lm", stroke_width=2, stroke_fill=0)
    draw.text((left + middle, _TOP_PX + 6), down, fill=_TEXT, font=font, anchor="ma", stroke_width=2, stroke_fill=0)


def _letter(direction: tuple[float, float, float]) -> str:
    """The side of the patient at the beginning of a line that runs in `direction`."""
    axis = int(np.argmax(np.abs(direction)))
    ahead, behind = _DIRECTIONS[axis]
    return behind if direction[axis] > 0 else ahead
