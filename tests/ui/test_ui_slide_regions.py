"""Regions on the slide: drawn, joined, taken out, removed, undone, brought in and written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPushButton
from slide_hands import ALT, NO_KEY, SHIFT, a_screen, area_px2, at, drag, mouse, wheel

from hccdesk.domain.case import Case, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError
from hccdesk.ui.slide_viewer.slide_hand import Tool


@pytest.fixture
def screen(qtbot, session):
    return a_screen(qtbot, session, roi=False)


@pytest.fixture
def pane(screen):
    return screen._canvas


def draw_rectangle(pane, left, top, right, bottom, modifiers=NO_KEY):
    drag(pane, at(pane, left, top), at(pane, right, bottom), modifiers=modifiers)


def test_that_a_rectangle_becomes_a_region_of_that_size_and_can_be_undone(screen, pane, session, qtbot):
    qtbot.keyClick(pane, Qt.Key.Key_R)
    draw_rectangle(pane, 4000, 4000, 8000, 6000)
    assert area_px2(session.model.rois.slide) == pytest.approx(8e6, rel=0.02)
    session.model.undo_stack.undo()
    assert session.model.rois.slide is None
    session.model.undo_stack.redo()
    assert area_px2(session.model.rois.slide) == pytest.approx(8e6, rel=0.02)


def test_that_a_rectangle_is_upright_on_the_screen_of_a_turned_slide(screen, pane, session):
    pane.turn(30)
    screen._stage.take(Tool.RECTANGLE)
    drag(pane, (300, 200), (500, 300))
    roi = session.model.rois.slide
    assert area_px2(roi) == pytest.approx(200 * 100 * pane.sight.scale**2, rel=0.02)
    ways = {round(float(x)) for x, _ in roi.polygons[0].outline}
    assert len(ways) == 4  # no two corners above each other: it is not upright on the slide


def test_that_alt_takes_out_and_shift_adds_to_what_is_there(screen, pane, session, qtbot):
    screen._stage.take(Tool.RECTANGLE)
    draw_rectangle(pane, 4000, 4000, 8000, 8000)
    draw_rectangle(pane, 5000, 5000, 6000, 6000, modifiers=ALT)
    roi = session.model.rois.slide
    assert len(roi.polygons[0].holes) == 1
    assert area_px2(roi) == pytest.approx(15e6, rel=0.02)
    draw_rectangle(pane, 7000, 4000, 12_000, 8000, modifiers=SHIFT)
    roi = session.model.rois.slide
    assert len(roi.polygons) == 1
    assert area_px2(roi) == pytest.approx(31e6, rel=0.02)


def test_that_a_second_drag_elsewhere_is_a_second_region(screen, pane, session):
    screen._stage.take(Tool.RECTANGLE)
    draw_rectangle(pane, 2000, 2000, 4000, 4000)
    draw_rectangle(pane, 9000, 2000, 11_000, 4000)
    assert len(session.model.rois.slide.polygons) == 2


def test_that_taking_out_where_there_is_nothing_leaves_nothing_to_undo(screen, pane, session):
    screen._stage.take(Tool.RECTANGLE)
    draw_rectangle(pane, 2000, 2000, 4000, 4000, modifiers=ALT)
    assert session.model.rois.slide is None
    draw_rectangle(pane, 2000, 2000, 4000, 4000)
    draw_rectangle(pane, 9000, 9000, 10_000, 10_000, modifiers=ALT)
    assert session.model.undo_stack.count() == 1


def test_that_what_is_drawn_beside_the_slide_is_cut_off(screen, pane, session):
    screen._stage.take(Tool.RECTANGLE)
    draw_rectangle(pane, 22_000, 14_000, 25_000, 17_000)
    assert area_px2(session.model.rois.slide) == pytest.approx(4e6, rel=0.02)
    draw_rectangle(pane, 24_100, 2000, 24_600, 4000)
    assert session.model.undo_stack.count() == 1


def test_that_a_slip_of_the_hand_draws_nothing(screen, pane, session):
    screen._stage.take(Tool.RECTANGLE)
    drag(pane, (300, 300), (301, 301))
    assert session.model.rois.slide is None


def test_that_a_polygon_is_clicked_point_by_point_and_closed_by_a_double_click(pane, session, qtbot):
    qtbot.keyClick(pane, Qt.Key.Key_P)
    for x_px, y_px in ((4000, 4000), (8000, 4000), (8000, 8000), (4000, 8000)):
        drag(pane, at(pane, x_px, y_px))
    assert session.model.rois.slide is None
    mouse(pane, QEvent.Type.MouseButtonDblClick, *at(pane, 4000, 8000))
    assert area_px2(session.model.rois.slide) == pytest.approx(16e6, rel=0.02)


def test_that_backspace_takes_the_last_point_back_and_escape_all_of_them(screen, pane, session, qtbot):
    screen._stage.take(Tool.POLYGON)
    for x_px, y_px in ((4000, 4000), (8000, 4000), (8000, 8000), (1000, 15_000)):
        drag(pane, at(pane, x_px, y_px))
    qtbot.keyClick(pane, Qt.Key.Key_Backspace)
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert area_px2(session.model.rois.slide) == pytest.approx(8e6, rel=0.02)
    drag(pane, at(pane, 1000, 1000))
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert session.model.undo_stack.count() == 1
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.hand is None


def test_that_a_polygon_may_be_drawn_freely_in_one_drag(screen, pane, session):
    screen._stage.take(Tool.POLYGON)
    corners = [at(pane, *p) for p in ((4000, 4000), (8000, 4000), (8000, 8000), (4000, 8000), (4000, 4100))]
    way = [
        (a[0] + (b[0] - a[0]) * share / 8, a[1] + (b[1] - a[1]) * share / 8)
        for a, b in pairwise(corners)
        for share in range(8)
    ]
    drag(pane, *way)
    assert area_px2(session.model.rois.slide) == pytest.approx(16e6, rel=0.05)


def test_that_the_brush_is_as_wide_as_on_the_screen_at_every_magnification(screen, pane, session, qtbot):
    screen._stage.take(Tool.BRUSH)
    radius = screen._stage.hands[Tool.BRUSH].radius_px
    for factor in (1, 4):
        pane.fit()
        pane.zoom(factor)
        drag(pane, (400, 300))
        disc = 3.14 * (radius * pane.sight.scale) ** 2
        assert area_px2(session.model.rois.slide) == pytest.approx(disc, rel=0.03)
        session.model.undo_stack.undo()


def test_that_a_stroke_is_one_step_of_undo_and_shows_nothing_before_its_end(screen, pane, session):
    screen._stage.take(Tool.BRUSH)
    mouse(pane, QEvent.Type.MouseButtonPress, 300, 300)
    for x in range(310, 500, 10):
        mouse(pane, QEvent.Type.MouseMove, x, 300)
    assert session.model.rois.slide is None
    mouse(pane, QEvent.Type.MouseButtonRelease, 500, 300, held=False)
    assert session.model.undo_stack.count() == 1
    assert len(session.model.rois.slide.polygons) == 1


def test_that_brackets_and_shift_wheel_change_the_brush(screen, pane, qtbot):
    screen._stage.take(Tool.BRUSH)
    brush = screen._stage.hands[Tool.BRUSH]
    before, scale = brush.radius_px, pane.sight.scale
    qtbot.keyClick(pane, Qt.Key.Key_BracketRight)
    wheel(pane, 300, 300, 1, SHIFT)
    assert brush.radius_px == pytest.approx(before * 1.44)
    assert pane.sight.scale == scale


def test_that_delete_removes_the_region_under_the_cursor(screen, pane, session, qtbot):
    screen._stage.take(Tool.RECTANGLE)
    draw_rectangle(pane, 2000, 2000, 6000, 6000)
    draw_rectangle(pane, 9000, 2000, 13_000, 6000)
    screen._stage.take(Tool.MOVE)
    mouse(pane, QEvent.Type.MouseMove, *at(pane, 10_000, 4000), held=False)
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    roi = session.model.rois.slide
    assert len(roi.polygons) == 1
    assert roi.polygons[0].outline[:, 0].max() < 7000
    mouse(pane, QEvent.Type.MouseMove, *at(pane, 15_000, 12_000), held=False)
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    assert session.model.rois.slide is roi  # nothing under the cursor, nothing selected


def test_that_a_click_selects_and_delete_removes_the_selected(screen, pane, session, qtbot):
    screen._stage.take(Tool.RECTANGLE)
    draw_rectangle(pane, 2000, 2000, 6000, 6000)
    screen._stage.take(Tool.MOVE)
    drag(pane, at(pane, 3000, 3000))
    assert screen._regions.presenter.selected == 0
    mouse(pane, QEvent.Type.MouseMove, *at(pane, 15_000, 12_000), held=False)
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    assert session.model.rois.slide is None


def test_that_the_list_gives_areas_goes_there_and_removes(qtbot, session):
    screen = a_screen(qtbot, session)
    rows = [b for b in screen._inspector.regions.findChildren(QPushButton) if "Region 1" in b.text()]
    assert len(rows) == 1
    assert "3.47 mm²" in rows[0].text()
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    box = screen._stage.outline.bounds()
    assert (screen._canvas.sight.x_px, screen._canvas.sight.y_px) == pytest.approx((box.center().x(), box.center().y()))
    screen._inspector.regions.remove_asked.emit(0)
    assert session.model.rois.slide is None
    session.model.undo_stack.undo()
    assert session.model.rois.slide is not None


def test_that_brought_outlines_take_the_place_of_the_old_and_can_be_undone(qtbot, session, verbs, idle):
    screen = a_screen(qtbot, session)
    old, brought = session.model.rois.slide, build.a_slide_roi()
    slide = SlideInput(build.a_slide(), brought)
    verbs.open = lambda request, progress: Case(request.regimen, ClinicalRecord(), None, slide, (), ())
    screen.import_from(Path("reader_b.geojson"))
    idle()
    assert session.model.rois.slide is brought
    session.model.undo_stack.undo()
    assert session.model.rois.slide is old


def test_that_outlines_that_cannot_be_read_are_a_line_and_change_nothing(qtbot, session, verbs, idle):
    screen, old = a_screen(qtbot, session), session.model.rois.slide

    def refuse(request, progress):
        raise InputError("this is not an outline.", where=Path("x.xml"))

    verbs.open = refuse
    screen.import_from(Path("x.xml"))
    idle()
    assert session.model.rois.slide is old
    assert [line.what for line in session.board.of("slide outlines")] == ["this is not an outline."]


def test_that_outlines_are_written_as_geojson(qtbot, session, idle, tmp_path):
    screen = a_screen(qtbot, session)
    screen.export_to(tmp_path / "out.geojson")
    idle()
    assert "Polygon" in (tmp_path / "out.geojson").read_text()


def test_that_without_regions_there_is_nothing_to_export(screen):
    assert not any(action.isEnabled() for action in screen._inspector.regions._exports)


@pytest.mark.control("RISK-05-c")
def test_that_a_told_resolution_is_used_and_recorded(qtbot, session, verbs, idle):
    screen = a_screen(qtbot, session, um_per_px=None)
    model = session.model
    model.set_slide(model.inputs.slide, (build.InputFact("slide", "biopsy.svs", "00"),))
    assert screen._inspector._scale.isVisible()
    screen._files.state_scale(0.5)
    idle()
    assert model.inputs.slide.facts.um_per_px == 0.5
    assert [str(fact.detail) for fact in model.inputs.facts] == ["0.5 µm/px stated by the user"]
    assert model.rois.slide is not None
    assert not screen._inspector._scale.isVisible()
