"""The pages of a finished PDF as pictures: what is looked at and printed is what was written."""

from __future__ import annotations

import threading

import numpy as np
import pypdfium2
from numpy.typing import NDArray

ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state of its own: two threads must not be in it at once, not even with two documents."""

_ROUNDING_PX = 0.01
"""A page begins another pixel with any part of it; what a float is too large must not."""


def page_sizes_pt(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page, points (1/72 inch)."""
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def page_titles(pdf: bytes) -> tuple[str, ...]:
    """For every page the part of the report (bookmark of the first level) that its top belongs to."""
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        starts = [(mark.get_dest(), mark.get_title()) for mark in document.get_toc() if mark.level == 0]
        begun = [(dest.get_index(), title) for dest, title in starts if dest is not None]
        return tuple(_title_of(number, begun) for number in range(len(document)))


def _title_of(page: int, begun: list[tuple[int, str]]) -> str:
    here = [title for start, title in begun if start == page]
    before = [title for start, title in begun if start < page]
    return here[0] if here else before[-1] if before else ""


def page_image(pdf: bytes, page: int, width_px: int) -> NDArray[np.uint8]:
    """Page number `page`, counted from 0, as (row, column, 3) uint8 RGB, `width_px` wide and on white paper.

    Raises `IndexError` where there is no such page.
    """
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(f"page {page} of {len(document)}")
        sheet = document[page]
        scale = (width_px - _ROUNDING_PX) / sheet.get_width()
        drawn = sheet.render(scale=scale, rev_byteorder=True)
        pixels: NDArray[np.uint8] = np.array(drawn.to_numpy()[..., :3])  # a copy: PDFium's own memory goes away
        drawn.close()
        sheet.close()
        return pixels
