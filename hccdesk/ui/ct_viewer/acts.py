"""What the CT screen can do beyond its three planes: series, comparison, windows, cine, explanation, pictures."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from hccdesk.ui.ct_viewer.cine import Cine
from hccdesk.ui.ct_viewer.compare_presenter import ComparePresenter
from hccdesk.ui.ct_viewer.kept_view import KeptCtView
from hccdesk.ui.ct_viewer.menus import CtMenus
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.pictures import CtPictures
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.saliency_presenter import SaliencyPresenter
from hccdesk.ui.ct_viewer.series_chooser import SeriesChooser
from hccdesk.ui.ct_viewer.series_steps import compared_with
from hccdesk.ui.ct_viewer.series_words import series_name
from hccdesk.ui.ct_viewer.slice_content import Tool
from hccdesk.ui.ct_viewer.view import CtView
from hccdesk.ui.ct_viewer.view_keys import Act
from hccdesk.ui.ct_viewer.view_state import view_state
from hccdesk.ui.ct_viewer.windowing import LIVER
from hccdesk.ui.ct_viewer.windows import Windows
from hccdesk.ui.demonstration import is_demonstration
from hccdesk.ui.session import Session


class CtActs(QObject):
    """The acts of one CT screen.

    Signals: `changed` layout, window, or what is shown over the slices.
    """

    changed = Signal()

    def __init__(self, view: CtView, session: Session, presenter: CtPresenter) -> None:
        super().__init__(view)
        self._view, self._session, self._presenter = view, session, presenter
        self.state = view_state(session)
        self.compare = ComparePresenter(
            view, presenter, session.loader, session.compute, session.verbs, self.state, self
        )
        self.chooser = SeriesChooser(view.inspector.series, session.loader, session.model, self)
        self.windows = Windows(presenter, session.model, session.settings, self)
        kept = self.state.kept_for(session.model.viewed_ct)
        if kept:
            presenter.look(kept)
        self.saliency = SaliencyPresenter(
            presenter, session.model, session.overlays, self, lambda name: is_demonstration(name, session.models)
        )
        self.pictures = CtPictures(view, session, presenter, self.compare)
        self.menus = CtMenus(view, presenter, self.windows)
        self.cine = Cine(self)
        self._connect_views()
        self._connect_bar()
        self.show_layout()
        self._show_saliency()
        self._show_key_images()
        self.show_cine()
        self.changed.connect(session.views.changed)
        self.kept = KeptCtView(view, session, presenter, self)

    def _connect_views(self) -> None:
        view, compare, session = self._view, self.compare, self._session
        view.compared_scrolled.connect(compare.scroll)
        view.compared_slice_asked.connect(compare.go_to_slice)
        view.compared_hovered.connect(compare.hover)
        view.compared_left.connect(compare.leave)
        view.compared_pointed.connect(compare.point)
        view.series_chosen_for.connect(compare.choose)
        for scrolls in (view.scrolled, view.slice_asked, view.compared_scrolled, view.compared_slice_asked):
            scrolls.connect(self.cine.stop)
        view.user_window_asked.connect(self._use_user_window)
        view.user_window_kept.connect(self._keep_user_window)
        view.act_asked.connect(self.do)
        view.held.saliency_turned.connect(self._turn_saliency)
        view.inspector.series.chosen.connect(self.chooser.choose)
        self._presenter.volume_changed.connect(self.show_layout)
        self._presenter.moved.connect(self._keep_sight)
        view.window_changed.connect(self._keep_sight)
        self.cine.advanced.connect(self._advance)
        self.cine.changed.connect(self.show_cine)
        session.slice_asked.connect(self._go_to_slice)
        session.loader.inputs_changed.connect(self.show_layout)
        session.model.key_images_changed.connect(self._show_key_images)
        session.model.result_changed.connect(self._show_saliency)
        session.models_known.connect(self.saliency.refresh)
        session.overlays.changed.connect(self._show_saliency)

    def _connect_bar(self) -> None:
        bar = self._view.bar
        bar.layout_asked.connect(self.use_layout)
        bar.link_asked.connect(self._link)
        bar.cine_asked.connect(self.cine.toggle)
        bar.rate_asked.connect(self.cine.set_rate)
        bar.saliency_asked.connect(self._session.overlays.show_saliency)
        bar.opacity_asked.connect(self._session.overlays.set_opacity)
        bar.key_image_asked.connect(self.pictures.keep_key_image)

    def do(self, act: Act) -> None:
        """An act that a key or a menu asks for."""
        acts = {
            Act.CINE: self.cine.toggle,
            Act.LINK: self._toggle_link,
            Act.KEY_IMAGE: self.pictures.keep_key_image,
            Act.EXPORT: self.pictures.ask_for_file,
            Act.HEADER_WINDOW: self.windows.use_header,
            Act.RESET: self._reset,
        }
        steps = {
            Act.PREVIOUS_SERIES: (-1, False), Act.NEXT_SERIES: (1, False),
            Act.PREVIOUS_PHASE: (-1, True), Act.NEXT_PHASE: (1, True),
        }  # fmt: skip
        if act in acts:
            acts[act]()
        elif act in steps:
            self._step(*steps[act])

    def keep_tool(self, tool: Tool) -> None:
        """What the left button does, also after the screen was built anew."""
        self.state.tool = tool

    def use_layout(self, layout: PaneLayout) -> None:
        """Another layout; a view that appears gets a series."""
        self.state.layout = layout
        self.show_layout()
        self._view.show_all()

    def show_layout(self) -> None:
        """The layout of the state, as far as there are series for it."""
        inputs, viewed = self._session.loader.inputs, self._session.model.viewed_ct
        others = len(compared_with(inputs.found_series, inputs.series, len(inputs.found_series)))
        if not others and self.state.layout.compared:
            self.state.layout = PaneLayout.PLANES
        head = series_name(viewed.series) if viewed else ""
        reading = "ct" in self._session.loader.reading
        self._view.show_series_found(0 if reading and viewed is None else len(inputs.found_series))
        self._view.bar.show_comparable(others)
        self._view.show_layout(self.state.layout, head, self.state.linked)
        self.compare.use_layout()
        self.changed.emit()

    def _keep_sight(self) -> None:
        self.state.keep(self._session.model.viewed_ct, self._presenter.sight)
        self.changed.emit()

    def _link(self, linked: bool) -> None:
        self.compare.link(linked)
        self.show_layout()

    def _toggle_link(self) -> None:
        if self.state.layout.compared:
            self._link(not self.state.linked)

    def _step(self, steps: int, by_phase: bool) -> None:
        active = self._view.active
        if not isinstance(active, Plane):
            self.compare.step(active, steps, by_phase=by_phase)
        elif not self.chooser.step(steps, by_phase=by_phase):
            none = self.tr("No other phase was found") if by_phase else self.tr("No further series")
            self._view.show_notice(none)

    def _reset(self) -> None:
        self._presenter.use_window(LIVER)

    def _advance(self) -> None:
        active = self._view.active
        if isinstance(active, Plane):
            self._presenter.advance(active)
        else:
            self.compare.advance(active)

    def show_cine(self) -> None:
        """Whether it plays."""
        self._view.bar.show_cine(self.cine.playing, self.cine.rate_fps)

    def _go_to_slice(self, number: int) -> None:
        self.cine.stop()
        self._presenter.go_to_lattice_slice(number)

    def _turn_saliency(self) -> None:
        overlays = self._session.overlays
        if self.saliency.why_not:
            self._view.show_notice(self.saliency.why_not)
        else:
            overlays.show_saliency(not overlays.saliency_shown)

    def _show_saliency(self) -> None:
        overlays = self._session.overlays
        self._view.bar.show_saliency(overlays.saliency_shown, overlays.opacity, self.saliency.why_not)

    def _show_key_images(self) -> None:
        self._view.bar.show_key_images(len(self._session.model.key_images))

    def _use_user_window(self, key: str) -> None:
        if not self.windows.use_user(key):
            none = self.tr("No window is kept under {key}. Ctrl+{key} keeps the present one.")
            self._view.show_notice(none.format(key=key))

    def _keep_user_window(self, key: str) -> None:
        self.windows.save_user(key)
        self._view.show_notice(self.tr("Window kept under {key}").format(key=key))
