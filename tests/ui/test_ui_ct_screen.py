"""The CT screen under mouse and keyboard: layouts, compared series, cine, windows, key images, menus."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from test_ui_ct_saliency import a_finding

from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import ContrastPhase, Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import theme
from hccdesk.ui.ct_screen import CtScreen
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.view_keys import Act

ART = build.a_series(uid="2", phase=ContrastPhase.ARTERIAL, description="ART 2.5")
TILTED = build.a_series(
    Suitability.VIEW, uid="3", phase=ContrastPhase.DELAYED, reasons=(Sentence.of("tilted"),), description="DEL"
)
FINE = build.a_geometry((80, 64, 64), spacing=(2.5, 5.6, 5.6))
"""The same body in thinner slices and larger pixels."""


def a_case(request, series):
    volume = replace(build.a_volume())  # read anew, so never the same object
    ct = CtInput(series, volume, build.a_ct_roi() if request.ct_roi else None, None)
    return Case(request.regimen, ClinicalRecord(), ct, None, (), ())


def a_slide_case(request):
    return Case(request.regimen, ClinicalRecord(), None, SlideInput(build.a_slide(), None), (), ())


class Hand:
    """A tool that counts what it is told."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self):
        self.told = []

    def __getattr__(self, name):
        return lambda *_: self.told.append(name)


@pytest.fixture(autouse=True)
def _no_widget_outlives_its_test(qapp):
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert QApplication.topLevelWidgets() == []


@pytest.fixture
def screen(qtbot, qapp, session, verbs, idle):
    theme.use(qapp, theme.DARK)
    verbs.holds(series=(build.a_series(header_window_hu=(300.0, 40.0)), ART, TILTED))
    volumes = {"1.2.3": None, "2": FINE, "3": build.a_geometry((10, 64, 64), spacing=(5.0, 5.6, 5.6))}
    series = verbs.inspection.series

    def open_case(request, _):
        if not request.ct:
            return a_slide_case(request)
        return a_case(request, next(one for one in series if one.series_instance_uid == request.series))

    verbs.open = open_case
    verbs.view_series = lambda series, _: build.a_volume(volumes[series.series_instance_uid])
    made = CtScreen(session)
    made.resize(1176, 720)
    made.show()
    qtbot.waitExposed(made)
    session.loader.take([Path("patient")])
    idle()
    session.loader.choose(replace(session.loader.inputs, series=session.loader.inputs.found_series[0]))
    idle()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def wheel(pane, notches: int = 1, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    centre = QPointF(pane.width() / 2, pane.height() / 2)
    rest = (Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(pane, QWheelEvent(centre, centre, QPoint(), QPoint(0, 120 * notches), *rest))


def z_of(pane) -> float:
    return float(pane.content.place.split("·")[1].removesuffix("mm").replace("−", "-"))


def test_that_two_series_scroll_together_by_patient_position(screen, idle):
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    own, other = screen._panes[Plane.AXIAL], screen.compared[0].pane
    assert other.content.hu.shape == (64, 64)
    for _ in range(4):
        wheel(own)
        assert abs(z_of(own) - z_of(other)) <= 1.25  # half a slice of the thinner one
    wheel(other)  # a thin slice on: it stays itself, although the thick ones follow only to the nearest
    before = z_of(other)
    wheel(other)
    assert z_of(other) == pytest.approx(before + 2.5, abs=0.1)
    assert abs(z_of(own) - z_of(other)) <= 2.6


def test_that_unlinked_series_scroll_alone(screen, idle, qtbot):
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    qtbot.keyClick(screen, Qt.Key.Key_L)
    own, other = screen._panes[Plane.AXIAL], screen.compared[0].pane
    before = z_of(other)
    wheel(own, 5)
    assert z_of(other) == before
    qtbot.keyClick(screen, Qt.Key.Key_L)
    assert abs(z_of(own) - z_of(other)) <= 1.25


def test_that_a_series_that_does_not_reach_there_says_so(screen, idle, qtbot):
    screen.acts.use_layout(PaneLayout.FOUR)
    idle()
    short = screen.compared[1].pane  # ten slices from the feet on
    qtbot.keyClick(screen, Qt.Key.Key_End)
    assert short.content is None
    assert "does not reach" in short._message
    qtbot.keyClick(screen, Qt.Key.Key_Home)
    assert short.content.warning.startswith("Tilted")


def test_that_zoom_and_pan_are_the_same_in_millimetres(screen, idle, qtbot):
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    own, other = screen._panes[Plane.AXIAL], screen.compared[0].pane
    wheel(own, 3, Qt.KeyboardModifier.ControlModifier)
    middle = Qt.MouseButton.MiddleButton
    qtbot.mousePress(own, middle, pos=QPoint(200, 200))
    qtbot.mouseMove(own, QPoint(260, 230))
    qtbot.mouseRelease(own, middle, pos=QPoint(260, 230))
    assert own.looked_at.px_per_mm == pytest.approx(other.looked_at.px_per_mm)
    assert (own.looked_at.right_mm, own.looked_at.down_mm) == pytest.approx(
        (other.looked_at.right_mm, other.looked_at.down_mm)
    )
    # The same place of the patient lies under the same place of both views.
    here = [
        pane.content.middle_mm[0]
        + (pane._place(QPointF(50, 60)).column - pane.content.hu.shape[1] / 2) * pane.content.spacing_mm[1]
        for pane in (own, other)
    ]
    assert here[0] == pytest.approx(here[1], abs=0.1)


def test_that_a_tool_does_nothing_on_a_compared_series_and_says_why(screen, idle, qtbot):
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    hand = Hand()
    screen.use_hand(hand)
    pane = screen.compared[0].pane
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert hand.told.count("press") == 0
    assert "only compared" in pane._notice
    qtbot.mouseClick(screen._panes[Plane.AXIAL], Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert (hand.told.count("press"), hand.told.count("release")) == (1, 1)


def test_that_a_series_that_cannot_be_read_says_so_in_its_view(screen, verbs, idle):
    def fails(series, progress):
        raise InputError("the disk is gone.")

    verbs.view_series = fails
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    assert "cannot be shown" in screen.compared[0].pane._message


def test_that_without_other_series_comparing_is_not_offered(screen, session, idle):
    inputs = session.loader.inputs
    session.loader.choose(replace(inputs, found_series=(inputs.series,)))
    idle()
    two = screen.bar._layouts.button(list(PaneLayout).index(PaneLayout.TWO))
    assert not two.isEnabled()
    assert "No other series" in two.toolTip()


def test_that_the_arrows_change_the_series_of_the_case(screen, session, idle, qtbot):
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    idle()
    assert session.loader.inputs.series is session.loader.inputs.found_series[1]
    qtbot.keyClick(screen, Qt.Key.Key_PageDown)  # arterial, then delayed: no portal venous one but the first
    idle()
    assert session.loader.inputs.series.phase is ContrastPhase.PORTAL_VENOUS


def test_that_a_click_on_a_line_chooses_the_series(screen, session, idle, qtbot):
    rows = [screen.inspector.series._layout.itemAt(number).widget() for number in range(3)]
    qtbot.mouseClick(rows[2], Qt.MouseButton.LeftButton)
    idle()
    assert session.model.viewed_ct.series is TILTED
    assert screen._panes[Plane.AXIAL].content.warning.startswith("Tilted")


def test_that_cine_plays_over_the_end_and_stops_at_the_first_scroll(screen, qtbot):
    sight = lambda: screen._presenter.sight.at[0]  # noqa: E731
    qtbot.keyClick(screen, Qt.Key.Key_End)
    screen.bar._rate.setValue(50)
    qtbot.keyClick(screen, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: 2 < sight() < 30)
    wheel(screen._panes[Plane.AXIAL])
    stopped = sight()
    assert not screen.acts.cine.playing
    qtbot.wait(80)
    assert sight() == stopped


def test_that_space_pans_whatever_tool_is_in_hand_and_only_while_it_is_held(screen, qtbot):
    hand, pane = Hand(), screen._panes[Plane.AXIAL]
    screen.use_hand(hand)
    hand.key = lambda *_: False
    qtbot.keyPress(screen, Qt.Key.Key_Space)
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(pane, QPoint(140, 100))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(140, 100))
    qtbot.keyRelease(screen, Qt.Key.Key_Space)
    assert hand.told.count("press") == 0
    assert pane._sight.pan_mm[0] > 0
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert hand.told.count("press") == 1


def test_that_windows_come_from_the_header_and_from_the_reader_s_own_keys(screen, session, qtbot):
    window = lambda: (screen._presenter.sight.window.width_hu, screen._presenter.sight.window.level_hu)  # noqa: E731
    qtbot.keyClick(screen, Qt.Key.Key_0)
    assert window() == (300, 40)
    qtbot.keyClick(screen, Qt.Key.Key_7)
    assert window() == (300, 40)
    assert "Ctrl+7" in screen.active_pane._notice
    qtbot.keyClick(screen, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(screen, Qt.Key.Key_3)
    assert window() == (150, 90)
    qtbot.keyClick(screen, Qt.Key.Key_7)
    assert window() == (300, 40)
    assert session.settings.ct_window("7") == (300, 40)


def test_that_the_window_of_a_phase_comes_back_with_it(screen, session, idle, qtbot):
    qtbot.keyClick(screen, Qt.Key.Key_1)
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    idle()
    qtbot.keyClick(screen, Qt.Key.Key_3)
    qtbot.keyClick(screen, Qt.Key.Key_Left)
    idle()
    assert screen._presenter.sight.window.width_hu == 400


def test_that_shift_o_switches_and_o_peeks(screen, session, qtbot):
    session.model.set_result(build.a_result(ct_response=a_finding()), session.model.inputs)
    shown = lambda: session.overlays.saliency_shown  # noqa: E731
    qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert shown()
    qtbot.keyPress(screen, Qt.Key.Key_O)
    assert not shown()
    qtbot.keyRelease(screen, Qt.Key.Key_O)
    assert shown()


def test_that_without_a_result_the_explanation_says_why_there_is_none(screen, session, qtbot):
    qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert not session.overlays.saliency_shown
    assert "no result" in screen.active_pane._notice
    assert not screen.bar._saliency.isEnabled()
    assert screen.bar._saliency.toolTip()


def test_that_a_key_image_shows_the_view_with_its_outline_and_names_it(screen, session, qtbot):
    qtbot.keyClick(screen, Qt.Key.Key_K)
    qtbot.keyClick(screen, Qt.Key.Key_K)
    first, second = session.model.key_images
    assert (first.name, second.name) == ("key_01", "key_02")
    assert first.rgb.shape == (700, 900, 3)
    yellow = (first.rgb[..., 0] > 200) & (first.rgb[..., 1] > 170) & (first.rgb[..., 2] < 120)
    assert yellow.sum() > 100
    assert first.caption.text.startswith("Abdomen PV 5.0 B30f: axial slice 24/40")
    assert "window 150, level 90 HU" in first.caption.text
    assert screen.bar._key.text() == "2"


def test_that_the_crosshair_is_not_in_a_key_image(screen, session, qtbot):
    qtbot.keyClick(screen, Qt.Key.Key_K)
    screen._presenter.point(Plane.AXIAL, 5, 5)
    qtbot.keyClick(screen, Qt.Key.Key_K)
    first, second = session.model.key_images
    assert np.array_equal(first.rgb, second.rgb)


def test_that_a_view_is_saved_as_it_is_seen(screen, idle, tmp_path):
    screen.acts.pictures.save(tmp_path / "view.png")
    idle()
    saved = QImage(str(tmp_path / "view.png"))
    assert (saved.width(), saved.height()) == (900, 700)
    screen.acts.pictures.save(tmp_path / "no such folder" / "view.png")
    idle()
    assert "Not saved" in screen.active_pane._notice


def test_that_a_right_click_asks_for_the_menu_and_a_right_drag_zooms(screen, qtbot):
    pane = screen._panes[Plane.CORONAL]
    asked = []
    pane.menu_asked.disconnect()
    pane.menu_asked.connect(asked.append)
    right = Qt.MouseButton.RightButton
    qtbot.mousePress(pane, right, pos=QPoint(100, 100))
    qtbot.mouseMove(pane, QPoint(100, 60))
    qtbot.mouseRelease(pane, right, pos=QPoint(100, 60))
    assert asked == []
    assert pane._sight.zoom > 1.2
    qtbot.mouseClick(pane, right, pos=QPoint(100, 100))
    assert len(asked) == 1


def test_that_the_menu_offers_windows_and_pictures(screen):
    menu = screen.context_menu()
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert {"Invert", "Fit into the view", "Keep as a key image for the report"} <= set(texts)
    windows = next(found for found in menu.findChildren(QMenu) if found.title() == "Window")
    liver = next(action for action in windows.actions() if action.text().startswith("Bone"))
    liver.trigger()
    assert screen._presenter.sight.window.width_hu == 2500
    menu.deleteLater()


def test_that_the_screen_built_anew_keeps_layout_and_compared_series(screen, session, idle, qtbot, verbs):
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    verbs.view_series = None  # nothing is read a second time
    qtbot.keyClick(screen, Qt.Key.Key_4)
    qtbot.keyClick(screen, Qt.Key.Key_Up)
    again = CtScreen(session)
    qtbot.addWidget(again)
    assert again.compared[0].pane.content is not None
    assert not again.compared[0].isHidden()
    assert again._presenter.sight == screen._presenter.sight


def test_that_the_other_planes_follow_in_the_next_frame(screen, qtbot):
    qtbot.wait(20)
    coronal = screen._panes[Plane.CORONAL]
    before = coronal.content.crosshair
    wheel(screen._panes[Plane.AXIAL], 2)
    assert coronal.content.crosshair == before
    qtbot.waitUntil(lambda: coronal.content.crosshair[0] == before[0] - 2)


def test_that_a_maximised_view_goes_back_and_another_layout_ends_it(screen, qtbot):
    qtbot.mouseDClick(screen._panes[Plane.CORONAL], Qt.MouseButton.LeftButton)
    assert screen._boxes[Plane.AXIAL].isHidden()
    assert screen.active is Plane.CORONAL
    screen.acts.use_layout(PaneLayout.ONE)
    assert not screen._boxes[Plane.AXIAL].isHidden()
    assert screen._boxes[Plane.CORONAL].isHidden()
    assert screen.active is Plane.AXIAL


def test_that_an_act_without_a_ct_changes_nothing(qtbot, session):
    empty = CtScreen(session)
    qtbot.addWidget(empty)
    empty.acts.do(Act.KEY_IMAGE)
    qtbot.keyClick(empty, Qt.Key.Key_C)
    assert session.model.key_images == ()
    assert not empty.acts.cine.playing


def test_that_several_series_ask_which_and_no_series_asks_for_a_folder(qtbot, session, verbs, idle):
    verbs.holds(series=(build.a_series(), ART))
    empty = CtScreen(session)
    qtbot.addWidget(empty)
    assert empty._stack.currentWidget() is empty._nothing
    assert empty.inspector.isHidden()
    session.loader.take([Path("patient")])
    idle()
    assert empty._stack.currentWidget() is empty._choice
    assert not empty.inspector.isHidden()
    qtbot.keyClick(empty, Qt.Key.Key_Right)
    idle()
    assert empty._stack.currentWidget() is empty._views
