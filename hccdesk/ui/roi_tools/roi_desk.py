"""The drawing tools put together on the CT screen: which tool is in the reader's hand, its row, its keys."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt

from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PaneHand, PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.language import translate
from hccdesk.ui.roi_tools.brush_hand import BrushHand
from hccdesk.ui.roi_tools.contour_hand import ContourHand
from hccdesk.ui.roi_tools.drawing_permit import why_no_act, why_no_drawing
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.lesion_jobs import LesionJobs
from hccdesk.ui.roi_tools.lesion_list import LesionList
from hccdesk.ui.roi_tools.lesion_presenter import LesionPlaces, LesionPresenter
from hccdesk.ui.roi_tools.margin_layer import MarginLayer
from hccdesk.ui.roi_tools.option_row import OptionRow
from hccdesk.ui.roi_tools.point_hand import PointHand
from hccdesk.ui.roi_tools.roi_files import RoiFiles
from hccdesk.ui.roi_tools.roi_hand import RoiHand
from hccdesk.ui.roi_tools.tool_buttons import ToolButtons
from hccdesk.ui.roi_tools.toolbox import RoiTool, toolbox_of
from hccdesk.ui.session import Session

SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYS = {
    (Qt.Key.Key_P, False): RoiTool.POLYGON,
    (Qt.Key.Key_F, False): RoiTool.FREEHAND,
    (Qt.Key.Key_B, False): RoiTool.BRUSH,
    (Qt.Key.Key_E, False): RoiTool.ERASER,
    (Qt.Key.Key_B, True): RoiTool.RANGE,
    (Qt.Key.Key_G, False): RoiTool.GROW,
    (Qt.Key.Key_R, True): RoiTool.REFINE,
}


class HandHolder(Protocol):
    """The views, as far as a tool needs them."""

    def use_hand(self, hand: PaneHand | None) -> None:
        """A tool takes the left button over."""

    def repaint_hand(self) -> None:
        """The tool has something else to show."""

    def show_notice(self, text: str) -> None:
        """A brief word in the view."""

    def take_keys(self) -> None:
        """The keyboard is the views' again."""


class Places(LesionPlaces, Protocol):
    """Where the views are, and where the lesions lie."""

    def slice_at(self, plane: Plane) -> int:
        """Which slice a view shows."""

    def outlines_are_shown(self) -> bool:
        """Whether lesions are drawn at all."""

    def toggle_outlines(self) -> None:
        """Draw them, or not."""

    def leave_outline_to_hand(self, name: str | None) -> None:
        """The tool paints this lesion's outline itself."""


class RoiDesk(QObject):
    """Buttons, option row, list and hands on a session."""

    def __init__(self, session: Session, views: HandHolder, places: Places, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._views, self._places = session, views, places
        self.toolbox = toolbox_of(session)
        self.editor = RoiEditor(session.model, session.verbs, self.toolbox, places.slice_at, self)
        self.jobs = LesionJobs(session, self.editor, self)
        self.margins = MarginLayer(session, places.slice_at, self)
        self.buttons, self.options, self.lesions = ToolButtons(), OptionRow(), LesionList()
        self.list = LesionPresenter(self.lesions, session, self.editor, places, self)
        self.files = RoiFiles(session, self.lesions)
        self.tool: RoiTool | None = None
        self._hand: RoiHand | None = None
        self._picking = False
        self.margins.shown = places.outlines_are_shown
        self._connect()
        self._refresh()

    def use(self, tool: RoiTool | None) -> None:
        """Take a tool, or none; nothing where nothing can be drawn, which is said."""
        if tool and why_no_drawing(self._session.model):
            self.editor.said.emit(why_no_drawing(self._session.model))
            tool = None
        if tool and not self._places.outlines_are_shown():
            self._places.toggle_outlines()  # what one draws must be seen
        had, self.tool = self._hand, tool
        self.toolbox.in_hand = tool
        self.editor.give_up()
        if tool is not RoiTool.GROW:
            self.jobs.stop_growing()
        self._take(self._hand_for(tool))
        if tool is None or had or self._hand:
            self._views.use_hand(self._hand)
        self._refresh()

    def take_up(self) -> None:
        """The tool that was in hand before the screen was built anew."""
        tool = self.toolbox.in_hand
        if tool and not why_no_drawing(self._session.model):
            self.use(tool)

    def put_down(self) -> None:
        """The left button was given to something else."""
        self.tool = self.toolbox.in_hand = None
        self.editor.give_up()
        self.jobs.stop_growing()
        self._take(None)
        self._refresh()

    def on_hand(self, hand: PaneHand | None) -> None:
        """Another tool, or none, has the left button now."""
        if hand is not self._hand:
            self.put_down()

    @property
    def hand(self) -> RoiHand | None:
        """The tool in hand."""
        return self._hand

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """The keys that choose tools and lesions."""
        rest = modifiers & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier)
        shift = bool(modifiers & SHIFT)
        if rest != Qt.KeyboardModifier.NoModifier:
            return False
        if key == Qt.Key.Key_Q:
            self.list.step(-1 if shift else 1)
        elif (Qt.Key(key), shift) in KEYS:
            self.use(KEYS[Qt.Key(key), shift])
        else:
            return False
        return True

    def _connect(self) -> None:
        editor, row, lesions, presenter = self.editor, self.options, self.lesions, self.list
        self.buttons.chosen.connect(self._on_button)
        row.options_set.connect(self.toolbox.set_options)
        row.pick_asked.connect(self._pick_range)
        row.refine_asked.connect(self.jobs.refine)
        row.margin_asked.connect(presenter.set_margin)
        row.keep_asked.connect(editor.finish)
        row.drop_asked.connect(editor.give_up)
        row.entered.connect(self._views.take_keys)
        lesions.chosen.connect(presenter.choose)
        lesions.renamed.connect(presenter.rename)
        lesions.shown_asked.connect(presenter.show)
        lesions.locked_asked.connect(presenter.lock)
        lesions.remove_asked.connect(presenter.remove)
        lesions.go_asked.connect(presenter.go)
        lesions.new_asked.connect(presenter.begin_new)
        editor.began.connect(self._places.leave_outline_to_hand)
        editor.over.connect(self._on_over)
        editor.began.connect(self._refresh)
        editor.previewed.connect(self._views.repaint_hand)
        editor.said.connect(self._views.show_notice)
        self.margins.changed.connect(self._views.repaint_hand)
        self.jobs.changed.connect(self._refresh)
        self.toolbox.changed.connect(self._refresh)
        self._session.model.ct_changed.connect(self._on_ct)
        self._session.model.rois_changed.connect(self._refresh)

    def _on_button(self, tool: RoiTool) -> None:
        self.use(None if tool is self.tool else tool)

    def _on_ct(self) -> None:
        """The tool is taken up anew: what it had begun lies on the CT before."""
        if self.tool:
            self.use(None if why_no_drawing(self._session.model) else self.tool)
        self._refresh()

    def _on_over(self) -> None:
        self._places.leave_outline_to_hand(None)
        self._refresh()

    def _hand_for(self, tool: RoiTool | None) -> RoiHand | None:
        if tool in {RoiTool.BRUSH, RoiTool.ERASER, RoiTool.RANGE} and tool:
            return BrushHand(tool, self.editor, self)
        if tool in {RoiTool.POLYGON, RoiTool.FREEHAND} and tool:
            return ContourHand(tool, self.editor, self)
        return PointHand(self.jobs.grow, self.editor, self) if tool is RoiTool.GROW else None

    def _take(self, hand: RoiHand | None) -> None:
        old, self._hand = self._hand, hand
        if hand:
            hand.painted.connect(self._views.repaint_hand)
            hand.put_down.connect(self._on_put_down)
        if old:
            self.editor.set_outlining(False)  # its corners go with it
            old.deleteLater()
        self._picking = False
        self.options.show_picking(picking=False)

    def _on_put_down(self) -> None:
        self.use(self.tool if self._picking else None)

    def _pick_range(self) -> None:
        """The next click takes the range, then the tool is back in hand; asked for again, it is at once."""
        if self._picking:
            self.use(self.tool)
            return
        self._take(PointHand(self._on_picked, self.editor, self))
        self._views.use_hand(self._hand)
        self._picking = True
        self.options.show_picking(picking=True)

    def _on_picked(self, place: PanePlace) -> None:
        self.editor.pick_range(place)
        self.use(self.tool)

    def _refresh(self) -> None:
        model, active, editor = self._session.model, self.editor.active, self.editor
        busy = translate("RoiTools", "Working on the lesion …") if self.jobs.running else ""
        self.buttons.show_tool(self.tool)
        self.buttons.show_refusal(why_no_drawing(model))
        self.options.show_tool(self.tool, possible=not why_no_drawing(model))
        self.options.show_options(self.toolbox.options)
        name = editor.blank_or_active().name if editor.grid else ""
        margin_mm = active.margin_mm if active else 0.0
        self.options.show_lesion(name if self.tool else "", margin_mm, why_no_act(model, active) or busy)
        self.options.show_proposal(self.tool is RoiTool.GROW and editor.preview is not None)
