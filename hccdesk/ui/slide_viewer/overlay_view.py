"""Ties outline switch, patch grid, contributions and key images to slide and inspector."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPixmap

from hccdesk.ui.demonstration import demonstration_word
from hccdesk.ui.language import translate
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.contribution_legend import contribution_legend, signed_number
from hccdesk.ui.slide_viewer.inspector import SlideInspector
from hccdesk.ui.slide_viewer.key_image import Shown, key_image
from hccdesk.ui.slide_viewer.patch_lattice import PatchLattice
from hccdesk.ui.slide_viewer.patch_looks import FATES, fate_word, fates_of
from hccdesk.ui.slide_viewer.patch_presenter import PatchPresenter
from hccdesk.ui.slide_viewer.slide_hand import SlidePlace
from hccdesk.ui.slide_viewer.slide_memory import memory_of
from hccdesk.ui.slide_viewer.stage import SlideStage
from hccdesk.ui.spoken import say

PATCHES_AROUND = 4


class OverlayView(QObject):
    """What lies over the slide."""

    def __init__(
        self,
        session: Session,
        stage: SlideStage,
        inspector: SlideInspector,
        patches: PatchPresenter,
    ) -> None:
        super().__init__(stage)
        self._session, self._memory, self._stage = session, memory_of(session), stage
        self._inspector, self._patches = inspector, patches
        self._lattice: PatchLattice | None = None
        self._connect()
        self._show()

    def _connect(self) -> None:
        self._stage.acted.connect(self._on_act)
        self._stage.pane.hovered.connect(self._on_hover)
        self._stage.pane.left.connect(self._on_left)
        self._stage.pane.turned.connect(self._show_tools)
        self._patches.changed.connect(self._show)
        self._inspector.patches.check_asked.connect(self._patches.check)
        self._inspector.patches.cancel_asked.connect(self._patches.cancel)
        self._inspector.patches.chosen.connect(self._on_chosen)
        self._inspector.contribution.shown_asked.connect(self._session.overlays.show_contribution)
        self._inspector.contribution.opacity_asked.connect(self._session.overlays.set_opacity)
        self._inspector.contribution.patch_asked.connect(self._on_gallery)
        self._session.overlays.changed.connect(self._show_contribution)
        self._session.patch_asked.connect(self.go_to_patch)

    def go_to_patch(self, index: int) -> None:
        """Look at a patch of the grid, and show which it is."""
        if self._lattice is None or not (self._lattice.index == index).any():
            return
        box = QRectF(*self._lattice.box(index))
        room = PATCHES_AROUND * box.width() / 2
        self._stage.pane.look_at_box(box.adjusted(-room, -room, room, room))
        self._stage.pane.flash(box)

    def _show(self) -> None:
        patches, selection = self._patches, self._patches.selection
        there = selection is not None and len(selection.grid.top_left_px) > 0
        self._lattice = PatchLattice(selection.grid) if selection and there else None
        self._stage.grid.show_selection(selection, patches.only)
        shortage = patches.shortage()
        panel = self._inspector.patches
        panel.show_patches(patches.counts, patches.only, say(shortage) if shortage else "")
        panel.show_check(checking=patches.is_checking, why_not=patches.why_not_checked(), judged=selection is not None)
        self._inspector.contribution.show_gallery(patches.explanation, patches.is_demonstration)
        self._show_contribution()

    def _show_contribution(self) -> None:
        overlays, explanation = self._session.overlays, self._patches.explanation
        why_not = "" if explanation else self.tr("Run the slide model to see what spoke for and against response.")
        if self._session.model.is_covered:
            why_not = self.tr("The result is covered until the board has given its opinion.")
        shown = overlays.contribution_shown and explanation is not None
        self._inspector.contribution.show_state(shown, overlays.opacity, why_not)
        selection = self._patches.selection if shown else None
        self._stage.grid.tinted = not shown
        self._stage.contribution.show_explanation(selection, explanation, overlays.opacity)
        legend = QPixmap()
        if shown and explanation:
            ratio = self._stage.pane.devicePixelRatioF()
            strongest, marked = self._stage.contribution.strongest, self._patches.is_demonstration
            legend = contribution_legend(strongest, say(explanation.method), ratio, marked)
        self._stage.pane.show_legend(legend)
        self._show_tools()
        self._stage.pane.repaint_layers()

    def _show_tools(self) -> None:
        memory, stage = self._memory, self._stage
        why_no_grid = "" if self._lattice else self.tr("No patches yet: check the tissue or run the slide model.")
        stage.outline.shown, stage.outline.filled = memory.outline_shown, memory.outline_filled
        stage.grid.shown = memory.grid_shown and not why_no_grid
        stage.tools.show_state(
            outline=memory.outline_shown,
            grid=stage.grid.shown,
            why_no_grid=why_no_grid,
            turned=bool(stage.pane.sight.turn_deg),
        )

    def _on_act(self, name: str) -> None:
        if name == "outline":
            self._memory.outline_shown = not self._memory.outline_shown
        elif name == "fill":
            self._memory.outline_filled = not self._memory.outline_filled
        elif name == "grid":
            self._memory.grid_shown = not self._memory.grid_shown
        elif name == "contribution" and self._patches.explanation:
            self._session.overlays.show_contribution(not self._session.overlays.contribution_shown)
        elif name == "key_image":
            self._take_key_image()
        self._show_tools()
        self._stage.pane.repaint_layers()

    def _on_chosen(self, fate: str) -> None:
        self._memory.grid_shown = True
        self._patches.filter(fate)

    def _on_gallery(self, kept_index: int) -> None:
        if self._patches.selection is not None:
            self.go_to_patch(int(self._patches.selection.kept[kept_index]))

    def _on_hover(self, place: SlidePlace) -> None:
        self._stage.pane.show_note(self._note(place))

    def _on_left(self) -> None:
        self._stage.pane.show_note("")

    def _note(self, place: SlidePlace) -> str:
        """What lies under the cursor: the patch's fate, and what it did to the score."""
        stage, selection = self._stage, self._patches.selection
        index = self._lattice.at(place.x_px, place.y_px) if self._lattice else None
        if selection is None or index is None:
            return ""
        value = stage.contribution.value(index)
        if value is not None:
            side = translate("Patches", "for response") if value > 0 else translate("Patches", "for no response")
            word = side if value else translate("Patches", "neither way")
            mark = [demonstration_word()] if self._patches.is_demonstration else []
            number = translate("Patches", "Patch {n}").format(n=index + 1)
            return " · ".join([number, signed_number(value), word, *mark])
        fate = FATES[fates_of(selection)[index]] if stage.grid.shown else ""
        return f"{translate('Patches', 'Patch {n}').format(n=index + 1)} · {fate_word(fate)}" if fate else ""

    def _take_key_image(self) -> None:
        pane, model = self._stage.pane, self._session.model
        if pane.slide is None:
            return
        outline = self._memory.outline_shown and model.rois.slide is not None
        shown = Shown(outline, self._session.overlays.contribution_shown and self._patches.explanation is not None)
        taken = key_image(pane.picture(), pane.sight, pane.slide.um_per_px, shown, model.key_images)
        model.edit_key_images((*model.key_images, taken), self.tr("Take a key image"))
        pane.show_note(self.tr("Picture {n} is in the report.").format(n=len(model.key_images)))
