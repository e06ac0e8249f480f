"""The views of the CT: three planes of the case's own series and the series beside it, linked, under one tool."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QWidget

from hccdesk.domain.ct import CtSeries
from hccdesk.ui.ct_viewer.compare_box import CompareBox
from hccdesk.ui.ct_viewer.next_frame import NextFrame
from hccdesk.ui.ct_viewer.pane_hand import PaneHand
from hccdesk.ui.ct_viewer.pane_layer import PaneLayer
from hccdesk.ui.ct_viewer.pane_layout import PaneArea, PaneLayout
from hccdesk.ui.ct_viewer.pane_sight import LookedAt, PaneSight
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.plane_box import PlaneBox
from hccdesk.ui.ct_viewer.presenter import SliceLesions
from hccdesk.ui.ct_viewer.slice_content import SliceContent, Tool
from hccdesk.ui.ct_viewer.slice_maker import plane_title
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.ct_viewer.view_state import COMPARED
from hccdesk.ui.ct_viewer.windowing import HuWindow, grey_table, window_words

Active = Plane | int
"""The view that the keys speak to: a plane of the case's own series, or the number of a compared one."""


class CtPanes(QWidget):
    """The views.

    Signals: `scrolled(Plane, int)`, `slice_asked(Plane, int)`, `pointed(Plane, int, int)`,
    `hovered(Plane, int, int)`, `left(Plane)`, the same with a number for compared series (`compared_scrolled` …),
    `series_chosen_for(int, CtSeries)`, `windowed(float, float)`, `menu_asked(QMenu)` fill it,
    `hand_changed(PaneHand)` or None, `looks_changed` a view was zoomed, moved, or fills the area.
    """

    scrolled = Signal(object, int)
    slice_asked = Signal(object, int)
    pointed = Signal(object, int, int)
    hovered = Signal(object, int, int)
    left = Signal(object)
    compared_scrolled = Signal(int, int)
    compared_slice_asked = Signal(int, int)
    compared_hovered = Signal(int, int, int)
    compared_pointed = Signal(int, int, int)
    compared_left = Signal(int)
    series_chosen_for = Signal(int, object)
    windowed = Signal(float, float)
    menu_asked = Signal(object)
    hand_changed = Signal(object)
    looks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes = {plane: PlaneBox(plane, plane_title(plane)) for plane in Plane}
        self._panes = {plane: box.pane for plane, box in self._boxes.items()}
        self.compared = [CompareBox(number) for number in range(COMPARED)]
        self._area = PaneArea([*self._boxes.values(), *self.compared])
        self._next_frame = NextFrame(self)
        self._hand: PaneHand | None = None
        self._active: Active = Plane.AXIAL
        self._layout, self._linked = PaneLayout.PLANES, True
        self._layers: tuple[PaneLayer, ...] = ()
        for plane, box in self._boxes.items():
            self._connect_plane(plane, box)
        for slot, other in enumerate(self.compared):
            self._connect_compared(slot, other)

    def show_own_notice(self, text: str) -> None:
        """A brief word in the axial view of the case's own series."""
        self._panes[Plane.AXIAL].show_notice(text)

    def show_slice(self, plane: Plane, content: SliceContent) -> None:
        """One view's slice; those beside the view in use may follow one frame later."""
        pane = self._panes[plane]
        before = pane.content
        self._next_frame.drop(plane)
        if plane is self._active or before is None or before.hu.shape != content.hu.shape:
            pane.show_content(content)
        else:
            self._next_frame.add(plane, partial(pane.show_content, content))

    def show_slices(self, plane: Plane, count: int, at: int, lesions: SliceLesions) -> None:
        """One view's slider; it follows one frame later."""
        self._next_frame.add(("slices", plane), partial(self._boxes[plane].bar.show_slices, count, at, lesions))

    def show_choices(self, slot: int, found: tuple[CtSeries, ...], chosen: CtSeries | None) -> None:
        """Among which series one chooses for a compared view."""
        self.compared[slot].show_choices(found, chosen)

    def show_compared(self, slot: int, content: SliceContent) -> None:
        """A compared series' slice."""
        pane = self.compared[slot].pane
        new = pane.content is None
        pane.show_content(content)
        if new:
            self._link_sights()

    def show_no_slice(self, slot: int, why: str) -> None:
        """No slice of a compared series, and why."""
        self.compared[slot].pane.show_message(why)

    def show_compared_place(self, slot: int, count: int, at: int) -> None:
        """A compared series' slider."""
        self.compared[slot].bar.show_slices(count, at, ())

    def show_compared_hu(self, slot: int, text: str) -> None:
        """The value under the cursor on a compared series."""
        self.compared[slot].pane.show_hu(text)

    def show_window(self, window: HuWindow, inverted: bool) -> None:
        """Grey levels of all views."""
        table, words = grey_table(window, inverted), window_words(window)
        for pane in self._every_pane:
            pane.show_window(table, words)

    def show_hu(self, plane: Plane, text: str) -> None:
        """The value under the cursor."""
        self._panes[plane].show_hu(text)

    def show_crosshair(self, shown: bool) -> None:
        """Whether the crosshair is drawn."""
        for pane in self._every_pane:
            pane.show_crosshair(shown)

    def show_notice(self, text: str) -> None:
        """A brief word in the view in use."""
        self.active_pane.show_notice(text)

    def show_layout(self, layout: PaneLayout, head: str, linked: bool) -> None:
        """Another layout; `head` names the case's own series when others are beside it."""
        self._linked = linked
        if layout is not self._layout:
            self._layout = layout
            self._area.use_layout(layout)
        self._boxes[Plane.AXIAL].show_head(head if layout.compared else "")
        if not self._is_shown(self._active):
            self._activate(Plane.AXIAL)
        self._link_sights()

    def show_all(self) -> None:
        """No view fills the area any more."""
        self._area.use_layout(self._layout)

    def use_tool(self, tool: Tool) -> None:
        """What the left button does; a drawing or measuring tool gives it back."""
        if self._hand:
            self.use_hand(None)
        for pane in self._every_pane:
            pane.use_tool(tool)

    def use_hand(self, hand: PaneHand | None) -> None:
        """A drawing or measuring tool takes the left button and its keys over; None gives them back."""
        self._hand = hand
        for pane in self._panes.values():
            pane.use_hand(hand)
        why = self.tr("This series is only compared: draw and measure on the case's own series.") if hand else ""
        for box in self.compared:
            box.pane.refuse_hand(why)
        self.hand_changed.emit(hand)

    def repaint_hand(self) -> None:
        """The tool in hand has something else to show."""
        for pane in self._panes.values():
            pane.update()

    def add_layer(self, layer: PaneLayer) -> None:
        """Paint this over the case's own series from now on, whoever holds the left button."""
        self._layers = (*self._layers, layer)
        for pane in self._panes.values():
            pane.show_layers(self._layers)

    @property
    def active(self) -> Active:
        """The view that the keys speak to."""
        return self._active

    @property
    def active_pane(self) -> SlicePane:
        """The same as a widget."""
        return self._panes[self._active] if isinstance(self._active, Plane) else self.compared[self._active].pane

    def picture(self, size: QSize) -> QImage | None:
        """The view in use as a picture, without crosshair; None where it shows no slice."""
        self._next_frame.do_now()
        return self.active_pane.picture(size)

    def fit_all(self) -> None:
        """Every view shows its whole slice."""
        for pane in self._every_pane:
            pane.fit()
        self._link_sights()

    @property
    def looks(self) -> list[PaneSight]:
        """Zoom and pan of every view."""
        return [pane.sight for pane in self._every_pane]

    def look_as(self, looks: Sequence[PaneSight]) -> None:
        """Zoom and pan of every view as they were, each its own."""
        linked, self._linked = self._linked, False
        for pane, look in zip(self._every_pane, looks, strict=False):
            pane.use_sight(look)
        self._linked = linked

    @property
    def filled_and_active(self) -> tuple[int | None, int]:
        """The view that fills the area, if one does, and the one that the keys speak to."""
        return self._area.shown[0] if self.is_maximised else None, self._number(self._active)

    def fill_with(self, filled_by: int | None, active: int) -> None:
        """The same as it was, where there is such a view."""
        actives: list[Active] = [*Plane, *range(COMPARED)]
        if filled_by in self._area.shown and not self.is_maximised:
            self._area.maximise(filled_by)
        if active in self._area.shown:
            self._activate(actives[active])

    @property
    def _every_pane(self) -> list[SlicePane]:
        return [*self._panes.values(), *(box.pane for box in self.compared)]

    def maximise_active(self) -> None:
        """Let the view in use fill the area, or go back."""
        self._area.maximise(self._number(self._active))
        self.looks_changed.emit()

    @property
    def is_maximised(self) -> bool:
        """Whether one view fills the area."""
        return self._area.is_maximised

    def _maximise(self, active: Active) -> None:
        self._activate(active)
        self.maximise_active()

    def _number(self, active: Active) -> int:
        return list(Plane).index(active) if isinstance(active, Plane) else len(Plane) + active

    def _is_shown(self, active: Active) -> bool:
        return self._number(active) in self._area.shown

    def _activate(self, active: Active) -> None:
        self._active = active

    def _on_pan(self, pans: bool) -> None:
        for pane in self._every_pane:
            pane.pan_meanwhile(pans)

    def _on_sight(self, source: SlicePane, looked_at: LookedAt) -> None:
        self.looks_changed.emit()
        axials = [self._panes[Plane.AXIAL], *(box.pane for box in self.compared)]
        if self._linked and source in axials:
            for pane in axials:
                if pane is not source and not pane.isHidden():
                    pane.look(looked_at)

    def _link_sights(self) -> None:
        """The compared series as the case's own lies, once the views have their sizes."""
        self._next_frame.add("sights", self._link_now)

    def _link_now(self) -> None:
        own = self._panes[Plane.AXIAL]
        if own.looked_at:
            self._on_sight(own, own.looked_at)

    def _ask_for_menu(self, active: Active, where: QPoint) -> None:
        self._activate(active)
        self.context_menu().popup(where)

    def context_menu(self) -> QMenu:
        """The menu of the view in use."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu_asked.emit(menu)
        return menu

    def _connect_plane(self, plane: Plane, box: PlaneBox) -> None:
        pane = box.pane
        pane.scrolled.connect(partial(self.scrolled.emit, plane))
        pane.pointed.connect(partial(self.pointed.emit, plane))
        pane.hovered.connect(partial(self.hovered.emit, plane))
        pane.left.connect(partial(self.left.emit, plane))
        box.bar.moved.connect(partial(self.slice_asked.emit, plane))
        self._connect_pane(plane, pane)

    def _connect_compared(self, slot: int, box: CompareBox) -> None:
        pane = box.pane
        pane.scrolled.connect(partial(self.compared_scrolled.emit, slot))
        pane.hovered.connect(partial(self.compared_hovered.emit, slot))
        pane.left.connect(partial(self.compared_left.emit, slot))
        pane.pointed.connect(partial(self.compared_pointed.emit, slot))
        box.bar.moved.connect(partial(self.compared_slice_asked.emit, slot))
        box.chosen.connect(partial(self.series_chosen_for.emit, slot))
        self._connect_pane(slot, pane)

    def _connect_pane(self, active: Active, pane: SlicePane) -> None:
        pane.windowed.connect(self.windowed)
        pane.maximise_asked.connect(partial(self._maximise, active))
        pane.entered.connect(partial(self._activate, active))
        pane.menu_asked.connect(partial(self._ask_for_menu, active))
        pane.sight_changed.connect(partial(self._on_sight, pane))
