"""Decides what the list of lesions shows, and what is done from it. No widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.language import translate
from hccdesk.ui.lesion_sizes import sizes_of
from hccdesk.ui.roi_tools.drawing_permit import why_no_drawing
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.lesion_acts import changed, colour_of, neighbour, next_lesion, removed
from hccdesk.ui.roi_tools.lesion_line import LesionLine
from hccdesk.ui.session import Session


class LesionsView(Protocol):
    """What the presenter needs of its view."""

    def show_lesions(self, lines: tuple[LesionLine, ...]) -> None:
        """The lesions."""

    def show_size(self, name: str, text: str) -> None:
        """One lesion's size while it is drawn."""

    def show_refusal(self, why: str) -> None:
        """Why nothing can be drawn."""


class LesionPlaces(Protocol):
    """Where the lesions lie, and the way there."""

    def lesion_slices(self, number: int) -> tuple[int, ...]:
        """The axial slices that hold any of a lesion, counted from the feet."""

    def go_to_lesion(self, number: int) -> None:
        """To its middle, in all views."""

    def go_to_slice(self, plane: Plane, number: int) -> None:
        """To a slice."""


class LesionPresenter(QObject):
    """The list on a session."""

    def __init__(
        self,
        view: LesionsView,
        session: Session,
        editor: RoiEditor,
        places: LesionPlaces,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._session, self._editor, self._places = view, session, editor, places
        self._sizes = sizes_of(session)
        self._sizes.changed.connect(self.refresh)
        session.model.ct_changed.connect(self.refresh)
        session.model.rois_changed.connect(self.refresh)
        editor.toolbox.changed.connect(self.refresh)
        editor.previewed.connect(self._show_volume)
        editor.over.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The list as it stands."""
        active, new = self._editor.active, self._editor.toolbox.new_lesion
        lines = [self._line(i, lesion, lesion is active) for i, lesion in enumerate(self._rois.lesions)]
        if new:
            word = translate("RoiTools", "Draw it on a view.")
            lines.append(LesionLine(new.name, new.colour, word, active=True, drawn=False))
        self._view.show_refusal(why_no_drawing(self._session.model))
        self._view.show_lesions(tuple(lines))

    def choose(self, name: str) -> None:
        """Draw on this lesion, and show its middle."""
        new = self._editor.toolbox.new_lesion
        if not (new and new.name == name):
            self._editor.toolbox.activate(name)
            self.go(name, "middle")

    def step(self, places: int) -> None:
        """On to the next lesion, or back."""
        name = neighbour(self._rois.lesions, self._editor.active, places)
        if name:
            self.choose(name)

    def begin_new(self) -> None:
        """The next stroke begins another lesion."""
        if not why_no_drawing(self._session.model):
            self._editor.toolbox.begin_new(next_lesion(self._rois.lesions))

    def go(self, name: str, where: str) -> None:
        """To the `first` or `last` axial slice of a lesion, or to its `middle` in all views."""
        number = self._number(name)
        slices = self._places.lesion_slices(number) if number is not None else ()
        if number is None or not slices:
            return
        if where == "middle":
            self._places.go_to_lesion(number)
        else:
            self._places.go_to_slice(Plane.AXIAL, slices[0] if where == "first" else slices[-1])

    def rename(self, name: str, new_name: str) -> None:
        """Another name; one that is taken is refused in words."""
        if any(other.name == new_name for other in self._rois.lesions):
            text = translate("RoiTools", "Another lesion is called {name} already.").format(name=new_name)
            self._editor.said.emit(text)
            self.refresh()
            return
        self._edit(self._rois.renamed(name, new_name), translate("RoiTools", "Rename {name}"), name)
        if self._editor.toolbox.active_name == name:
            self._editor.toolbox.activate(new_name)

    def show(self, name: str, shown: bool) -> None:
        """Draw its outline, or not."""
        what = translate("RoiTools", "Show {name}") if shown else translate("RoiTools", "Hide {name}")
        self._edit(changed(self._rois, name, shown=shown), what, name)

    def lock(self, name: str, locked: bool) -> None:
        """Guard it against changes, or not."""
        what = translate("RoiTools", "Lock {name}") if locked else translate("RoiTools", "Unlock {name}")
        self._edit(changed(self._rois, name, locked=locked), what, name)

    def set_margin(self, margin_mm: float) -> None:
        """The surrounding tissue that the models are given with the active lesion."""
        lesion = self._editor.active
        if lesion and not lesion.locked and lesion.margin_mm != margin_mm:
            after = changed(self._rois, lesion.name, margin_mm=margin_mm)
            self._edit(after, translate("RoiTools", "Margin of {name}"), lesion.name)

    def remove(self, name: str) -> None:
        """Take it out of the list; a locked one says that it is."""
        toolbox, number = self._editor.toolbox, self._number(name)
        lesion = None if number is None else self._rois.lesions[number]
        if toolbox.new_lesion and toolbox.new_lesion.name == name:
            toolbox.begin_new(None)
        elif lesion and lesion.locked:
            text = translate("RoiTools", "{name} is locked. Open its lock in the list of lesions to change it.")
            self._editor.said.emit(text.format(name=name))
        elif lesion:
            self._edit(removed(self._rois, name), translate("RoiTools", "Remove {name}"), name)

    @property
    def _rois(self) -> RoiSet:
        return self._session.model.rois

    def _number(self, name: str) -> int | None:
        return next((i for i, lesion in enumerate(self._rois.lesions) if lesion.name == name), None)

    def _edit(self, after: RoiSet, what: str, name: str) -> None:
        self._session.model.edit_rois(after, what.format(name=name))

    def _show_volume(self) -> None:
        preview = self._editor.preview
        if preview:
            text = translate("RoiTools", "{volume} ml · drawing …").format(volume=f"{preview.volume_ml:.1f}")
            self._view.show_size(preview.lesion.name, text)

    def _line(self, place: int, lesion: Lesion, active: bool) -> LesionLine:
        size = self._sizes.of(lesion)
        words = size_words(size) if size else translate("RoiTools", "measuring …")
        if lesion.margin_mm:
            margin = translate("RoiTools", "the models are given {mm} mm of surrounding tissue")
            words += "\n" + margin.format(mm=f"{lesion.margin_mm:g}")
        line = LesionLine(lesion.name, colour_of(lesion, place), words, self._slice_words(place))
        return replace(line, active=active, shown=lesion.shown, locked=lesion.locked)

    def _slice_words(self, number: int) -> str:
        slices = self._places.lesion_slices(number)
        if not slices:
            return ""
        one, several = translate("RoiTools", "Slice {first}"), translate("RoiTools", "Slices {first}–{last}")
        return (several if slices[-1] > slices[0] else one).format(first=slices[0] + 1, last=slices[-1] + 1)


def size_words(size: RoiMeasurements) -> str:
    """Volume and diameters on one line."""
    text = translate("RoiTools", "{volume} ml · axial Ø {axial} · 3-D Ø {largest} mm")
    return text.format(
        volume=f"{size.volume_ml:.1f}",
        axial=f"{size.longest_axial_diameter_mm:.1f}",
        largest=f"{size.largest_3d_diameter_mm:.1f}",
    )
