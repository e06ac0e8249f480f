"""What each key does over the slide; QuPath's keys, with 0 and Home for the whole slide."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hccdesk.ui.slide_viewer.slide_hand import Tool

Key, Modifiers = Qt.Key, Qt.KeyboardModifier

TOOL_KEYS = {Key.Key_M: Tool.MOVE, Key.Key_P: Tool.POLYGON, Key.Key_B: Tool.BRUSH, Key.Key_R: Tool.RECTANGLE}
PAN_KEYS = {Key.Key_Left: (1, 0), Key.Key_Right: (-1, 0), Key.Key_Up: (0, 1), Key.Key_Down: (0, -1)}
_PLAIN = {
    Key.Key_0: "fit",
    Key.Key_Home: "fit",
    Key.Key_Equal: "fit",
    Key.Key_Plus: "closer",
    Key.Key_Minus: "farther",
    Key.Key_Comma: "turn_left",
    Key.Key_Less: "turn_left_90",
    Key.Key_Period: "turn_right",
    Key.Key_Greater: "turn_right_90",
    Key.Key_BracketLeft: "smaller",
    Key.Key_BracketRight: "larger",
    Key.Key_A: "outline",
    Key.Key_F: "fill",
    Key.Key_G: "grid",
    Key.Key_H: "grid",
    Key.Key_K: "key_image",
    Key.Key_Delete: "remove",
    Key.Key_Backspace: "step_back",
    Key.Key_Escape: "give_up",
    Key.Key_Return: "finish",
    Key.Key_Enter: "finish",
}
_SHIFTED = {
    Key.Key_Up: "closer",
    Key.Key_Down: "farther",
    Key.Key_Comma: "turn_left_90",
    Key.Key_Period: "turn_right_90",
    Key.Key_O: "contribution",
    Key.Key_Equal: "closer",
}


def act_of(event: QKeyEvent) -> str:
    """The name of what a key does, empty for a key that means nothing here."""
    if event.modifiers() & (Modifiers.ControlModifier | Modifiers.MetaModifier):
        return ""
    key = Key(event.key())
    if event.modifiers() & Modifiers.ShiftModifier and key in _SHIFTED:
        return _SHIFTED[key]
    return _PLAIN.get(key, "")
