"""What the keys mean on the CT screen; see the controls sheet. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt

from hccdesk.ui.ct_viewer.slice_content import Tool
from hccdesk.ui.ct_viewer.windowing import PRESETS, HuWindow
from hccdesk.ui.ct_viewer.windows import USER_KEYS


class Act(StrEnum):
    """An act without a value of its own."""

    INVERT = "invert"
    OUTLINES = "outlines"
    CROSSHAIR = "crosshair"
    RESET = "reset"
    FIT = "fit"
    NEARER = "nearer"
    FARTHER = "farther"
    CINE = "cine"
    LINK = "link"
    KEY_IMAGE = "key_image"
    EXPORT = "export"
    HEADER_WINDOW = "header_window"
    FIRST = "first"
    LAST = "last"
    PREVIOUS_SERIES = "previous_series"
    NEXT_SERIES = "next_series"
    PREVIOUS_PHASE = "previous_phase"
    NEXT_PHASE = "next_phase"


@dataclass(frozen=True, slots=True)
class Scroll:
    """So many slices up."""

    slices: int


@dataclass(frozen=True, slots=True)
class UserWindow:
    """A window of the reader's own, to be used or to be kept under a key."""

    key: str
    keep: bool


Meaning = Act | Scroll | Tool | HuWindow | UserWindow

_TOOLS = {"W": Tool.WINDOW, "T": Tool.PAN, "Z": Tool.ZOOM, "H": Tool.CROSSHAIR}
_LETTERS = {
    "I": Act.INVERT, "A": Act.OUTLINES, "X": Act.CROSSHAIR, "R": Act.RESET, "C": Act.CINE, "L": Act.LINK,
    "K": Act.KEY_IMAGE, "0": Act.HEADER_WINDOW, "+": Act.NEARER, "-": Act.FARTHER, "=": Act.FIT,
}  # fmt: skip
_KEYS = {
    Qt.Key.Key_Home: Act.FIRST,
    Qt.Key.Key_End: Act.LAST,
    Qt.Key.Key_Left: Act.PREVIOUS_SERIES,
    Qt.Key.Key_Right: Act.NEXT_SERIES,
    Qt.Key.Key_PageUp: Act.PREVIOUS_PHASE,
    Qt.Key.Key_PageDown: Act.NEXT_PHASE,
}
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def meaning_of(key: int, text: str, modifiers: Qt.KeyboardModifier) -> Meaning | None:
    """What a key asks for; None where the screen has no use for it."""
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    letter = text.upper()
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and held in (_NONE, _SHIFT):
        return Scroll((1 if key == Qt.Key.Key_Up else -1) * (10 if held == _SHIFT else 1))
    if held == _CONTROL:
        return UserWindow(chr(key), keep=True) if 0 < key < 128 and chr(key) in USER_KEYS else None
    if held == _SHIFT:
        return Act.NEARER if letter == "+" else None
    if held != _NONE:
        return None
    if letter in USER_KEYS:
        return UserWindow(letter, keep=False)
    preset = next((preset.window for preset in PRESETS if preset.key == letter), None)
    return preset or _TOOLS.get(letter) or _LETTERS.get(letter) or _KEYS.get(Qt.Key(key))
