"""The slide screen on a session, and a reader's hand on it: real mouse and key events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from hccdesk.domain.case import SlideInput
from hccdesk.domain.result import HaimFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchPicture, SlideExplanation
from hccdesk.roi.slide_outline import area_mm2
from hccdesk.ui.slide_viewer.screen import SlideScreen

NO_KEY = Qt.KeyboardModifier.NoModifier
ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def a_screen(qtbot, session, roi=True, **changes) -> SlideScreen:
    """The screen with a slide on it, shown and painted."""
    outline = build.a_slide_roi() if roi else None
    session.model.set_slide(SlideInput(build.a_slide(**changes), outline), ())
    return shown(qtbot, session)


def shown(qtbot, session) -> SlideScreen:
    session.verbs.view_slide = blocky_pixels
    screen = SlideScreen(session)
    hide_before_the_end(session, screen)
    screen.resize(1176, 716)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitExposed(screen)
    qtbot.wait(80)
    qtbot.waitUntil(lambda: not session.tiles.running, timeout=10_000)
    qtbot.wait(20)
    return screen


def blocky_pixels(path, rectangle, size):
    """The made-up slide in blocks of 8 pixels: quickly computed."""
    coarse = build.slide_pixels(rectangle, (max(1, size[0] // 8), max(1, size[1] // 8)))
    rows, columns = (np.arange(n) * len_ // n for n, len_ in ((size[1], coarse.shape[0]), (size[0], coarse.shape[1])))
    return coarse[rows][:, columns]


def hide_before_the_end(session, screen) -> None:
    """As the window does: nobody looks at the slide any more when the session closes."""
    close = session.close

    def close_both() -> None:
        screen.hide()
        close()

    session.close = close_both


def mouse(pane, kind: QEvent.Type, x: float, y: float, *, held=True, modifiers=NO_KEY) -> None:
    point, left, none = QPointF(x, y), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    which = none if kind == QEvent.Type.MouseMove else left
    down = left if held else none
    event = QMouseEvent(kind, point, QPointF(pane.mapToGlobal(point)), which, down, modifiers)
    QCoreApplication.sendEvent(pane, event)


def drag(pane, *points: tuple[float, float], modifiers=NO_KEY) -> None:
    mouse(pane, QEvent.Type.MouseButtonPress, *points[0], modifiers=modifiers)
    for point in points[1:]:
        mouse(pane, QEvent.Type.MouseMove, *point, modifiers=modifiers)
    pane.repaint()
    mouse(pane, QEvent.Type.MouseButtonRelease, *points[-1], held=False, modifiers=modifiers)


def wheel(pane, x: float, y: float, steps: int, modifiers=NO_KEY) -> None:
    point = QPointF(x, y)
    event = QWheelEvent(
        point, QPointF(pane.mapToGlobal(point)), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QCoreApplication.sendEvent(pane, event)


def at(pane, x_px: float, y_px: float) -> tuple[float, float]:
    """Where a level-0 place lies in the view."""
    return pane.sight.to_screen(x_px, y_px)


def area_px2(roi) -> float:
    """The area of the regions, for tests that draw."""
    return area_mm2(roi, 1000.0) if roi else 0.0


def an_explained_result(**changes):
    """A result whose kept patches speak for response on the left and against it on the right."""
    patches = build.some_patches()
    columns = patches.grid.top_left_px[patches.kept, 0]
    values = np.interp(columns, (7168, 12_288), (0.02, -0.012)).astype(np.float32)
    order = np.argsort(values)
    pictures = tuple(
        PatchPicture(int(place), np.full((64, 64, 3), 180, np.uint8)) for place in (*order[::-1][:3], *order[:3])
    )
    explanation = SlideExplanation(values, Sentence.of("Each patch was hidden in turn."), pictures)
    finding = HaimFinding("haim-demo", 0.41, 0.532, len(patches.kept), patches.dropped_by_reason(), True, explanation)
    return replace(build.a_result(), patches=patches, slide_response=finding, **changes)
