"""Mouse and keyboard of each screen, as the sheet shows them (Ctrl+F1). No widgets."""

from __future__ import annotations

from hccdesk.ui.language import QT_TRANSLATE_NOOP

CONTEXT = "Controls"
Control = tuple[str, str]
"""(keys or mouse, what it does), both in English; translated when shown."""

EVERYWHERE: tuple[Control, ...] = (
    ("Ctrl+1 … Ctrl+6", QT_TRANSLATE_NOOP("Controls", "go to a screen")),
    ("Ctrl+N", QT_TRANSLATE_NOOP("Controls", "new case")),
    ("Ctrl+O", QT_TRANSLATE_NOOP("Controls", "open a folder")),
    ("Ctrl+Z / Ctrl+Y", QT_TRANSLATE_NOOP("Controls", "undo / redo")),
    ("F1 / Ctrl+F1", QT_TRANSLATE_NOOP("Controls", "manual / this sheet")),
    ("F9", QT_TRANSLATE_NOOP("Controls", "show or hide the inspector")),
    ("Ctrl+Q", QT_TRANSLATE_NOOP("Controls", "quit")),
)
CT: tuple[Control, ...] = (
    (QT_TRANSLATE_NOOP("Controls", "wheel, ↑ ↓"), QT_TRANSLATE_NOOP("Controls", "slice; with Shift ten")),
    ("Home / End", QT_TRANSLATE_NOOP("Controls", "first / last slice")),
    ("← →", QT_TRANSLATE_NOOP("Controls", "series before / after")),
    ("PgUp / PgDn", QT_TRANSLATE_NOOP("Controls", "phase before / after")),
    (
        QT_TRANSLATE_NOOP("Controls", "left drag"),
        QT_TRANSLATE_NOOP("Controls", "the tool in use; window where there is none"),
    ),
    (QT_TRANSLATE_NOOP("Controls", "middle drag, Space + drag"), QT_TRANSLATE_NOOP("Controls", "pan")),
    (QT_TRANSLATE_NOOP("Controls", "right drag, Ctrl + wheel, + −"), QT_TRANSLATE_NOOP("Controls", "zoom")),
    (QT_TRANSLATE_NOOP("Controls", "right click"), QT_TRANSLATE_NOOP("Controls", "menu")),
    (QT_TRANSLATE_NOOP("Controls", "double-click"), QT_TRANSLATE_NOOP("Controls", "fill the screen with a view")),
    ("1 … 5", QT_TRANSLATE_NOOP("Controls", "soft tissue, lung, liver, bone, brain window")),
    ("0", QT_TRANSLATE_NOOP("Controls", "the window that the file states")),
    ("6 … 9", QT_TRANSLATE_NOOP("Controls", "your own windows; with Ctrl keep the present one")),
    ("W / T / Z / H", QT_TRANSLATE_NOOP("Controls", "window / pan / zoom / crosshair")),
    (QT_TRANSLATE_NOOP("Controls", "Shift + move"), QT_TRANSLATE_NOOP("Controls", "crosshair follows")),
    ("D / Shift+D / M", QT_TRANSLATE_NOOP("Controls", "distance / two diameters / last measurement")),
    ("C", QT_TRANSLATE_NOOP("Controls", "cine")),
    ("K", QT_TRANSLATE_NOOP("Controls", "key image for the report")),
    ("A / Shift+O / X", QT_TRANSLATE_NOOP("Controls", "outlines / explanation / crosshair on and off")),
    ("R / I", QT_TRANSLATE_NOOP("Controls", "reset / invert")),
)
DRAWING: tuple[Control, ...] = (
    ("P / F", QT_TRANSLATE_NOOP("Controls", "polygon / freehand")),
    ("B / E", QT_TRANSLATE_NOOP("Controls", "brush / eraser")),
    ("G", QT_TRANSLATE_NOOP("Controls", "grow from a click")),
    (QT_TRANSLATE_NOOP("Controls", "Alt + drag"), QT_TRANSLATE_NOOP("Controls", "subtract")),
    (QT_TRANSLATE_NOOP("Controls", "Shift + wheel, [ ]"), QT_TRANSLATE_NOOP("Controls", "brush size")),
    ("Q / Shift+Q", QT_TRANSLATE_NOOP("Controls", "next / previous lesion")),
    ("Enter / Backspace / Esc", QT_TRANSLATE_NOOP("Controls", "close / take back a corner / give up")),
    ("Z / Y", QT_TRANSLATE_NOOP("Controls", "undo / redo while drawing")),
)
SLIDE: tuple[Control, ...] = (
    (QT_TRANSLATE_NOOP("Controls", "wheel, + −"), QT_TRANSLATE_NOOP("Controls", "zoom at the cursor")),
    (QT_TRANSLATE_NOOP("Controls", "drag, arrows, Space + drag"), QT_TRANSLATE_NOOP("Controls", "pan")),
    ("M / P / B / R", QT_TRANSLATE_NOOP("Controls", "move / polygon / brush / rectangle")),
    (
        QT_TRANSLATE_NOOP("Controls", "Shift / Alt while drawing"),
        QT_TRANSLATE_NOOP("Controls", "add to what is there / subtract"),
    ),
    ("Delete", QT_TRANSLATE_NOOP("Controls", "remove the chosen outline")),
    (", .", QT_TRANSLATE_NOOP("Controls", "rotate")),
    ("Home, 0", QT_TRANSLATE_NOOP("Controls", "whole slide")),
    ("A / G / Shift+O", QT_TRANSLATE_NOOP("Controls", "outline / patch grid / contributions on and off")),
    ("K", QT_TRANSLATE_NOOP("Controls", "key image for the report")),
)
SECTIONS: tuple[tuple[str, tuple[Control, ...]], ...] = (
    (QT_TRANSLATE_NOOP("Controls", "Everywhere"), EVERYWHERE),
    ("CT", CT),
    (QT_TRANSLATE_NOOP("Controls", "Drawing on the CT"), DRAWING),
    (QT_TRANSLATE_NOOP("Controls", "Slide"), SLIDE),
)
