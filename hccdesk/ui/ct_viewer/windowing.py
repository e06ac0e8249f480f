"""From Hounsfield units to grey: window width and level, presets, and the table that applies them. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hccdesk.ui.language import QT_TRANSLATE_NOOP

LOWEST_HU, HIGHEST_HU = -32768, 32767


@dataclass(frozen=True, slots=True)
class HuWindow:
    """Width and level (centre), in HU; width at least 1."""

    width_hu: float
    level_hu: float

    def moved(self, wider_hu: float, higher_hu: float) -> HuWindow:
        """Wider and higher by so much, within what CT can hold."""
        width = min(max(self.width_hu + wider_hu, 1.0), 8000.0)
        return HuWindow(width, min(max(self.level_hu + higher_hu, -2000.0), 4000.0))


@dataclass(frozen=True, slots=True)
class Preset:
    """A named window on a number key."""

    key: str
    title: str
    window: HuWindow


PRESETS = (
    Preset("1", QT_TRANSLATE_NOOP("CtView", "Soft tissue"), HuWindow(400, 40)),
    Preset("2", QT_TRANSLATE_NOOP("CtView", "Lung"), HuWindow(1500, -600)),
    Preset("3", QT_TRANSLATE_NOOP("CtView", "Liver"), HuWindow(150, 90)),
    Preset("4", QT_TRANSLATE_NOOP("CtView", "Bone"), HuWindow(2500, 480)),
    Preset("5", QT_TRANSLATE_NOOP("CtView", "Brain"), HuWindow(80, 40)),
)
"""The keys of OHIF; 3 is the liver."""
LIVER = PRESETS[2].window


def window_words(window: HuWindow) -> str:
    """`W 150 L 90`, as PACS viewers write it."""
    return f"W {window.width_hu:.0f} L {window.level_hu:.0f}".replace("-", "−")


@lru_cache(maxsize=8)
def grey_table(window: HuWindow, inverted: bool) -> NDArray[np.uint8]:
    """Grey of every int16 value, indexed by its bits as uint16: one lookup a pixel. Shared, and so read-only.

    Linear as PS3.3 C.11.2.1.2 has it: level − 0.5 is the middle, width − 1 the span.
    """
    hu = np.arange(LOWEST_HU, HIGHEST_HU + 1, dtype=np.float32)
    span = max(window.width_hu - 1.0, 1e-3)
    grey = ((hu - (window.level_hu - 0.5)) / span + 0.5) * 255.0
    table = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    ordered = np.empty(65536, np.uint8)
    ordered[np.arange(LOWEST_HU, HIGHEST_HU + 1).astype(np.int16).view(np.uint16)] = table
    shown = 255 - ordered if inverted else ordered
    shown.setflags(write=False)
    return shown


def to_grey(hu: NDArray[np.int16], table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A slice in grey, contiguous."""
    return np.take(table, np.ascontiguousarray(hu).view(np.uint16))
