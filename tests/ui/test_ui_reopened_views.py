"""A case is looked at again as it was: screen, slices, window, zoom, layout, overlays; the slide's place and turn."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtCore import QPointF
from reopened_hands import a_start, differences, open_last, settle
from slide_hands import blocky_pixels

from hccdesk.domain.kept_views import KeptViews
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.windowing import HuWindow
from hccdesk.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def _soon(monkeypatch, verbs):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 40)
    verbs.view_slide = blocky_pixels
    verbs.holds(series=(build.a_series(), build.a_series(uid="9.9", description="Abdomen ART")))


@contextmanager
def a_window(qtbot, tmp_path, verbs):
    """One start of the program with its window."""
    with a_start(qtbot, tmp_path, verbs) as session:
        window = MainWindow(session)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: not window.desk._rest.isActive(), timeout=20_000)
        yield session, window
        window.close()


def begin(qtbot, session):
    session.loader.take([Path("patient")])
    settle(qtbot, session)
    if session.loader.inputs.series is None:
        series = session.loader.inputs.found_series[0]
        session.loader.choose(replace(session.loader.inputs, series=series))
        settle(qtbot, session)
    session.model.set_clinical(build.a_record())
    settle(qtbot, session)


def look_around(qtbot, session, window) -> None:
    window.desk.go_to("ct")
    ct = window.desk._screens["ct"]
    qtbot.wait(30)
    ct._presenter.point(Plane.AXIAL, 40, 70)
    ct._presenter.go_to_slice(Plane.AXIAL, 11)
    ct._presenter.use_window(HuWindow(410.0, 37.0))
    ct._presenter.invert()
    ct._presenter.toggle_crosshair()
    ct.acts.use_layout(PaneLayout.TWO)
    settle(qtbot, session)
    ct.acts._toggle_link()  # linked, the views beside take their zoom from the case's own
    ct.active_pane.zoom(3)
    ct.compared[0].pane.zoom(2)
    ct._panes[Plane.CORONAL].zoom(2)
    ct.maximise_active()
    slide = window.desk._screens["slide"]._canvas
    window.desk.go_to("slide")
    qtbot.wait(30)
    slide.zoom(6.0, QPointF(200, 150))
    slide.turn(30.0)
    window.desk._screens["slide"]._memory.outline_filled = True
    session.overlays.set_opacity(0.8)
    session.overlays.show_saliency(True)


def test_that_everything_is_looked_at_as_before(qtbot, tmp_path, verbs):
    with a_window(qtbot, tmp_path, verbs) as (session, window):
        begin(qtbot, session)
        look_around(qtbot, session, window)
        before = session.views.now()
        assert before.ct.layout == "two"
        assert before.ct.filled_by == 0
        assert before.ct.compared[0] == "9.9"
        assert before.ct.panes[0].zoom > 1
        assert before.slide.turn_deg == 30.0
        window.desk.go_to("cases")
    with a_window(qtbot, tmp_path, verbs) as (again, other):
        open_last(qtbot, again)
        qtbot.wait(60)
        assert differences(again.views.now(), before) == []
        assert again.screen == "slide"
        ct = other.desk._screens["ct"]
        assert ct._presenter.sight.at == before.ct.at
        assert ct.is_maximised
        assert not ct._presenter.sight.crosshair_shown
        assert other.desk._screens["slide"]._canvas.sight.turn_deg == 30.0


def test_that_looking_is_no_act_and_is_saved_on_leaving(qtbot, tmp_path, verbs):
    with a_window(qtbot, tmp_path, verbs) as (session, window):
        begin(qtbot, session)
        saved_at, case_id = session.keeper._written[session.keeper.case_id], session.keeper.case_id
        window.desk.go_to("ct")
        window.desk._screens["ct"]._presenter.go_to_slice(Plane.AXIAL, 9)
        settle(qtbot, session)
        assert session.keeper._written[case_id] == saved_at  # not for every turn of the wheel
        session.shelf.new()
        settle(qtbot, session)
        assert session.screen == "case"
        assert session.library.load(case_id).views.ct.at[0] == 9
        actions = {row.event.action.value for row in session.library.audit_rows(case_id)}
        assert actions <= {"input_read", "clinical_edited", "case_saved", "input_kept"}


def test_that_looking_is_saved_after_a_while(qtbot, tmp_path, verbs, monkeypatch):
    with a_window(qtbot, tmp_path, verbs) as (session, window):
        begin(qtbot, session)
        session.keeper._views_timer.setInterval(50)
        session.keeper._views_timer.stop()
        window.desk.go_to("ct")
        window.desk._screens["ct"]._presenter.go_to_slice(Plane.AXIAL, 5)
        case_id = session.keeper.case_id
        qtbot.waitUntil(lambda: session.library.load(case_id).views.ct.at[0] == 5)


def test_that_a_case_without_views_opens_on_its_form(qtbot, tmp_path, verbs):
    with a_window(qtbot, tmp_path, verbs) as (session, window):
        begin(qtbot, session)
        window.desk.go_to("ct")
        session.views.lay_out(KeptViews())
        assert session.views.screen == "case"


def test_that_views_of_an_image_that_is_gone_wait_with_it(qtbot, tmp_path, verbs):
    with a_window(qtbot, tmp_path, verbs) as (session, window):
        begin(qtbot, session)
        look_around(qtbot, session, window)
        before = session.views.now()
    there, verbs.inspection = verbs.inspection, type(verbs.inspection)((), (), (), ())
    with a_window(qtbot, tmp_path, verbs) as (again, _):
        open_last(qtbot, again)
        again.model.set_clinical(build.a_record(ecog=3))
        settle(qtbot, again)
    verbs.inspection = there
    with a_window(qtbot, tmp_path, verbs) as (last, _):
        open_last(qtbot, last)
        qtbot.wait(60)
        assert differences(last.views.now(), before) == []
