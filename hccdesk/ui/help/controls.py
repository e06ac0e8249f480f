"""Mouse and keyboard of each screen, as the sheet shows them (Ctrl+F1). No widgets."""

from __future__ import annotations

from hccdesk.ui.language import QT_TRANSLATE_NOOP

CONTEXT = "Controls"
Control = tuple[str, str]
"""(keys or mouse, what it does), both in English; translated when shown."""

EVERYWHERE: tuple[Control, ...] = (
    ("Ctrl+1 … Ctrl+7", QT_TRANSLATE_NOOP("Controls", "go to a screen")),
    ("Ctrl+N", QT_TRANSLATE_NOOP("Controls", "new case")),
    ("Ctrl+O / Ctrl+Shift+O", QT_TRANSLATE_NOOP("Controls", "open a folder / files")),
    ("Ctrl+S", QT_TRANSLATE_NOOP("Controls", "save report, result and figures")),
    ("Ctrl+Z / Ctrl+Y", QT_TRANSLATE_NOOP("Controls", "undo / redo")),
    ("F1 / Ctrl+F1", QT_TRANSLATE_NOOP("Controls", "manual / this sheet")),
    ("F8 / F9 / F10", QT_TRANSLATE_NOOP("Controls", "problem list / inspector / menu")),
    ("Ctrl+T / Ctrl+L", QT_TRANSLATE_NOOP("Controls", "light or dark theme / language")),
    ("Ctrl+Shift+L", QT_TRANSLATE_NOOP("Controls", "lock the screen")),
    ("Ctrl+Q", QT_TRANSLATE_NOOP("Controls", "quit")),
)
CASES: tuple[Control, ...] = (
    ("Enter", QT_TRANSLATE_NOOP("Controls", "open the chosen case")),
    ("Delete", QT_TRANSLATE_NOOP("Controls", "take it from the list; it can be put back")),
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
    ("=", QT_TRANSLATE_NOOP("Controls", "whole slice")),
    (QT_TRANSLATE_NOOP("Controls", "right click"), QT_TRANSLATE_NOOP("Controls", "menu")),
    (QT_TRANSLATE_NOOP("Controls", "double-click"), QT_TRANSLATE_NOOP("Controls", "fill the screen with a view")),
    ("1 … 5", QT_TRANSLATE_NOOP("Controls", "soft tissue, lung, liver, bone, brain window")),
    ("0", QT_TRANSLATE_NOOP("Controls", "the window that the file states")),
    ("6 … 9", QT_TRANSLATE_NOOP("Controls", "your own windows; with Ctrl keep the present one")),
    ("W / T / Z / H", QT_TRANSLATE_NOOP("Controls", "window / pan / zoom / crosshair")),
    (QT_TRANSLATE_NOOP("Controls", "Shift + move"), QT_TRANSLATE_NOOP("Controls", "crosshair follows")),
    ("D / Shift+D / M", QT_TRANSLATE_NOOP("Controls", "distance / two diameters / last measurement")),
    ("Delete", QT_TRANSLATE_NOOP("Controls", "remove the chosen measurement")),
    ("C / L", QT_TRANSLATE_NOOP("Controls", "cine / scroll compared views together")),
    ("K", QT_TRANSLATE_NOOP("Controls", "key image for the report")),
    ("A / Shift+O / X", QT_TRANSLATE_NOOP("Controls", "outlines / explanation / crosshair on and off; hold O to peek")),
    ("R / I", QT_TRANSLATE_NOOP("Controls", "reset / invert")),
)
DRAWING: tuple[Control, ...] = (
    ("P / F", QT_TRANSLATE_NOOP("Controls", "polygon / freehand")),
    ("B / E", QT_TRANSLATE_NOOP("Controls", "brush / eraser")),
    ("Shift+B", QT_TRANSLATE_NOOP("Controls", "brush within an HU range")),
    ("Shift+R", QT_TRANSLATE_NOOP("Controls", "refine the region")),
    ("G", QT_TRANSLATE_NOOP("Controls", "grow from a click")),
    (QT_TRANSLATE_NOOP("Controls", "Alt + drag"), QT_TRANSLATE_NOOP("Controls", "subtract")),
    (QT_TRANSLATE_NOOP("Controls", "Shift + wheel, [ ]"), QT_TRANSLATE_NOOP("Controls", "brush size")),
    ("Q / Shift+Q", QT_TRANSLATE_NOOP("Controls", "next / previous lesion")),
    ("Enter / Esc", QT_TRANSLATE_NOOP("Controls", "close, keep what is proposed / give up")),
    ("Backspace / X", QT_TRANSLATE_NOOP("Controls", "take back a corner")),
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
    (QT_TRANSLATE_NOOP("Controls", "Shift + wheel, [ ]"), QT_TRANSLATE_NOOP("Controls", "brush size")),
    ("Enter / Backspace / Esc", QT_TRANSLATE_NOOP("Controls", "close / take back a corner / give up")),
    ("Delete", QT_TRANSLATE_NOOP("Controls", "remove the chosen outline")),
    (QT_TRANSLATE_NOOP("Controls", ", . Ctrl + wheel"), QT_TRANSLATE_NOOP("Controls", "rotate; with Shift , . by 90°")),
    ("Home, 0", QT_TRANSLATE_NOOP("Controls", "whole slide")),
    ("A / F", QT_TRANSLATE_NOOP("Controls", "outline / its fill on and off")),
    ("G / Shift+O", QT_TRANSLATE_NOOP("Controls", "patch grid / contributions on and off")),
    ("K", QT_TRANSLATE_NOOP("Controls", "key image for the report")),
)
RESULTS: tuple[Control, ...] = (
    ("↑ ↓", QT_TRANSLATE_NOOP("Controls", "nomogram: another ruler")),
    ("← →", QT_TRANSLATE_NOOP("Controls", "nomogram: move its mark, with Shift in long steps; curve: along the time")),
    ("Delete", QT_TRANSLATE_NOOP("Controls", "nomogram: put the mark back")),
)
REPORT: tuple[Control, ...] = (
    ("PgUp / PgDn", QT_TRANSLATE_NOOP("Controls", "page before / after")),
    ("Home / End", QT_TRANSLATE_NOOP("Controls", "first / last page")),
    ("Ctrl++ / Ctrl+- / Ctrl+0", QT_TRANSLATE_NOOP("Controls", "larger / smaller / page width")),
    ("Ctrl+P", QT_TRANSLATE_NOOP("Controls", "print")),
)
Section = tuple[str, tuple[Control, ...]]
SECTIONS: tuple[Section, ...] = (
    (QT_TRANSLATE_NOOP("Controls", "Everywhere"), EVERYWHERE),
    (QT_TRANSLATE_NOOP("Controls", "Cases"), CASES),
    ("CT", CT),
    (QT_TRANSLATE_NOOP("Controls", "Drawing on the CT"), DRAWING),
    (QT_TRANSLATE_NOOP("Controls", "Slide"), SLIDE),
    (QT_TRANSLATE_NOOP("Controls", "Results"), RESULTS),
    (QT_TRANSLATE_NOOP("Controls", "Report"), REPORT),
)
_OF_SCREEN = {"cases": (CASES,), "ct": (CT, DRAWING), "slide": (SLIDE,), "results": (RESULTS,), "report": (REPORT,)}


def sections_for(screen: str) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The map of a screen, and the others; a screen without keys of its own has none."""
    own = _OF_SCREEN.get(screen, ())
    return tuple(s for s in SECTIONS if s[1] in own), tuple(s for s in SECTIONS if s[1] not in own)
